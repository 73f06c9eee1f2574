import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../read/ledger-views.js';
import { clocksOf, foundThen, linked, pageOf } from './asked.js';
import { SaidPageDto } from './dto/claim.answers.js';
import { ClocksQuery, PageQuery, SourcesQuery } from './dto/query.dto.js';
import { LikelySamePageDto, SourceDetailDto, SourcePageDto } from './dto/source.answers.js';
import { TaggedThing } from './entity-tags.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

@ApiTags('sources')
@Controller('v1')
export class SourcesController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get('sources')
  @ApiOperation({ operationId: 'listSources', summary: 'Sources' })
  @ApiOkResponse({ type: SourcePageDto })
  list(
    @Query() query: SourcesQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): SourcePageDto {
    const filter = {
      ...(query.text !== undefined && { text: query.text }),
      ...(query.kind !== undefined && { sourceKind: query.kind }),
    };
    return linked(this.views.sources.list(filter, clocksOf(query), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get('likely-same-sources')
  @ApiOperation({
    operationId: 'listLikelySameSources',
    summary: 'Pairs of sources that share a name or alias and that no editor has spoken on',
  })
  @ApiOkResponse({ type: LikelySamePageDto })
  likelySame(
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): LikelySamePageDto {
    return linked(this.views.sources.likelySame(pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get('sources/:source')
  @TaggedThing()
  @ApiOperation({ operationId: 'getSource', summary: 'A source with its ties and its grade' })
  @ApiOkResponse({ type: SourceDetailDto })
  get(@Param('source') name: string, @Query() query: ClocksQuery): SourceDetailDto {
    const id = this.names.id('source', name);
    return foundThen(this.views.sources.get(id, clocksOf(query)), 'source', name);
  }

  @Needs('read')
  @Get('sources/:source/claims')
  @ApiOperation({
    operationId: 'listSaid',
    summary: 'Everything a source said or passed on, in order of publication',
  })
  @ApiOkResponse({ type: SaidPageDto })
  said(
    @Param('source') name: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): SaidPageDto {
    const id = this.names.id('source', name);
    return linked(this.views.sources.said(id, clocksOf(query), pageOf(query)), request, reply);
  }
}
