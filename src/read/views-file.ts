import { existsSync, rmSync } from 'node:fs';
import { comparePositions, type EventLog } from '../log/event-log.js';
import { Checkpoints } from './checkpoint.js';
import { type Db, isDamage, openDatabase, openScratch } from './database.js';
import { indexes, tables, viewsVersion } from './schema.js';

/** Why a file of views cannot serve and has to be made anew. */
export type Unfit =
  'missing' | 'damaged' | 'of another version' | 'of another ledger' | 'unfinished' | 'ahead of the log';

export const inMemory = ':memory:';

/** Makes the tables in an empty database; the indexes that only questions need are left for `finish`. */
export function begin(db: Db, ledger: string): void {
  db.exec(tables);
  new Checkpoints(db).begin(viewsVersion, ledger);
}

/** Makes what is missing for answering, and says in the file that it is complete. */
export function finish(db: Db): void {
  db.transaction(() => {
    db.exec(indexes);
    new Checkpoints(db).complete();
  })();
}

/**
 * Opens the file if it can serve this log, and says why not if it cannot: what is torn, of another version of the
 * program, of another ledger, or ahead of its log (a backup of the log was restored) is never served.
 */
export async function openFit(
  file: string,
  log: EventLog,
  options: { readOnly?: boolean } = {},
): Promise<{ db: Db } | { unfit: Unfit }> {
  if (!existsSync(file)) return { unfit: 'missing' };
  let db: Db;
  try {
    db = openDatabase(file, options);
  } catch (error) {
    if (isDamage(error)) return { unfit: 'damaged' };
    throw error;
  }
  const unfit = await whyUnfit(db, log);
  if (unfit === undefined) return { db };
  db.close();
  return { unfit };
}

async function whyUnfit(db: Db, log: EventLog): Promise<Unfit | undefined> {
  try {
    const hasCheckpoint = db.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'checkpoint'`).get();
    const identity = hasCheckpoint ? identityOf(db) : undefined;
    if (!identity) return 'damaged';
    if (identity.version !== viewsVersion) return 'of another version';
    if (identity.ledger !== log.ledger) return 'of another ledger';
    if (!identity.complete) return 'unfinished';
    return (await isAhead(db, log)) ? 'ahead of the log' : undefined;
  } catch (error) {
    if (isDamage(error)) return 'damaged';
    throw error;
  }
}

/** A table of the name, with other columns, is one of another version. */
function identityOf(db: Db): { version: string; ledger: string; complete: boolean } | undefined {
  const columns = db.prepare<[], string>(`SELECT name FROM pragma_table_info('checkpoint')`).pluck().all();
  if (!['version', 'ledger', 'complete'].every((name) => columns.includes(name))) {
    return { version: '', ledger: '', complete: false };
  }
  return new Checkpoints(db).identity();
}

/** The log must still have, at the checkpoint, the event that was applied last. */
async function isAhead(db: Db, log: EventLog): Promise<boolean> {
  const { position, beforePosition, event } = new Checkpoints(db).get();
  if (position === null) return false;
  const head = await log.head();
  if (head === null || comparePositions(position, head) > 0) return true;
  const [last] = await log.readAll({
    ...(beforePosition === null ? {} : { after: beforePosition }),
    limit: 1,
  });
  if (last?.position !== position) return true;
  try {
    return event !== '' && last.envelope.id !== event;
  } catch {
    // It cannot be read now; it could be when it was applied, so this is not the log that it came from.
    return event !== '';
  }
}

/** Deletes a file of views with what SQLite keeps beside it. */
export function deleteViews(file: string): void {
  rmSync(file, { force: true });
  deleteBeside(file);
}

export function deleteBeside(file: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

export const scratchOf = (file: string): string => `${file}.building`;

/** An empty database to build views in, beside the file whose place it will take. */
export function openNew(file: string): Db {
  if (file === inMemory) return openDatabase(inMemory);
  deleteViews(scratchOf(file));
  return openScratch(scratchOf(file));
}
