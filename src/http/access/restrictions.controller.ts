import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { everyone } from '../../domain/grants.js';
import type { RestrictionAnswer } from '../../read/access.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { MayRepeat } from '../admin/receipts.js';
import { Idempotency } from '../idempotency.js';
import { field, Problem } from '../problem.js';
import { ALL_VIEWS } from '../tokens.js';
import { ChangedDto, RestrictionsDto, type RestrictionDto } from './access.answers.js';
import { RestrictRequest, WhyRequest } from './access.requests.js';
import { byOf } from './by.js';
import { grantDto } from './grant-dto.js';
import { IncidentIds } from './incident-ids.js';
import { Needs } from './needs.js';
import { orProblem } from './refusals.js';

/** Which incidents are restricted, and to whom. */
@ApiTags('keys and users')
@Controller('v1/admin')
export class RestrictionsController {
  constructor(
    private readonly access: Access,
    private readonly incidents: IncidentIds,
    private readonly idempotency: Idempotency,
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
  ) {}

  @Get('restrictions')
  @Needs('administer')
  @ApiOperation({
    operationId: 'listRestrictions',
    summary: 'The restricted incidents, and who may read them',
  })
  @ApiOkResponse({ type: RestrictionsDto })
  list(): RestrictionsDto {
    return { items: this.views.access.restrictions().map((restriction) => this.told(restriction)) };
  }

  @Post('incidents/:incident/restrict')
  @MayRepeat()
  @Needs('administer')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'restrictIncident',
    summary: 'Restrict an incident to named people: it is not there for anybody else',
    description:
      'Also one that is not opened yet, by the namespace:key (or key) that it will have. Whoever was given access ' +
      'before keeps it. The admin who restricts it is named only where `people` names them.',
  })
  @ApiOkResponse({ type: ChangedDto })
  async restrict(
    @Param('incident') name: string,
    @Body() { people = [], reason }: RestrictRequest,
    @Req() request: FastifyRequest,
  ): Promise<ChangedDto> {
    const grant = { kind: 'incident' as const, incident: this.incidents.id(name) };
    for (const [index, id] of people.entries()) {
      if (await this.access.users.get(id)) continue;
      throw new Problem(
        'unknown-reference',
        `there is no user ${id}`,
        field(`/people/${index}`, 'no such user'),
      );
    }
    return this.idempotency.once(request, async (keyed) => {
      const by = byOf(request, keyed);
      for (const id of people) {
        const key = keyed && { key: `${keyed.key}:${id}` };
        await orProblem(this.access.grants.give(id, grant, reason, { ...by, ...key }));
      }
      return { changed: await orProblem(this.access.grants.take(everyone, grant, reason, by)) };
    });
  }

  @Post('incidents/:incident/unrestrict')
  @MayRepeat()
  @Needs('administer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'unrestrictIncident', summary: 'Open a restricted incident to everyone' })
  @ApiOkResponse({ type: ChangedDto })
  async unrestrict(
    @Param('incident') name: string,
    @Body() { reason }: WhyRequest,
    @Req() request: FastifyRequest,
  ): Promise<ChangedDto> {
    const grant = { kind: 'incident' as const, incident: this.incidents.id(name) };
    return this.idempotency.once(request, async (keyed) => ({
      changed: await orProblem(this.access.grants.give(everyone, grant, reason, byOf(request, keyed))),
    }));
  }

  private told({ incident, restricted, named }: RestrictionAnswer): RestrictionDto {
    const name = this.incidents.nameOf(incident);
    return { incident, name, restricted, named: named.map(grantDto) };
  }
}
