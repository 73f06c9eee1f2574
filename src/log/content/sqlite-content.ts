import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivately } from '../folder-lock.js';
import type { ContentStore, StoredContent } from './content-store.js';
import { inPieces, verified } from './pieces.js';

export const contentFileName = 'content.sqlite';

/** A text without its hash is one that is still arriving. */
const tables = `
  CREATE TABLE IF NOT EXISTS texts (
    id INTEGER PRIMARY KEY,
    sha256 TEXT UNIQUE,
    length INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS pieces (
    text INTEGER NOT NULL REFERENCES texts ON DELETE CASCADE,
    at INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (text, at)
  ) STRICT;`;

/**
 * Texts in a SQLite file beside the log, in pieces, so that neither writing nor reading holds one whole. Text that
 * goes is overwritten with zeros and leaves no copy in the write-ahead log.
 */
export class SqliteContent implements ContentStore {
  private constructor(private readonly db: Database.Database) {}

  /** `readonly` reads beside the process that writes. The writer is the one that holds the folder's lock. */
  static async open(folder: string, options: { readonly?: boolean } = {}): Promise<SqliteContent> {
    const path = join(folder, contentFileName);
    if (options.readonly) return new SqliteContent(new Database(path, { readonly: true }));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    createPrivately(path);
    const db = new Database(path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    db.exec(tables);
    // What a killed process had begun to store.
    db.exec('DELETE FROM texts WHERE sha256 IS NULL');
    return new SqliteContent(db);
  }

  async put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const text = this.db.prepare('INSERT INTO texts DEFAULT VALUES').run().lastInsertRowid;
    const store = this.db.prepare('INSERT INTO pieces (text, at, bytes) VALUES (?, ?, ?)');
    const hash = createHash('sha256');
    let length = 0;
    try {
      for await (const piece of inPieces(content)) {
        store.run(text, length, piece);
        hash.update(piece);
        length += piece.length;
      }
      return this.#name(text, { sha256: hash.digest('hex'), length });
    } catch (error) {
      if (this.db.open) this.db.prepare('DELETE FROM texts WHERE id = ?').run(text);
      throw error;
    }
  }

  async read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const text = this.db
      .prepare<[string], number>('SELECT id FROM texts WHERE sha256 = ?')
      .pluck()
      .get(sha256);
    return text === undefined ? undefined : verified(sha256, this.#pieces(text));
  }

  async length(sha256: string): Promise<number | undefined> {
    return this.db.prepare<[string], number>('SELECT length FROM texts WHERE sha256 = ?').pluck().get(sha256);
  }

  async delete(sha256: string): Promise<boolean> {
    const { changes } = this.db.prepare('DELETE FROM texts WHERE sha256 = ?').run(sha256);
    this.db.pragma('wal_checkpoint(TRUNCATE)');
    return changes > 0;
  }

  async close(): Promise<void> {
    this.db.close();
  }

  /** What arrived gets its hash, or goes, where the same bytes were there already. */
  #name(text: number | bigint, stored: StoredContent): StoredContent {
    this.db.transaction(() => {
      const there = this.db.prepare('SELECT 1 FROM texts WHERE sha256 = ?').get(stored.sha256);
      if (there) this.db.prepare('DELETE FROM texts WHERE id = ?').run(text);
      else {
        this.db
          .prepare('UPDATE texts SET sha256 = ?, length = ? WHERE id = ?')
          .run(stored.sha256, stored.length, text);
      }
    })();
    return stored;
  }

  *#pieces(text: number): Generator<Buffer> {
    const next = this.db.prepare<[number, number], { at: number; bytes: Buffer }>(
      'SELECT at, bytes FROM pieces WHERE text = ? AND at >= ? ORDER BY at LIMIT 1',
    );
    for (let at = 0; ;) {
      const piece = next.get(text, at);
      if (!piece) return;
      yield piece.bytes;
      at = piece.at + piece.bytes.length;
    }
  }
}
