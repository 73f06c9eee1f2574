import Database from 'better-sqlite3';
import type { DraftStore } from '../draft-log.js';

/** Of the file, so much is kept in memory, in KiB. */
const cacheKib = 8 * 1024;

/**
 * What is only tried, in a temporary file of SQLite's: an import of any size can be tried in a bounded memory. The file
 * has no name that anybody else could open, and is gone when the process is.
 */
export class DraftFile implements DraftStore {
  readonly #db = new Database('');
  readonly #put: Database.Statement<[string, number, Uint8Array]>;
  readonly #read: Database.Statement<[string, number], Buffer>;
  readonly #putText: Database.Statement<[string, string]>;
  readonly #readText: Database.Statement<[string], string>;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.pragma(`cache_size = -${cacheKib}`);
    this.#db.exec(`
      CREATE TABLE events (stream TEXT, revision INTEGER, bytes BLOB, PRIMARY KEY (stream, revision)) WITHOUT ROWID;
      CREATE TABLE texts (sha256 TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID;`);
    // One transaction for all of it: nothing here has to outlive the process.
    this.#db.exec('BEGIN');
    this.#put = this.#db.prepare('INSERT INTO events VALUES (?, ?, ?)');
    this.#read = this.#db
      .prepare<[string, number], Buffer>(
        'SELECT bytes FROM events WHERE stream = ? AND revision >= ? ORDER BY revision',
      )
      .pluck();
    this.#putText = this.#db.prepare('INSERT OR IGNORE INTO texts VALUES (?, ?)');
    this.#readText = this.#db.prepare<[string], string>('SELECT text FROM texts WHERE sha256 = ?').pluck();
  }

  put(stream: string, revision: number, bytes: Uint8Array): void {
    this.#put.run(stream, revision, bytes);
  }

  read(stream: string, from: number): Uint8Array[] {
    return this.#read.all(stream, from);
  }

  putText(sha256: string, text: string): void {
    this.#putText.run(sha256, text);
  }

  readText(sha256: string): string | undefined {
    return this.#readText.get(sha256);
  }

  close(): void {
    this.#db.close();
  }
}
