import { Body, Controller, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerViews } from '../../read/ledger-views.js';
import { lookAt } from '../../composition/look-at.js';
import { ReasonRequest } from '../dto/incident.requests.js';
import {
  RaiseQuestionRequest,
  ResolveQuestionRequest,
  RewordQuestionRequest,
} from '../dto/question.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { Recorder } from '../recorder.js';
import { VIEWS } from '../tokens.js';
import { Made, Recorded } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing questions')
@Controller('v1/admin/incidents/:incident/questions')
export class AdminQuestionsController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly recorder: Recorder,
    private readonly names: Names,
  ) {}

  @Needs('record')
  @Post()
  @ApiOperation({ operationId: 'raiseQuestion', summary: 'Raise a question: what makes claims comparable' })
  @Made()
  raise(
    @Param('incident') name: string,
    @Body() body: RaiseQuestionRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    const incident = this.names.id('incident', name);
    const { type: valueType, ...question } = given(body);
    const command = { type: 'RaiseQuestion' as const, incident, valueType, ...question };
    return this.recorder.create(
      command,
      request,
      reply,
      ({ key }) => `/v1/incidents/${incident}/questions/${key}`,
    );
  }

  @Needs('resolve')
  @Put(':question')
  @ApiOperation({
    operationId: 'rewordQuestion',
    summary: 'Word a question anew, whole; no category is taken away',
  })
  @Recorded()
  reword(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Body() body: RewordQuestionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const question = this.id(incident, name);
    return this.recorder.record({ type: 'RewordQuestion', question, ...given(body) }, request);
  }

  @Needs('resolve')
  @Post(':question/resolve')
  @ApiOperation({
    operationId: 'resolveQuestion',
    summary: 'Decide a question: the answer, what it rests on, and why',
  })
  @Recorded()
  resolve(
    @Param('incident') incidentName: string,
    @Param('question') name: string,
    @Body() body: ResolveQuestionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.one('incident', incidentName);
    const question = this.names.question(incident, name);
    return this.recorder.record(
      {
        type: 'ResolveQuestion',
        question: question.id,
        value: this.names.value(body.value, '/value'),
        claims: this.names.ids('claim', body.claims, '/claims'),
        reason: body.reason,
        ...lookAt(this.views, question.id),
      },
      request,
    );
  }

  @Needs('resolve')
  @Post(':question/reopen')
  @ApiOperation({ operationId: 'reopenQuestion', summary: 'Take the decision on a question back' })
  @Recorded()
  reopen(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Body() body: ReasonRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const question = this.id(incident, name);
    return this.recorder.record({ type: 'ReopenQuestion', question, reason: body.reason }, request);
  }

  private id(incident: string, name: string): string {
    return this.names.question(this.names.one('incident', incident), name).id;
  }
}
