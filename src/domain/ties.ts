import { reachable } from './checks.js';
import type { Attribution, SourceDescription } from './events.js';
import type { Source } from './things.js';

export type SourceById = (id: string) => Source | undefined;

/** What a source speaks for or belongs to, directly. */
export function upward(source: Pick<SourceDescription, 'memberOf' | 'speaksFor'> | undefined): string[] {
  return [source?.speaksFor, source?.memberOf].filter((id) => id !== undefined);
}
/** Sources marked the same as this one, as far as its own stream says so. */
const twins = (source: Source | undefined): string[] =>
  Object.entries(source?.identity ?? {}).flatMap(([other, word]) => (word.same ? [other] : []));

/** What these sources may be carried on to: upward, and through those marked the same. */
export function tiesOf(ids: Iterable<string>, source: SourceById): Set<string> {
  return reachable(ids, (id) => [...upward(source(id)?.description), ...twins(source(id))]);
}

/**
 * R4, "taking back": whether who responds has the right to take the claim back: its origin, whoever shares a root
 * organisation with it, and any relay in its chain (the whole chain, where it has no origin). Who has no origin has
 * no right. Judged on what entry has at hand; reconciliation has the last word.
 */
export function mayTakeBack(responder: Attribution, target: Attribution, source: SourceById): boolean {
  const ties = new Ties([...speakers(responder), ...target.chain, ...speakers(target)], source);
  const responding = ties.originOf(responder);
  const origin = ties.originOf(target);
  const roots = new Set(ties.roots(origin));
  const relays = new Set((origin.length === 0 ? target.chain : target.chain.slice(0, -1)).map(ties.one));
  return ties.roots(responding).some((id) => roots.has(id)) || responding.some((id) => relays.has(id));
}
const speakers = ({ chain, jointly = [] }: Attribution): string[] => [chain.at(-1)!, ...jointly];

/** Sources with those that are one and the same (R3) read as one. */
class Ties {
  readonly #one = new Map<string, string>();
  readonly #up = new Map<string, Set<string>>();
  readonly #mouths = new Map<string, string>();

  constructor(ids: string[], source: SourceById) {
    const all = [...tiesOf(ids, source)].sort();
    for (const id of all) this.#one.set(id, id);
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) {
        if (areOne(source(a), source(b), b)) this.#join(a, b);
      }
    }
    for (const id of all) {
      const { speaksFor, memberOf } = source(id)?.description ?? {};
      const tops = this.#up.get(this.one(id)) ?? new Set<string>();
      const above = this.one(speaksFor ?? memberOf ?? id);
      if (above !== this.one(id)) tops.add(above);
      this.#up.set(this.one(id), tops);
      if (speaksFor) this.#mouths.set(this.one(id), this.one(speaksFor));
    }
  }

  readonly one = (id: string): string => this.#one.get(id) ?? id;

  /** R3: the ends of the chain carried along `speaksFor`; none where lineage is not recorded, inferred or circular. */
  originOf(attribution: Attribution): string[] {
    if (attribution.lineageRecorded === false || attribution.inferred) return [];
    const chain = attribution.chain.map((id) => this.#mouth(id)).filter((id, i, all) => id !== all[i - 1]);
    if (new Set(chain).size < chain.length) return [];
    return speakers(attribution).map((id) => this.#mouth(id));
  }

  /** The tops of `speaksFor`, which implies `memberOf`, and of `memberOf`. */
  roots(ids: string[]): string[] {
    const above = (id: string): Set<string> => this.#up.get(id) ?? new Set();
    return [...reachable(ids, above)].filter((id) => above(id).size === 0);
  }

  #mouth(id: string): string {
    const path = reachable([this.one(id)], (step) =>
      [this.#mouths.get(step)].filter((to) => to !== undefined),
    );
    return [...path].at(-1)!;
  }

  #join(a: string, b: string): void {
    const [kept, lost] = [this.one(a), this.one(b)];
    for (const [id, one] of this.#one) if (one === lost) this.#one.set(id, kept);
  }
}

/** The last word on the two, else an identifier that both carry; `a` has the smaller id. */
function areOne(a: Source | undefined, b: Source | undefined, bId: string): boolean {
  if (!a || !b) return false;
  const names = identifiers(b);
  return a.identity[bId]?.same ?? identifiers(a).some((name) => names.includes(name));
}
const identifiers = ({ entered, description }: Source): string[] => [
  `${entered.namespace}:${entered.key}`,
  ...(description.sameAs ?? []),
];
