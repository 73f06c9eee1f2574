import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../read/ledger-views.js';
import { befallenClaims, sourceRecord } from '../read/source-record.js';
import { Needs } from './access/needs.js';
import { clocksOf, foundThen, linked, pageOf } from './asked.js';
import {
  BefallenPageDto,
  BefallenQuery,
  SourceRecordDto,
  SourceRecordQuery,
} from './dto/source-record.answers.js';
import { TaggedAnswer } from './entity-tags.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';

@ApiTags('sources')
@Controller('v1/sources/:source/record')
export class SourceRecordController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get()
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'sourceRecord',
    summary: 'How often what a source said was corrected, contradicted, retracted and so on, and by whom',
  })
  @ApiOkResponse({ type: SourceRecordDto })
  async record(@Param('source') name: string, @Query() query: SourceRecordQuery): Promise<SourceRecordDto> {
    const id = this.names.id('source', name);
    return foundThen(await sourceRecord(this.views, id, clocksOf(query), query.cursor), 'source', name);
  }

  @Needs('read')
  @Get('claims')
  @ApiOperation({
    operationId: 'sourceRecordClaims',
    summary: 'The claims behind one number of a source’s record, with the claims and acts that made it so',
  })
  @ApiOkResponse({ type: BefallenPageDto })
  async claims(
    @Param('source') name: string,
    @Query() query: BefallenQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BefallenPageDto> {
    const id = this.names.id('source', name);
    const { what, part = 'said' } = query;
    const found = await befallenClaims(this.views, id, { what, part }, clocksOf(query), pageOf(query));
    return linked(foundThen(found, 'source', name), request, reply);
  }
}
