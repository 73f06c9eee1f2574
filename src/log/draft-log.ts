import { checkAppend } from './append-check.js';
import {
  type Appended,
  type EventLog,
  type LoggedEvent,
  noStream,
  type SealedEvent,
  WrongExpectedRevision,
} from './event-log.js';
import { StoredEvent } from './stored-event.js';

/**
 * A log on top of another that keeps to itself what is appended: to try out what the rules of entry say to a whole
 * file, on what the ledger holds, without writing.
 */
export class DraftLog implements Pick<EventLog, 'ledger' | 'append' | 'readStream'> {
  readonly ledger: string;
  readonly #below: Pick<EventLog, 'ledger' | 'readStream'>;
  readonly #added = new Map<string, LoggedEvent[]>();
  #count = 0;

  constructor(below: Pick<EventLog, 'ledger' | 'readStream'>) {
    this.#below = below;
    this.ledger = below.ledger;
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    checkAppend(this.ledger, stream, expected, events);
    const there = await this.readStream(stream, { from: Math.max(expected, 0) });
    const actual = there.at(-1)?.envelope.revision ?? noStream;
    if (actual !== expected) throw new WrongExpectedRevision(stream, expected, actual);
    const added = events.map(({ bytes }) => new StoredEvent(String(++this.#count), bytes));
    this.#added.set(stream, [...(this.#added.get(stream) ?? []), ...added]);
    return { position: String(this.#count), revision: expected + events.length };
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    const from = options.from ?? 0;
    const below = await this.#below.readStream(stream, options);
    const added = (this.#added.get(stream) ?? []).filter(({ envelope }) => envelope.revision >= from);
    return [...below, ...added].slice(0, options.limit);
  }
}
