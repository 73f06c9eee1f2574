import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../access/access.js';
import { nobody, type Asker } from '../../access/asker.js';
import { mayDo } from '../../access/may-do.js';
import { IssuerUnreachable } from '../../access/oidc.js';
import { readKeyText } from '../../access/secrets.js';
import { TokenBuckets } from '../../access/token-buckets.js';
import { whoseAddress } from '../../access/whose-address.js';
import type { Config } from '../../config.js';
import { Problem } from '../problem.js';
import { CONFIG } from '../tokens.js';
import { askerOf, onBehalfOf, setAsker } from './asking.js';
import { sentCookie, sessionCookieName } from './session-cookie.js';

/** Failed sign-ins: so many at once, and one in ten seconds after that. */
const failuresAtOnce = 10;
const failuresPerSecond = 0.1;

/** What changes nothing, and needs no proof that this server's own page asks. */
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The one guard in front of every route. It runs before a body is read, so that a stranger's megabytes are not.
 * Whoever asks is identified, then held to their rate, then to what the route needs.
 */
@Injectable()
export class AccessGuard {
  private readonly requests: TokenBuckets | undefined;
  private readonly failures = new TokenBuckets(failuresPerSecond, failuresAtOnce);
  /** since the start */
  readonly refusals = { signIns: 0, signInsNotLookedAt: 0, overRate: 0 };

  constructor(
    private readonly access: Access,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    const { requestsPerSecond: rate } = config;
    this.requests = rate === 0 ? undefined : new TokenBuckets(rate, 2 * rate);
  }

  /** Before any route is registered: a hook holds for those that come after it. */
  stand(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', async (request, reply) => {
      const asker = await this.identify(request);
      setAsker(request, asker);
      this.holdToRate(asker, request);
      if (asker.subject !== null || !this.config.openReading)
        void reply.header('cache-control', 'private, no-cache');
      return request.is404 ? undefined : this.admit(asker, request, reply);
    });
    // The body has been read by then; what it was read by does not carry the context on.
    fastify.addHook('preHandler', (request, _reply, done) => onBehalfOf(askerOf(request), done));
  }

  /**
   * By what was shown: a bearer token, which must be good where there is one, or a session's cookie, which may have
   * run out. Asked again while an answer goes on: a key may have been revoked since.
   * @throws Problem
   */
  async identify(request: FastifyRequest): Promise<Asker> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, token] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? [];
      if (token === undefined) throw notGood('Authorization takes "Bearer", a space, and a key or token');
      return this.shown(token, request.ip);
    }
    const cookie = sentCookie(request, sessionCookieName(request, this.config));
    const asker = cookie === undefined ? undefined : await this.access.authenticator.cookie(cookie);
    if (asker && !safeMethods.includes(request.method)) checkOwnPage(request);
    return asker ?? nobody;
  }

  /**
   * Who shows this key or token. After too many that were not good, no more are looked at from that address for a
   * while; but whoever holds a key is not kept out by somebody else's guesses, only by guesses at that very key.
   * @throws Problem `not-signed-in`, `too-many-requests`, or `unavailable` where the issuer does not answer
   */
  async shown(token: string, address: string): Promise<Asker> {
    const key = readKeyText(token)?.id;
    const known = key !== undefined && (await this.access.keys.get(key)) !== undefined;
    const whose = whoseAddress(address);
    const who = known ? `${whose} ${key}` : whose;
    const wait = this.failures.wait(who);
    if (wait > 0) {
      this.refusals.signInsNotLookedAt += 1;
      throw tooMany('too many sign-ins failed', wait);
    }
    const asker = await this.ask(token);
    if (asker) return asker;
    this.refusals.signIns += 1;
    this.failures.take(who);
    throw notGood('this key or token is not good here: it may be mistyped, expired, revoked or used up');
  }

  private async ask(token: string): Promise<Asker | undefined> {
    try {
      return await this.access.authenticator.bearer(token);
    } catch (error) {
      if (!(error instanceof IssuerUnreachable)) throw error;
      throw new Problem('unavailable', error.message, {}, { 'retry-after': '5' });
    }
  }

  private holdToRate({ key, subject }: Asker, { ip }: FastifyRequest): void {
    const wait = this.requests?.take(key ?? subject ?? whoseAddress(ip)) ?? 0;
    if (wait <= 0) return;
    this.refusals.overRate += 1;
    throw tooMany(`more than ${this.config.requestsPerSecond} requests a second`, wait);
  }

  private admit(asker: Asker, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
    const { needs, oneTimeToken } = request.routeOptions.config;
    if (needs === undefined) {
      throw new Problem('forbidden', 'nobody has decided who may use this address, so nobody may');
    }
    if (asker.via === 'one-time-token') {
      if (oneTimeToken === true) return undefined;
      throw notGood(
        'a one-time token makes the first key (POST /v1/admin/keys) or a session (POST /session), nothing else',
      );
    }
    if (needs === 'anyone') return undefined;
    const verdict = mayDo(asker, needs, this.config);
    if (verdict.may) return undefined;
    if (verdict.because === 'not-signed-in') {
      if (looksForPage(request))
        return reply.redirect(`/sign-in?back=${encodeURIComponent(request.url)}`, 303);
      throw new Problem('not-signed-in', 'sign in first: nobody in particular may do this', {}, challenge);
    }
    throw new Problem('forbidden', `this takes the right to ${needs}, which your roles do not hold`);
  }
}

/** RFC 6750, 3: where there was nothing to judge, no error is named. */
const challenge = { 'www-authenticate': 'Bearer' };

const notGood = (detail: string): Problem =>
  new Problem('not-signed-in', detail, {}, { 'www-authenticate': 'Bearer error="invalid_token"' });

const tooMany = (what: string, seconds: number): Problem =>
  new Problem(
    'too-many-requests',
    `${what}: wait ${Math.ceil(seconds)} s`,
    {},
    {
      'retry-after': String(Math.ceil(seconds)),
    },
  );

/**
 * A browser sends its cookie along whoever made it ask. So a change by cookie must say that this server's own page
 * asked for it; the door has refused a wrong Origin already, and here a missing one is not enough.
 */
function checkOwnPage({ headers }: FastifyRequest): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin') return;
  throw new Problem('foreign-origin', 'a change by session must come from a page of this server, and say so');
}

const looksForPage = ({ method, headers }: FastifyRequest): boolean =>
  ['GET', 'HEAD'].includes(method) && (headers.accept ?? '').includes('text/html');
