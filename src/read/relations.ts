import type { Db, Statement } from './database.js';
import { holds } from './versions.js';

/** An editor's word on two things, with the span of log order in which it was in force. */
export const relationTables = `
CREATE TABLE relation (
  r INTEGER PRIMARY KEY, kind TEXT NOT NULL, a INTEGER NOT NULL, b INTEGER NOT NULL, owner INTEGER NOT NULL,
  ord INTEGER NOT NULL, reason TEXT NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL DEFAULT ${holds}
);
CREATE INDEX relation_a ON relation (a);
CREATE INDEX relation_b ON relation (b);
CREATE INDEX relation_owner ON relation (owner);
`;

export const relationKinds = [
  'same',
  'distinct',
  'independent',
  'same-wording',
  'other-wording',
  'update',
  'correction',
  'retraction',
] as const;
/** The last three: `a` is superseded by `b`. */
export type RelationKind = (typeof relationKinds)[number];

export interface Relation {
  kind: RelationKind;
  a: number;
  b: number;
  /** place in log order of the event that said it */
  ord: number;
  reason: string;
}

export class Relations {
  readonly #insert: Statement<[RelationKind, number, number, number, number, string, number]>;
  readonly #close: Statement<[number, number, number]>;
  readonly #open: Statement<[number, number], { r: number; ord: number }>;
  readonly #of: Statement<[number, number, number, number, number, number], Relation>;

  constructor(db: Db) {
    this.#insert = db.prepare(
      'INSERT INTO relation (kind, a, b, owner, ord, reason, known_from) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#close = db.prepare('UPDATE relation SET known_to = ? WHERE r = ? AND known_to = ?');
    this.#open = db.prepare('SELECT r, ord FROM relation WHERE owner = ? AND known_to = ?');
    this.#of = db.prepare(`
      SELECT kind, a, b, ord, reason FROM relation WHERE a = ? AND known_from <= ? AND known_to > ?
      UNION SELECT kind, a, b, ord, reason FROM relation WHERE b = ? AND known_from <= ? AND known_to > ?
      ORDER BY ord`);
  }

  /** What the acts in force on `owner` say, from `seq` on. */
  sync(owner: number, wanted: readonly Relation[], seq: number): void {
    const open = new Map(this.#open.all(owner, holds).map(({ r, ord }) => [ord, r]));
    for (const { kind, a, b, ord, reason } of wanted) {
      if (!open.delete(ord)) this.#insert.run(kind, a, b, owner, ord, reason, seq);
    }
    for (const r of open.values()) this.#close.run(seq, r, holds);
  }

  /** All that was in force at `seq` and names the thing, in the order in which it was said. */
  of(thing: number, seq: number): Relation[] {
    return this.#of.all(thing, seq, seq, thing, seq, seq);
  }
}
