import { createHash } from 'node:crypto';
import type { DataOf, DomainEventType } from '../domain/events.js';
import { streamOf, thingId, type ThingKind } from '../domain/names.js';
import { type Envelope, seal } from '../log/envelope.js';
import { type EventLog, type LoggedEvent, noStream, type Position } from '../log/event-log.js';

/**
 * A ledger made up for measuring, the same every time: one incident of a thousand claims that is looked at, and as
 * many others as it takes to reach a number of claims. Claims are as those of the founding case are on average: an
 * envelope of 900 bytes, a quotation of 45 characters, a chain of two, five on a page.
 */
export const lookedAt = { namespace: 'made', key: 'incident-0' };
const claimsInAnIncident = 1_000;
const questionsInAnIncident = 20;
const claimsOfADocument = 5;
const sourcesOfAnIncident = 40;

/** Park and Miller: good enough to vary, and the same on every machine. */
class Chance {
  constructor(private state: number) {}
  below(n: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % n;
  }
}

const syllables = ['ba', 'ro', 'ket', 'lan', 'si', 'der', 'mo', 'tan', 'ir', 'fel', 'go', 'sun'];
const words = Array.from({ length: 4_000 }, (_, i) =>
  [i % 12, Math.floor(i / 12) % 12, Math.floor(i / 144) % 12, ...(i % 3 === 0 ? [i % 7] : [])]
    .map((s) => syllables[s]!)
    .join(''),
);

class Maker {
  readonly #chance = new Chance(20_220_105);
  #events = 0;
  constructor(private readonly ledger: string) {}

  id(kind: ThingKind, key: string): string {
    return thingId(this.ledger, kind, lookedAt.namespace, key);
  }

  event<Type extends DomainEventType>(
    kind: ThingKind,
    key: string,
    type: Type,
    data: DataOf<Type>,
  ): Envelope {
    const count = (this.#events += 1);
    const millis = Date.UTC(2026, 0, 1) + count * 10;
    const id = `${millis
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-${count.toString(16).padStart(12, '0')}`;
    return {
      v: 1,
      ledger: this.ledger,
      id,
      stream: streamOf(kind, this.id(kind, key)),
      revision: 0,
      type,
      schema: 1,
      actor: 'local',
      recordedAt: new Date(millis).toISOString(),
      correlation: id,
      causation: id,
      salt: createHash('sha256').update(id).digest('base64'),
      data: data as unknown as Record<string, unknown>,
    };
  }

  *incident(number: number, claims: number): Generator<Envelope> {
    const { namespace } = lookedAt;
    const incident = `incident-${number}`;
    const named = (key: string) => ({ namespace, key });
    for (let s = 0; s < sourcesOfAnIncident; s += 1) {
      const key = `source-${number}-${s}`;
      yield this.event('source', key, 'SourceRegistered', {
        ...named(key),
        name: this.#quote(2),
        kind: s % 2 === 0 ? 'outlet' : 'person',
        ...(s % 4 === 3 ? { memberOf: this.id('source', `source-${number}-${s - 1}`) } : {}),
      });
    }
    yield this.event('incident', incident, 'IncidentOpened', { ...named(incident), title: this.#quote(6) });
    for (let q = 0; q < questionsInAnIncident; q += 1) {
      yield this.event('question', `${incident}/question-${q}`, 'QuestionRaised', {
        incident: this.id('incident', incident),
        key: `question-${q}`,
        type: 'count',
        ask: this.#quote(8),
      });
    }
    for (let c = 0; c < claims; c += 1) yield* this.#claim(number, c);
  }

  *#claim(incident: number, c: number): Generator<Envelope> {
    const { namespace } = lookedAt;
    const page = Math.floor(c / claimsOfADocument);
    const document = `document-${incident}-${page}`;
    const outlet = 2 * (page % (sourcesOfAnIncident / 2));
    const at = new Date(Date.UTC(2022, 0, 5, 0, page)).toISOString();
    const source = (s: number) => this.id('source', `source-${incident}-${s}`);
    if (c % claimsOfADocument === 0) {
      const registered = { title: this.#quote(7), kind: 'article' as const, publishedAt: at, language: 'en' };
      const publisher = source(outlet);
      yield this.event('document', document, 'DocumentRegistered', {
        namespace,
        key: document,
        publisher,
        ...registered,
      });
    }
    const key = `claim-${incident}-${c}`;
    const start = this.#chance.below(5_000);
    yield this.event('claim', key, 'ClaimRecorded', {
      namespace,
      key,
      incident: this.id('incident', `incident-${incident}`),
      question: this.id('question', `incident-${incident}/question-${c % questionsInAnIncident}`),
      document: this.id('document', document),
      chain: [source(outlet), source(1 + 2 * this.#chance.below(sourcesOfAnIncident / 2))],
      value: { kind: this.#chance.below(3) === 0 ? 'at-least' : 'exact', n: this.#chance.below(9) },
      citation: { exact: this.#quote(7), start, end: start + 45 },
      occurredAt: '2022-01-05',
      note: this.#quote(9),
    });
  }

  #quote(length: number): string {
    const word = () => words[Math.floor((this.#chance.below(4_000) * this.#chance.below(4_000)) / 4_000)]!;
    return Array.from({ length }, word).join(' ');
  }
}

function* made(ledger: string, claims: number): Generator<Envelope> {
  const maker = new Maker(ledger);
  for (let number = 0, left = claims; left > 0; number += 1, left -= claimsInAnIncident) {
    yield* maker.incident(number, Math.min(left, claimsInAnIncident));
  }
}

const appendsAtOnce = 1_000;

/** Fills an empty log. Returns the number of events. */
export async function fill(log: EventLog, claims: number): Promise<number> {
  let count = 0;
  let appends: Promise<unknown>[] = [];
  for (const envelope of made(log.ledger, claims)) {
    count += 1;
    appends.push(log.append(envelope.stream, noStream, [seal(envelope)]));
    if (appends.length < appendsAtOnce) continue;
    await Promise.all(appends);
    appends = [];
  }
  await Promise.all(appends);
  return count;
}

/** A log that was never written: what is read of it is made up on the way. For measuring what comes after the log. */
export class MadeLog implements EventLog {
  readonly ledger = '01890a5d-ac96-774b-bcce-b302099a8057';
  readonly writesInOrder = true;
  readonly #events: Generator<Envelope>;
  #read = 0;
  /** the last page, since whoever opens views asks once more for the last event */
  #page: LoggedEvent[] = [];

  constructor(claims: number) {
    this.#events = made(this.ledger, claims);
  }

  async readAll({ after, limit }: { after?: Position; limit: number }): Promise<LoggedEvent[]> {
    const from = Number(after ?? 0);
    const again = this.#page.filter(({ position }) => Number(position) > from).slice(0, limit);
    if (again.length > 0) return again;
    if (from !== this.#read) throw new Error('a made-up log is read once, in order');
    const page: LoggedEvent[] = [];
    while (page.length < limit) {
      const next = this.#events.next();
      if (next.done) break;
      this.#read += 1;
      page.push({ position: String(this.#read), envelope: next.value, bytes: new Uint8Array() });
    }
    if (page.length > 0) this.#page = page;
    return page;
  }

  async head(): Promise<Position | null> {
    return this.#page.at(-1)?.position ?? null;
  }
  async close(): Promise<void> {}
  append(): never {
    throw new Error('a made-up log is only read');
  }
  readStream(): never {
    throw new Error('a made-up log is only read in log order');
  }
  subscribe(): never {
    throw new Error('nothing comes to a made-up log');
  }
}
