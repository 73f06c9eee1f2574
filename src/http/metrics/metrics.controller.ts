import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback, type Config } from '../../config.js';
import { askerOf } from '../access/asking.js';
import { Needs } from '../access/needs.js';
import { Problem } from '../problem.js';
import { CONFIG } from '../tokens.js';
import { Metrics } from './metrics.js';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Needs('read')
  @Get()
  @ApiOperation({
    operationId: 'metrics',
    summary: 'Figures for Prometheus; beyond this machine for those who have signed in, open reading or not',
  })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  async read(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { host, behindProxy } = this.config;
    const isExposed = behindProxy || !isLoopback(host);
    if (isExposed && askerOf(request).subject === null) {
      throw new Problem(
        'not-signed-in',
        'metrics are for those who run this server: show a key',
        {},
        {
          'www-authenticate': 'Bearer',
        },
      );
    }
    const { type, text } = await this.metrics.text();
    await reply.type(type).header('cache-control', 'no-store').send(text);
  }
}
