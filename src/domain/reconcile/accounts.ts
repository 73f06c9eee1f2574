import {
  apart,
  compareHigh,
  compareIntervals,
  compareLow,
  holds,
  isEmpty,
  meet,
  meets,
  type Interval,
} from '../interval.js';
import { sameKeyOf, type Comparison, type Extent } from './extent.js';
import type { Saying } from './sayings.js';

/**
 * A maximal set of claims that can all be true together (R6). On a question with thousands of claims most accounts are
 * only counted, ordered and compared by value, so their members are listed when somebody asks for them.
 */
export interface Account {
  /** whether its claims have an origin; else it is made of those without one that fit nowhere */
  readonly attributed: boolean;
  /** in R1's order; with those without origin that fit */
  readonly sayings: readonly Saying[];
  /** those with an origin */
  readonly counting: readonly Saying[];
  readonly value: AccountValue;
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
  const attributed = maximalSets(comparison, counting, others);
  const left = others.filter((saying) => !fitsAny(comparison, saying, attributed));
  const accounts = [...attributed, ...maximalSets(comparison, left, [])];
  return accounts.sort(compareAccounts);
}

function fitsAny(comparison: Comparison, saying: Saying, accounts: readonly Account[]): boolean {
  if (!sweepsNumbers(comparison))
    return accounts.some((account) => fitsValue(comparison, saying.extent, account.value));
  // Stretches of numbers lie apart and in order: the first that does not end before it begins is the one to ask.
  const own = wideOf(saying);
  let [from, to] = [0, accounts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (apart(own, stretchOf(accounts[middle]!))) from = middle + 1;
    else to = middle;
  }
  return from < accounts.length && !isEmpty(meet(own, stretchOf(accounts[from]!)));
}
const stretchOf = ({ value }: Account): Interval => (value as { wide: Interval }).wide;

/** Whether accounts are stretches of the line of numbers. */
const sweepsNumbers = ({ question, interval }: Comparison): boolean =>
  interval && !question.multiple && question.type !== 'time';

const inOrder = (sayings: Saying[]): Saying[] => sayings.sort((a, b) => a.order - b.order);

/** `pool`: claims of one sort, all with an origin or all without; `guests`: those without that join where they fit. */
function maximalSets(comparison: Comparison, pool: readonly Saying[], guests: readonly Saying[]): Account[] {
  if (pool.length === 0) return [];
  const { question } = comparison;
  if (sweepsNumbers(comparison)) {
    return sweep(pool).map((value) => new NumberAccount(value, pool, guests));
  }
  const sets = question.multiple ? groupsBy(pool, sameKey) : listedSets(pool);
  return sets.map((members) => listed(comparison, members, guests));
}

/** Numbers: an account is a stretch of the line, and its members are the claims that hold all of it. */
class NumberAccount implements Account {
  readonly attributed: boolean;
  readonly value: AccountValue;
  private members: Saying[] | undefined;
  private all: Saying[] | undefined;

  constructor(
    private readonly stretch: Interval,
    private readonly pool: readonly Saying[],
    private readonly guests: readonly Saying[],
  ) {
    this.attributed = pool[0]!.originKey !== null;
    this.value = { kind: 'interval', plain: stretch, wide: stretch, asSaid: stretch };
  }
  get counting(): readonly Saying[] {
    return this.attributed ? this.listed() : [];
  }
  get sayings(): readonly Saying[] {
    if (!this.all) {
      const guests = this.guests.filter((saying) => meets(wideOf(saying), this.stretch));
      this.all = guests.length === 0 ? this.listed() : inOrder([...this.listed(), ...guests]);
    }
    return this.all;
  }
  private listed(): Saying[] {
    this.members ??= this.pool.filter((saying) => holds(wideOf(saying), this.stretch));
    return this.members;
  }
}

function listed(comparison: Comparison, members: Saying[], guests: readonly Saying[]): Account {
  const value = valueOf(comparison, members);
  const attributed = members[0]!.originKey !== null;
  const fitting = guests.filter((saying) => fitsValue(comparison, saying.extent, value));
  return {
    attributed,
    value,
    counting: attributed ? members : [],
    sayings: inOrder([...members, ...fitting]),
  };
}

function listedSets(sayings: readonly Saying[]): Saying[][] {
  const [first] = sayings;
  if (first!.extent.kind === 'interval') {
    return sweep(sayings).map((stretch) => sayings.filter((saying) => holds(wideOf(saying), stretch)));
  }
  if (first!.extent.kind === 'set') return commonSets(sayings);
  return groupsBy(sayings, sameKey);
}

const wideOf = ({ extent }: Saying): Interval => (extent as Extract<Extent, { kind: 'interval' }>).wide;

const sameKey = ({ extent }: Saying): string => sameKeyOf(extent);

function groupsBy(sayings: readonly Saying[], key: (saying: Saying) => string): Saying[][] {
  return [...Map.groupBy(sayings, key).values()];
}

/**
 * Intervals: one pass over the ends, O(n log n). Where one ends after another has begun, all that are open hold the
 * stretch between the two, and no larger set has a point in common.
 */
function sweep(sayings: readonly Saying[]): Interval[] {
  const wide = [...new Set(sayings.map(wideOf))]; // equal numbers share one
  const starts = wide.toSorted(compareLow);
  const stops = wide.toSorted(compareHigh);
  const stretches: Interval[] = [];
  let grew = false;
  let next = 0;
  for (const stop of stops) {
    while (next < starts.length && !apart(starts[next]!, stop)) {
      next += 1;
      grew = true;
    }
    if (grew) {
      const start = starts[next - 1]!;
      stretches.push({ low: start.low, lowOpen: start.lowOpen, high: stop.high, highOpen: stop.highOpen });
    }
    grew = false;
  }
  return stretches;
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
