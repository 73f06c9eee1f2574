import { apart, compareHigh, compareLow, type Interval } from '../interval.js';
import { keyOf, type Comparison } from './extent.js';
import { push } from './origins.js';
import type { Saying } from './sayings.js';

/**
 * Whether two of the claims exclude each other and are not of one utterance (R9). Of intervals the highest start and
 * the lowest stop tell most: where these two have a point in common, all have. Else what is equal is compared once.
 */
export function anyExcluded(
  comparison: Comparison,
  counting: readonly Saying[],
  isOne: (a: Saying, b: Saying) => boolean,
): boolean {
  if (!comparison.canExclude || counting.length < 2) return false;
  if (comparison.interval) {
    const [start, stop] = extremes(counting);
    if (!apart(wideOf(start), wideOf(stop))) return false;
    if (start.originKey !== stop.originKey) return true;
  }
  const byValue = new Map<string, Saying[]>();
  for (const saying of counting) push(byValue, keyOf(saying.extent), saying);
  const values = [...byValue.values()];
  return values.some((own, index) =>
    values
      .slice(index + 1)
      .some(
        (others) =>
          comparison.excludes(own[0]!.extent, others[0]!.extent) &&
          own.some((a) => others.some((b) => !isOne(a, b))),
      ),
  );
}

/** The claim that starts highest and the one that stops lowest. */
function extremes(sayings: readonly Saying[]): [Saying, Saying] {
  let [start, stop] = [sayings[0]!, sayings[0]!];
  for (const saying of sayings) {
    if (saying.extent === start.extent) continue;
    if (compareLow(wideOf(saying), wideOf(start)) > 0) start = saying;
    if (compareHigh(wideOf(saying), wideOf(stop)) < 0) stop = saying;
  }
  return [start, stop];
}

const wideOf = ({ extent }: Saying): Interval => (extent as { wide: Interval }).wide;

/**
 * The values (by `keyOf`) that some other counting claim excludes, not being of one utterance with it (R9). What reaches
 * as high as the highest start and as low as the lowest stop has a point in common with every interval.
 */
export function excludedValues(
  comparison: Comparison,
  counting: readonly Saying[],
  isOne: (a: Saying, b: Saying) => boolean,
): Set<string> {
  if (!comparison.canExclude || counting.length < 2) return new Set();
  const byValue = new Map<string, Saying[]>();
  for (const saying of counting) push(byValue, keyOf(saying.extent), saying);
  const values = [...byValue.values()];
  const contradict = (own: readonly Saying[], others: readonly Saying[]): boolean =>
    comparison.excludes(own[0]!.extent, others[0]!.extent) &&
    own.some((a) => others.some((b) => !isOne(a, b)));
  const ends = comparison.interval
    ? extremes(counting).map((saying) => byValue.get(keyOf(saying.extent))!)
    : null;
  const isExcluded = (own: readonly Saying[]): boolean => {
    if (ends?.some((others) => contradict(own, others))) return true;
    if (ends?.every((others) => !comparison.excludes(own[0]!.extent, others[0]!.extent))) return false;
    return values.some((others) => others !== own && contradict(own, others));
  };
  return new Set([...byValue].flatMap(([key, own]) => (isExcluded(own) ? [key] : [])));
}
