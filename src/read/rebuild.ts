import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { comparePositions, type EventLog, type LoggedEvent, type Position } from '../log/event-log.js';
import type { RebuildProgress } from './answers.js';
import type { Checkpoint } from './checkpoint.js';
import { type Db, openDatabase } from './database.js';
import { Projection, Unapplied } from './projection.js';
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
 * @param most events at most; whether there are more is returned
 * @throws the signal's reason, when it is stopped
 */
export async function catchUp(
  projection: Pick<Projection, 'apply' | 'checkpoint'>,
  log: EventLog,
  options: RebuildOptions = {},
  most = Infinity,
): Promise<boolean> {
  const reader = await Reader.of(log, options);
  const until = projection.checkpoint().seq + most;
  for (let done = projection.checkpoint(); done.seq < until;) {
    const events = await reader.after(done);
    if (events.length > 0) done = projection.apply(events, done.position);
    if (events.length < batchSize) return false;
  }
  return true;
}

/** So many events to a transaction when a file is filled that nobody reads yet: words are merged less often. */
const eventsATransaction = 20_000;

/** As `catchUp`, and quicker: long transactions. One that meets an event that cannot be applied is done over. */
async function fill(projection: Projection, log: EventLog, options: RebuildOptions): Promise<void> {
  for (let more = true; more;) {
    try {
      more = await fillMore(projection, log, options);
    } catch (error) {
      if (!(error instanceof Unapplied)) throw error;
      more = await catchUp(projection, log, options, eventsATransaction);
    }
  }
}

async function fillMore(projection: Projection, log: EventLog, options: RebuildOptions): Promise<boolean> {
  const reader = await Reader.of(log, options);
  let done = projection.checkpoint();
  const until = done.seq + eventsATransaction;
  let more = true;
  projection.open();
  while (more && done.seq < until) {
    const events = await reader.after(done);
    done = projection.add(events, done);
    more = events.length === batchSize;
  }
  projection.commit(done);
  return more;
}

/**
 * Reads on after a checkpoint, and tells how far that is through what the log held at first. A page that is not full
 * was the last one: whoever waited for an empty one would never be done while others write.
 */
class Reader {
  private constructor(
    private readonly log: EventLog,
    private readonly head: Position | null,
    private readonly options: RebuildOptions,
  ) {}

  static async of(log: EventLog, options: RebuildOptions): Promise<Reader> {
    return new Reader(log, await log.head(), options);
  }

  async after({ seq, position }: Checkpoint): Promise<LoggedEvent[]> {
    await new Promise((resolve) => setImmediate(resolve));
    this.options.signal?.throwIfAborted();
    const events = await this.log.readAll({
      ...(position === null ? {} : { after: position }),
      limit: batchSize,
    });
    const reached = events.at(-1)?.position ?? position;
    this.options.onProgress?.({ events: seq + events.length, fraction: fraction(reached, this.head) });
    return events;
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
    await fill(new Projection(new Rows(db, log.ledger)), log, options);
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
