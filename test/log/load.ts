import type { Subscription } from 'rxjs';
import {
  LogUnavailable,
  noStream,
  type EventLog,
  type LoggedEvent,
  type Position,
} from '../../src/log/event-log.js';
import { idsOf, newStream, sealedRow } from './sealed.js';

/** What a load did: the oracle of what must be in the log. */
export interface Written {
  /** of each stream, the ids of its acknowledged events in order */
  acknowledged: Map<string, string[]>;
  /** ids of appends that were given up unanswered: they may be there or not */
  unknown: Set<string>;
  /** events that a subscription told meanwhile */
  told: LoggedEvent[];
  /** milliseconds that the slowest append took */
  slowestMs: number;
  start: { after?: Position };
}

/**
 * Writes rows of one to three events to streams of a few rows, `writers` at a time, and subscribes to what is written,
 * until all `trouble` is over.
 */
export async function underLoad(
  log: EventLog,
  writers: number,
  trouble: () => Promise<void>,
): Promise<Written> {
  const head = await log.head();
  const written: Written = {
    acknowledged: new Map(),
    unknown: new Set(),
    told: [],
    slowestMs: 0,
    start: head === null ? {} : { after: head },
  };
  const failed = Promise.withResolvers<never>();
  const subscription = log.subscribe(written.start).subscribe({
    next: (signal) => {
      if (signal.kind === 'event') written.told.push(signal.event);
    },
    error: (error) => failed.reject(error),
  });
  const over = new AbortController();
  const load = Promise.all(Array.from({ length: writers }, () => writeUntil(log, over.signal, written)));
  try {
    await Promise.race([trouble(), load, failed.promise]);
  } finally {
    over.abort();
  }
  await Promise.race([load, failed.promise]);
  await heardAll(written, subscription);
  return written;
}

async function writeUntil(log: EventLog, over: AbortSignal, written: Written): Promise<void> {
  let stream = newStream();
  let expected = noStream;
  while (!over.aborted) {
    const events = sealedRow(log.ledger, stream, expected, 1 + Math.floor(Math.random() * 3));
    const start = performance.now();
    try {
      const { revision } = await log.append(stream, expected, events);
      expected = revision;
      written.acknowledged.set(stream, [...(written.acknowledged.get(stream) ?? []), ...idsOf(events)]);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      for (const id of idsOf(events)) written.unknown.add(id);
      expected = 1000; // begin another
    }
    written.slowestMs = Math.max(written.slowestMs, performance.now() - start);
    if (expected > 20) [stream, expected] = [newStream(), noStream];
  }
}

/** A subscription tells what was acknowledged a moment later: waits for it, at most 20 s. */
async function heardAll(written: Written, subscription: Subscription): Promise<void> {
  const count = [...written.acknowledged.values()].reduce((sum, ids) => sum + ids.length, 0);
  for (let waited = 0; written.told.length < count && waited < 20_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  subscription.unsubscribe();
}

export interface Comparison {
  acknowledged: number;
  lost: string[];
  twice: string[];
  /** streams whose revisions are not 0, 1, 2, ..., or whose events are not the acknowledged ones in their order */
  disordered: string[];
  /** in the log, and neither acknowledged nor unanswered */
  unexplained: string[];
  /** what the subscription told otherwise than the log reads */
  untold: number;
}

/** Compares what was acknowledged with what is in the log, and both with what was told. */
export async function compare(log: EventLog, written: Written): Promise<Comparison> {
  const there: LoggedEvent[] = [];
  for (let at = written.start; ;) {
    const page = await log.readAll({ ...at, limit: 500 });
    there.push(...page);
    if (page.length === 0) break;
    at = { after: page.at(-1)!.position };
  }
  const ids = idsOf(there);
  const present = new Set(ids);
  const acknowledged = [...written.acknowledged.values()].flat();
  const known = new Set(acknowledged);
  const streams = Map.groupBy(there, ({ envelope }) => envelope.stream);
  const told = written.told.map(({ position }) => position);
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((id) => !present.has(id)),
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    disordered: [...streams]
      .filter(([stream, events]) => !inOrder(events, written.acknowledged.get(stream)))
      .map(([stream]) => stream),
    unexplained: ids.filter((id) => !known.has(id) && !written.unknown.has(id)),
    untold: there.filter(({ position }, index) => told[index] !== position).length,
  };
}

function inOrder(events: readonly LoggedEvent[], acknowledged: readonly string[] = []): boolean {
  const ids = idsOf(events);
  return (
    events.every(({ envelope }, index) => envelope.revision === index) &&
    acknowledged.every((id, index) => ids[index] === id)
  );
}
