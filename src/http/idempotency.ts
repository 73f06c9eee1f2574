import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { Access } from '../access/access.js';
import { actorOf, folderOwner } from '../access/asker.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { requestKey } from '../read/request-keys.js';
import { askerOf } from './access/asking.js';
import { field, Problem } from './problem.js';
import { ALL_VIEWS } from './tokens.js';

/** A request that says which one it is, so that it may be sent again. */
export interface Keyed {
  /** whose key it is: two who choose the same do not meet */
  scope: string;
  /** of the method, the address and the body */
  fingerprint: string;
  /** as envelopes hold it */
  key: string;
  /** whether it led to an event before */
  repeated: boolean;
}

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): the same key with the same request is answered as
 * it was the first time. The key stands in the event itself, so there is no moment between the act and its answer in
 * which it could be lost. A request that was refused left nothing behind; it may be mended and sent under its key again.
 */
@Injectable()
export class Idempotency {
  readonly #running = new Set<string>();

  constructor(
    @Inject(ALL_VIEWS) private readonly views: LedgerViews,
    private readonly access: Access,
  ) {}

  /**
   * @param body what the request says, where `request.body` is not it
   * @throws Problem `idempotency-key-reused`; `request-running`; `invalid-request`
   */
  async once<Answer>(
    request: FastifyRequest,
    work: (keyed: Keyed | undefined) => Promise<Answer>,
    body: unknown = request.body,
  ): Promise<Answer> {
    const named = nameOf(request);
    if (named === undefined) return work(undefined);
    const asker = askerOf(request);
    // Whoever shows a one-time token has the data folder at hand.
    const whose = asker.via === 'one-time-token' ? folderOwner : actorOf(asker);
    const scope = hash(`${whose}\n${named}`);
    const fingerprint = hash(`${request.method}\n${request.url}\n${JSON.stringify(body) ?? ''}`);
    if (this.#running.has(scope)) {
      throw new Problem('request-running', 'a request with this key is at work', {}, { 'retry-after': '1' });
    }
    this.#running.add(scope);
    try {
      // What was recorded under this key elsewhere, or was cut off before its answer, is in the log already.
      await this.views.catchUp();
      const recorded = this.views.requestKeys.fingerprint(scope);
      const before = recorded ?? (await this.access.madeByRequest.fingerprint(scope));
      if (before !== undefined && before !== fingerprint) throw reused();
      const key = requestKey(scope, fingerprint);
      return await work({ scope, fingerprint, key, repeated: recorded !== undefined });
    } finally {
      this.#running.delete(scope);
    }
  }
}

const reused = (): Problem =>
  new Problem('idempotency-key-reused', 'this key belongs to another request: choose a new one for this');

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Visible ASCII, quoted (RFC 9651, 3.3.3) or bare. @throws Problem */
function nameOf({ headers }: FastifyRequest): string | undefined {
  const sent = headers['idempotency-key'];
  if (sent === undefined) return undefined;
  const [, quoted, bare] =
    /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255}))$/.exec(String(sent)) ?? [];
  const name = quoted ?? bare;
  if (name !== undefined) return name;
  const message = 'a key is 1 to 255 visible ASCII characters, such as a UUID';
  throw new Problem('invalid-request', `Idempotency-Key: ${message}`, field('Idempotency-Key', message));
}
