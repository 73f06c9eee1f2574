import { Injectable } from '@nestjs/common';
import type { ImportSource, ImportTarget } from '../exchange/import.js';
import type { Recorder } from '../exchange/recorder.js';
import { Stopping } from './stopping.js';

/** Imports under way: how many, and how they end when the server stops. */
@Injectable()
export class RunningImports {
  #count = 0;

  constructor(private readonly stopping: Stopping) {}

  get count(): number {
    return this.#count;
  }

  /**
   * Runs one import on what it is to use instead: both end when the server stops, between two commands, so that what
   * was recorded stands and repeating the import completes it.
   * @throws ServerStops
   */
  async during<Result>(
    { source, target }: { source: ImportSource; target: ImportTarget },
    work: (source: ImportSource, target: ImportTarget) => Promise<Result>,
  ): Promise<Result> {
    const { signal } = this.stopping;
    const record = <Kind extends Recorder>(recorder: Kind): Kind => ({
      ...recorder,
      record: async (command, options) => {
        signal.throwIfAborted();
        return recorder.record(command, options);
      },
    });
    this.#count += 1;
    try {
      return await work(
        { ...source, chunks: untilAborted(source.chunks, signal) },
        { ...target, recorder: record(target.recorder), draft: () => record(target.draft()) },
      );
    } finally {
      this.#count -= 1;
    }
  }
}

/** The same, but that who waits for more hears of the end at once. @throws the signal's reason */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await orAborted(iterator.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it would wait for what does not come any more.
    void iterator.return?.()?.catch(() => {});
  }
}

function orAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
