import type { Db, Statement } from './database.js';
import { Recent } from './recent.js';

/**
 * In which incidents a source had a part in a claim, and since which place in log order: one row a pair, so that its
 * incidents are found without looking through its claims. A pair stays when the claim moves or is withdrawn.
 */
export const sourceIncidentTables = `
CREATE TABLE source_incident (
  source INTEGER NOT NULL, incident INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (source, incident)
) WITHOUT ROWID;
`;

export class SourceIncidents {
  readonly #add: Statement<[number, number, number]>;
  readonly #before: Statement<[number, number, number], number | null>;
  /** pairs that are there: most claims name sources that the claims before them named */
  readonly #known = new Recent<number, true>(20_000);

  constructor(db: Db) {
    this.#add = db.prepare(
      'INSERT OR IGNORE INTO source_incident (source, incident, since) VALUES (?, ?, ?)',
    );
    this.#before = db
      .prepare<[number, number, number], number | null>(
        'SELECT incident FROM source_incident WHERE source = ? AND incident < ? AND since <= ? ORDER BY incident DESC LIMIT 1',
      )
      .pluck();
  }

  add(
    { incident, chain, jointly }: { incident: number; chain: number[]; jointly?: number[] },
    seq: number,
  ): void {
    for (const source of chain) this.#pair(source, incident, seq);
    if (jointly) for (const source of jointly) this.#pair(source, incident, seq);
  }

  #pair(source: number, incident: number, seq: number): void {
    // Numbers of things count up from 1; two of them in one number are quicker to look up than a text.
    const pair = source * 2 ** 26 + incident;
    if (this.#known.get(pair)) return;
    this.#add.run(source, incident, seq);
    this.#known.set(pair, true);
  }

  /** The next incident, by number downwards, in which one of the sources had a part by a place in log order. */
  before(sources: readonly number[], incident: number, seq: number): number | null {
    const found = sources.map((source) => this.#before.get(source, incident, seq) ?? 0);
    return Math.max(0, ...found) || null;
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#known.clear();
  }
}
