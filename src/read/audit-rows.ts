import type { Db, Statement } from './database.js';

/**
 * Every event in log order, from 1. `stream`: of those that are about no thing, as a word.
 * `known`: the running maximum of `recorded`; both in milliseconds of the epoch.
 */
export const auditTables = `
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, position INTEGER NOT NULL, id TEXT NOT NULL, thing INTEGER, revision INTEGER NOT NULL,
  stream INTEGER, type INTEGER NOT NULL, actor INTEGER NOT NULL, recorded INTEGER NOT NULL, known INTEGER NOT NULL
);
CREATE TABLE set_aside (seq INTEGER PRIMARY KEY, reason TEXT NOT NULL);
`;
export const auditIndexes = `
CREATE INDEX event_thing ON event (thing, seq);
CREATE INDEX event_actor ON event (actor, seq);
CREATE INDEX event_type ON event (type, seq);
`;

export interface EventRow {
  seq: number;
  position: string;
  id: string;
  thing: number | null;
  revision: number;
  stream: number | null;
  type: number;
  actor: number;
  recorded: number;
  known: number;
}

export class AuditRows {
  readonly #insert: Statement<
    [number, string, string, number | null, number, number | null, number, number, number, number]
  >;
  readonly #setAside: Statement<[number, string]>;

  constructor(db: Db) {
    this.#insert = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#setAside = db.prepare('INSERT INTO set_aside VALUES (?, ?)');
  }

  add(row: EventRow): void {
    this.#insert.run(
      row.seq,
      row.position,
      row.id,
      row.thing,
      row.revision,
      row.stream,
      row.type,
      row.actor,
      row.recorded,
      row.known,
    );
  }

  setAside(seq: number, reason: string): void {
    this.#setAside.run(seq, reason);
  }
}
