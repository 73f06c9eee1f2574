import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  ErrorType,
  type ReadAllOptions,
  type ReadStreamOptions,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { type LoggedEvent, noStream, type Position } from '../event-log.js';
import type { EventStoreConnection } from './connection.js';
import { ofLedger, ofLog } from './events.js';
import { isOfType } from './failure.js';
import { type Scanned, scan } from './scan.js';
import { fromServer, isAfter, toServer } from './server-position.js';

/** The most events asked for at once. */
export const pageSize = 500;
/** The fewest: where others' events lie between the ledger's, few at a time would take long. */
const fewest = 64;

/** A stretch of the log. */
export interface Page {
  events: LoggedEvent[];
  /** of the last event looked at, whosoever it is; none where nothing was there */
  scanned: Position | undefined;
  /** there is nothing behind it now */
  atEnd: boolean;
}

/** Reads of one ledger's events: always bounded, always from the leader, asked again where the answer fails. */
export class EventStoreReader {
  constructor(
    private readonly connection: EventStoreConnection,
    private readonly ledger: string,
  ) {}

  /** Events of all streams after a position; at least one is looked at, at most `limit` are handed over. */
  async page(after: Position | undefined, limit: number): Promise<Page> {
    // The server includes the position that it reads from, and shows its own events too.
    const maxCount = Math.min(Math.max(limit, fewest), pageSize) + 1;
    const { picked, count, last } = await this.#all(
      { fromPosition: toServer(after), maxCount },
      (resolved) => {
        const event = ofLog(this.ledger, resolved);
        return event && isAfter(event.position, after) ? event : undefined;
      },
    );
    const cut = picked.length > limit;
    const events = picked.slice(0, limit);
    return {
      events,
      scanned: cut ? events.at(-1)!.position : (positionOf(last) ?? after),
      atEnd: !cut && count < maxCount,
    };
  }

  /** Events of one stream from a revision on; none where it does not exist. */
  async streamPage(stream: string, from: number, maxCount: number): Promise<LoggedEvent[]> {
    const { picked } = await this.#stream(stream, { fromRevision: BigInt(from), maxCount }, (resolved) =>
      ofLedger(this.ledger, resolved),
    );
    return picked;
  }

  /** The last revision of a stream, or `noStream`. */
  async lastRevision(stream: string): Promise<number> {
    const { picked } = await this.#stream(
      stream,
      { fromRevision: END, maxCount: 1, direction: BACKWARDS },
      ({ event }) => event?.revision,
    );
    return picked[0] === undefined ? noStream : Number(picked[0]);
  }

  /** The position of the ledger's last event, however much of others' lies behind it. */
  async head(): Promise<Position | null> {
    let fromPosition: ReadAllOptions['fromPosition'] = END;
    for (;;) {
      const options: ReadAllOptions = { fromPosition, maxCount: fewest, direction: BACKWARDS };
      const { picked, count, last } = await this.#all(options, (resolved) => ofLog(this.ledger, resolved));
      if (picked[0]) return picked[0].position;
      const reached = positionOf(last);
      if (count < fewest || reached === undefined) return null;
      fromPosition = toServer(reached);
    }
  }

  #all<Picked>(
    options: ReadAllOptions,
    pick: (resolved: AllStreamResolvedEvent) => Picked | undefined,
  ): Promise<Scanned<AllStreamResolvedEvent, Picked>> {
    const { client, patience } = this.connection;
    return this.connection.ask(() =>
      scan(() => client.readAll({ ...options, requiresLeader: true }), patience.attemptMs, pick),
    );
  }

  async #stream<Picked>(
    stream: string,
    options: ReadStreamOptions,
    pick: (resolved: ResolvedEvent) => Picked | undefined,
  ): Promise<Scanned<ResolvedEvent, Picked>> {
    const { client, patience } = this.connection;
    try {
      return await this.connection.ask(() =>
        scan(() => client.readStream(stream, { ...options, requiresLeader: true }), patience.attemptMs, pick),
      );
    } catch (error) {
      if (isOfType(error, ErrorType.STREAM_NOT_FOUND)) return { picked: [], count: 0, last: undefined };
      throw error;
    }
  }
}

function positionOf(resolved: AllStreamResolvedEvent | undefined): Position | undefined {
  const position = resolved?.event?.position ?? resolved?.link?.position;
  return position && fromServer(position);
}
