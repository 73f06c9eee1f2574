import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import type { User } from '../../access/registry/registry.js';
import type { By } from '../../access/grants.js';
import { IdentityTaken, newUserId, type UserChange } from '../../access/users.js';
import type { GrantName } from '../../domain/grants.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { linked } from '../asked.js';
import { PageQuery } from '../dto/query.dto.js';
import { given } from '../given.js';
import { MayRepeat, MustMatch } from '../admin/receipts.js';
import { TaggedThing } from '../entity-tags.js';
import { Idempotency, type Keyed } from '../idempotency.js';
import { revisionsSeen, stale } from '../preconditions.js';
import { field, Problem } from '../problem.js';
import { ALL_VIEWS } from '../tokens.js';
import { ChangedDto, UserDetailDto, UserDto, UserPageDto } from './access.answers.js';
import { ChangeUserRequest, GrantRequest, MakeUserRequest } from './access.requests.js';
import { askerOf } from './asking.js';
import { byOf } from './by.js';
import { grantDto } from './grant-dto.js';
import { IncidentIds } from './incident-ids.js';
import { keyDto } from './keys.controller.js';
import { Needs } from './needs.js';
import { orProblem } from './refusals.js';

const defaultLimit = 50;
@ApiTags('keys and users')
@Controller('v1/admin/users')
export class UsersController {
  constructor(
    private readonly access: Access,
    private readonly incidents: IncidentIds,
    private readonly idempotency: Idempotency,
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
  ) {}

