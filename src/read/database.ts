import Database from 'better-sqlite3';
import { createPrivately } from '../log/folder-lock.js';
import { sqliteCode } from '../log/sqlite-code.js';

export type Db = Database.Database;
/** A prepared statement; `Row` is what one row looks like. */
export type Statement<Args extends unknown[], Row = unknown> = Database.Statement<Args, Row>;

const pageCacheKiB = 64 * 1024;

/** Pages that change again and again are copied into the file, and synced, once for all of these: 32 MiB. */
const pagesBetweenCheckpoints = 8_000;

/**
 * Opens a file of views. Written with WAL and `synchronous=NORMAL`: after a power cut the last transactions may be
 * gone, but rows and checkpoint go together, and the log has the events to apply them again.
 */
export function openDatabase(file: string, options: { readOnly?: boolean } = {}): Db {
  const readonly = options.readOnly ?? false;
  if (!readonly && file !== ':memory:') createPrivately(file);
  const db = new Database(file, { readonly, fileMustExist: readonly, timeout: 10_000 });
  try {
    if (!readonly) {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma(`wal_autocheckpoint = ${pagesBetweenCheckpoints}`);
    }
    tune(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/**
 * Opens a file that is worth nothing until it is complete: nothing is synced, and after a crash the next rebuild
 * deletes what is left of it.
 */
export function openScratch(file: string): Db {
  createPrivately(file);
  const db = new Database(file);
  db.pragma('journal_mode = MEMORY');
  db.pragma('synchronous = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  // Indexes are made from sorted rows, and a second thread may sort.
  db.pragma('threads = 2');
  tune(db);
  return db;
}

function tune(db: Db): void {
  db.pragma(`cache_size = -${pageCacheKiB}`);
}

/** SQLite says that what it read is no database, or one whose parts do not fit together. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/.test(sqliteCode(error));
