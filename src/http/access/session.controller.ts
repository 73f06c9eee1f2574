import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { folderOwner, type Asker } from '../../access/asker.js';
import { capabilities } from '../../access/capabilities.js';
import { mayDo } from '../../access/may-do.js';
import type { Config } from '../../config.js';
import { Problem } from '../problem.js';
import { CONFIG } from '../tokens.js';
import { SessionDto } from './access.answers.js';
import { BackRequest, SignInRequest } from './access.requests.js';
import { askerOf } from './asking.js';
import { AccessGuard } from './guard.js';
import { Needs } from './needs.js';
import { endedSessionCookie, sentCookie, sessionCookie, sessionCookieName } from './session-cookie.js';

/** Signing in and out of a browser. */
@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly access: Access,
    private readonly guard: AccessGuard,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Needs('anyone')
  @ApiOperation({ operationId: 'getSession', summary: 'Who is asking, and what they may do' })
  @ApiOkResponse({ type: SessionDto })
  get(@Req() request: FastifyRequest): SessionDto {
    return this.told(askerOf(request));
  }

  @Post()
  @Needs('anyone', { oneTimeToken: true })
  @HttpCode(200)
  @ApiOperation({
    operationId: 'signIn',
    summary: 'Begin a browser session with a key, an issuer’s token, or a one-time token',
  })
  @ApiOkResponse({
    type: SessionDto,
    description: 'The session’s cookie is in Set-Cookie; a form goes on to `back`',
  })
  async begin(
    @Body() body: SignInRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto | undefined> {
    const { authorization } = request.headers;
    const token = authorization?.replace(/^Bearer +/i, '').trim() ?? body.token?.trim();
    if (token === undefined) {
      throw new Problem('not-signed-in', 'send a key or token, as "token" or as Authorization: Bearer');
    }
    const shown = authorization === undefined ? await this.guard.shown(token, request.ip) : askerOf(request);
    const { asker, cookie, expiresAt } = await this.open(shown, token, request.id);
    const name = sessionCookieName(request, this.config);
    void reply.header('set-cookie', sessionCookie(name, cookie, expiresAt, this.config));
    if (isForm(request)) return goOn(reply, body.back);
    return { ...this.told(asker), expiresAt: expiresAt.toISOString() };
  }

  @Delete()
  @Needs('anyone')
  @HttpCode(204)
  @ApiOperation({ operationId: 'signOut', summary: 'End the session' })
  @ApiNoContentResponse()
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const name = sessionCookieName(request, this.config);
    const cookie = sentCookie(request, name);
    if (cookie !== undefined) await this.access.sessions.end(cookie);
    void reply.header('set-cookie', endedSessionCookie(name, this.config));
  }

  @Post('end')
  @Needs('anyone')
  @HttpCode(204)
  @ApiOperation({ operationId: 'signOutByForm', summary: 'End the session, as a form does it' })
  @ApiNoContentResponse()
  async endByForm(
    @Body() body: BackRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.end(request, reply);
    if (isForm(request)) goOn(reply, body.back);
  }

  /** @throws Problem where the token cannot begin a session, or somebody else was quicker with it */
  private async open(shown: Asker, token: string, requestId: string) {
    if (shown.via === 'one-time-token') {
      if (!(await this.access.oneTimeTokens.redeem(token))) {
        throw new Problem(
          'not-signed-in',
          'this one-time token has been used: make another with "incident-ledger token"',
        );
      }
      const user = await this.access.users.keeper({ actor: folderOwner, correlation: requestId });
      return this.openFor({ user });
    }
    if (shown.subject === null || shown.via === 'folder') {
      throw new Problem(
        'not-signed-in',
        'this token is for the command line: use a key, or a one-time token',
      );
    }
    const key = shown.key === undefined ? undefined : await this.access.keys.serving(shown.key);
    return this.openFor({ user: shown.subject, ...(key && { key: shown.key!, until: key.expiresAt }) });
  }

  private async openFor({ user, ...limits }: { user: string; key?: string; until?: string }) {
    const session = await this.access.sessions.begin(user, limits);
    const asker = await this.access.authenticator.cookie(session.cookie);
    if (!asker) throw new Problem('not-signed-in', 'this user was disabled just now');
    return { asker, ...session };
  }

  private told(asker: Asker): Pick<SessionDto, keyof SessionDto> {
    const { subject, name, roles } = asker;
    return {
      signedIn: subject !== null,
      subject,
      name,
      roles: [...roles],
      capabilities: capabilities.filter((capability) => mayDo(asker, capability, this.config).may),
    };
  }
}

const isForm = ({ headers }: FastifyRequest): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/**
 * Leads to an address of this server, whatever the form was made to send: `//elsewhere` and `/\elsewhere` lead away.
 * Nest sends the reply.
 */
function goOn(reply: FastifyReply, back = '/'): undefined {
  const own = URL.parse(back, 'http://ledger.invalid');
  const safe = own?.origin === 'http://ledger.invalid' && back.startsWith('/');
  void reply.code(303).header('location', safe ? own.pathname.replace(/^\/+/, '/') + own.search : '/');
}
