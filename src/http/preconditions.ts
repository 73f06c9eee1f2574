import type { FastifyRequest } from 'fastify';
import { Injectable, Inject } from '@nestjs/common';
import { firstOfPair } from '../domain/names.js';
import type { Expected } from '../log/handle.js';
import type { Ref, ViewDiff } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { foundThen } from './asked.js';
import { tagOfThing } from './entity-tags.js';
import { Problem, type SinceThen } from './problem.js';
import { VIEWS } from './tokens.js';

/** What whoever asks has seen, and how it is held against what is there. */
export interface Seen {
  /** the state of a thing */
  expected?: Expected | undefined;
  /** a look before anything is recorded; a repeated request that was answered before needs none */
  before?: () => Promise<void>;
  /** throws what tells better than the record of the thing why `expected` is not so any more */
  overtaken?: () => Promise<void>;
}

/** As much as is read of a request here; a form says the same by its fields. */
type Asks = Pick<FastifyRequest, 'headers'>;

/** Of acts on two there are some on sources and some on claims. */
interface PairedThing {
  kind: 'source' | 'claim';
  id: string;
}

/** Events that a 412 lists; whoever is further behind reads the thing again anyway. */
const mostListed = 50;

/**
 * `If-Match` (RFC 9110, 13.1.1): whoever changes what stands says which state of it they have seen, so that of two who
 * work on one thing nobody overwrites what they never saw. Of a thing it is the revision in its ETag that is compared:
 * what stands in other streams is no part of what the act changes.
 */
@Injectable()
export class Preconditions {
  constructor(@Inject(VIEWS) private readonly views: LedgerViews) {}

  /**
   * What the request expects of the thing; undefined for `*`, which takes it as it is.
   * @throws Problem `precondition-required`
   */
  required(request: Asks, thing: Expected['thing']): Expected | undefined {
    const revisions = revisionsSeen(request, thing.kind);
    return revisions && { thing, revisions };
  }

  /** As `required`, where the header may be left out. */
  optional(request: FastifyRequest, thing: Expected['thing']): Expected | undefined {
    return request.headers['if-match'] === undefined ? undefined : this.required(request, thing);
  }

  /**
   * Of an act on two things, which stands in the record of one of them. Where that is the other one, the revision in the
   * tag says nothing of what was said of the two since; so where something was said, the tag has to be that of now.
   * @throws Problem `precondition-required`
   */
  ofPair(request: Asks, thing: PairedThing, other: string): Seen {
    const seen = this.required(request, thing);
    if (!seen || firstOfPair(thing.id, other) === thing.id) return { expected: seen };
    const before = async (): Promise<void> => {
      const { detail, words } = this.pairing(thing, other);
      if (!seen.revisions.includes(detail.revision))
        throw await this.failed(seen, `this ${thing.kind} was changed since you read it`);
      const etag = tagOfThing(detail);
      if (words.length === 0 || tagsIn(request.headers['if-match']!).includes(etag)) return;
      const events = await Promise.all(words.map(({ position }) => this.views.audit.event(position)));
      throw stale(
        `look first at what was said of the two: your tag is not that of this ${thing.kind} as it is`,
        {
          etag: `"${etag}"`,
          events: events.filter((event) => event !== undefined),
          leftOut: 0,
        },
      );
    };
    return {
      expected: {
        thing: { kind: thing.kind, id: other },
        revisions: [this.pairing({ ...thing, id: other }, thing.id).detail.revision],
      },
      before,
      overtaken: async () => {
        await this.views.catchUp();
        await before();
        const message = 'something else was recorded of the other at the same moment: send it again';
        const { detail } = this.pairing(thing, other);
        throw stale(message, { etag: `"${tagOfThing(detail)}"`, events: [], leftOut: 0 });
      },
    };
  }

