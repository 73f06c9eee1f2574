import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivately } from '../../log/folder-lock.js';
import {
  noRecord,
  RecordChanged,
  type Listed,
  type RecordKind,
  type Records,
  type Registry,
  type Version,
  type Versioned,
} from './registry.js';

export const registryFileName = 'access.sqlite';

/** Versions come from one counter of the file, so that a record that comes back is not taken for the one that went. */
const tables = `
  CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counter (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO counter VALUES (1, ${noRecord});`;

interface Row {
  id: string;
  version: number;
  body: string;
}

/**
 * Records in a file beside the log, for its owner's eyes alone. The command line may open it beside a running server:
 * SQLite keeps the two apart. What is deleted is overwritten.
 */
export class SqliteRegistry implements Registry {
  readonly #get: Database.Statement<[string, string], Omit<Row, 'id'>>;
  readonly #list: Database.Statement<[string, string, number], Row>;
  readonly #put: (kind: string, id: string, body: string, expected: Version) => Version | undefined;
  readonly #delete: Database.Statement<[string, string, number]>;

  private constructor(private readonly db: Database.Database) {
    this.#get = db.prepare('SELECT version, body FROM record WHERE kind = ? AND id = ?');
    this.#list = db.prepare(
      'SELECT id, version, body FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?',
    );
    this.#delete = db.prepare('DELETE FROM record WHERE kind = ? AND id = ? AND version = ?');
    const next = db.prepare<[], number>('UPDATE counter SET version = version + 1 RETURNING version').pluck();
    const write = db.prepare('INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)');
    const put = db.transaction((kind: string, id: string, body: string, expected: Version) => {
      if ((this.#get.get(kind, id)?.version ?? noRecord) !== expected) return undefined;
      const version = next.get()!;
      write.run(kind, id, version, body);
      return version;
    });
    this.#put = (...record) => put.immediate(...record);
  }

  static open(folder: string): SqliteRegistry {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, registryFileName);
    createPrivately(file);
    const db = new Database(file, { timeout: 5_000 });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.exec(tables);
    return new SqliteRegistry(db);
  }

  async get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Versioned<Records[Kind]> | undefined> {
    const row = this.#get.get(kind, id);
    return row && { record: JSON.parse(row.body) as Records[Kind], version: row.version };
  }

  async put<Kind extends RecordKind>(
    kind: Kind,
    id: string,
    record: Records[Kind],
    expected: Version,
  ): Promise<Version> {
    const version = this.#put(kind, id, JSON.stringify(record), expected);
    if (version === undefined) throw new RecordChanged(kind, id);
    return version;
  }

  async list<Kind extends RecordKind>(
    kind: Kind,
    { after = '', limit }: { after?: string; limit: number },
  ): Promise<Listed<Records[Kind]>[]> {
    return this.#list
      .all(kind, after, limit)
      .map(({ id, version, body }) => ({ id, version, record: JSON.parse(body) as Records[Kind] }));
  }

  async delete(kind: RecordKind, id: string, expected: Version): Promise<void> {
    if (this.#delete.run(kind, id, expected).changes === 0) throw new RecordChanged(kind, id);
  }

  async close(): Promise<void> {
    this.db.close();
  }
}
