import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClaimFilter } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { clocksOf, foundThen, linked, pageOf } from './asked.js';
import { ClaimDetailDto, ClaimPageDto } from './dto/claim.answers.js';
import { ClaimsQuery, ClocksQuery } from './dto/query.dto.js';
import { TaggedThing } from './entity-tags.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

@ApiTags('claims')
@Controller('v1/claims')
export class ClaimsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get()
  @ApiOperation({ operationId: 'listClaims', summary: 'Claims in order of publication, the latest last' })
  @ApiOkResponse({ type: ClaimPageDto })
  list(
    @Query() query: ClaimsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): ClaimPageDto {
    return linked(this.views.claims.list(this.filter(query), clocksOf(query), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get(':claim')
  @TaggedThing()
  @ApiOperation({
    operationId: 'getClaim',
    summary: 'A claim with its words, its chain and what was done with it',
  })
  @ApiOkResponse({ type: ClaimDetailDto })
  get(@Param('claim') name: string, @Query() query: ClocksQuery): ClaimDetailDto {
    const id = this.names.id('claim', name);
    return foundThen(this.views.claims.get(id, clocksOf(query)), 'claim', name);
  }

  private filter(query: ClaimsQuery): ClaimFilter {
    const incident =
      query.incident === undefined ? undefined : this.names.one('incident', query.incident, '/incident');
    const question =
      query.question === undefined ? undefined : this.names.question(incident, query.question, '/question');
    return {
      ...(incident && { incident: incident.id }),
      ...(question && { question: question.id }),
      ...(query.document !== undefined && {
        document: this.names.id('document', query.document, '/document'),
      }),
      ...(query.source !== undefined && { source: this.names.id('source', query.source, '/source') }),
      ...(query.withdrawn !== undefined && { withdrawn: query.withdrawn }),
    };
  }
}
