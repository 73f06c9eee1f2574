import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { comparePositions, type EventLog, type Position } from '../log/event-log.js';
import type { RebuildProgress } from './answers.js';
import { type Db, openDatabase } from './database.js';
import { Projection } from './projection.js';
import { Rows } from './rows.js';
import { begin, deleteBeside, deleteViews, finish, openNew, scratchOf } from './views-file.js';

export interface RebuildOptions {
  onProgress?: (progress: RebuildProgress) => void;
  /** stops it; what was built so far is deleted, and the old file goes on serving */
  signal?: AbortSignal;
}

/** Events read, and applied in one transaction. */
export const batchSize = 2_000;

/**
 * Applies what the log holds after the checkpoint, a bounded batch at a time; others get their turn between two.
 * @throws the signal's reason, when it is stopped
 */
export async function catchUp(
  projection: Projection,
  log: EventLog,
  options: RebuildOptions = {},
): Promise<void> {
  const head = await log.head();
  let { position, seq } = projection.checkpoint();
  const began = seq;
  for (;;) {
    options.signal?.throwIfAborted();
    const events = await log.readAll({ ...(position === null ? {} : { after: position }), limit: batchSize });
    if (events.length === 0) return;
    ({ position, seq } = projection.apply(events, position));
    options.onProgress?.({ events: seq - began, fraction: fraction(position, head) });
    if (events.length < batchSize) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Positions are numbers to look at, though nobody but the log knows what they count. */
function fraction(position: Position | null, head: Position | null): number {
  if (position === null || head === null || comparePositions(position, head) >= 0) return 1;
  return Number(position) / Number(head);
}

/** Builds views of all that is in the log, in a file beside `file`; nothing that serves is touched. */
export async function build(log: EventLog, file: string, options: RebuildOptions = {}): Promise<Db> {
  const db = openNew(file);
  try {
    begin(db, log.ledger);
    await catchUp(new Projection(new Rows(db, log.ledger)), log, options);
    finish(db);
    return db;
  } catch (error) {
    db.close();
    deleteViews(scratchOf(file));
    throw error;
  }
}

/**
 * Puts the built file in the place of the old one, whole or not at all, also if the power goes. Whoever still reads
 * the old file in another process reads on in it. Until it returns, nothing else in this process runs.
 */
export function swapIn(built: Db, file: string, old?: Db): Db {
  built.close();
  sync(scratchOf(file));
  if (old) {
    // Its write-ahead log must never be read together with the new file.
    old.pragma('wal_checkpoint(TRUNCATE)');
    old.close();
  }
  deleteBeside(file);
  renameSync(scratchOf(file), file);
  sync(dirname(file));
  return openDatabase(file);
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
