import type { Analysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import type { LeftOut, Root } from './independence.js';
import type { Saying } from './sayings.js';
import { printValue } from './values.js';
import type { CommonValue, Range } from './view.js';
import { push } from './origins.js';
import { pairKey } from './sources.js';
import { waysOf, type TieStep, type Ways } from './ways.js';

/** "6 outlets, 2 origins": who is counted once, and by which ties (R3, R7). */
export interface OriginGroups {
  range: Range;
  /** publishers of the claims that count, each once */
  outlets: string[];
  origins: OriginGroup[];
  roots: RootGroup[];
  /** why the lower number counts two origins once; at most `pairsTold` of them */
  pairs: OriginPair[];
  pairsLeftOut: number;
  /** of each account that has an origin */
  accounts: { account: number; value: CommonValue; outlets: number; origins: Range; statedBy: Range }[];
  /** sources asserted independent of which one at least is an origin here; `counts`: both are (R7) */
  asserted: { a: string; b: string; counts: boolean }[];
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
}
/** Origins of one root organisation: one in the lower number, or none. */
export interface RootGroup {
  root: string;
  origins: { origin: string; ties: TieStep[] }[];
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

export const pairsTold = 500;

export function originGroupsOf(analysis: Analysis, question: QuestionDossier): OriginGroups {
  const now = analysis.question(question);
  const { sources, dossier } = analysis.casebook;
  const ways = waysOf(dossier);
  const { range, origins, roots } = now.counter.count(now.counting);
  const rootOf = new Map(roots.flatMap(({ root, origins: own }) => own.map((origin) => [origin, root])));
  const outletsOf = (sayings: readonly Saying[]): string[] => [
    ...new Set(sayings.map(({ claim }) => sources.of(claim.claim.chain[0]!))),
  ];
  const pairs = pairsOf(roots, now.counting, ways);
  const saidBy = new Map<string, Saying[]>();
  for (const saying of now.counting) for (const origin of saying.origin) push(saidBy, origin, saying);
  const isOrigin = new Set(origins);
  return {
    range,
    outlets: outletsOf(now.counting),
    origins: origins.map((origin) => ({
      origin,
      root: rootOf.get(origin)!,
      claims: saidBy.get(origin)!.map((saying) => claimOf(analysis, saying, origin, ways)),
    })),
    roots: roots.map(({ root, origins: own, leftOut, because }) => ({
      root,
      origins: own.map((origin) => ({ origin, ties: ways.toRoot(origin, root) })),
      leftOut,
      because: because ?? null,
    })),
    ...pairs,
    accounts: now.accounts.flatMap((account, place) =>
      account.attributed
        ? [
            {
              account: place,
              value: printValue(account.value, account.sayings, question),
              outlets: outletsOf(account.counting).length,
              origins: now.counter.range(account.sayings),
              statedBy: now.counter.statedBy(account.counting).range,
            },
          ]
        : [],
    ),
    asserted: dossier.independent.flatMap(([a, b]) => {
      const there = [a, b].filter((source) => isOrigin.has(sources.carry(source)));
      return there.length === 0 ? [] : [{ a, b, counts: there.length === 2 }];
    }),
  };
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

/** All pairs of one root, and those whose roots a joint claim makes one. */
function pairsOf(
  roots: readonly Root[],
  counting: readonly Saying[],
  ways: Ways,
): Pick<OriginGroups, 'pairs' | 'pairsLeftOut'> {
  const pairs = new Map<string, OriginPair>();
  let leftOut = 0;
  for (const { root, origins } of roots) {
    const before = pairs.size;
    for (const [a, b] of pairsAmong(origins)) {
      if (pairs.size === pairsTold) break;
      const ties = [...ways.toRoot(a, root), ...ways.toRoot(b, root)];
      pairs.set(pairKey(a, b), { a, b, why: 'one-root', root, ties, claim: null });
    }
    leftOut += (origins.length * (origins.length - 1)) / 2 - (pairs.size - before);
  }
  const joint = new Set<string>();
  for (const { origin, name } of counting) {
    for (const [a, b] of pairsAmong(origin)) {
      const key = pairKey(a, b);
      if (pairs.has(key) || joint.has(key)) continue;
      if (pairs.size === pairsTold) joint.add(key);
      else pairs.set(key, { a, b, why: 'jointly', root: null, ties: [], claim: name });
    }
  }
  return { pairs: [...pairs.values()], pairsLeftOut: leftOut + joint.size };
}

function* pairsAmong(names: readonly string[]): Generator<[string, string]> {
  for (const [index, a] of names.entries()) {
    for (let other = index + 1; other < names.length; other += 1) yield [a, names[other]!];
  }
}