  @Post()
  @MayRepeat()
  @Needs('administer')
  @ApiOperation({ operationId: 'makeUser', summary: 'Make a user, with roles and identities at the issuer' })
  @ApiCreatedResponse({ type: UserDetailDto })
  async make(
    @Body() { name, identities = [], roles = [], reason }: MakeUserRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDetailDto> {
    return this.idempotency.once(request, async (keyed) => {
      const by = byOf(request);
      const chosen = await orProblem(this.access.madeByRequest.idFor(keyed, newUserId));
      const id = await this.made(name, identities.map(plain), by, chosen, keyed);
      for (const role of roles) {
        // A role that was taken from the user since is not given again by a repeat.
        const key = keyed && { key: `${keyed.key}:${role}` };
        await orProblem(this.access.grants.give(id, { kind: 'role', role }, reason, { ...by, ...key }));
      }
      void reply.code(201).header('location', `/v1/admin/users/${id}`);
      return this.detail(id);
    });
  }

  @Get()
  @Needs('administer')
  @ApiOperation({ operationId: 'listUsers', summary: 'Users, in the order in which they were made' })
  @ApiOkResponse({ type: UserPageDto })
  async list(
    @Query() { cursor, limit = defaultLimit }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserPageDto> {
    const found = await this.access.users.list({ ...(cursor !== undefined && { after: cursor }), limit });
    const next = found.length < limit ? null : found.at(-1)!.id;
    const items = found.map(({ id, record }) => this.summary(id, record));
    return linked({ items, next }, request, reply);
  }

  @Get(':user')
  @Needs('administer')
  @ApiOperation({ operationId: 'getUser', summary: 'A user, with who gave what, when and why' })
  @TaggedThing()
  @ApiOkResponse({ type: UserDetailDto })
  get(@Param('user') id: string): Promise<UserDetailDto> {
    return this.detail(id);
  }

  @Put(':user')
  @Needs('administer')
  @ApiOperation({
    operationId: 'changeUser',
    summary: 'Rename, disable or enable a user, or change identities',
  })
  @MustMatch()
  @ApiOkResponse({ type: UserDetailDto })
  async change(
    @Param('user') id: string,
    @Body() body: ChangeUserRequest,
    @Req() request: FastifyRequest,
  ): Promise<UserDetailDto> {
    if (!(await this.access.users.get(id))) throw noSuchUser(id);
    const { identities, ...rest } = body;
    if (identities) this.checkIdentitiesOf(id, request);
    const change = { ...given(rest), ...(identities && { identities: identities.map(plain) }) };
    const seen = revisionsSeen(request, 'user');
    const changed = await this.changed(id, change, seen);
    if (!changed) throw noSuchUser(id);
    if (changed.disabled) await this.access.sessions.endAllOf(id);
    return this.detail(id);
  }

  @Post(':user/grant')
  @MayRepeat()
  @Needs('administer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'grantAccess', summary: 'Give a role, or access to a restricted incident' })
  @ApiOkResponse({ type: ChangedDto })
  async grant(
    @Param('user') id: string,
    @Body() body: GrantRequest,
    @Req() request: FastifyRequest,
  ): Promise<ChangedDto> {
    if (!(await this.access.users.get(id))) throw noSuchUser(id);
    const grant = this.named(body);
    return this.idempotency.once(request, async (keyed) => ({
      changed: await orProblem(this.access.grants.give(id, grant, body.reason, byOf(request, keyed))),
    }));
  }

  @Post(':user/revoke')
  @MayRepeat()
  @Needs('administer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeAccess', summary: 'Take a role, or access to a restricted incident' })
  @ApiOkResponse({ type: ChangedDto })
  async revoke(
    @Param('user') id: string,
    @Body() body: GrantRequest,
    @Req() request: FastifyRequest,
  ): Promise<ChangedDto> {
    if (!(await this.access.users.get(id))) throw noSuchUser(id);
    const grant = this.named(body);
    return this.idempotency.once(request, async (keyed) => ({
      changed: await orProblem(this.access.grants.take(id, grant, body.reason, byOf(request, keyed))),
    }));
  }

  private async made(
    name: string,
    identities: User['identities'],
    by: By,
    id: string,
    keyed: Keyed | undefined,
  ): Promise<string> {
    try {
      return await this.access.users.make(name, identities, by, id);
    } catch (error) {
      if (keyed && error instanceof IdentityTaken) await this.access.madeByRequest.forget(keyed);
      return orProblem(Promise.reject(error));
    }
  }

  private async changed(id: string, change: UserChange, seen: number[] | undefined) {
    try {
      return await orProblem(this.access.users.change(id, change, seen));
    } catch (error) {
      const now = await this.access.users.versioned(id);
      if (!(error instanceof Problem) || error.extras.code !== 'changed-meanwhile' || !seen || !now)
        throw error;
      throw stale('this user was changed since you read it', {
        etag: `"${now.version}"`,
        events: [],
        leftOut: 0,
      });
    }
  }

  /** @throws Problem */
  private named({ role, incident }: GrantRequest): Exclude<GrantName, { kind: 'key' }> {
    if (role !== undefined && incident === undefined) return { kind: 'role', role };
    if (incident !== undefined && role === undefined) {
      return { kind: 'incident', incident: this.incidents.id(incident, '/incident') };
    }
    const message = 'name a role or an incident, one of the two';
    throw new Problem('invalid-request', message, field('/role', message));
  }

  /** Whoever chooses a custodian's identity at the issuer could sign in as that custodian. */
  private checkIdentitiesOf(id: string, request: FastifyRequest): void {
    if (askerOf(request).subject === id || !this.views.access.rolesOf(id).includes('custodian')) return;
    const message = 'a custodian’s identities are changed by that custodian, or once the role was taken';
    throw new Problem('refused', message, { code: 'others-custody', ...field('/identities', message) });
  }

  private summary(id: string, record: User): Pick<UserDto, keyof UserDto> {
    return { id, ...record, roles: this.views.access.rolesOf(id) };
  }

  private async detail(id: string): Promise<UserDetailDto> {
    const found = await this.access.users.versioned(id);
    if (!found) throw noSuchUser(id);
    const { record, version: revision } = found;
    const grants = this.views.access.grantsOf(id).map(grantDto);
    return {
      ...this.summary(id, record),
      revision,
      grants,
      keys: (await this.access.keys.ofUser(id)).map(keyDto),
    };
  }
}

const plain = ({ issuer, subject }: { issuer: string; subject: string }) => ({ issuer, subject });
const noSuchUser = (id: string): Problem => new Problem('unknown-thing', `there is no user ${id}`);
