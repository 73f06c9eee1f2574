import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AssessClaimRequest,
  AttributionRequest,
  CompareWordingsRequest,
  MoveClaimRequest,
  RankClaimRequest,
  RecordClaimRequest,
  SupersedeClaimRequest,
  TranscriptionRequest,
} from '../dto/claim.requests.js';
import { ReasonRequest } from '../dto/incident.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { ClaimBodies } from '../claim-bodies.js';
import { Names } from '../names.js';
import { Recorder } from '../recorder.js';
import { Changed, Made } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing claims')
@Controller('v1/admin/claims')
export class AdminClaimsController {
  constructor(
    private readonly recorder: Recorder,
    private readonly names: Names,
    private readonly bodies: ClaimBodies,
  ) {}

  @Needs('record')
  @Post()
  @ApiOperation({
    operationId: 'recordClaim',
    summary: 'Record what a source asserts: a value for a question, a silence about it, or a response',
  })
  @Made()
  recordClaim(
    @Body() body: RecordClaimRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    return this.recorder.create(this.bodies.record(body), request, reply, ({ id }) => `/v1/claims/${id}`);
  }

  @Needs('record')
  @Put(':claim/transcription')
  @ApiOperation({
    operationId: 'correctTranscription',
    summary: 'We mistyped: the transcription as it should be, whole',
  })
  @Changed()
  correctTranscription(
    @Param('claim') name: string,
    @Body() body: TranscriptionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    const { reason, ...rest } = body;
    return this.recorder.change(
      { type: 'CorrectTranscription', claim, ...this.bodies.transcription(rest), reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('resolve')
  @Put(':claim/attribution')
  @ApiOperation({
    operationId: 'correctAttribution',
    summary: 'The chain of attribution as it should be, whole',
  })
  @Changed()
  correctAttribution(
    @Param('claim') name: string,
    @Body() body: AttributionRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    const { reason, ...rest } = body;
    return this.recorder.change(
      { type: 'CorrectAttribution', claim, ...this.bodies.attribution(rest), reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('resolve')
  @Post(':claim/move')
  @ApiOperation({ operationId: 'moveClaim', summary: 'Move a claim to the question that it really answers' })
  @Changed()
  move(
    @Param('claim') name: string,
    @Body() body: MoveClaimRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    const incident = this.names.one('incident', body.incident, '/incident');
    const question = this.names.question(incident, body.question, '/question').id;
    return this.recorder.change(
      { type: 'MoveClaim', claim, question, reason: body.reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('resolve')
  @Post(':claim/supersede')
  @ApiOperation({ operationId: 'supersedeClaim', summary: 'Say that a later claim replaces this one' })
  @Changed()
  supersede(
    @Param('claim') name: string,
    @Body() body: SupersedeClaimRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    const by = this.names.id('claim', body.by, '/by');
    return this.recorder.change(
      { type: 'SupersedeClaim', claim, by, as: body.as, reason: body.reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('resolve')
  @Post(':claim/withdraw')
  @ApiOperation({ operationId: 'withdrawClaim', summary: 'A claim that should never have been entered' })
  @Changed()
  withdraw(
    @Param('claim') name: string,
    @Body() body: ReasonRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    return this.recorder.change(
      { type: 'WithdrawClaim', claim, reason: body.reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('assess')
  @Post(':claim/assess')
  @ApiOperation({ operationId: 'assessClaim', summary: 'Grade the credibility of a claim' })
  @Changed()
  assess(
    @Param('claim') name: string,
    @Body() body: AssessClaimRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    return this.recorder.change(
      { type: 'AssessClaim', claim, credibility: body.credibility, reason: body.reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('assess')
  @Post(':claim/rank')
  @ApiOperation({ operationId: 'rankClaim', summary: 'Prefer or deprecate a claim' })
  @Changed()
  rank(
    @Param('claim') name: string,
    @Body() body: RankClaimRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    return this.recorder.change(
      { type: 'RankClaim', claim, rank: body.rank, reason: body.reason },
      { kind: 'claim', id: claim },
      request,
    );
  }

  @Needs('resolve')
  @Post(':claim/compare-wordings')
  @ApiOperation({
    operationId: 'compareWordings',
    summary: 'Say whether two texts or places mean the same, or exclude each other',
  })
  @Changed()
  compare(
    @Param('claim') name: string,
    @Body() body: CompareWordingsRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const claim = this.names.id('claim', name);
    const other = this.names.id('claim', body.other, '/other');
    return this.recorder.judge(
      { type: 'CompareWordings', claim, other, same: body.same, reason: body.reason },
      { kind: 'claim', id: claim },
      other,
      request,
    );
  }
}
