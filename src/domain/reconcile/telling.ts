import type { Saying, VisibleClaim } from './sayings.js';
import type { Relation } from './view.js';

/** What a claim did when it appeared (R10). */
export interface Told {
  claim: string;
  relation: Relation;
  with: string[];
  against: string[];
}
export type Telling = Omit<Told, 'claim'>;

/**
 * Where more claims are meant, the first of them in R1's order are named: else a history of thousands of claims would
 * name millions (docs/decisions/histories-name-the-first.md).
 */
export const namedAtMost = 200;

type Names = Iterable<Saying | VisibleClaim> | readonly string[];

export const telling = (relation: Relation, meant: { with?: Names; against?: Names } = {}): Telling => ({
  relation,
  with: namesOf(meant.with ?? []),
  against: namesOf(meant.against ?? []),
});

function namesOf(meant: Names): string[] {
  const all = new Map<string, number>();
  for (const one of meant) {
    if (typeof one === 'string') all.set(one, all.get(one) ?? all.size);
    else if (!all.has(one.name)) all.set(one.name, one.order);
  }
  const names = [...all.keys()];
  if (names.length <= namedAtMost) return names;
  return names.sort((a, b) => all.get(a)! - all.get(b)!).slice(0, namedAtMost);
}
