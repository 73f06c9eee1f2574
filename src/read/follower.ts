import { Subject, type Observable, type Subscription } from 'rxjs';
import { comparePositions, type EventLog, type LoggedEvent, type Position } from '../log/event-log.js';
import { batchSize } from './rebuild.js';

/** What is followed for: where it stands, and how it takes in more. */
export interface Followed {
  position(): Position | null;
  apply(events: readonly LoggedEvent[], after: Position | null): unknown;
}

/** Before the log is asked again after it, or what was to be written, failed. Milliseconds. */
const pauseAfterFailure = 500;
/** So often a reader looks how far another process has come. Milliseconds. */
const lookEvery = 20;

/**
 * Takes in what comes to the log, all that arrives within one turn of the event loop as one transaction, and tells
 * those who wait for a position. A failure is tried again: what was not applied is read from the log once more.
 */
export class Follower {
  #subscription: Subscription | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pending: LoggedEvent[] = [];
  #pendingSince: number | undefined;
  #following = false;
  #failure: string | undefined;
  readonly #advances = new Subject<void>();
  /** Each time that more was taken in; completes when following stops. */
  readonly advances: Observable<void> = this.#advances.asObservable();
  readonly #waiting = new Set<{ position: Position; done: (reached: boolean) => void }>();

  constructor(
    private readonly log: EventLog,
    private readonly followed: Followed,
  ) {}

  /** Resolves once what was in the log at the start is taken in. */
  async start(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    await new Promise<void>((resolve) => this.#subscribe(resolve));
  }

  stop(): void {
    this.#following = false;
    this.#subscription?.unsubscribe();
    clearTimeout(this.#retry);
    this.#pending = [];
    for (const { done } of this.#waiting) done(false);
    this.#waiting.clear();
    this.#advances.complete();
  }

  state(): { following: boolean; lag: number; failure?: string } {
    return {
      following: this.#following,
      lag: this.#pendingSince === undefined ? 0 : Date.now() - this.#pendingSince,
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
    };
  }

  /** @param look whether another process may bring them there */
  async waitFor(position: Position, milliseconds: number, look: boolean): Promise<boolean> {
    if (this.#has(position)) return true;
    return new Promise((resolve) => {
      const waiting = { position, done: resolve };
      const looking = look
        ? setInterval(() => {
            if (this.#has(position)) waiting.done(true);
          }, lookEvery)
        : undefined;
      const timer = setTimeout(() => waiting.done(this.#has(position)), milliseconds);
      waiting.done = (reached) => {
        clearTimeout(timer);
        clearInterval(looking);
        this.#waiting.delete(waiting);
        resolve(reached);
      };
      this.#waiting.add(waiting);
    });
  }

  #has(position: Position): boolean {
    return isReached(position, this.followed.position());
  }

  #subscribe(onCaughtUp?: () => void): void {
    const after = this.followed.position();
    this.#pending = [];
    this.#subscription = this.log.subscribe(after === null ? {} : { after }).subscribe({
      next: (signal) => {
        if (signal.kind === 'event') this.#take(signal.event);
        else {
          this.#flush();
          onCaughtUp?.();
        }
      },
      error: (error: unknown) => this.#failed(error, onCaughtUp),
    });
  }

  #take(event: LoggedEvent): void {
    this.#pendingSince ??= Date.now();
    this.#pending.push(event);
    if (this.#pending.length === 1) setImmediate(() => this.#flush());
    else if (this.#pending.length >= batchSize) this.#flush();
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    try {
      this.followed.apply(events, this.followed.position());
    } catch (error) {
      this.#failed(error);
      return;
    }
    this.#pendingSince = undefined;
    this.#failure = undefined;
    const reached = this.followed.position();
    for (const { position, done } of this.#waiting) if (isReached(position, reached)) done(true);
    this.#advances.next();
  }

  #failed(error: unknown, onCaughtUp?: () => void): void {
    this.#subscription?.unsubscribe();
    this.#failure = error instanceof Error ? error.message : String(error);
    if (!this.#following) return;
    this.#retry = setTimeout(() => this.#subscribe(onCaughtUp), pauseAfterFailure);
  }
}

const isReached = (position: Position, reached: Position | null): boolean =>
  reached !== null && comparePositions(reached, position) >= 0;
