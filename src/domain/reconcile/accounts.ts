import {
  apart,
  compareHigh,
  compareIntervals,
  compareLow,
  isEmpty,
  meet,
  type Interval,
} from '../interval.js';
import type { Comparison, Extent } from './extent.js';
import type { Saying } from './sayings.js';

/** A maximal set of claims that can all be true together (R6). */
export interface Account {
  /** in R1's order; with those without origin that fit */
  sayings: readonly Saying[];
  /** those with an origin */
  counting: readonly Saying[];
  value: AccountValue;
}
/** What is common to an account's counting claims. */
export type AccountValue =
  | {
      kind: 'interval';
      plain: Interval;
      wide: Interval;
      /** of the unwidened ones, even where that is empty and `plain` is taken from the widened */
      asSaid: Interval;
    }
  | { kind: 'set'; keys: readonly string[]; down: ReadonlySet<string> }
  | { kind: 'word'; said: Saying };

/** The accounts of a question, in order. */
export function accountsOf(comparison: Comparison, standing: readonly Saying[]): Account[] {
  const counting = standing.filter(({ originKey }) => originKey !== null);
  const others = standing.filter(({ originKey }) => originKey === null);
  const attributed = maximalSets(comparison, counting);
  const joined = attributed.map((sayings) => {
    const value = valueOf(comparison, sayings);
    const guests = others.filter((saying) => fitsValue(comparison, saying.extent, value));
    return { value, counting: sayings, sayings: inOrder([...sayings, ...guests]) };
  });
  const placed = new Set(joined.flatMap(({ sayings }) => sayings));
  const left = others.filter((saying) => !placed.has(saying));
  const unattributed = maximalSets(comparison, left).map((sayings) => ({
    value: valueOf(comparison, sayings),
    counting: [],
    sayings,
  }));
  return [...joined, ...unattributed].sort(compareAccounts);
}

const inOrder = (sayings: Saying[]): Saying[] => sayings.sort((a, b) => a.order - b.order);

function maximalSets(comparison: Comparison, sayings: readonly Saying[]): Saying[][] {
  if (sayings.length === 0) return [];
  if (comparison.question.multiple) return groupsBy(sayings, sameKey);
  const [first] = sayings;
  if (first!.extent.kind === 'interval') return sweep(sayings);
  if (first!.extent.kind === 'set') return commonSets(sayings);
  return groupsBy(sayings, sameKey);
}

/** Equal values have equal keys. */
function sameKey({ extent }: Saying): string {
  if (extent.kind === 'set') return extent.key;
  if (extent.kind === 'word') return extent.word;
  const { low, high, lowOpen, highOpen } = extent.plain;
  return `${low}${lowOpen ? '(' : '['}${high}${highOpen ? ')' : ']'}`;
}

function groupsBy(sayings: readonly Saying[], key: (saying: Saying) => string): Saying[][] {
  return [...Map.groupBy(sayings, key).values()];
}

/** Intervals: one pass over the ends; a set is maximal where one ends after another has begun. */
function sweep(sayings: readonly Saying[]): Saying[][] {
  const wide = (saying: Saying): Interval => (saying.extent as Extract<Extent, { kind: 'interval' }>).wide;
  const starts = [...sayings].sort((a, b) => compareLow(wide(a), wide(b)));
  const stops = [...sayings].sort((a, b) => compareHigh(wide(a), wide(b)));
  const open = new Set<Saying>();
  const sets: Saying[][] = [];
  let grew = false;
  let next = 0;
  for (const stop of stops) {
    while (next < starts.length && !apart(wide(starts[next]!), wide(stop))) {
      open.add(starts[next]!);
      next += 1;
      grew = true;
    }
    if (grew) sets.push(inOrder([...open]));
    grew = false;
    open.delete(stop);
  }
  return sets;
}

/** Categories and sources: the sets that share an element, those inside others left out. */
function commonSets(sayings: readonly Saying[]): Saying[][] {
  const byElement = new Map<string, Saying[]>();
  for (const saying of sayings) {
    for (const element of (saying.extent as Extract<Extent, { kind: 'set' }>).down) {
      const known = byElement.get(element);
      if (known) known.push(saying);
      else byElement.set(element, [saying]);
    }
  }
  const sets = [...byElement.values()].sort((a, b) => b.length - a.length);
  const maximal: Set<Saying>[] = [];
  for (const set of sets) {
    if (!maximal.some((larger) => set.every((saying) => larger.has(saying)))) maximal.push(new Set(set));
  }
  return maximal.map((set) => [...set]);
}

export function valueOf(comparison: Comparison, sayings: readonly Saying[]): AccountValue {
  const extents = sayings.map(({ extent }) => extent);
  const [first] = extents;
  if (first!.kind === 'interval') {
    const intervals = extents as Extract<Extent, { kind: 'interval' }>[];
    const wide = intervals.map((one) => one.wide).reduce(meet);
    const plain = intervals.map((one) => one.plain).reduce(meet);
    return { kind: 'interval', plain: isEmpty(plain) ? wide : plain, wide, asSaid: plain };
  }
  if (first!.kind === 'set') {
    const sets = extents as Extract<Extent, { kind: 'set' }>[];
    const down = sets.map((one) => one.down).reduce((a, b) => new Set([...a].filter((key) => b.has(key))));
    const keys = [...new Set(sets.map(({ key }) => key))];
    const narrowest = keys.filter(
      (key) =>
        !sets.some(
          (other) => other.key !== key && sets.some((one) => one.key === key && one.down.has(other.key)),
        ),
    );
    return { kind: 'set', keys: comparison.question.multiple ? keys : narrowest, down };
  }
  return { kind: 'word', said: sayings[0]! };
}

/** Whether a value can be true together with all that an account holds. */
export function fitsValue(comparison: Comparison, extent: Extent, value: AccountValue): boolean {
  if (value.kind === 'word') return comparison.same(extent, value.said.extent);
  if (value.kind === 'set' && extent.kind === 'set') {
    if (comparison.question.multiple) return value.keys.includes(extent.key);
    return [...extent.down].some((key) => value.down.has(key));
  }
  if (value.kind === 'interval' && extent.kind === 'interval') {
    if (comparison.question.multiple) return compareIntervals(extent.plain, value.plain) === 0;
    return !isEmpty(meet(extent.wide, value.wide));
  }
  return false;
}

function compareAccounts(a: Account, b: Account): number {
  if (a.value.kind === 'interval' && b.value.kind === 'interval') {
    const byValue = compareIntervals(a.value.plain, b.value.plain);
    if (byValue !== 0) return byValue;
  }
  for (let i = 0; i < Math.min(a.sayings.length, b.sayings.length); i += 1) {
    const byOrder = a.sayings[i]!.order - b.sayings[i]!.order;
    if (byOrder !== 0) return byOrder;
  }
  return a.sayings.length - b.sayings.length;
}
