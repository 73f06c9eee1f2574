import type { Observable, Subscription } from 'rxjs';
import type { Attention } from './attention.js';

/** Milliseconds: at work at once; between two turns while events come, and while none do; after a failure. */
const turn = 5;
const pauseWhenBusy = 300;
const pauseWhenQuiet = 10;
const pauseAfterFailure = 1_000;

/**
 * Works off what is due off the path of requests: a short turn, then a longer pause, so that what is recorded meanwhile
 * loses little. Answers that need more than was done by then see to it themselves (`ready`).
 */
export class AttentionSchedule {
  readonly #subscription: Subscription;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  constructor(
    /** taken anew each time: a rebuild puts another in its place */
    private readonly attention: () => Attention,
    advances: Observable<void>,
  ) {
    this.#subscription = advances.subscribe(() => {
      this.#isBusy = true;
      this.wake();
    });
  }

  wake(): void {
    this.#timer ??= setTimeout(() => this.#work(), pauseWhenBusy).unref();
  }

  stop(): void {
    this.#subscription.unsubscribe();
    clearTimeout(this.#timer);
  }

  #work(): void {
    const pause = this.#isBusy ? pauseWhenBusy : pauseWhenQuiet;
    this.#isBusy = false;
    this.#timer = undefined;
    const began = performance.now();
    const next = this.#nextPause(pause);
    // A piece of work may take longer than a turn: the pause is as much longer.
    const longer = Math.max(1, (performance.now() - began) / turn);
    if (next !== null) this.#timer = setTimeout(() => this.#work(), next * longer).unref();
  }

  #nextPause(pause: number): number | null {
    try {
      const progress = this.attention().work(turn);
      return progress === 'done' ? null : progress === 'resting' ? pauseWhenBusy : pause;
    } catch {
      // Whoever asks meets the same failure, and is told of it; here it is only tried again.
      return pauseAfterFailure;
    }
  }
}
