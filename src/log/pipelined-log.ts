import {
  type Appended,
  type EventLog,
  type LoggedEvent,
  noStream,
  type Position,
  type SealedEvent,
} from './event-log.js';
import { StoredEvent } from './stored-event.js';

/** So many appends share a commit; the event loop gets its turn in between. */
const mostOnTheWay = 500;

/**
 * A log seen by one bulk writer: an append is answered as soon as it is handed to the log, and reading a stream shows
 * it at once, so that thousands of commands are decided in their order without waiting for the disk each time. What
 * it answered is durable only once `flush` has resolved; after a failure nothing more is taken.
 */
export class PipelinedLog implements Pick<EventLog, 'ledger' | 'append' | 'readStream'> {
  readonly ledger: string;
  readonly #log: EventLog;
  /** of each stream, what is on its way to the log */
  readonly #pending = new Map<string, LoggedEvent[]>();
  #onTheWay: Promise<void>[] = [];
  #failure: { error: unknown } | undefined;

  constructor(log: EventLog) {
    this.#log = log;
    this.ledger = log.ledger;
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    if (this.#onTheWay.length >= mostOnTheWay) await this.flush();
    this.#throwFailure();
    // The order of entry is part of the record: where calls overtake one another, each waits for the one before it.
    if (!this.#log.writesInOrder) return this.#log.append(stream, expected, events);
    // On a stream that others may write to as well, who comes second must hear of it.
    if (expected !== noStream && !this.#pending.has(stream))
      return this.#log.append(stream, expected, events);
    const pending = events.map(({ bytes }) => new StoredEvent(onTheWay, bytes));
    this.#pending.set(stream, [...(this.#pending.get(stream) ?? []), ...pending]);
    this.#onTheWay.push(this.#send(stream, expected, events));
    return { position: onTheWay, revision: expected + events.length };
  }

  async #send(stream: string, expected: number, events: readonly SealedEvent[]): Promise<void> {
    try {
      await this.#log.append(stream, expected, events);
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      const rest = this.#pending.get(stream)!.slice(events.length);
      if (rest.length > 0) this.#pending.set(stream, rest);
      else this.#pending.delete(stream);
    }
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    const pending = this.#pending.get(stream) ?? []; // first: what becomes durable meanwhile is then seen twice, not never
    const stored = await this.#log.readStream(stream, options);
    const last = stored.at(-1)?.envelope.revision ?? (options.from ?? 0) - 1;
    return [...stored, ...pending.filter(({ envelope }) => envelope.revision > last)].slice(0, options.limit);
  }

  /** @throws the first failure of an append; what came before it in the log is durable */
  async flush(): Promise<void> {
    const sent = this.#onTheWay;
    this.#onTheWay = [];
    await Promise.all(sent);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

/** The position of what the log has not given one yet: before all others. */
const onTheWay: Position = '0';
