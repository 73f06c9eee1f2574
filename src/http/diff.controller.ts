import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ViewDiffRequest } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { clockMoment } from '../read/moments.js';
import { Needs } from './access/needs.js';
import { foundThen } from './asked.js';
import { DiffQuery, ViewDiffDto } from './dto/diff.answers.js';
import { TaggedAnswer } from './entity-tags.js';
import { Names } from './names.js';
import { field, Problem } from './problem.js';
import { VIEWS } from './tokens.js';

@ApiTags('incidents')
@Controller('v1/incidents')
export class DiffController {
  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    private readonly names: Names,
  ) {}

  @Needs('read')
  @Get(':incident/diff')
  @TaggedAnswer()
  @ApiOperation({
    operationId: 'diffIncident',
    summary: 'What is different in the view between two instants, and who changed what',
  })
  @ApiOkResponse({ type: ViewDiffDto })
  async diff(@Param('incident') name: string, @Query() query: DiffQuery): Promise<ViewDiffDto> {
    const { id } = this.names.one('incident', name);
    return foundThen(await this.views.incidentViews.diff(id, asked(query)), 'incident', name);
  }
}

/** @throws Problem where the two instants are in the wrong order, or the clock that moves is also held still */
function asked({ from, to, clock = 'knownAt', publicAt, knownAt, policy }: DiffQuery): ViewDiffRequest {
  const [still, moving] = clock === 'knownAt' ? [{ publicAt }, knownAt] : [{ knownAt }, publicAt];
  if (moving !== undefined) {
    const message = `${clock} is the clock that moves: say by "from" and "to" between which instants`;
    throw new Problem('invalid-request', message, field(clock, 'the clock that moves cannot stand still'));
  }
  if (to !== undefined && clockMoment(from) > clockMoment(to)) {
    const message = `from ${from} is later than to ${to}: turn the two round`;
    throw new Problem('invalid-request', message, field('from', 'must not be later than "to"'));
  }
  const held = Object.fromEntries(Object.entries(still).filter(([, at]) => at !== undefined));
  return {
    from: { ...held, [clock]: from },
    to: { ...held, ...(to !== undefined && { [clock]: to }) },
    ...(policy !== undefined && { policy }),
  };
}
