import type { Db, Statement } from './database.js';
import { holds } from './versions.js';

/** A table of values that owners have, each with the span of log order in which it had them. */
export const spanTable = (table: string, valueType: 'TEXT' | 'INTEGER'): string => `
CREATE TABLE ${table} (
  value ${valueType} NOT NULL, owner INTEGER NOT NULL,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL DEFAULT ${holds},
  PRIMARY KEY (value, owner, known_from)
) WITHOUT ROWID;
`;

export class Spans<Value extends string | number> {
  readonly #insert: Statement<[Value, number, number]>;
  readonly #close: Statement<[number, Value, number, number]>;
  readonly #owners: Statement<[Value, number, number], number>;

  constructor(db: Db, table: string) {
    this.#insert = db.prepare(`INSERT INTO ${table} (value, owner, known_from) VALUES (?, ?, ?)`);
    this.#close = db.prepare(
      `UPDATE ${table} SET known_to = ? WHERE value = ? AND owner = ? AND known_to = ?`,
    );
    this.#owners = db
      .prepare<[Value, number, number], number>(
        `SELECT owner FROM ${table} WHERE value = ? AND known_from <= ? AND known_to > ? ORDER BY owner`,
      )
      .pluck();
  }

  /** From `seq` on the owner has `after`, where it had `before`. Says whether that is a change. */
  change(owner: number, before: readonly Value[], after: readonly Value[], seq: number): boolean {
    const gone = new Set(before);
    const come = new Set(after);
    for (const value of come) if (gone.delete(value)) come.delete(value);
    for (const value of gone) this.#close.run(seq, value, owner, holds);
    for (const value of come) this.#insert.run(value, owner, seq);
    return gone.size + come.size > 0;
  }

  owners(value: Value, seq: number): number[] {
    return this.#owners.all(value, seq, seq);
  }
}
