import type { Observable } from 'rxjs';
import type { Envelope } from './envelope.js';

/**
 * The port to the log, in seven members. Adapters (memory, sqlite, eventstoredb) behave the same under one contract
 * suite, test/log/event-log.contract.ts; nothing above this file knows which one it has.
 */
export interface EventLog {
  /** The ledger's own id, a UUID made when the log was; every id of a thing is derived from it. */
  readonly ledger: string;

  /**
   * Appends sealed events, all or none, to the stream that they name, whose last revision is `expected` (`noStream`:
   * it does not exist yet). Resolves once they are durable. Idempotent by event id: the same ids in the same order at
   * the same revisions of the same stream answer as the first time did, also when later events exist.
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

/** An event with its canonical bytes and their leaf hash, ready to be stored as it is. */
export interface SealedEvent {
  envelope: Envelope;
  /** RFC 8785 bytes of the envelope: what is stored, served and proved */
  bytes: Uint8Array;
  /** SHA-256(0x00 || bytes), RFC 6962 */
  leafHash: Uint8Array;
}
export interface LoggedEvent {
  position: Position;
  envelope: Envelope;
  bytes: Uint8Array;
}
export interface Appended {
  /** of the last event of the append */
  position: Position;
  revision: number;
}
export type LogSignal = { kind: 'event'; event: LoggedEvent } | { kind: 'caughtUp' };

export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: number,
    /** the stream's last revision, `noStream` if it does not exist */
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, not ${expected}: read it again and repeat the command`);
  }
}
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
}
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}
/** The log refuses to be written by a second process, or is damaged: stop, never retry. */
export class LogFailed extends Error {
  override readonly name = 'LogFailed';
}
