import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../read/ledger-views.js';
import { foundThen, linked, pageOf } from './asked.js';
import { QueueQuery } from './dto/query.dto.js';
import { IncidentNeedsDto, NeedPageDto } from './dto/queue.answers.js';
import { given } from './given.js';
import { Needs } from './access/needs.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';

/** What waits for an editor. It follows from what everybody may read, and so everybody may read it. */
@ApiTags('queue')
@Controller('v1')
export class QueueController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get('queue')
  @ApiOperation({
    operationId: 'listQueue',
    summary: 'What needs a human, and what settles it: what came to be so last first',
  })
  @ApiOkResponse({ type: NeedPageDto })
  async list(
    @Query() query: QueueQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedPageDto> {
    const { kind, since } = query;
    const incident = query.incident && this.names.id('incident', query.incident, '/incident');
    await this.views.attention.ready();
    const page = this.views.attention.list(given({ kind, since, incident }), pageOf(query));
    linked(page, request, reply);
    return page;
  }

  @Needs('read')
  @Get('incidents/:incident/needs')
  @ApiOperation({
    operationId: 'countNeeds',
    summary: 'How many questions of an incident have which status, and how much in it needs a human',
  })
  @ApiOkResponse({ type: IncidentNeedsDto })
  ofIncident(@Param('incident') name: string): IncidentNeedsDto {
    const id = this.names.id('incident', name);
    return foundThen(this.views.attention.ofIncident(id), 'incident', name);
  }
}
