import type Database from 'better-sqlite3';
import { type Appended, noStream, type SealedEvent, WrongExpectedRevision } from '../event-log.js';

/**
 * Writes one append within a transaction that somebody else commits. It looks before it writes, so a refusal leaves
 * no trace and the other appends of the transaction stand.
 */
export class Appender {
  readonly #last: Database.Statement<[string], number>;
  readonly #insert: Database.Statement<[string, number, string, Uint8Array, Uint8Array]>;
  readonly #stored: Database.Statement<[string, number, number], { position: number; id: string }>;

  constructor(db: Database.Database) {
    this.#last = db
      .prepare<[string], number>(
        'SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
      )
      .pluck();
    this.#insert = db.prepare(
      'INSERT INTO events (stream, revision, id, leaf_hash, bytes) VALUES (?, ?, ?, ?, ?)',
    );
    this.#stored = db.prepare(
      'SELECT position, id FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
    );
  }

  /** @throws WrongExpectedRevision before anything was written */
  append(stream: string, expected: number, events: readonly SealedEvent[]): Appended {
    const actual = this.#last.get(stream) ?? noStream;
    if (actual !== expected) return this.#repeated(stream, expected, actual, events);
    let position: number | bigint = 0;
    let revision = expected;
    for (const { envelope, leafHash, bytes } of events) {
      revision += 1;
      position = this.#insert.run(stream, revision, envelope.id, leafHash, bytes).lastInsertRowid;
    }
    return { position: String(position), revision };
  }

  /** The same ids at the same revisions, all of them: the answer of the first time. Anything else is too late. */
  #repeated(stream: string, expected: number, actual: number, events: readonly SealedEvent[]): Appended {
    const stored = this.#stored.all(stream, expected, events.length);
    const same =
      stored.length === events.length && stored.every(({ id }, i) => id === events[i]!.envelope.id);
    if (!same) throw new WrongExpectedRevision(stream, expected, actual);
    return { position: String(stored.at(-1)!.position), revision: expected + events.length };
  }
}
