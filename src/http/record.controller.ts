import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../read/ledger-views.js';
import { clocksOf, linked, pageOf } from './asked.js';
import { AuditQuery, SearchQuery } from './dto/query.dto.js';
import { AuditEventDto, AuditPageDto, HitPageDto } from './dto/record.answers.js';
import { given } from './given.js';
import { Names } from './names.js';
import { Problem } from './problem.js';
import { VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

@ApiTags('record')
@Controller('v1')
export class RecordController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get('audit')
  @ApiOperation({ operationId: 'listAudit', summary: 'Every event, filtered by actor, thing, type and time' })
  @ApiOkResponse({ type: AuditPageDto })
  audit(
    @Query() query: AuditQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): AuditPageDto {
    const { cursor: _cursor, limit: _limit, ...filter } = query;
    return linked(this.views.audit.list(given(filter), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get('audit/:position')
  @ApiOperation({ operationId: 'getAuditEvent', summary: 'One event with its data' })
  @ApiOkResponse({ type: AuditEventDto })
  async event(@Param('position') position: string): Promise<AuditEventDto> {
    const event = await this.views.audit.event(position);
    if (!event) throw new Problem('unknown-thing', `the log has no event at position ${position}`);
    return event;
  }

  @Needs('read')
  @Get('search')
  @ApiOperation({
    operationId: 'search',
    summary: 'Incidents, questions, sources, documents and claims by their words',
  })
  @ApiOkResponse({ type: HitPageDto })
  search(
    @Query() query: SearchQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): HitPageDto {
    const what = {
      text: query.q,
      ...(query.kinds !== undefined && { kinds: query.kinds }),
      ...(query.incident !== undefined && {
        incident: this.names.id('incident', query.incident, '/incident'),
      }),
      ...(query.source !== undefined && { source: this.names.id('source', query.source, '/source') }),
      ...(query.language !== undefined && { language: query.language }),
    };
    return linked(this.views.search.find(what, clocksOf(query), pageOf(query)), request, reply);
  }
}
