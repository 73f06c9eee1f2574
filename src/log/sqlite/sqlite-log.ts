import type Database from 'better-sqlite3';
import type { Observable } from 'rxjs';
import { checkAppend } from '../append-check.js';
import {
  type Appended,
  type EventLog,
  LogFailed,
  type LoggedEvent,
  type LogSignal,
  type Position,
  type SealedEvent,
} from '../event-log.js';
import { FolderLock } from '../folder-lock.js';
import { logWork } from '../log-work.js';
import { StoredEvent } from '../stored-event.js';
import { tail, Watchers } from '../tail.js';
import { Appender } from './appender.js';
import { GroupCommit } from './group-commit.js';
import { type LogDatabase, openForReading, openForWriting } from './log-database.js';
import { ReadTurn } from '../sqlite-read-turn.js';
import { sqliteFailure } from './sqlite-failure.js';

/** How often a reader looks for what another process wrote. */
const pollMs = 100;

interface Row {
  position: number;
  bytes: Buffer;
}

/**
 * The embedded log: one file, one writing process, any number of reading ones. The binding is synchronous, so a
 * commit (with its fsync) is one step of the event loop; whatever arrives meanwhile goes into the next.
 */
export class SqliteLog implements EventLog {
  readonly ledger: string;
  readonly writesInOrder = true;
  readonly #db: Database.Database;
  readonly #watchers = new Watchers();
  readonly #writer: { appender: Appender; commits: GroupCommit<Appended>; lock: FolderLock } | undefined;
  readonly #page: Database.Statement<[number, number], Row>;
  readonly #stream: Database.Statement<[string, number, number], Row>;
  readonly #head: Database.Statement<[], number | null>;
  /** of the writer alone: whoever reads beside it must see what it has just written */
  readonly #turn: ReadTurn | undefined;
  #failure: LogFailed | undefined;
  /** events of the commit under way */
  #written = 0;
  #closing = false;

  /** The parts, opened; `open` is the usual way. Without a lock it only reads. */
  constructor({ db, ledger }: LogDatabase, lock?: FolderLock) {
    this.ledger = ledger;
    this.#db = db;
    this.#page = db.prepare(
      'SELECT position, bytes FROM events WHERE position > ? ORDER BY position LIMIT ?',
    );
    this.#stream = db.prepare(
      'SELECT position, bytes FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
    );
    this.#head = db.prepare<[], number | null>('SELECT max(position) FROM events').pluck();
    if (lock) {
      const turn = new ReadTurn(db);
      this.#turn = turn;
      const commits = new GroupCommit<Appended>(
        db,
        () => {
          turn.end();
          this.#written = 0;
        },
        (seconds) => {
          if (this.#written > 0) logWork.committed({ ledger, events: this.#written, seconds });
          this.#watchers.tell();
        },
        (error) => this.#failed(error),
      );
      this.#writer = { appender: new Appender(db), commits, lock };
    }
  }

  /**
   * Opens the log in a data folder. For writing (the default) it makes folder and log where there are none, and holds
   * the folder's lock until closed; `readonly` reads beside whoever writes, and polls for news.
   * @param options.ledger the id of a log that is made as the copy of another
   * @throws LogFailed another process writes there, there is no log to read, or it is damaged
   */
  static async open(
    folder: string,
    options: { readonly?: boolean; ledger?: string } = {},
  ): Promise<SqliteLog> {
    if (options.readonly) return new SqliteLog(openForReading(folder));
    const lock = FolderLock.take(folder);
    try {
      return new SqliteLog(openForWriting(folder, options.ledger), lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Tells other processes where this one answers (see `findWriter`). */
  announce(address: string): void {
    this.#writer?.lock.announce(address);
  }

  async append(stream: string, expected: number, events: readonly SealedEvent[]): Promise<Appended> {
    if (!this.#writer) throw new LogFailed('the log was opened for reading only');
    this.#refuseWhenClosed();
    this.#refuseWhenStopped();
    checkAppend(this.ledger, stream, expected, events);
    const { appender, commits } = this.#writer;
    return commits.run(() => {
      this.#refuseWhenStopped();
      const appended = appender.append(stream, expected, events);
      this.#written += events.length;
      return appended;
    });
  }

  async readStream(stream: string, options: { from?: number; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    // SQLite reads a negative limit as none.
    const rows = this.#read(() => this.#stream.all(stream, options.from ?? 0, options.limit ?? -1));
    return rows.map(toEvent);
  }

  async readAll(options: { after?: Position; limit: number }): Promise<LoggedEvent[]> {
    this.#refuseWhenClosed();
    return this.#after(options.after, options.limit);
  }

  subscribe(options: { after?: Position } = {}): Observable<LogSignal> {
    return tail(
      {
        read: (after, limit) => this.#after(after, limit),
        watch: (onNews, onEnd) => this.#watch(onNews, onEnd),
      },
      options.after,
    );
  }

  async head(): Promise<Position | null> {
    this.#refuseWhenClosed();
    const position = this.#head.get() ?? null;
    return position === null ? null : String(position);
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    await this.#writer?.commits.drained();
    this.#watchers.end();
    this.#turn?.end();
    this.#db.close();
    this.#writer?.lock.release();
  }

  #read(work: () => Row[]): Row[] {
    return this.#turn ? this.#turn.read(work) : work();
  }

  #after(after: Position | undefined, limit: number): LoggedEvent[] {
    return this.#read(() => this.#page.all(Number(after ?? 0), limit)).map(toEvent);
  }

  /** A reader hears of commits only by looking; while nobody watches, nobody looks. */
  #watch(onNews: () => void, onEnd: (error?: Error) => void): () => void {
    const stop = this.#watchers.add(onNews, onEnd);
    if (this.#writer) return stop;
    const poll = setInterval(onNews, pollMs);
    return () => {
      clearInterval(poll);
      stop();
    };
  }

  #failed(error: unknown): Error {
    const failure = sqliteFailure(error);
    const stopped = failure instanceof LogFailed;
    logWork.failed({ ledger: this.ledger, why: stopped ? 'stopped' : failure.reason });
    if (stopped) {
      this.#failure ??= failure;
      this.#watchers.end(failure);
    }
    return failure;
  }

  #refuseWhenStopped(): void {
    if (this.#failure) throw this.#failure;
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw new LogFailed('the log is closed');
  }
}

const toEvent = ({ position, bytes }: Row): LoggedEvent => new StoredEvent(String(position), bytes);
