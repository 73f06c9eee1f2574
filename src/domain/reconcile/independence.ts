import { compareHigh, compareLow, meet, sameInterval, type Interval } from '../interval.js';
import { valueOf, type AccountValue } from './accounts.js';
import { keyOf, sameKeyOf, wholeOf, type Comparison, type Extent } from './extent.js';
import { push } from './origins.js';
import type { Saying } from './sayings.js';
import type { Sources } from './sources.js';
import type { Range } from './view.js';

/** Why an organisation adds nothing to the lower number of origins. */
export type LeftOut = 'unnamed' | 'outlet' | 'chain-cut-short';
export interface Root {
  root: string;
  /** the origins of it */
  origins: string[];
  leftOut: LeftOut | null;
  /** the claim whose chain shows that the organisation relays */
  because?: string;
}
export interface Independence {
  range: Range;
  origins: string[];
  roots: Root[];
  /** the groups that min counts: claims by roots, joint speakers as one */
  groups: Saying[][];
}

/** Whoever says it saw or worked it out. */
export const ownBases: ReadonlySet<string> = new Set(['witnessed', 'deduced', 'induced']);

/** Counts origins on one question (R7). */
export class Counter {
  /** values that an organisation passed on for others, by organisation */
  private readonly passedOnBy = new Map<string, Saying[]>();
  /** the same by the single source that passed them on */
  private readonly passedOnBySource = new Map<string, Saying[]>();

  constructor(
    private readonly sources: Sources,
    private readonly comparison: Comparison,
    visible: readonly Saying[],
  ) {
    for (const saying of visible) this.add(saying);
  }

  /** What relays pass on: of one claim more. */
  add(saying: Saying): void {
    const { relays } = saying.claim;
    if (relays.length === 0 || saying.originKey === null) return;
    const roots = saying.origin.map((name) => this.sources.root(name));
    const passed: string[] = [];
    relays.forEach((relay, index) => {
      if (relays.indexOf(relay) !== index) return;
      if (!saying.origin.includes(relay)) push(this.passedOnBySource, relay, saying);
      const root = this.sources.root(relay);
      if (roots.includes(root) || passed.includes(root)) return;
      passed.push(root);
      push(this.passedOnBy, root, saying);
    });
  }

  range(sayings: readonly Saying[]): Range {
    return this.count(sayings).range;
  }

  count(sayings: readonly Saying[]): Independence {
    const counting = sayings.filter(({ originKey }) => originKey !== null);
    const origins = [...new Set(counting.flatMap(({ origin }) => origin))];
    const asserted = this.assertedAmong(origins);
    const rootOf = (origin: string): string => (asserted.has(origin) ? origin : this.sources.root(origin));
    const claimsOf = new Map<string, Saying[]>();
    for (const saying of counting) {
      for (const root of new Set(saying.origin.map(rootOf))) {
        push(claimsOf, root, saying);
      }
    }
    const originsOf = Map.groupBy(origins, rootOf);
    const roots = [...claimsOf].map(([root, claims]): Root => {
      const own = originsOf.get(root)!;
      return { root, origins: own, ...this.leftOut(root, new Set(own), claims, asserted.has(root)) };
    });
    const groups = grouped(counting, roots, rootOf);
    const min = origins.length === 0 ? 0 : Math.max(1, groups.length);
    return { range: { min, max: origins.length }, origins, roots, groups };
  }

  /** Of two sources asserted independent that are both among the origins, each is a root of its own. */
  private assertedAmong(origins: readonly string[]): Set<string> {
    if (!this.sources.anyAsserted) return new Set();
    return new Set(
      origins.filter((a) => origins.some((b) => a !== b && this.sources.assertedIndependent(a, b))),
    );
  }

  private leftOut(
    root: string,
    origins: ReadonlySet<string>,
    claims: readonly Saying[],
    asserted: boolean,
  ): Pick<Root, 'leftOut' | 'because'> {
    if (!asserted && !this.sources.isNamed(root)) return { leftOut: 'unnamed' };
    if (!claims.some((saying) => this.isOwnKnowledge(saying, root, origins))) return { leftOut: 'outlet' };
    const passedOn = (asserted ? this.passedOnBySource : this.passedOnBy).get(root);
    const cut = passedOn?.find((passed) =>
      claims.some((own) => this.comparison.fits(passed.extent, own.extent)),
    );
    return cut ? { leftOut: 'chain-cut-short', because: cut.name } : { leftOut: null };
  }

  /** An outlet, or who belongs to one, adds only by what it saw or worked out itself. */
  private isOwnKnowledge(saying: Saying, root: string, origins: ReadonlySet<string>): boolean {
    if (ownBases.has(saying.claim.claim.basis ?? 'unknown')) return true;
    if (this.sources.isOutlet(root)) return false;
    return saying.origin.some((origin) => origins.has(origin) && !this.sources.isOutlet(origin));
  }

