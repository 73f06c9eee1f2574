import type { DomainEvent, DomainEventType } from '../domain/events.js';
import { inForce } from '../domain/undo.js';
import type { Db, Statement } from './database.js';

/**
 * What was done to a thing after it came into the record, in order, so that any act can be taken back: its state is
 * then what it came in with and the acts that are left, one after another.
 */
export const actTables = `
CREATE TABLE act (
  thing INTEGER NOT NULL, ord INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (thing, ord)
) WITHOUT ROWID;
`;

/** `ord`: place in log order of its event; `id`: of its event. */
export type StoredAct = { ord: number; id: string } & DomainEvent;
export type ActOf<Type extends DomainEventType> = Extract<StoredAct, { type: Type }>;

export class Acts {
  readonly #add: Statement<[number, number, string, string, string]>;
  readonly #of: Statement<[number], Pick<StoredAct, 'ord' | 'id' | 'type'> & { data: string }>;

  constructor(db: Db) {
    this.#add = db.prepare('INSERT INTO act (thing, ord, id, type, data) VALUES (?, ?, ?, ?, ?)');
    this.#of = db.prepare('SELECT ord, id, type, data FROM act WHERE thing = ? ORDER BY ord');
  }

  add(thing: number, { ord, id, type, data }: StoredAct): void {
    this.#add.run(thing, ord, id, type, JSON.stringify(data));
  }

  /** In order, without those that were taken back. */
  inForce(thing: number): StoredAct[] {
    const all = this.#of.all(thing);
    return inForce(all.map(({ data, ...act }) => ({ ...act, data: JSON.parse(data) }) as StoredAct));
  }
}
