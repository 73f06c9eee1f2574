import { Body, Controller, Param, Post, Put, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Constraint } from '../../domain/events.js';
import { ownNamespace } from '../../domain/names.js';
import type { Ref } from '../../read/answers.js';
import {
  DeclareConstraintRequest,
  DescribeIncidentRequest,
  OpenIncidentRequest,
  PlaceIncidentRequest,
  ReasonRequest,
} from '../dto/incident.requests.js';
import { ReceiptDto } from '../dto/receipt.dto.js';
import { given } from '../given.js';
import { Names } from '../names.js';
import { field, Problem } from '../problem.js';
import { Recorder } from '../recorder.js';
import { Changed, Made, Recorded } from './receipts.js';
import { Needs } from '../access/needs.js';

@ApiTags('changing incidents')
@Controller('v1/admin/incidents')
export class AdminIncidentsController {
  constructor(
    private readonly recorder: Recorder,
    private readonly names: Names,
  ) {}

  @Needs('record')
  @Post()
  @ApiOperation({ operationId: 'openIncident', summary: 'Open an incident' })
  @Made()
  open(
    @Body() body: OpenIncidentRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptDto> {
    const command = { type: 'OpenIncident' as const, namespace: ownNamespace, ...given(body) };
    return this.recorder.create(command, request, reply, ({ id }) => `/v1/incidents/${id}`);
  }

  @Needs('record')
  @Put(':incident')
  @ApiOperation({ operationId: 'describeIncident', summary: 'Describe an incident anew, whole' })
  @Changed()
  describe(
    @Param('incident') name: string,
    @Body() body: DescribeIncidentRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.id('incident', name);
    return this.recorder.change(
      { type: 'DescribeIncident', incident, ...given(body) },
      { kind: 'incident', id: incident },
      request,
    );
  }

  @Needs('resolve')
  @Put(':incident/parent')
  @ApiOperation({
    operationId: 'placeIncidentUnder',
    summary: 'Make an incident a part of another, or of none',
  })
  @Changed()
  place(
    @Param('incident') name: string,
    @Body() body: PlaceIncidentRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.id('incident', name);
    const parent = body.parent === null ? null : this.names.id('incident', body.parent, '/parent');
    return this.recorder.change(
      {
        type: 'PlaceIncidentUnder',
        incident,
        parent,
        ...(body.reason !== undefined && { reason: body.reason }),
      },
      { kind: 'incident', id: incident },
      request,
    );
  }

  @Needs('record')
  @Post(':incident/constraints')
  @ApiOperation({
    operationId: 'declareConstraint',
    summary: 'Declare how questions are related: a sum, an at-most, or the same value',
  })
  @Recorded()
  declare(
    @Param('incident') name: string,
    @Body() body: DeclareConstraintRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.one('incident', name);
    const relation = this.relation(incident, body);
    return this.recorder.add(
      {
        type: 'DeclareConstraint',
        incident: incident.id,
        relation,
        ...(body.reason !== undefined && { reason: body.reason }),
      },
      incident,
      request,
    );
  }

  @Needs('resolve')
  @Post(':incident/constraints/:constraint/lift')
  @ApiOperation({ operationId: 'liftConstraint', summary: 'Take a declared relation back' })
  @Changed()
  lift(
    @Param('incident') name: string,
    @Param('constraint') constraint: string,
    @Body() body: ReasonRequest,
    @Req() request: FastifyRequest,
  ): Promise<ReceiptDto> {
    const incident = this.names.id('incident', name);
    return this.recorder.change(
      { type: 'LiftConstraint', incident, constraint, reason: body.reason },
      { kind: 'incident', id: incident },
      request,
    );
  }

  private relation(incident: Ref, body: DeclareConstraintRequest): Constraint {
    const { kind, reason: _reason, ...parts } = body;
    const wanted = constraintParts[kind];
    const stray = Object.entries(parts).find(
      ([name, value]) => value !== undefined && !wanted.includes(name),
    );
    if (stray)
      throw wrongPart(
        stray[0],
        `a constraint of kind ${kind} has no ${stray[0]}, but ${wanted.join(' and ')}`,
      );
    const one = (part: 'total' | 'lesser' | 'greater'): string => {
      const name = body[part] ?? missing(kind, part);
      return this.names.question(incident, name, `/${part}`).id;
    };
    const many = (part: 'parts' | 'questions'): string[] => {
      const names = body[part] ?? missing(kind, part);
      return names.map((name, index) => this.names.question(incident, name, `/${part}/${index}`).id);
    };
    switch (kind) {
      case 'sum':
        return { kind, total: one('total'), parts: many('parts') };
      case 'at-most':
        return { kind, lesser: one('lesser'), greater: one('greater') };
      case 'same':
        return { kind, questions: many('questions') };
    }
  }
}

const constraintParts: Record<Constraint['kind'], string[]> = {
  sum: ['total', 'parts'],
  'at-most': ['lesser', 'greater'],
  same: ['questions'],
};

function missing(kind: string, part: string): never {
  throw wrongPart(part, `a constraint of kind ${kind} needs ${part}`);
}

const wrongPart = (part: string, message: string): Problem =>
  new Problem('invalid-request', message, field(`/${part}`, message));
