import type Database from 'better-sqlite3';
import { WrongExpectedRevision } from '../event-log.js';

interface Waiting<Result> {
  work: () => Result;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}
type Outcome<Result> = { done: true; result: Result } | { done: false; error: unknown };

/**
 * One commit a turn of the event loop: whatever arrived while the last one ran shares the next, and its fsync. Each
 * piece of work answers after the commit; one that is refused takes nothing from the others.
 */
export class GroupCommit<Result> {
  #waiting: Waiting<Result>[] = [];
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor(
    private readonly db: Database.Database,
    /** told before a commit begins: nothing else may be under way on the connection */
    private readonly onBegin: () => void,
    /** told after a commit that did work, before anybody is answered, and how long it took */
    private readonly onCommit: (seconds: number) => void,
    /** says what a failed transaction means; everything that waited for it is rejected with that */
    private readonly onFailure: (error: unknown) => Error,
  ) {}

  /**
   * @param work runs inside the transaction; where it throws WrongExpectedRevision, it has written nothing, and the
   * others go on. Any other error ends the transaction for all.
   */
  run(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#commit());
    });
  }

  /** Resolves when everything that was handed in has been answered. */
  async drained(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #commit(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#scheduled = false;
    const began = performance.now();
    try {
      const outcomes = this.#transaction(group);
      this.onCommit((performance.now() - began) / 1000);
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]!;
        if (outcome.done) resolve(outcome.result);
        else reject(outcome.error);
      });
    } catch (error) {
      const failure = this.onFailure(error);
      for (const { reject } of group) reject(failure);
    }
    if (this.#waiting.length > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle = [];
  }

  #transaction(group: Waiting<Result>[]): Outcome<Result>[] {
    this.onBegin();
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = group.map(({ work }) => attempt(work));
      this.db.exec('COMMIT');
      return outcomes;
    } catch (error) {
      // A full disk has rolled back by itself; a failing rollback must not hide the first error.
      if (this.db.inTransaction) tryTo(() => this.db.exec('ROLLBACK'));
      throw error;
    }
  }
}

function attempt<Result>(work: () => Result): Outcome<Result> {
  try {
    return { done: true, result: work() };
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return { done: false, error };
    throw error;
  }
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // what counts has been thrown already
  }
}