  /** Origins of the claims than which no other counting claim of the account is narrower (R7, "statedBy"). */
  statedBy(counting: readonly Saying[]): {
    range: Range;
    stating: readonly Saying[];
    best: readonly Saying[];
  } {
    const stating = narrowest(this.comparison, counting);
    const values = Map.groupBy(stating, ({ extent }) => sameKeyOf(extent));
    let best: Saying[] = [];
    let range: Range = { min: 0, max: 0 };
    for (const value of values.values()) {
      const support = this.range(value);
      if (support.min > range.min || (support.min === range.min && support.max > range.max)) {
        best = value;
        range = support;
      }
    }
    return { range, stating, best };
  }

  /** The narrowest value that two independent origins attest (R7, "agreed"); null: none, or all that the type allows. */
  agreed(counting: readonly Saying[]): AccountValue | null {
    const { groups } = this.count(counting);
    if (groups.length < 2) return null;
    const { question } = this.comparison;
    const values = groups.map((group) => valueOf(this.comparison, group));
    const [first] = values;
    if (first!.kind === 'interval') {
      const plain = values.map((value) => (value as { plain: Interval }).plain);
      const low = [...plain].sort(compareLow).at(-2)!;
      const high = [...plain].sort(compareHigh)[1]!;
      const both: Interval = { low: low.low, lowOpen: low.lowOpen, high: high.high, highOpen: high.highOpen };
      return sameInterval(meet(both, wholeOf(question.type)), wholeOf(question.type))
        ? null
        : { kind: 'interval', plain: both, wide: both, asSaid: both };
    }
    // All that count say the same; it is printed as the first of them in R1's order has it, like the account.
    if (first!.kind === 'word') return valueOf(this.comparison, counting);
    return this.agreedSet(groups);
  }

  /** The narrowest categories or sources that two groups entail. */
  private agreedSet(groups: readonly Saying[][]): AccountValue | null {
    const { question } = this.comparison;
    const keysOf = groups.map(
      (group) => valueOf(this.comparison, group) as Extract<AccountValue, { kind: 'set' }>,
    );
    const candidates =
      question.type === 'category'
        ? question.categories.map(({ key }) => this.comparison.extent({ category: key }))
        : [
            ...new Set(
              groups
                .flat()
                .flatMap(({ value }) => ('source' in value ? [...this.sources.upward(value.source)] : [])),
            ),
          ].map((source) => this.comparison.extent({ source }));
    const entailed = candidates.filter(
      (candidate) =>
        candidate.kind === 'set' &&
        keysOf.filter(({ keys }) => keys.some((key) => candidate.down.has(key))).length >= 2,
    ) as { kind: 'set'; key: string; down: ReadonlySet<string> }[];
    const keys = entailed.filter(
      (one) => !entailed.some((other) => other.key !== one.key && one.down.has(other.key)),
    );
    if (keys.length === 0) return null;
    if (question.type === 'category' && keys.some(({ down }) => down.size === question.categories.length))
      return null;
    return {
      kind: 'set',
      keys: keys.map(({ key }) => key),
      down: new Set(keys.flatMap(({ down }) => [...down])),
    };
  }
}

function grouped(
  counting: readonly Saying[],
  roots: readonly Root[],
  rootOf: (origin: string) => string,
): Saying[][] {
  const parent = new Map(roots.map(({ root }) => [root, root]));
  const find = (root: string): string => {
    let at = root;
    while (parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  for (const { origin } of counting) {
    for (const other of origin.slice(1)) parent.set(find(rootOf(other)), find(rootOf(origin[0]!)));
  }
  const counted = new Set(roots.filter(({ leftOut }) => leftOut === null).map(({ root }) => find(root)));
  const adds = new Set(roots.filter(({ leftOut }) => leftOut === null).map(({ root }) => root));
  const groups = new Map<string, Saying[]>([...counted].map((group) => [group, []]));
  for (const saying of counting) {
    const own = new Set(
      saying.origin
        .map(rootOf)
        .filter((root) => adds.has(root))
        .map(find),
    );
    for (const group of own) groups.get(group)!.push(saying);
  }
  return [...groups.values()];
}

/** Those than which none of the others is narrower. */
export function narrowest(comparison: Comparison, sayings: readonly Saying[]): readonly Saying[] {
  const values = new Map(sayings.map(({ extent }) => [keyOf(extent), extent]));
  if (values.size < 2) return sayings;
  const stating = new Set(narrowestOf(comparison, [...values.values()]).map(keyOf));
  return stating.size === values.size ? sayings : sayings.filter(({ extent }) => stating.has(keyOf(extent)));
}

function narrowestOf(comparison: Comparison, extents: Extent[]): Extent[] {
  const { type } = comparison.question;
  if (type !== 'count' && type !== 'quantity') {
    return extents.filter((extent) => !extents.some((other) => comparison.isNarrower(other, extent)));
  }
  // From the highest start down, the narrowest first among equal starts: whatever reaches as far up as one that was
  // already seen holds it, and is not narrowest.
  const plain = (extent: Extent): Interval => (extent as { plain: Interval }).plain;
  extents.sort((a, b) => compareLow(plain(b), plain(a)) || compareHigh(plain(a), plain(b)));
  const found: Extent[] = [];
  let lowest: Interval | undefined;
  for (const extent of extents) {
    if (lowest && compareHigh(plain(extent), lowest) >= 0) continue;
    lowest = plain(extent);
    found.push(extent);
  }
  return found;
}