  /** A thing as it is read, and what editors said of it and the other. */
  private pairing({ kind, id }: PairedThing, other: string) {
    if (kind === 'source') {
      const detail = foundThen(this.views.sources.get(id), kind, id);
      const { same, distinct, independent } = detail;
      const words = [...same, ...distinct, ...independent].filter(({ source }) => source.id === other);
      return { detail, words };
    }
    const detail = foundThen(this.views.claims.get(id), kind, id);
    return { detail, words: detail.wordings.filter(({ claim }) => claim.id === other) };
  }

  /** Why an act was refused as stale, with what others did meanwhile. */
  async failed({ thing, revisions }: Expected, message: string): Promise<Problem> {
    const seen = Math.max(-1, ...revisions);
    // Whoever was first may be in the log, and not yet in the views.
    await this.views.catchUp();
    const { items } = this.views.audit.list({ thing: thing.id }, { limit: mostListed });
    const missed = items.filter(({ revision }) => revision > seen).toReversed();
    const events = await Promise.all(missed.map(({ position }) => this.views.audit.event(position)));
    const now = items[0]?.revision ?? -1;
    return stale(message, {
      etag: `"${now}"`,
      events: events.filter((event) => event !== undefined),
      leftOut: Math.max(0, now - seen - missed.length),
    });
  }

  /**
   * Of an act that is decided on a whole view: `If-Match` is its digest.
   * @throws Problem `precondition-required`; `precondition-failed` with what is different since
   */
  async sameView(
    { headers }: FastifyRequest,
    incident: Ref,
    { digest, policy }: { digest: string; policy?: ViewDiff['policy'] },
  ): Promise<void> {
    const asked = headers['if-match'];
    if (asked === undefined) {
      throw new Problem(
        'precondition-required',
        `say which view you decide on: If-Match with the ETag of /v1/incidents/${incident.id}/view`,
      );
    }
    const tags = tagsIn(asked);
    if (takesAny(asked) || tags.includes(digest)) return;
    const diff = await this.views.incidentViews.since(
      incident.id,
      new Set(tags),
      policy === undefined ? {} : { policy },
    );
    if (diff) throw stale('the view is another one by now than the one you decided on', toldOf(diff, digest));
    throw stale('this is not the view as it is now, nor as it was lately: read it again', {
      etag: `"${digest}"`,
      events: [],
      leftOut: 0,
    });
  }
}

/**
 * The revisions that `If-Match` names; undefined for `*`.
 * @throws Problem `precondition-required`
 */
export function revisionsSeen({ headers }: Asks, what: string): number[] | undefined {
  const asked = headers['if-match'];
  if (asked === undefined) {
    throw new Problem(
      'precondition-required',
      `say which state of this ${what} you have seen: If-Match with the ETag that reading it answers with`,
    );
  }
  return takesAny(asked) ? undefined : revisionsIn(asked);
}

/** Whether `If-Match` takes the thing as it is, whatever others did. */
export const takesAny = (header: string | undefined): boolean => header?.trim() === '*';

/** By weak comparison: what compresses on the way may have made the tag weak, and it is no bytes that are compared. */
const tagsIn = (header: string): string[] =>
  header.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));

/** A tag of a thing begins with its revision; what does not is of something else, and matches nothing. */
const revisionsIn = (header: string): number[] =>
  tagsIn(header).flatMap((tag) => {
    const [, revision] = /^(\d{1,15})(?:-[\w-]+)?$/.exec(tag) ?? [];
    return revision === undefined ? [] : [Number(revision)];
  });

export const stale = (message: string, since: SinceThen): Problem =>
  new Problem('precondition-failed', message, { since }, { etag: since.etag });

function toldOf({ questions, events, leftOut }: ViewDiff, digest: string): SinceThen {
  const listed = events.slice(0, mostListed);
  return {
    etag: `"${digest}"`,
    questions: questions.map(({ question, sentences }) => ({ question, sentences })),
    events: listed,
    leftOut: leftOut + events.length - listed.length,
  };
}
