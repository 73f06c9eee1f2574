import { ErrorType, NO_STREAM } from '@eventstore/db-client';
import { Observable } from 'rxjs';
import { checkAppend } from '../append-check.js';
import {
  type Appended,
  type EventLog,
  LogFailed,
  LogUnavailable,
  type LoggedEvent,
  type LogSignal,
  noStream,
  type Position,
  type SealedEvent,
  WrongExpectedRevision,
} from '../event-log.js';
import { logWork } from '../log-work.js';
import type { EventStoreConnection } from './connection.js';
import { toServerEvent } from './events.js';
import { isOfType } from './failure.js';
import { identityOf } from './identity.js';
import { follow } from './live.js';
import { within } from './patience.js';
import { EventStoreReader, pageSize } from './reader.js';
import { fromServer, type ServerPosition } from './server-position.js';
import { Turns } from './turns.js';

/** The adapter's own timer runs a little longer than the client's deadline, which is the better error. */
const graceMs = 500;

/**
 * The log on EventStoreDB or KurrentDB, when one machine is not enough: any number of equal replicas of the service
 * write and read it. Every append names the revision it expects, so asking again is harmless (the server knows the
 * ids again), and only the leader is asked, so what was acknowledged is read.
 */
export class EventStoreLog implements EventLog {
  readonly writesInOrder = false;
  readonly #reader: EventStoreReader;
  readonly #turns = new Turns();
  readonly #subscribers = new Set<{ complete(): void }>();
  #closed = false;

  private constructor(
    readonly ledger: string,
    private readonly connection: EventStoreConnection,
  ) {
    connection.join();
    this.#reader = new EventStoreReader(connection, ledger);
  }

  /**
   * Finds the ledger on the server, or founds it there.
   * @param options.ledger the id that it must have: of a log that is the copy of another
   * @throws LogFailed the server holds another ledger, or refuses the user
   * @throws LogUnavailable no server answers
   */
  static async open(
    connection: EventStoreConnection,
    options: { ledger?: string } = {},
  ): Promise<EventStoreLog> {
    return new EventStoreLog(await identityOf(connection, options.ledger), connection);
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    this.#refuseWhenClosed();
    checkAppend(this.ledger, stream, expected, events);
    // Calls overtake one another on their way: the second append to a stream would find it without the first.
    return this.#turns.take(stream, async () => {
      const began = performance.now();
      try {
        const appended = await this.#send(stream, expected, events);
        const seconds = (performance.now() - began) / 1000;
        logWork.committed({ ledger: this.ledger, events: events.length, seconds });
        return appended;
      } catch (error) {
        if (error instanceof LogUnavailable) logWork.failed({ ledger: this.ledger, why: error.reason });
        throw error;
      }
    });
  }

  async #send(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    const { client, patience } = this.connection;
    const sent = events.map(toServerEvent);
    const expectedRevision = expected === noStream ? NO_STREAM : BigInt(expected);
    try {
      const { position } = await this.connection.ask(() =>
        within(
          patience.attemptMs + graceMs,
          client.appendToStream(stream, sent, { expectedRevision, ...this.connection.write }),
        ),
      );
      return await this.#appended(stream, expected + events.length, position);
    } catch (error) {
      if (isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) return this.#repeated(stream, expected, events);
      if (isOfType(error, ErrorType.STREAM_DELETED)) {
        throw new LogFailed(`the stream ${stream} was deleted from the server: restore it from a backup`, {
          cause: error,
        });
      }
      throw error;
    }
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    const limit = options.limit ?? Number.MAX_SAFE_INTEGER;
    const events: LoggedEvent[] = [];
    for (let from = options.from ?? 0; events.length < limit;) {
      const maxCount = Math.min(pageSize, limit - events.length);
      const page = await this.#reader.streamPage(stream, from, maxCount);
      events.push(...page);
      from += page.length;
      if (page.length < maxCount) break;
    }
    return events;
  }

  async readAll(options: { after?: Position; limit: number }): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    const events: LoggedEvent[] = [];
    for (let after = options.after; events.length < options.limit;) {
      const page = await this.#reader.page(after, options.limit - events.length);
      events.push(...page.events);
      after = page.scanned;
      if (page.atEnd) break;
    }
    return events;
  }

  subscribe(options: { after?: Position } = {}): Observable<LogSignal> {
    return new Observable((subscriber) => {
      if (this.#closed) {
        subscriber.complete();
        return;
      }
      this.#subscribers.add(subscriber);
      subscriber.add(() => this.#subscribers.delete(subscriber));
      void follow(this.connection, this.ledger, this.#reader, subscriber, options.after);
    });
  }

  async head(): Promise<Position | null> {
    this.#refuseWhenClosed();
    return this.#reader.head();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const subscriber of this.#subscribers) subscriber.complete();
    await this.connection.leave();
  }

  /** Positions: the server names that of the last event, or none where the append was there already and is old. */
  async #appended(stream: string, revision: number, position: ServerPosition | undefined): Promise<Appended> {
    if (position) return { position: fromServer(position), revision };
    const [event] = await this.#reader.streamPage(stream, revision, 1);
    if (!event) throw new LogFailed(`revision ${revision} of ${stream} was acknowledged and cannot be read`);
    return { position: event.position, revision };
  }

  /**
   * The server says that the stream is elsewhere. Where the events stand there all the same, each in its place, they
   * were ours: the first answer was lost and the server has forgotten their ids.
   */
  async #repeated(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    const there = await this.readStream(stream, { from: expected + 1, limit: events.length });
    const same =
      there.length === events.length &&
      there.every(({ envelope }, i) => envelope.id === events[i]!.envelope.id);
    if (same) return { position: there.at(-1)!.position, revision: expected + events.length };
    throw new WrongExpectedRevision(stream, expected, await this.#reader.lastRevision(stream));
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new LogFailed('the log is closed');
  }
}
