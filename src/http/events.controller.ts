import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Needs } from './access/needs.js';
import { EventsQuery, positionPattern } from './dto/query.dto.js';
import { given } from './given.js';
import { LiveEvents } from './live-events.js';
import { Names } from './names.js';
import { field, Problem } from './problem.js';

@ApiTags('record')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly live: LiveEvents,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get()
  @ApiOperation({
    operationId: 'followEvents',
    summary: 'What happens, as it happens: Server-Sent Events, each with the position in the log as its id',
    description:
      'An event comes once the views show what it changed. `Last-Event-ID`, which browsers send when they connect ' +
      'again, or else `after`, goes on there without a gap or a repeat. The data of each event is a NewsDto.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Position of the last event that was received; goes before `after`',
    schema: { type: 'string', pattern: positionPattern.source },
  })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  follow(@Query() query: EventsQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { incident, after, ...filter } = given(query);
    const wanted = {
      ...filter,
      ...(incident !== undefined && { incident: this.names.id('incident', incident, '/incident') }),
    };
    this.live.open(request, reply, wanted, lastEventId(request) ?? after);
  }
}

/** Empty is what a browser has before the first event. @throws Problem `invalid-request` */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  if (typeof id === 'string' && positionPattern.test(id)) return id;
  const what = 'Last-Event-ID is the id of an event of this stream: a decimal number';
  throw new Problem('invalid-request', what, field('Last-Event-ID', what));
}
