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

/** Where a draft keeps what it is given: events by stream and revision. */
export interface DraftStore {
  put(stream: string, revision: number, bytes: Uint8Array): void;
  /** of a stream, from a revision on, in order */
  read(stream: string, from: number): Uint8Array[];
}

/**
 * A log on top of another that keeps to itself what is appended: to try out what the rules of entry say to a whole
 * file, on what the ledger holds, without writing.
 */
export class DraftLog implements Pick<EventLog, 'ledger' | 'append' | 'readStream'> {
  readonly ledger: string;
  readonly #below: Pick<EventLog, 'ledger' | 'readStream'>;
  readonly #kept: DraftStore;
  #count = 0;

  constructor(below: Pick<EventLog, 'ledger' | 'readStream'>, kept: DraftStore) {
    this.#below = below;
    this.#kept = kept;
    this.ledger = below.ledger;
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    checkAppend(this.ledger, stream, expected, events);
    const there = await this.readStream(stream, { from: Math.max(expected, 0) });
    const actual = there.at(-1)?.envelope.revision ?? noStream;
    if (actual !== expected) throw new WrongExpectedRevision(stream, expected, actual);
    for (const { envelope, bytes } of events) this.#kept.put(stream, envelope.revision, bytes);
    this.#count += events.length;
    return { position: String(this.#count), revision: expected + events.length };
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    const below = await this.#below.readStream(stream, options);
    const added = this.#kept.read(stream, options.from ?? 0).map((bytes) => new StoredEvent(drafted, bytes));
    return [...below, ...added].slice(0, options.limit);
  }
}

/** What stands in no log has no position there. */
const drafted = '0';
