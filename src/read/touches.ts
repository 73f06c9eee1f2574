import type { Db, Statement } from './database.js';

/**
 * When what a view is made of changed last, by bucket: a question, an incident (which questions it has), or `shared`
 * (ties, grades, constraints, links between questions, names of incidents). Claims are not counted here: the last
 * change among a question's claims is read off their own index.
 */
export const touchTables = `
CREATE TABLE touch (bucket INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (bucket, seq)) WITHOUT ROWID;
`;

/** No thing has the number 0. */
export const shared = 0;

export class Touches {
  readonly #add: Statement<[number, number]>;
  readonly #last: Statement<[number, number], number | null>;

  constructor(db: Db) {
    this.#add = db.prepare('INSERT OR IGNORE INTO touch (bucket, seq) VALUES (?, ?)');
    this.#last = db
      .prepare<[number, number], number | null>('SELECT max(seq) FROM touch WHERE bucket = ? AND seq <= ?')
      .pluck();
  }

  add(bucket: number, seq: number): void {
    this.#add.run(bucket, seq);
  }

  /** The last change up to a place in log order; 0 if there was none. */
  last(bucket: number, seq: number): number {
    return this.#last.get(bucket, seq) ?? 0;
  }
}
