import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ownNamespace } from '../../domain/names.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import {
  AssessSourceRequest,
  DescribeSourceRequest,
  PairOfSourcesRequest,
  RegisterSourceRequest,
} from '../dto/source.requests.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { Recorder } from '../recorder.js';
import { Changed, Made } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing sources')
@Controller('v1/admin/sources')
export class AdminSourcesController {
  constructor(
    private readonly recorder: Recorder,
    private readonly names: Names,
  ) {}

  @Needs('record')
  @Post()
  @ApiOperation({ operationId: 'registerSource', summary: 'Enter a source: whoever can assert something' })
  @Made()
  register(
    @Body() body: RegisterSourceRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    const command = {
      type: 'RegisterSource' as const,
      namespace: ownNamespace,
      ...given(body),
      ...this.ties(body),
    };
    return this.recorder.create(command, request, reply, ({ id }) => `/v1/sources/${id}`);
  }

  @Needs('resolve')
  @Put(':source')
  @ApiOperation({ operationId: 'describeSource', summary: 'Describe a source anew, whole' })
  @Changed()
  describe(
    @Param('source') name: string,
    @Body() body: DescribeSourceRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const source = this.names.id('source', name);
    return this.recorder.change(
      { type: 'DescribeSource', source, ...given(body), ...this.ties(body) },
      { kind: 'source', id: source },
      request,
    );
  }

  @Needs('assess')
  @Post(':source/assess')
  @ApiOperation({ operationId: 'assessSource', summary: 'Grade the reliability of a source' })
  @Changed()
  assess(
    @Param('source') name: string,
    @Body() body: AssessSourceRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const source = this.names.id('source', name);
    return this.recorder.change(
      { type: 'AssessSource', source, ...given(body) },
      { kind: 'source', id: source },
      request,
    );
  }

  @Needs('resolve')
  @Post(':source/mark-same')
  @ApiOperation({ operationId: 'markSourcesSame', summary: 'Say that two names are one source' })
  @Changed()
  markSame(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.judge('MarkSourcesSame', name, body, request);
  }

  @Needs('resolve')
  @Post(':source/mark-distinct')
  @ApiOperation({ operationId: 'markSourcesDistinct', summary: 'Say that two sources are not one' })
  @Changed()
  markDistinct(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.judge('MarkSourcesDistinct', name, body, request);
  }

  @Needs('resolve')
  @Post(':source/assert-independence')
  @ApiOperation({ operationId: 'assertIndependence', summary: 'Say that two sources speak independently' })
  @Changed()
  assertIndependence(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.judge('AssertIndependence', name, body, request);
  }

  private judge(
    type: 'MarkSourcesSame' | 'MarkSourcesDistinct' | 'AssertIndependence',
    name: string,
    body: PairOfSourcesRequest,
    request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const pair = this.pair(name, body);
    return this.recorder.judge({ type, ...pair }, { kind: 'source', id: pair.source }, pair.other, request);
  }

  private pair(name: string, { other, reason }: PairOfSourcesRequest) {
    return { source: this.names.id('source', name), other: this.names.id('source', other, '/other'), reason };
  }

  private ties({
    memberOf,
    speaksFor,
    knownTo,
  }: {
    memberOf?: string;
    speaksFor?: string;
    knownTo?: string;
  }) {
    return {
      ...(memberOf !== undefined && { memberOf: this.names.id('source', memberOf, '/memberOf') }),
      ...(speaksFor !== undefined && { speaksFor: this.names.id('source', speaksFor, '/speaksFor') }),
      ...(knownTo !== undefined && { knownTo: this.names.id('source', knownTo, '/knownTo') }),
    };
  }
}
