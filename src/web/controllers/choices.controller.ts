import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { cookieNames, dropCookie, setCookie } from '../cookies.js';
import { parameter, type Query } from '../load/asked.js';
import { Needs } from '../../http/access/needs.js';

/** What a reader sets for her own browser: it changes nothing in the ledger. */
@ApiExcludeController()
@Controller()
export class ChoicesController {
  @Needs('anyone')
  @Post('scheme')
  scheme(@Body() body: Query, @Res() reply: FastifyReply): void {
    const scheme = parameter(body, 'scheme');
    const chosen = scheme === 'light' || scheme === 'dark';
    const header = chosen ? setCookie(cookieNames.scheme, scheme) : dropCookie(cookieNames.scheme);
    void reply.header('set-cookie', header).redirect(ownPath(parameter(body, 'back', 2_000)), 303);
  }

  @Needs('anyone')
  @Post('seen')
  seen(@Res() reply: FastifyReply): void {
    void reply.header('set-cookie', setCookie(cookieNames.seen, new Date().toISOString())).redirect('/', 303);
  }
}

/** An address of this server, whatever a form was made to send: `//elsewhere` and `/\elsewhere` lead away. */
export function ownPath(path: string): string {
  const own = URL.parse(path, 'http://ledger.invalid');
  return own?.origin === 'http://ledger.invalid' && path.startsWith('/')
    ? own.pathname.replace(/^\/+/, '/') + own.search
    : '/';
}
