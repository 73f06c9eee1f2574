import type { Analysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import type { LeftOut, Root } from './independence.js';
import type { Saying } from './sayings.js';
import { printValue } from './values.js';
import type { CommonValue, Range } from './view.js';
import { push } from './origins.js';
import { pairKey } from './sources.js';
import { waysOf, type TieStep, type Ways } from './ways.js';

/** "6 outlets, 2 origins": who is counted once, and by which ties (R3, R7). Of each list so many are told (`most`). */
export interface OriginGroups {
  range: Range;
  /** publishers of the claims that count, each once */
  outlets: string[];
  origins: OriginGroup[];
  roots: RootGroup[];
  /** why the lower number counts two origins once */
  pairs: OriginPair[];
  /** of each account that has an origin */
  accounts: { account: number; value: CommonValue; outlets: number; origins: Range; statedBy: Range }[];
  /** sources asserted independent of which one at least is an origin here; `counts`: both are (R7) */
  asserted: { a: string; b: string; counts: boolean }[];
  /** further ones of each that are not told */
  leftOut: { outlets: number; origins: number; roots: number; pairs: number; accounts: number };
}
/** Claims that go back to one origin, whoever prints them. */
export interface OriginGroup {
  origin: string;
  root: string;
  claims: {
    claim: string;
    outlet: string;
    /** the end of its chain, or who said it jointly, as recorded */
    speaker: string;
    /** by which that speaker's words are the origin's */
    ties: TieStep[];
  }[];
  claimsLeftOut: number;
}
/** Origins of one root organisation: one in the lower number, or none. */
export interface RootGroup {
  root: string;
  origins: { origin: string; ties: TieStep[] }[];
  originsLeftOut: number;
  /** null: it is counted */
  leftOut: LeftOut | null;
  /** the claim that shows that it relays, where it is left out for that */
  because: string | null;
}
export interface OriginPair {
  a: string;
  b: string;
  why: 'one-root' | 'jointly';
  /** `one-root`: the ties of the one, then of the other, up to it */
  root: string | null;
  ties: TieStep[];
  /** `jointly`: the claim that both say */
  claim: string | null;
}

/** Told of each list: more than a person reads, and less than fills a reader's memory. */
const most = { outlets: 500, origins: 500, claims: 200, roots: 500, pairs: 500, accounts: 100 };

export function originGroupsOf(analysis: Analysis, question: QuestionDossier): OriginGroups {
  const now = analysis.question(question);
  const { sources, dossier } = analysis.casebook;
  const ways = waysOf(dossier);
  const { range, origins, roots } = now.counter.count(now.counting);
  const rootOf = new Map(roots.flatMap(({ root, origins: own }) => own.map((origin) => [origin, root])));
  const outletsOf = (sayings: readonly Saying[]): string[] => [
    ...new Set(sayings.map(({ claim }) => sources.of(claim.claim.chain[0]!))),
  ];
  const { pairs, all: allPairs } = pairsOf(roots, now.counting, ways);
  const saidBy = new Map<string, Saying[]>();
  for (const saying of now.counting) for (const origin of saying.origin) push(saidBy, origin, saying);
  const outlets = outletsOf(now.counting);
  const accounts = [...now.accounts.entries()].filter(([, { attributed }]) => attributed);
  const over = (all: number, told: number): number => Math.max(0, all - told);
  return {
    range,
    outlets: outlets.slice(0, most.outlets),
    origins: origins.slice(0, most.origins).map((origin) => {
      const said = saidBy.get(origin)!;
      return {
        origin,
        root: rootOf.get(origin)!,
        claims: said.slice(0, most.claims).map((saying) => claimOf(analysis, saying, origin, ways)),
        claimsLeftOut: over(said.length, most.claims),
      };
    }),
    roots: roots.slice(0, most.roots).map(({ root, origins: own, leftOut, because }) => ({
      root,
      origins: own.slice(0, most.origins).map((origin) => ({ origin, ties: ways.toRoot(origin, root) })),
      originsLeftOut: over(own.length, most.origins),
      leftOut,
      because: because ?? null,
    })),
    pairs,
    accounts: accounts.slice(0, most.accounts).map(([place, account]) => ({
      account: place,
      value: printValue(account.value, account.sayings, question),
      outlets: outletsOf(account.counting).length,
      origins: now.counter.range(account.sayings),
      statedBy: now.counter.statedBy(account.counting).range,
    })),
    asserted: assertedAmong(analysis, new Set(origins)),
    leftOut: {
      outlets: over(outlets.length, most.outlets),
      origins: over(origins.length, most.origins),
      roots: over(roots.length, most.roots),
      pairs: allPairs - pairs.length,
      accounts: over(accounts.length, most.accounts),
    },
  };
}

function assertedAmong(
  { casebook: { sources, dossier } }: Analysis,
  origins: ReadonlySet<string>,
): OriginGroups['asserted'] {
  return dossier.independent.flatMap(([a, b]) => {
    const there = [a, b].filter((source) => origins.has(sources.carry(source)));
    return there.length === 0 ? [] : [{ a, b, counts: there.length === 2 }];
  });
}

function claimOf(
  analysis: Analysis,
  { claim, name }: Saying,
  origin: string,
  ways: Ways,
): OriginGroup['claims'][number] {
  const { chain, jointly } = claim.claim;
  const { sources } = analysis.casebook;
  const speaker = [chain.at(-1)!, ...jointly].find((source) => sources.carry(source) === origin)!;
  return { claim: name, outlet: chain[0]!, speaker, ties: ways.toOrigin(speaker, origin) };
}

/** All pairs of one root, and those whose roots a joint claim makes one; `all`: how many there are. */
function pairsOf(
  roots: readonly Root[],
  counting: readonly Saying[],
  ways: Ways,
): { pairs: OriginPair[]; all: number } {
  const pairs = new Map<string, OriginPair>();
  let all = 0;
  for (const { root, origins } of roots) {
    all += (origins.length * (origins.length - 1)) / 2;
    for (const [a, b] of pairsAmong(origins)) {
      if (pairs.size === most.pairs) break;
      const ties = [...ways.toRoot(a, root), ...ways.toRoot(b, root)];
      pairs.set(pairKey(a, b), { a, b, why: 'one-root', root, ties, claim: null });
    }
  }
  const rootOf = new Map(roots.flatMap(({ root, origins }) => origins.map((origin) => [origin, root])));
  const joint = new Set<string>();
  for (const { origin, name } of counting) {
    for (const [a, b] of pairsAmong(origin)) {
      const key = pairKey(a, b);
      if (rootOf.get(a) === rootOf.get(b) || joint.has(key)) continue;
      joint.add(key);
      if (pairs.size < most.pairs)
        pairs.set(key, { a, b, why: 'jointly', root: null, ties: [], claim: name });
    }
  }
  return { pairs: [...pairs.values()], all: all + joint.size };
}

function* pairsAmong(names: readonly string[]): Generator<[string, string]> {
  for (const [index, a] of names.entries()) {
    for (let other = index + 1; other < names.length; other += 1) yield [a, names[other]!];
  }
}
