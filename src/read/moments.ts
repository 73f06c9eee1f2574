import { momentsOf } from '../domain/reconcile/moments.js';
import { comparePositions, type Position } from '../log/event-log.js';
import type { Clocks } from './answers.js';
import type { Db, Statement } from './database.js';

/**
 * The latest moment at which something may have been published (R1), as one number that rows are ordered and compared
 * by: twice the milliseconds of the epoch, and one more where that very moment is included (an instant; the end of a
 * day is not of the day). What has no known time is later than every clock.
 */
export type LatestMoment = number;
export const unknownMoment: LatestMoment = Number.MAX_SAFE_INTEGER - 1;

/** @param published RFC 3339 instant or date, the latter a day in the IANA zone (default UTC) */
export function latestMoment(published: string | undefined, timeZone = 'UTC'): LatestMoment {
  if (published === undefined) return unknownMoment;
  // An instant is its own end; most are, and reading it as EDTF would take a hundred times as long.
  if (published.length > dateLength) return 2 * Date.parse(published) + 1;
  const { high, open } = momentsOf(published, timeZone);
  return Number.isFinite(high) ? 2 * Math.floor(high) + (open ? 0 : 1) : unknownMoment;
}

const dateLength = '2022-01-05'.length;
const clockPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * What T names as a clock: an instant itself, a date the end of that day in UTC.
 * @throws BadInstant anything else
 */
export function clockMoment(text: string): LatestMoment {
  if (!clockPattern.test(text) || Number.isNaN(Date.parse(text)) || !isDay(text.slice(0, dateLength))) {
    throw new BadInstant(`"${text}" is neither a date (2022-01-05) nor an instant (2022-01-05T14:00:00Z)`);
  }
  return latestMoment(text);
}

/** A 30th of February would be taken for the 2nd of March. */
const isDay = (date: string): boolean => new Date(date).toISOString().startsWith(date);

/** The first millisecond of what a clock names. @throws BadInstant */
export function firstMillisecond(text: string): number {
  clockMoment(text);
  return Date.parse(text);
}

/** The last millisecond of what a clock names. @throws BadInstant */
export function lastMillisecond(text: string): number {
  const moment = clockMoment(text);
  return moment % 2 === 0 ? moment / 2 - 1 : (moment - 1) / 2;
}

export class BadInstant extends Error {
  override readonly name = 'BadInstant';
}

/** What a question to the views is asked as of: a place in the log's order, and a moment of publication. */
export interface AsOf {
  /** events up to this one, in log order, are known; 0 before the first */
  seq: number;
  /** `Infinity` without `publicAt` */
  publicBy: LatestMoment;
  /** `knownAt` is later than what the views have seen */
  provisional: boolean;
}

/** `knownAt` as a place in the log's order: a binary search, since places and running maximum rise together. */
export class Moments {
  readonly #last: Statement<[], { seq: number; known: number }>;
  readonly #known: Statement<[number], number>;
  readonly #position: Statement<[number], Position>;

  constructor(db: Db) {
    this.#last = db.prepare('SELECT seq, known FROM event ORDER BY seq DESC LIMIT 1');
    this.#known = db.prepare<[number], number>('SELECT known FROM event WHERE seq = ?').pluck();
    this.#position = db
      .prepare<[number], Position>('SELECT CAST(position AS TEXT) FROM event WHERE seq = ?')
      .pluck();
  }

  /** @throws BadInstant */
  asOf(clocks: Clocks = {}): AsOf {
    const last = this.#last.get() ?? { seq: 0, known: -Infinity };
    const publicBy = clocks.publicAt === undefined ? Infinity : clockMoment(clocks.publicAt);
    if (clocks.knownAt === undefined) return { seq: last.seq, publicBy, provisional: false };
    const moment = lastMillisecond(clocks.knownAt);
    if (moment >= last.known) return { seq: last.seq, publicBy, provisional: moment > last.known };
    const seq = this.#lastWhere(last.seq, (place) => this.#known.get(place)! <= moment);
    return { seq, publicBy, provisional: false };
  }

  /** When all up to this place had been recorded, RFC 3339. */
  instantOf(seq: number): string {
    return new Date(this.#known.get(seq)!).toISOString();
  }

  /** The last place before the moment at which a clock's instant or day begins; 0 where none is. @throws BadInstant */
  before(clock: string): number {
    const begins = firstMillisecond(clock);
    return this.#lastWhere(this.#last.get()?.seq ?? 0, (place) => this.#known.get(place)! < begins);
  }

  /** Position of the event at a place; null for 0. */
  position(seq: number): Position | null {
    return this.#position.get(seq) ?? null;
  }

  /** The last place whose event is not after a position; 0 where all are. */
  placeOf(position: Position): number {
    const end = this.#last.get()?.seq ?? 0;
    return this.#lastWhere(end, (place) => comparePositions(this.#position.get(place)!, position) <= 0);
  }

  /** What is true of one place is true of all before it: so a few look-ups find the last one, by halves. */
  #lastWhere(end: number, isTrue: (place: number) => boolean): number {
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (isTrue(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
