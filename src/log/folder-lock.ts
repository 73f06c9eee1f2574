import Database from 'better-sqlite3';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LogFailed } from './event-log.js';
import { sqliteCode } from './sqlite-code.js';

/** Who writes to a data folder, as the writer itself put it there. */
export interface Writer {
  /** process id on its machine */
  pid: number;
  /** RFC 3339 */
  since: string;
  /** where it answers (http://127.0.0.1:3000), once it does */
  address?: string;
}

/**
 * One writer to a data folder. The lock is SQLite's own on a file beside the log (a POSIX record lock), so the
 * operating system lets go of it when its process dies, however it dies; who holds it stands in a second file, for
 * people and for commands that look for the running server.
 */
export class FolderLock {
  private constructor(
    private readonly folder: string,
    private readonly lock: Database.Database,
    private readonly writer: Writer,
  ) {}

  /** @throws LogFailed another process (or this one, a second time) writes to the folder */
  static take(folder: string): FolderLock {
    const lock = lockIn(folder);
    if (!lock) {
      const writer = readWriter(folder);
      const who = writer
        ? `process ${writer.pid}${writer.address ? `, at ${writer.address}` : ''}`
        : 'another process';
      throw new LogFailed(
        `${folder} is being written by ${who}: one data folder has one writer. ` +
          'Stop that one first, or give this one its own folder (LEDGER_DATA_DIR).',
      );
    }
    const taken = new FolderLock(folder, lock, { pid: process.pid, since: new Date().toISOString() });
    taken.#write(taken.writer);
    return taken;
  }

  /** Tells other processes where this one answers: an import goes through it instead of beside it. */
  announce(address: string): void {
    this.#write({ ...this.writer, address });
  }

  release(): void {
    if (!this.lock.open) return;
    rmSync(writerFile(this.folder), { force: true });
    this.lock.close();
  }

  #write(writer: Writer): void {
    writeFileSync(writerFile(this.folder), `${JSON.stringify(writer)}\n`, { mode: 0o600 });
  }
}

/** Who is writing to a data folder now; undefined where nobody is, whatever a killed process left behind. */
export function findWriter(folder: string): Writer | undefined {
  if (!existsSync(lockFile(folder))) return undefined;
  const probe = new Database(lockFile(folder), { readonly: true, timeout: 0 });
  try {
    probe.prepare('SELECT count(*) FROM sqlite_schema').get();
    return undefined;
  } catch (error) {
    if (isBusy(error)) return readWriter(folder);
    throw error;
  } finally {
    probe.close();
  }
}

/** Long enough for one who only looks who is writing to have looked. */
const patienceMs = 200;

const lockFile = (folder: string) => join(folder, 'writer.lock');
const writerFile = (folder: string) => join(folder, 'writer.json');

function lockIn(folder: string): Database.Database | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return tryLock(folder);
  } catch (cause) {
    throw new LogFailed(
      `${folder} cannot be used as a data folder (${(cause as Error).message}): it must be a folder that this user may ` +
        'write, on a local disk. LEDGER_DATA_DIR names another.',
      { cause },
    );
  }
}

function tryLock(folder: string): Database.Database | undefined {
  createPrivately(lockFile(folder));
  const lock = new Database(lockFile(folder), { timeout: patienceMs });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const isBusy = (error: unknown) => sqliteCode(error).startsWith('SQLITE_BUSY');

function readWriter(folder: string): Writer | undefined {
  try {
    return JSON.parse(readFileSync(writerFile(folder), 'utf8')) as Writer;
  } catch {
    return undefined; // it has only just taken the lock, and not yet written who it is
  }
}

/** Makes the file, empty, readable by its owner alone; SQLite gives its side files the same mode. */
export function createPrivately(path: string): void {
  if (existsSync(path)) return;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}
