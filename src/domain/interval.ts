/**
 * Intervals of numbers (decimals as whole multiples of 10^-30) and of times (whole microseconds), exact, open or
 * closed at either end; `null` is no end. An interval may be empty.
 */
export interface Interval {
  readonly low: bigint | null;
  readonly high: bigint | null;
  readonly lowOpen: boolean;
  readonly highOpen: boolean;
}

export const everything: Interval = { low: null, high: null, lowOpen: false, highOpen: false };
/** All that a count or a quantity can be. */
export const fromZero: Interval = { low: 0n, high: null, lowOpen: false, highOpen: false };

export const closed = (low: bigint | null, high: bigint | null): Interval => ({
  low,
  high,
  lowOpen: false,
  highOpen: false,
});

export function compareLow(a: Interval, b: Interval): number {
  if (a.low === null || b.low === null) return (a.low === null ? 0 : 1) - (b.low === null ? 0 : 1);
  if (a.low !== b.low) return a.low < b.low ? -1 : 1;
  return Number(a.lowOpen) - Number(b.lowOpen);
}

export function compareHigh(a: Interval, b: Interval): number {
  if (a.high === null || b.high === null) return (a.high === null ? 1 : 0) - (b.high === null ? 1 : 0);
  if (a.high !== b.high) return a.high < b.high ? -1 : 1;
  return Number(b.highOpen) - Number(a.highOpen);
}

export const compareIntervals = (a: Interval, b: Interval): number => compareLow(a, b) || compareHigh(a, b);
export const sameInterval = (a: Interval, b: Interval): boolean => compareIntervals(a, b) === 0;

/** Whether there is nothing between where `low` begins and `high` ends. */
export function apart(low: Interval, high: Interval): boolean {
  if (low.low === null || high.high === null) return false;
  return low.low > high.high || (low.low === high.high && (low.lowOpen || high.highOpen));
}
export const isEmpty = (a: Interval): boolean => apart(a, a);
export const meets = (a: Interval, b: Interval): boolean => !apart(a, b) && !apart(b, a);
export const holds = (outer: Interval, inner: Interval): boolean =>
  compareLow(outer, inner) <= 0 && compareHigh(outer, inner) >= 0;
/** Every point of `a` lies below every point of `b`. */
export const whollyBelow = (a: Interval, b: Interval): boolean => apart(b, a);

const fromEnds = (low: Interval, high: Interval): Interval => ({
  low: low.low,
  lowOpen: low.lowOpen,
  high: high.high,
  highOpen: high.highOpen,
});
export const meet = (a: Interval, b: Interval): Interval =>
  fromEnds(compareLow(a, b) >= 0 ? a : b, compareHigh(a, b) <= 0 ? a : b);
export const hull = (a: Interval, b: Interval): Interval =>
  fromEnds(compareLow(a, b) <= 0 ? a : b, compareHigh(a, b) >= 0 ? a : b);

export const plus = (a: Interval, b: Interval): Interval => ({
  low: a.low === null || b.low === null ? null : a.low + b.low,
  lowOpen: a.lowOpen || b.lowOpen,
  high: a.high === null || b.high === null ? null : a.high + b.high,
  highOpen: a.highOpen || b.highOpen,
});
export const minus = (a: Interval, b: Interval): Interval => ({
  low: a.low === null || b.high === null ? null : a.low - b.high,
  lowOpen: a.lowOpen || b.highOpen,
  high: a.high === null || b.low === null ? null : a.high - b.low,
  highOpen: a.highOpen || b.lowOpen,
});

const digits = 30;
const one = 10n ** BigInt(digits);

/** A JSON number of at most 15 significant digits, exactly. @throws RangeError finer than 10^-30 */
export function decimal(n: number): bigint {
  if (Number.isSafeInteger(n)) return BigInt(n) * one;
  const [mantissa, exponent = '0'] = n.toExponential().split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const shift = digits + Number(exponent) - fraction.length;
  if (shift < 0) throw new RangeError(`${n} is finer than this ledger counts (30 places)`);
  return BigInt(whole + fraction) * 10n ** BigInt(shift);
}

/** Back to a JSON number. */
export function decimalNumber(value: bigint): number {
  const whole = value / one;
  const rest = value % one;
  return rest === 0n ? Number(whole) : Number(`${whole}.${rest.toString().padStart(digits, '0')}`);
}

/** The next whole number at or below; division of a bigint goes towards zero. */
export const wholeBelow = (value: bigint): bigint => value - (value % one) - (value % one < 0n ? one : 0n);
export const wholeAbove = (value: bigint): bigint => -wholeBelow(-value);
export const unit = one;

/** Microseconds of an instant in milliseconds; an infinite one is no end. */
export const micros = (millis: number): bigint | null =>
  Number.isFinite(millis) ? BigInt(Math.round(millis * 1000)) : null;
/** RFC 3339, UTC; fractions only where they are. */
export function microsInstant(value: bigint): string {
  const text = new Date(Number(value / 1000n)).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
