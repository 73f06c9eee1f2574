import { NoAnswer } from './patience.js';

/** What the client's reads and subscriptions have in common, as far as it is used here. */
export interface ServerStream<Item> extends AsyncIterable<Item> {
  on(event: 'error', listener: (error: Error) => void): unknown;
  destroy(error?: Error): unknown;
}

export interface Scanned<Item, Picked> {
  picked: Picked[];
  /** how many came, picked or not */
  count: number;
  last: Item | undefined;
}

/**
 * Reads what a bounded read brings and keeps what `pick` makes of it; what it makes nothing of is let go at once.
 * Reads have no deadline: one that brings nothing for `silenceMs` is given up.
 * @throws NoAnswer, and whatever the client says
 */
export async function scan<Item, Picked>(
  open: () => ServerStream<Item> & { cancel(): Promise<void> },
  silenceMs: number,
  pick: (item: Item) => Picked | undefined,
): Promise<Scanned<Item, Picked>> {
  const stream = open();
  ignoreLateErrors(stream);
  const silence = setTimeout(() => stream.destroy(new NoAnswer(silenceMs)), silenceMs);
  const scanned: Scanned<Item, Picked> = { picked: [], count: 0, last: undefined };
  try {
    for await (const item of stream) {
      silence.refresh();
      scanned.count += 1;
      scanned.last = item;
      const picked = pick(item);
      if (picked !== undefined) scanned.picked.push(picked);
    }
    return scanned;
  } catch (error) {
    void stream.cancel().catch(() => {});
    throw error;
  } finally {
    clearTimeout(silence);
  }
}

/** A stream that nobody reads any more may still fail, which must not end the process. */
export function ignoreLateErrors(stream: Pick<ServerStream<unknown>, 'on'>): void {
  stream.on('error', () => {});
}
