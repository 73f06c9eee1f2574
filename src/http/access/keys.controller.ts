import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { actorOf, folderOwner } from '../../access/asker.js';
import { newKeyId } from '../../access/secrets.js';
import type { Key, Listed } from '../../access/registry/registry.js';
import type { Role } from '../../domain/grants.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { linked } from '../asked.js';
import { PageQuery } from '../dto/query.dto.js';
import { MayRepeat } from '../admin/receipts.js';
import { Idempotency, type Keyed } from '../idempotency.js';
import { field, Problem } from '../problem.js';
import { ALL_VIEWS } from '../tokens.js';
import { ChangedDto, IssuedKeyDto, KeyDto, KeyPageDto } from './access.answers.js';
import { IssueKeyRequest, WhyRequest } from './access.requests.js';
import { askerOf } from './asking.js';
import { byOf } from './by.js';
import { Needs } from './needs.js';
import { orProblem } from './refusals.js';

const dayMs = 24 * 60 * 60 * 1000;
const defaultDays = 90;
const mostDays = 366;
const defaultLimit = 50;

interface Holder {
  user: string;
  /** who issues it */
  actor: string;
  held: readonly Role[];
}

@ApiTags('keys and users')
@Controller('v1/admin/keys')
export class KeysController {
  constructor(
    private readonly access: Access,
    private readonly idempotency: Idempotency,
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
  ) {}

  @Post()
  @MayRepeat()
  @Needs('administer', { oneTimeToken: true })
  @ApiOperation({
    operationId: 'issueKey',
    summary: 'Issue an API key; with a one-time token, the first admin’s',
  })
  @ApiCreatedResponse({ type: IssuedKeyDto })
  async issue(
    @Body() body: IssueKeyRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedKeyDto> {
    return this.idempotency.once(request, (keyed) => this.issueOnce(body, request, reply, keyed));
  }

  private async issueOnce(
    body: IssueKeyRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    keyed: Keyed | undefined,
  ): Promise<IssuedKeyDto> {
    const expiresAt = expiry(body.expiresAt);
    const holder = await this.holder(body, request);
    if (body.roles) this.check(body.roles, holder);
    const { user, actor } = holder;
    const label = body.label ?? 'API key';
    const by = { actor, correlation: request.id, ...(keyed && { key: keyed.key }) };
    const reason = body.reason ?? `a key for: ${label}`;
    const id = await orProblem(this.access.madeByRequest.idFor(keyed, newKeyId));
    // It serves once, so all else about the request has to be right by now.
    if (askerOf(request).via === 'one-time-token') await this.redeem(request);
    const roles = body.roles ?? this.views.access.rolesOf(user).filter((role) => role !== 'custodian');
    const issued = await orProblem(this.access.keys.issue(user, { label, roles, expiresAt }, reason, by, id));
    void reply
      .code(201)
      .header('location', `/v1/admin/keys/${issued.id}`)
      .header('cache-control', 'no-store');
    return { ...keyDto({ id: issued.id, record: issued.key }), key: issued.text };
  }

  @Get()
  @Needs('administer')
  @ApiOperation({ operationId: 'listKeys', summary: 'Keys, never their secret parts' })
  @ApiOkResponse({ type: KeyPageDto })
  async list(
    @Query() { cursor, limit = defaultLimit }: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyPageDto> {
    const found = await this.access.keys.list({ ...(cursor !== undefined && { after: cursor }), limit });
    const next = found.length < limit ? null : found.at(-1)!.id;
    return linked({ items: found.map(keyDto), next }, request, reply);
  }

  @Get(':key')
  @Needs('administer')
  @ApiOperation({ operationId: 'getKey', summary: 'A key, by its public part' })
  @ApiOkResponse({ type: KeyDto })
  async get(@Param('key') id: string): Promise<KeyDto> {
    const record = await this.access.keys.get(id);
    if (!record) throw new Problem('unknown-thing', `there is no key ${id}`);
    return keyDto({ id, record });
  }

  @Post(':key/revoke')
  @MayRepeat()
  @Needs('administer')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeKey', summary: 'End a key: it serves no more from this moment on' })
  @ApiOkResponse({ type: ChangedDto })
  async revoke(
    @Param('key') id: string,
    @Body() { reason }: WhyRequest,
    @Req() request: FastifyRequest,
  ): Promise<ChangedDto> {
    if (!(await this.access.keys.get(id))) throw new Problem('unknown-thing', `there is no key ${id}`);
    return this.idempotency.once(request, async (keyed) => ({
      changed: await orProblem(this.access.keys.revoke(id, reason, byOf(request, keyed))),
    }));
  }

  /** For whom, on whose word, and with which roles they will have once the request is granted. */
  private async holder({ user }: IssueKeyRequest, request: FastifyRequest): Promise<Holder> {
    const asker = askerOf(request);
    const held = (id: string): Role[] => this.views.access.rolesOf(id);
    if (asker.via !== 'one-time-token') {
      const actor = actorOf(asker);
      const holder = user ?? actor;
      if (await this.access.users.active(holder)) return { user: holder, actor, held: held(holder) };
      throw new Problem('unknown-reference', `no user ${holder} can sign in`, field('/user', 'no such user'));
    }
    if (user !== undefined) {
      throw new Problem(
        'invalid-request',
        'a one-time token makes a key for nobody but the keeper of the folder',
        {
          errors: [{ field: '/user', message: 'leave it out' }],
        },
      );
    }
    const { keeperId } = this.access.users;
    const given = await this.access.users.rolesOfKeeper();
    return { user: keeperId, actor: folderOwner, held: [...held(keeperId), ...given] };
  }

  private async redeem(request: FastifyRequest): Promise<void> {
    const token = request.headers.authorization!.replace(/^Bearer +/i, '').trim();
    if (!(await this.access.oneTimeTokens.redeem(token))) {
      throw new Problem(
        'not-signed-in',
        'this one-time token has been used: make another with "incident-ledger token"',
      );
    }
    await orProblem(this.access.users.keeper({ actor: folderOwner, correlation: request.id }));
  }

  private check(roles: readonly Role[], { user, actor, held }: Holder): void {
    const missing = roles.find((role) => !held.includes(role));
    if (missing !== undefined) {
      const message = `its user is no ${missing}: give that role first, or leave it out`;
      throw new Problem('refused', message, { code: 'role-not-held', ...field('/roles', message) });
    }
    // Whoever issues a key sees it, and could act by it.
    if (roles.includes('custodian') && actor !== user) {
      const message = 'a custodian’s key is issued by that custodian alone';
      throw new Problem('refused', message, { code: 'others-custody', ...field('/roles', message) });
    }
  }
}

export function keyDto({ id, record }: Pick<Listed<Key>, 'id' | 'record'>): Pick<KeyDto, keyof KeyDto> {
  const { hash: _hash, ...told } = record;
  return { id, ...told };
}

/** @throws Problem */
function expiry(text: string | undefined): string {
  const now = Date.now();
  const at = text === undefined ? now + defaultDays * dayMs : Date.parse(text);
  if (at > now && at <= now + mostDays * dayMs) return new Date(at).toISOString();
  const message = `a key ends after now and within ${mostDays} days`;
  throw new Problem('invalid-request', message, field('/expiresAt', message));
}
