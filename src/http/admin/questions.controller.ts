import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RaiseQuestionRequest, RewordQuestionRequest } from '../dto/question.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { Recorder } from '../recorder.js';
import { Changed, Made } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing questions')
@Controller('v1/admin/incidents/:incident/questions')
export class AdminQuestionsController {
  constructor(
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
  @Changed()
  reword(
    @Param('incident') incident: string,
    @Param('question') name: string,
    @Body() body: RewordQuestionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const question = this.names.question(this.names.one('incident', incident), name).id;
    return this.recorder.change(
      { type: 'RewordQuestion', question, ...given(body) },
      { kind: 'question', id: question },
      request,
    );
  }
}
