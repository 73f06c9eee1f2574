import type { Observable } from 'rxjs';
import type { Envelope, SealedEvent } from './envelope.js';

export type { SealedEvent } from './envelope.js';
export * from './errors.js';

/**
 * The port to the log, in seven members. Adapters (memory, sqlite, eventstoredb) behave the same under one contract
 * suite, test/log/event-log.contract.ts; nothing above this file knows which one it has.
 */
export interface EventLog {
  /** The ledger's own id, a UUID made when the log was; every id of a thing is derived from it. */
  readonly ledger: string;

  /**
   * Whether appends to several streams that are handed in one after another, without waiting, are written in that
   * order. Where they are not, whoever cares for the order of the log waits for each.
   */
  readonly writesInOrder: boolean;

  /**
   * Appends sealed events, all or none, to the stream that they name, whose last revision is `expected` (`noStream`:
   * it does not exist yet). Resolves once they are durable. Idempotent by event id: the same ids in the same order at
   * the same revisions of the same stream answer as the first time did, also when later events exist. Appends to one
   * stream that are handed in one after another without waiting are taken in that order.
   *
   * @throws WrongExpectedRevision another writer was first; nothing was written
   * @throws EventTooLarge a leaf or the whole append is over the limit; nothing was written
   * @throws LogUnavailable the outcome is unknown or the log cannot be written now; the same call may be repeated
   */
  append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended>;

  /** The events of a stream in order, from a revision on (default 0), at most `limit`; none: an empty list. */
  readStream(stream: string, options?: { from?: number; limit?: number }): Promise<LoggedEvent[]>;

  /** The events of all streams in log order, after a position (default: from the start), at most `limit`. */
  readAll(options: { after?: Position; limit: number }): Promise<LoggedEvent[]>;

  /**
   * First what is there after a position (default: from the start), then `caughtUp` once, then what comes, without a
   * gap or a repeat. Unsubscribing ends it; an error of the log is the Observable's error. A slow consumer is read
   * for in bounded pages: nothing buffers the whole log.
   */
  subscribe(options?: { after?: Position }): Observable<LogSignal>;

  /** The position of the last event, or null for an empty log. */
  head(): Promise<Position | null>;

  /** Finishes what was acknowledged and lets go of the log. */
  close(): Promise<void>;
}

/** Opaque to everything but its adapter; order by `comparePositions`. A decimal number without leading zeros. */
export type Position = string;

export function comparePositions(a: Position, b: Position): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The revision expected of a stream that does not exist. */
export const noStream = -1;

export interface LoggedEvent {
  readonly position: Position;
  /**
   * Parsed from `bytes` when first asked for, so that one damaged event does not stop the reading of the rest.
   * @throws UnreadableEvent the stored bytes are no JSON object
   */
  readonly envelope: Envelope;
  /** what was stored, byte for byte */
  readonly bytes: Uint8Array;
}
export interface Appended {
  /** of the last event of the append */
  position: Position;
  revision: number;
}
export type LogSignal = { kind: 'event'; event: LoggedEvent } | { kind: 'caughtUp' };
