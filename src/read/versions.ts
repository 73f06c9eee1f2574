import type { Db, Statement } from './database.js';

/** `known_to` of what still holds. */
export const holds = Number.MAX_SAFE_INTEGER;

/** Columns that every table of versions begins with: of thing `n`, known from one place in log order up to another. */
export const versionColumns = `
  v INTEGER PRIMARY KEY, n INTEGER NOT NULL,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL DEFAULT ${holds}, data TEXT NOT NULL`;

/**
 * What things of one kind were, each state with the span of log order in which it held: "as known at" is a look-up by
 * thing and place, never a replay.
 */
export class Versions<State> {
  readonly #insert: Statement<unknown[]>;
  readonly #close: Statement<[number, number, number]>;
  readonly #at: Statement<[number, number, number], string>;
  readonly #first: Statement<[number], string>;
  readonly #row: Statement<[number, number, number], { n: number; data: string }>;

  /**
   * @param columns further columns of the table, filled by `values` from a state
   * @param index makes what a row says findable
   */
  constructor(
    db: Db,
    table: string,
    columns: readonly string[],
    private readonly values: (state: State) => unknown[],
    private readonly index?: (v: number, state: State) => void,
  ) {
    const names = ['n', 'known_from', 'data', ...columns];
    this.#insert = db.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    this.#close = db.prepare(`UPDATE ${table} SET known_to = ? WHERE n = ? AND known_to = ?`);
    this.#at = db
      .prepare<[number, number, number], string>(
        `SELECT data FROM ${table} WHERE n = ? AND known_from <= ? AND known_to > ?`,
      )
      .pluck();
    this.#row = db.prepare(`SELECT n, data FROM ${table} WHERE v = ? AND known_from <= ? AND known_to > ?`);
    this.#first = db
      .prepare<[number], string>(`SELECT data FROM ${table} WHERE n = ? ORDER BY known_from LIMIT 1`)
      .pluck();
  }

  /** The first version of a thing. */
  begin(n: number, seq: number, state: State): void {
    const added = this.#insert.run(n, seq, JSON.stringify(state), ...this.values(state));
    this.index?.(Number(added.lastInsertRowid), state);
  }

  /** What holds from `seq` on. */
  replace(n: number, seq: number, state: State): void {
    this.#close.run(seq, n, holds);
    this.begin(n, seq, state);
  }

  at(n: number, seq: number): State | undefined {
    const data = this.#at.get(n, seq, seq);
    return data === undefined ? undefined : (JSON.parse(data) as State);
  }

  /** The version in a row, if it held at `seq`. */
  inRow(v: number, seq: number): { n: number; state: State } | undefined {
    const row = this.#row.get(v, seq, seq);
    return row && { n: row.n, state: JSON.parse(row.data) as State };
  }

  /** As it came into the record. */
  first(n: number): State | undefined {
    const data = this.#first.get(n);
    return data === undefined ? undefined : (JSON.parse(data) as State);
  }
}
