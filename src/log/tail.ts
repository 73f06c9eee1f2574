import { Observable, type Subscriber } from 'rxjs';
import type { LoggedEvent, LogSignal, Position } from './event-log.js';

/** Events read at once: the most that a subscription holds in memory. */
const pageSize = 500;

/** What a subscription needs of a log that lies in this process: reading on from a position, and word of news. */
export interface TailSource {
  read(after: Position | undefined, limit: number): LoggedEvent[] | Promise<LoggedEvent[]>;
  /** Calls `onNews` whenever there may be more to read, `onEnd` once when there will be no more. Returns how to stop. */
  watch(onNews: () => void, onEnd: (error?: Error) => void): () => void;
}

/**
 * From the past into the present by one way of reading, so there is no seam where an event could be lost or doubled:
 * read a page, hand it over, read on; with nothing left, say so once and wait for news.
 */
export function tail(source: TailSource, after?: Position): Observable<LogSignal> {
  return new Observable((subscriber) => {
    const run = new Tail(source, subscriber, after);
    void run.start();
    return () => run.stop();
  });
}

class Tail {
  #position: Position | undefined;
  #news = true;
  #reading = false;
  #caughtUp = false;
  readonly #unwatch: () => void;

  constructor(
    private readonly source: TailSource,
    private readonly subscriber: Subscriber<LogSignal>,
    after: Position | undefined,
  ) {
    this.#position = after;
    this.#unwatch = source.watch(
      () => {
        this.#news = true;
        void this.start();
      },
      (error) => (error ? subscriber.error(error) : subscriber.complete()),
    );
  }

  stop(): void {
    this.#unwatch();
  }

  async start(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#news && !this.subscriber.closed) {
        this.#news = false;
        await this.#page();
      }
    } catch (error) {
      this.subscriber.error(error);
    } finally {
      this.#reading = false;
    }
  }

  async #page(): Promise<void> {
    const events = await this.source.read(this.#position, pageSize);
    for (const event of events) {
      if (this.subscriber.closed) return;
      this.#position = event.position;
      this.subscriber.next({ kind: 'event', event });
    }
    if (events.length === pageSize) {
      this.#news = true;
      // Between two pages others get their turn, and a consumer its chance to unsubscribe.
      await new Promise((resolve) => setImmediate(resolve));
    } else if (!this.#caughtUp && !this.subscriber.closed) {
      this.#caughtUp = true;
      this.subscriber.next({ kind: 'caughtUp' });
    }
  }
}

/** Those who wait for news of a log, and how they are told. */
export class Watchers {
  readonly #watchers = new Set<{ onNews: () => void; onEnd: (error?: Error) => void }>();
  #ended: { error?: Error } | undefined;

  add(onNews: () => void, onEnd: (error?: Error) => void): () => void {
    if (this.#ended) {
      queueMicrotask(() => onEnd(this.#ended?.error));
      return () => {};
    }
    const watcher = { onNews, onEnd };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  tell(): void {
    for (const { onNews } of this.#watchers) onNews();
  }

  end(error?: Error): void {
    if (this.#ended) return;
    this.#ended = error ? { error } : {};
    for (const { onEnd } of this.#watchers) onEnd(error);
    this.#watchers.clear();
  }
}
