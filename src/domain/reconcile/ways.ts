import type { Dossier } from './dossier.js';
import { pairKey } from './sources.js';

/** One tie between two sources by which the words of the first count as the second's (R3), or the two are of one root (R7). */
export interface TieStep {
  from: string;
  to: string;
  by: 'same' | 'identifier' | 'speaks-for' | 'member-of';
  /** that both carry, where it is one */
  identifier: string | null;
}

type Kinds = ReadonlySet<TieStep['by']>;
const toOrigin: Kinds = new Set(['same', 'identifier', 'speaks-for']);
const toRoot: Kinds = new Set([...toOrigin, 'member-of']);

/** By which ties a source leads to another: what `Sources` works out, told step by step. */
export class Ways {
  readonly #ties = new Map<string, TieStep[]>();

  constructor(dossier: Dossier) {
    const last = new Map(dossier.ties.map((tie) => [pairKey(tie.a, tie.b), tie]));
    for (const { same, a, b } of last.values()) {
      if (same) this.#both(a, b, 'same', null);
    }
    const holders = new Map<string, string[]>();
    for (const { name, speaksFor, memberOf, sameAs } of dossier.sources) {
      if (speaksFor !== undefined)
        this.#add({ from: name, to: speaksFor, by: 'speaks-for', identifier: null });
      if (memberOf !== undefined) this.#add({ from: name, to: memberOf, by: 'member-of', identifier: null });
      for (const identifier of new Set([...sameAs, name])) {
        const others = holders.get(identifier) ?? [];
        for (const other of others) {
          if (last.get(pairKey(name, other))?.same !== false)
            this.#both(name, other, 'identifier', identifier);
        }
        holders.set(identifier, [...others, name]);
      }
    }
  }

  /** From a source to the origin that its words are (R3); empty where it is that itself. */
  toOrigin(from: string, origin: string): TieStep[] {
    return this.#way(from, origin, toOrigin);
  }
  /** From an origin to its root organisation (R7). */
  toRoot(from: string, root: string): TieStep[] {
    return this.#way(from, root, toRoot);
  }

  /** The shortest way along ties of these kinds; empty where there is none. */
  #way(from: string, to: string, kinds: Kinds): TieStep[] {
    const reachedBy = new Map<string, TieStep | null>([[from, null]]);
    for (const at of reachedBy.keys()) {
      if (at === to) break;
      for (const tie of this.#ties.get(at) ?? []) {
        if (kinds.has(tie.by) && !reachedBy.has(tie.to)) reachedBy.set(tie.to, tie);
      }
    }
    const way: TieStep[] = [];
    for (let tie = reachedBy.get(to); tie; tie = reachedBy.get(tie.from)) way.unshift(tie);
    return way;
  }

  #both(a: string, b: string, by: TieStep['by'], identifier: string | null): void {
    this.#add({ from: a, to: b, by, identifier });
    this.#add({ from: b, to: a, by, identifier });
  }
  #add(tie: TieStep): void {
    const known = this.#ties.get(tie.from);
    if (known) known.push(tie);
    else this.#ties.set(tie.from, [tie]);
  }
}

const known = new WeakMap<Dossier, Ways>();
export function waysOf(dossier: Dossier): Ways {
  let ways = known.get(dossier);
  if (!ways) {
    ways = new Ways(dossier);
    known.set(dossier, ways);
  }
  return ways;
}
