import Database from 'better-sqlite3';
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { LogFailed } from '../event-log.js';
import { createPrivately } from '../folder-lock.js';
import { sqliteCode } from '../sqlite-code.js';

export const logFileName = 'log.sqlite';

/** How the tables are laid; a program that finds a later one refuses to touch it. */
const layout = 1;

/** The position is the order of the log: AUTOINCREMENT never gives one out twice. No index but the two keys. */
const tables = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    leaf_hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;`;

export interface LogDatabase {
  db: Database.Database;
  ledger: string;
}

/**
 * Opens the log for writing, making it where there is none.
 * @param ledger the id that a new log gets (a copy of another log keeps that one's); a fresh one if left out
 * @throws LogFailed the file is no log, was laid by a later version, belongs to another ledger, or is not durable
 */
export function openForWriting(folder: string, ledger?: string): LogDatabase {
  const path = join(folder, logFileName);
  createPrivately(path);
  const db = new Database(path);
  return orClose(db, () => {
    makeDurable(db, path);
    if (layoutOf(db) === 0) {
      db.transaction(() => {
        db.exec(tables);
        db.prepare("INSERT INTO meta VALUES ('ledger', ?)").run(ledger ?? uuidV7());
        db.pragma(`user_version = ${layout}`);
      }).immediate();
      syncFolder(folder);
    }
    return { db, ledger: checkedLedger(db, path, ledger) };
  });
}

/**
 * Opens the log for reading beside whoever writes it.
 * @throws LogFailed there is none, or it is none that this version reads
 */
export function openForReading(folder: string): LogDatabase {
  const path = join(folder, logFileName);
  if (!existsSync(path)) {
    throw new LogFailed(
      `there is no ledger in ${folder} (no ${logFileName}): is LEDGER_DATA_DIR the right folder?`,
    );
  }
  const db = new Database(path, { readonly: true });
  return orClose(db, () => ({ db, ledger: checkedLedger(db, path) }));
}

/** Streams have random names, so every look-up and every insertion wants another page of their index at hand. */
const pageCacheKiB = 64 * 1024;

/**
 * Each commit writes a page of that index anew for nearly every stream in it. They are copied from the write-ahead log
 * into the file, which takes two more syncs, once for all of 16 MiB; SQLite itself would do it four times as often.
 * Durable they are before: by the sync of their commit.
 */
export const pagesBetweenCheckpoints = 4_000;

/** The binding is compiled to sync WAL only at checkpoints (NORMAL), which loses acknowledged events with the power. */
function makeDurable(db: Database.Database, path: string): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true });
  db.pragma('synchronous = FULL');
  db.pragma(`cache_size = -${pageCacheKiB}`);
  db.pragma(`wal_autocheckpoint = ${pagesBetweenCheckpoints}`);
  const synchronous = db.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) {
    throw new LogFailed(
      `${path} cannot be made durable (journal ${String(mode)}, synchronous ${String(synchronous)}): ` +
        'does its file system support shared memory? Network file systems often do not.',
    );
  }
}

function checkedLedger(db: Database.Database, path: string, wanted?: string): string {
  const found = layoutOf(db);
  if (found !== layout) {
    throw new LogFailed(
      found > layout
        ? `${path} was written by a later version of the program (layout ${found}): use that one`
        : `${path} holds no log`,
    );
  }
  const ledger = db.prepare("SELECT value FROM meta WHERE key = 'ledger'").pluck().get() as string;
  if (wanted !== undefined && wanted !== ledger) {
    throw new LogFailed(`${path} belongs to ledger ${ledger}, not to ${wanted}`);
  }
  return ledger;
}

const layoutOf = (db: Database.Database) => db.pragma('user_version', { simple: true }) as number;

/** A new file's name must be as durable as its content. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function orClose<T>(db: Database.Database, open: () => T): T {
  try {
    return open();
  } catch (error) {
    db.close();
    throw sqliteCode(error) === ''
      ? error
      : new LogFailed(`the log cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}
