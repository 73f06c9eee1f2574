import type { Statement } from './database.js';
import type { Rows } from './rows.js';
import { identifiersOf, namesOf } from './source-rows.js';
import type { Store } from './store.js';

export interface LikelySource {
  source: number;
  /** the folded name or alias that both have */
  because: string;
  /** place in log order from which both had it */
  since: number;
}

/** Of each name so many earlier sources are proposed: the next ones once these were spoken on. */
const mostOfName = 10;

/**
 * Sources that share a name or an alias with one that came before them, and on which no editor and no identifier has
 * spoken: each is told of once, with those before it, so that a name that thousands have makes no millions of pairs.
 */
export class LikelySources {
  readonly #named: Statement<[string, number, number, number, number], { source: number; since: number }>;
  readonly #had: Statement<[string, number, number, number], number>;

  constructor(private readonly rows: Rows) {
    const { db } = rows.store;
    this.#named = db.prepare(
      `SELECT s.owner AS source, s.known_from AS since FROM source_name s JOIN thing t ON t.n = s.owner
       WHERE s.value = ? AND s.owner <> ? AND t.born < ? AND s.known_from <= ? AND s.known_to > ? ORDER BY t.born DESC`,
    );
    this.#had = db
      .prepare<[string, number, number, number], number>(
        'SELECT known_from FROM source_name WHERE value = ? AND owner = ? AND known_from <= ? AND known_to > ?',
      )
      .pluck();
  }

  /** Those before a source that it may be, of each name those that came last first. */
  before(n: number, seq: number, isShown: (source: number) => boolean = () => true): LikelySource[] {
    const state = this.rows.sources.versions.at(n, seq);
    if (!state) return [];
    const open = isOpenTo(this.rows, n, seq);
    const found = new Map<number, LikelySource>();
    for (const because of namesOf(state)) {
      const had = this.#had.get(because, n, seq, seq) ?? state.born;
      let proposed = 0;
      for (const { source, since } of this.#named.iterate(because, n, state.born, seq, seq)) {
        if (proposed === mostOfName) break;
        if (!open(source) || !isShown(source)) continue;
        proposed += 1;
        if (!found.has(source)) found.set(source, { source, because, since: Math.max(had, since) });
      }
    }
    return [...found.values()];
  }
}

/** Whether nobody has said of a source and another that they are the same or not, and no identifier says so. */
export function isOpenTo(
  rows: { store: Store; sources: Rows['sources'] },
  n: number,
  seq: number,
): (other: number) => boolean {
  const spokenOf = new Set(
    rows.store.relations
      .of(n, seq)
      .filter(({ kind }) => kind === 'same' || kind === 'distinct')
      .flatMap(({ a, b }) => [a, b]),
  );
  const state = rows.sources.versions.at(n, seq);
  const own = new Set(state ? identifiersOf(state) : []);
  return (other) => {
    if (spokenOf.has(other)) return false;
    const theirs = rows.sources.versions.at(other, seq);
    return theirs !== undefined && !identifiersOf(theirs).some((identifier) => own.has(identifier));
  };
}
