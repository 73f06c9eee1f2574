import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { capabilities } from '../../access/capabilities.js';
import { Needs } from '../../http/access/needs.js';
import { parameter, type Query as Asked } from '../load/asked.js';
import { Pages } from '../pages.js';
import { AccountContent, SignInContent } from '../pages/sign-in-page.js';
import { ownPath } from './choices.controller.js';

/** Signing in, and what somebody who did may do; the session itself is the API's. */
@ApiExcludeController()
@Controller()
export class AccountController {
  constructor(private readonly pages: Pages) {}

  @Get('sign-in')
  @Needs('anyone')
  signIn(@Query() query: Asked, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const data = { back: ownPath(parameter(query, 'back', 2_000) || '/') };
    this.pages.sendForm(
      request,
      reply,
      { title: 'Sign in', section: 'account' },
      <SignInContent data={data} />,
    );
  }

  @Get(['account', 'account.json'])
  @Needs('anyone')
  account(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const viewer = this.pages.viewer(request);
    if (viewer.name === null) {
      void reply.redirect('/sign-in?back=/account', 303);
      return;
    }
    const data = {
      name: viewer.name,
      roles: viewer.roles,
      may: capabilities.filter((capability) => viewer.can(capability)),
    };
    this.pages.send(request, reply, { title: data.name, section: 'account' }, data, AccountContent);
  }
}
