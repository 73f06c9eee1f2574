import type { Value } from '../value.js';
import type { Analysis, QuestionAnalysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import { keyOf } from './extent.js';
import { push } from './origins.js';
import type { Saying, VisibleClaim } from './sayings.js';

/** What can befall a claim of a source, as its record counts it. */
export const mishaps = [
  'corrected',
  'retracted',
  'disowned',
  'superseded',
  'outgrown',
  'contradicted',
  'denied',
  'doubted',
  'diverged',
] as const;
export type Mishap = (typeof mishaps)[number];
const mishapOf = {
  correction: 'corrected',
  retraction: 'retracted',
  disowned: 'disowned',
  update: 'superseded',
  outgrown: 'outgrown',
} as const satisfies Record<string, Mishap>;

/** What a source said or passed on, on one question. */
export interface OnRecord {
  /** a silence is told by its own number, and nothing befalls it here */
  said: { claim: string; part: 'said' | 'passed-on'; silent: boolean }[];
  befell: Befallen[];
}
/** One thing that befell one claim: `by` are the claims behind it, in R1's order, at most `namedWith` of them. */
export interface Befallen {
  claim: string;
  part: 'said' | 'passed-on';
  what: Mishap;
  value: Value;
  by: { claim: string; value: Value | null; origin: string[]; outlet: string }[];
  byLeftOut: number;
}
export const namedWith = 50;

/**
 * What the sources named said and passed on, on one question, and what befell it: what ended it (R4, R5); what another
 * origin says that excludes it, while both count (R2, R6); denials by another origin and doubts (R4); sayings of one
 * utterance that relays print differently (R4).
 * @param sources whose words are taken together, by name
 */
export function recordOn(
  analysis: Analysis,
  question: QuestionDossier,
  sources: ReadonlySet<string>,
): OnRecord {
  const now = analysis.question(question);
  const partIn = (claim: VisibleClaim): 'said' | 'passed-on' | null => {
    const { chain, jointly, lineageRecorded, inferred } = claim.claim;
    if ([chain.at(-1)!, ...jointly].some((source) => sources.has(source)))
      return lineageRecorded && !inferred ? 'said' : null;
    return chain.some((source) => sources.has(source)) ? 'passed-on' : null;
  };
  const own = now.sayings.flatMap((saying) => {
    const part = partIn(saying.claim);
    return part ? [{ saying, part }] : [];
  });
  const silences = now.silences.flatMap(({ claim }) => {
    const part = partIn(claim);
    return part ? [{ claim: claim.name, part, silent: true }] : [];
  });
  const excluders = own.length === 0 ? () => [] : excludersOf(analysis, question, now);
  const apart = own.length === 0 ? new Map<string, Saying[]>() : divergedFrom(now);
  return {
    said: [...own.map(({ saying, part }) => ({ claim: saying.name, part, silent: false })), ...silences],
    befell: own.flatMap(({ saying, part }) => {
      const told = (what: Mishap, by: Befallen['by'], all = by.length): Befallen[] =>
        all === 0
          ? []
          : [{ claim: saying.name, part, what, value: saying.value, by, byLeftOut: all - by.length }];
      const sayings = (what: Mishap, others: readonly Saying[]): Befallen[] =>
        told(what, others.slice(0, namedWith).map(bySaying), others.length);
      const words = (what: Mishap, by: readonly VisibleClaim[]): Befallen[] =>
        told(
          what,
          by.slice(0, namedWith).map((claim) => byClaim(analysis, claim)),
          by.length,
        );
      const end = now.ends.get(saying.name);
      return [
        ...(end ? words(mishapOf[end.as], [end.by]) : []),
        ...sayings('contradicted', excluders(saying)),
        ...words(
          'denied',
          analysis.denials(saying).map(({ by }) => by),
        ),
        ...words(
          'doubted',
          analysis.words
            .on(saying.name)
            .filter(({ effect }) => effect === 'doubts')
            .map(({ by }) => by),
        ),
        ...sayings('diverged', apart.get(saying.name) ?? []),
      ];
    }),
  };
}

const bySaying = ({ name, value, origin, claim }: Saying): Befallen['by'][number] => ({
  claim: name,
  value,
  origin: [...origin],
  outlet: claim.claim.chain[0]!,
});
const byClaim = (analysis: Analysis, claim: VisibleClaim): Befallen['by'][number] => ({
  claim: claim.name,
  value: claim.claim.value ?? null,
  origin: [...analysis.sayings.originOf(claim)],
  outlet: claim.claim.chain[0]!,
});

/** Counting claims of other origins that a counting claim excludes; equal values are compared once. */
function excludersOf(
  analysis: Analysis,
  question: QuestionDossier,
  now: QuestionAnalysis,
): (saying: Saying) => Saying[] {
  const comparison = analysis.casebook.comparison(question);
  if (!comparison.canExclude) return () => [];
  const counting = new Set(now.counting);
  const byValue = new Map<string, Saying[]>();
  for (const saying of now.counting) push(byValue, keyOf(saying.extent), saying);
  const known = new Map<string, Saying[]>();
  return (saying) => {
    if (!counting.has(saying)) return [];
    const key = keyOf(saying.extent);
    let others = known.get(key);
    if (!others) {
      others = [...byValue.values()]
        .filter(([first]) => comparison.excludes(saying.extent, first!.extent))
        .flat()
        .sort((a, b) => a.order - b.order);
      known.set(key, others);
    }
    return others.filter(({ origin }) => !origin.some((source) => saying.origin.includes(source)));
  };
}

function divergedFrom(now: QuestionAnalysis): Map<string, Saying[]> {
  const apart = new Map<string, Saying[]>();
  for (const [a, b] of now.divergences) {
    push(apart, a.name, b);
    push(apart, b.name, a);
  }
  return apart;
}
