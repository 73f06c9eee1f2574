import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../read/ledger-views.js';
import { clocksOf, foundThen, linked, pageOf } from './asked.js';
import {
  IncidentDetailDto,
  IncidentPageDto,
  QuestionDetailDto,
  QuestionPageDto,
} from './dto/incident.answers.js';
import { ClocksQuery, IncidentsQuery, QuestionsQuery, ViewQuery } from './dto/query.dto.js';
import { IncidentViewDto } from './dto/view.answers.js';
import { TaggedThing, TaggedView } from './entity-tags.js';
import { Names } from './names.js';
import { VIEWS } from './tokens.js';
import { Needs } from './access/needs.js';

@ApiTags('incidents')
@Controller('v1/incidents')
export class IncidentsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get()
  @ApiOperation({ operationId: 'listIncidents', summary: 'Incidents' })
  @ApiOkResponse({ type: IncidentPageDto })
  async list(
    @Query() query: IncidentsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IncidentPageDto> {
    const { status, need } = query;
    if (status !== undefined || need !== undefined) await this.views.attention.ready();
    const filter = {
      ...(status !== undefined && { status }),
      ...(need !== undefined && { need }),
      ...(query.text !== undefined && { text: query.text }),
      ...(query.parent !== undefined && { parent: this.names.id('incident', query.parent, '/parent') }),
    };
    return linked(this.views.incidents.list(filter, clocksOf(query), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get(':incident')
  @TaggedThing()
  @ApiOperation({ operationId: 'getIncident', summary: 'An incident with its questions and constraints' })
  @ApiOkResponse({ type: IncidentDetailDto })
  get(@Param('incident') name: string, @Query() query: ClocksQuery): IncidentDetailDto {
    const { id } = this.names.one('incident', name);
    return foundThen(this.views.incidents.get(id, clocksOf(query)), 'incident', name);
  }

  @Needs('read')
  @Get(':incident/view')
  @TaggedView()
  @ApiOperation({
    operationId: 'viewIncident',
    summary: 'What the claims on an incident add up to, at two clocks and by a policy',
  })
  @ApiOkResponse({ type: IncidentViewDto })
  view(@Param('incident') name: string, @Query() query: ViewQuery): IncidentViewDto {
    const { id } = this.names.one('incident', name);
    const request = { ...clocksOf(query), ...(query.policy !== undefined && { policy: query.policy }) };
    return foundThen(this.views.incidentViews.view(id, request), 'incident', name);
  }

  @Needs('read')
  @Get(':incident/questions')
  @ApiOperation({
    operationId: 'listQuestions',
    summary: 'The questions of an incident, as they were raised',
  })
  @ApiOkResponse({ type: QuestionPageDto })
  questions(
    @Param('incident') name: string,
    @Query() query: QuestionsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): QuestionPageDto {
    const filter = {
      incident: this.names.id('incident', name),
      ...(query.resolved !== undefined && { resolved: query.resolved }),
    };
    return linked(this.views.questions.list(filter, clocksOf(query), pageOf(query)), request, reply);
  }

  @Needs('read')
  @Get(':incident/questions/:question')
  @TaggedThing()
  @ApiOperation({ operationId: 'getQuestion', summary: 'A question with its categories and its resolution' })
  @ApiOkResponse({ type: QuestionDetailDto })
  question(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Query() query: ClocksQuery,
  ): QuestionDetailDto {
    const { id } = this.names.question(this.names.one('incident', incident), name);
    return foundThen(this.views.questions.get(id, clocksOf(query)), 'question', name);
  }
}
