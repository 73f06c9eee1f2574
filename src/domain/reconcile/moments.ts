import { DateTime } from 'luxon';
import { edtfExtent } from '../edtf.js';

/**
 * Every moment at which something may have been, in the clocks (published, asserted, asOf, T): milliseconds since 1970
 * UTC, from `low` to `high`, which is itself left out where `open`. Unknown: from -Infinity to Infinity.
 */
export interface Moments {
  readonly low: number;
  readonly high: number;
  readonly open: boolean;
}
export const unknownMoments: Moments = { low: -Infinity, high: Infinity, open: true };

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

/** Thousands of claims share some dozens of days, and every view reads the same instants again. By zone, then text. */
const read = new Map<string, Map<string, Moments>>();
const maxRead = 20_000;

/** An instant is a point, a date its whole day in `zone`, other EDTF as in R2 without the 12 hours. */
export function momentsOf(text: string | undefined, zone: string): Moments {
  if (text === undefined) return unknownMoments;
  let texts = read.get(zone);
  if (!texts) read.set(zone, (texts = new Map()));
  const known = texts.get(text);
  if (known) return known;
  const made = parsed(text, zone);
  if (texts.size >= maxRead) texts.clear();
  texts.set(text, made);
  return made;
}

function parsed(text: string, zone: string): Moments {
  if (instant.test(text)) {
    const { low } = edtfExtent(text);
    return { low, high: low, open: false };
  }
  if (date.test(text)) return dayOf(text, zone);
  const { low, high } = edtfExtent(text);
  return { low, high, open: true };
}

function dayOf(text: string, zone: string): Moments {
  const start = DateTime.fromISO(text, { zone });
  if (!start.isValid) return momentsOf(text, 'UTC');
  // Where a zone skips midnight the day begins at its first moment.
  return {
    low: start.startOf('day').toMillis(),
    high: start.plus({ days: 1 }).startOf('day').toMillis(),
    open: true,
  };
}

/** Every moment that `a` may be lies before every moment that `b` may be. */
export const surelyBefore = (a: Moments, b: Moments): boolean =>
  a.high < b.low || (a.high === b.low && a.open && a.high !== -Infinity);

export const sameMoments = (a: Moments, b: Moments): boolean =>
  a.low === b.low && a.high === b.high && a.open === b.open;

/** By the latest moment; an open end lies just before a closed one. */
export const compareLatest = (a: Moments, b: Moments): number =>
  a.high === b.high ? Number(b.open) - Number(a.open) : a.high - b.high;

/** Whether the latest moment of `a` is not after the latest of `b`. */
export const surelyBy = (a: Moments, b: Moments): boolean => a.high !== Infinity && compareLatest(a, b) <= 0;

/** Whether the earliest moment of `a` is not after the latest of `b`. */
export const perhapsBy = (a: Moments, b: Moments): boolean => (b.open ? a.low < b.high : a.low <= b.high);

/** Perhaps published by then, and not surely. */
export const onlyPerhapsBy = (a: Moments, b: Moments): boolean => !surelyBy(a, b) && perhapsBy(a, b);
