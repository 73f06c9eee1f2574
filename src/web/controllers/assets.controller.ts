import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../http/problem.js';
import { Assets } from '../assets.js';
import { Needs } from '../../http/access/needs.js';

/** Stylesheet, scripts and pictures; nothing comes from anywhere else. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Needs('anyone')
  @Get(':name')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const asset = this.assets.get(name);
    if (!asset) throw new Problem('unknown-route', `there is nothing at /assets/${name}`);
    void reply.header('etag', asset.etag).header('cache-control', 'public, no-cache').type(asset.type);
    if (request.headers['if-none-match'] === asset.etag) void reply.code(304).send();
    else void reply.send(asset.bytes);
  }
}
