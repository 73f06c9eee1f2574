import type Database from 'better-sqlite3';

/**
 * Reads of one turn of the event loop share a read transaction. A statement by itself takes and gives back SQLite's
 * shared lock, calls to the operating system that cost more than the look-up, and handling a command makes several.
 */
export class ReadTurn {
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  #open = false;

  constructor(private readonly db: Database.Database) {
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
  }

  read<T>(work: () => T): T {
    this.begin();
    return work();
  }

  /** What is read from now on in this turn is read together. */
  begin(): void {
    if (this.#open || this.db.inTransaction) return;
    this.#begin.run();
    this.#open = true;
    setImmediate(() => this.end());
  }

  /** Lets go of what the turn saw: before a commit, and when the turn is over. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.db.open && this.db.inTransaction) this.#commit.run();
  }
}
