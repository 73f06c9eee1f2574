import type { Observable } from 'rxjs';
import { v7 as uuidV7 } from 'uuid';
import { checkAppend } from '../append-check.js';
import {
  type Appended,
  type EventLog,
  LogFailed,
  type LoggedEvent,
  type LogSignal,
  noStream,
  type Position,
  type SealedEvent,
  WrongExpectedRevision,
} from '../event-log.js';
import { logWork } from '../log-work.js';
import { StoredEvent } from '../stored-event.js';
import { tail, Watchers } from '../tail.js';

/** The log as an array, for tests and for trying things out: nothing outlives the process. */
export class MemoryLog implements EventLog {
  readonly ledger: string;
  readonly writesInOrder = true;
  readonly #events: StoredEvent[] = [];
  /** of each stream, the indexes of its events in `#events` */
  readonly #streams = new Map<string, number[]>();
  readonly #watchers = new Watchers();
  #closed = false;

  constructor(options: { ledger?: string } = {}) {
    this.ledger = options.ledger ?? uuidV7();
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    this.#refuseWhenClosed();
    checkAppend(this.ledger, stream, expected, events);
    const indexes = this.#streams.get(stream) ?? [];
    const actual = indexes.length === 0 ? noStream : indexes.length - 1;
    if (actual !== expected) {
      const earlier = indexes.slice(expected + 1, expected + 1 + events.length);
      const repeated =
        earlier.length === events.length &&
        earlier.every((at, i) => this.#events[at]!.envelope.id === events[i]!.envelope.id);
      if (!repeated) throw new WrongExpectedRevision(stream, expected, actual);
      return { position: this.#events[earlier.at(-1)!]!.position, revision: expected + events.length };
    }
    for (const { bytes } of events) {
      // A copy: what the caller does to its own bytes later must not reach into the log.
      this.#events.push(new StoredEvent(String(this.#events.length + 1), Uint8Array.from(bytes)));
      indexes.push(this.#events.length - 1);
    }
    this.#streams.set(stream, indexes);
    logWork.committed({ ledger: this.ledger, events: events.length, seconds: 0 });
    this.#watchers.tell();
    return { position: String(this.#events.length), revision: indexes.length - 1 };
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    const from = options.from ?? 0;
    const until = options.limit === undefined ? undefined : from + options.limit;
    return (this.#streams.get(stream) ?? []).slice(from, until).map((index) => this.#events[index]!);
  }

  async readAll(options: { after?: Position; limit: number }): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    return this.#after(options.after, options.limit);
  }

  subscribe(options: { after?: Position } = {}): Observable<LogSignal> {
    return tail(
      {
        read: (after, limit) => this.#after(after, limit),
        watch: (onNews, onEnd) => this.#watchers.add(onNews, onEnd),
      },
      options.after,
    );
  }

  async head(): Promise<Position | null> {
    this.#refuseWhenClosed();
    return this.#events.at(-1)?.position ?? null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watchers.end();
  }

  #after(after: Position | undefined, limit: number): LoggedEvent[] {
    const from = Number(after ?? 0);
    return this.#events.slice(from, from + limit);
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new LogFailed('the log is closed');
  }
}
