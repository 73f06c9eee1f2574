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
import { Made, Recorded } from './receipts.js';
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
  @Recorded()
  describe(
    @Param('source') name: string,
    @Body() body: DescribeSourceRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const source = this.names.id('source', name);
    return this.recorder.record(
      { type: 'DescribeSource', source, ...given(body), ...this.ties(body) },
      request,
    );
  }

  @Needs('assess')
  @Post(':source/assess')
  @ApiOperation({ operationId: 'assessSource', summary: 'Grade the reliability of a source' })
  @Recorded()
  assess(
    @Param('source') name: string,
    @Body() body: AssessSourceRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const source = this.names.id('source', name);
    return this.recorder.record({ type: 'AssessSource', source, ...given(body) }, request);
  }

  @Needs('resolve')
  @Post(':source/mark-same')
  @ApiOperation({ operationId: 'markSourcesSame', summary: 'Say that two names are one source' })
  @Recorded()
  markSame(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.recorder.record({ type: 'MarkSourcesSame', ...this.pair(name, body) }, request);
  }

  @Needs('resolve')
  @Post(':source/mark-distinct')
  @ApiOperation({ operationId: 'markSourcesDistinct', summary: 'Say that two sources are not one' })
  @Recorded()
  markDistinct(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.recorder.record({ type: 'MarkSourcesDistinct', ...this.pair(name, body) }, request);
  }

  @Needs('resolve')
  @Post(':source/assert-independence')
  @ApiOperation({ operationId: 'assertIndependence', summary: 'Say that two sources speak independently' })
  @Recorded()
  assertIndependence(
    @Param('source') name: string,
    @Body() body: PairOfSourcesRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    return this.recorder.record({ type: 'AssertIndependence', ...this.pair(name, body) }, request);
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
