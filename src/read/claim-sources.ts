import type { AsOf } from './moments.js';
import { publicLimit } from './claim-counts.js';
import type { Db, Statement } from './database.js';
import { holds } from './versions.js';

/** Who had a part in which claim, in R1's order for each source; claims withdrawn are not among them. */
export const claimSourceTables = `
CREATE TABLE claim_source (
  source INTEGER NOT NULL, published INTEGER NOT NULL, entry INTEGER NOT NULL, claim INTEGER NOT NULL,
  role INTEGER NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL DEFAULT ${holds},
  PRIMARY KEY (source, published, entry, known_from)
) WITHOUT ROWID;
`;

export const roles = ['relay', 'jointly', 'origin'] as const;
export type Role = (typeof roles)[number];

interface Attributed {
  entry: number;
  chain: number[];
  jointly?: number[];
  withdrawn?: unknown;
}
export interface SaidRow {
  published: number;
  entry: number;
  claim: number;
  role: number;
}

export class ClaimSources {
  readonly #insert: Statement<[number, number, number, number, number, number]>;
  readonly #close: Statement<[number, number, number, number, number]>;
  readonly #said: Statement<[number, number, number, number, number, number, number], SaidRow>;
  readonly #any: Statement<[number, number, number, number], number>;

  constructor(db: Db) {
    this.#insert = db.prepare(
      'INSERT INTO claim_source (source, published, entry, claim, role, known_from) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#close = db.prepare(
      'UPDATE claim_source SET known_to = ? WHERE source = ? AND published = ? AND entry = ? AND known_to = ?',
    );
    this.#said = db.prepare(`
      SELECT published, entry, claim, role FROM claim_source
      WHERE source = ? AND (published, entry) > (?, ?) AND published <= ? AND known_from <= ? AND known_to > ?
      ORDER BY published, entry LIMIT ?`);
    this.#any = db
      .prepare<[number, number, number, number], number>(
        `SELECT 1 FROM claim_source WHERE source = ? AND published <= ? AND known_from <= ? AND known_to > ? LIMIT 1`,
      )
      .pluck();
  }

  add(claim: number, seq: number, state: Attributed, published: number): void {
    if (state.withdrawn !== undefined) return;
    const { chain, jointly, entry } = state;
    for (let i = 0; i < chain.length; i += 1) {
      const source = chain[i]!;
      const isLast = i === chain.length - 1;
      // One that stands twice in a chain is told of once, by its last part.
      if (!isLast && chain.includes(source, i + 1)) continue;
      this.#insert.run(source, published, entry, claim, isLast ? 2 : 0, seq);
    }
    for (const source of new Set(jointly)) {
      if (!chain.includes(source)) this.#insert.run(source, published, entry, claim, 1, seq);
    }
  }

  /** @param before, after the claim and the latest moment of its publication */
  change(claim: number, seq: number, before: [Attributed, number], after: [Attributed, number]): void {
    if (JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(after))) return;
    const [state, published] = before;
    for (const source of new Set([...state.chain, ...(state.jointly ?? [])])) {
      this.#close.run(seq, source, published, state.entry, holds);
    }
    this.add(claim, seq, after[0], after[1]);
  }

  /** In R1's order, after the given one. */
  of(source: number, at: AsOf, after: readonly number[], limit: number): SaidRow[] {
    const [published, entry] = after;
    return this.#said.all(source, published ?? -holds, entry ?? 0, publicLimit(at), at.seq, at.seq, limit);
  }

  /** Whether it had a part in any claim at the two clocks. */
  any(source: number, at: AsOf): boolean {
    return this.#any.get(source, publicLimit(at), at.seq, at.seq) !== undefined;
  }
}

const partsOf = ([{ chain, jointly, withdrawn }, published]: [Attributed, number]) => [
  chain,
  jointly ?? [],
  withdrawn === undefined,
  published,
];
