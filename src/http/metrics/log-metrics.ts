import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EventLog } from '../../log/event-log.js';
import { watchLogWork, type AppendFailed } from '../../log/log-work.js';
import { prefix } from './names.js';

const whys: readonly AppendFailed['why'][] = ['full', 'unreachable', 'stopped'];

/** What is written to the log. Returns how to stop listening to it. */
export function logMetrics(registry: Registry, log: EventLog): () => void {
  const registers = [registry];
  const seconds = new Histogram({
    name: `${prefix}commit_duration_seconds`,
    help: 'Time that a commit of the log takes until it is durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const sizes = new Histogram({
    name: `${prefix}commit_events`,
    help: 'Events that one commit of the log takes in',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 512],
    registers,
  });
  const failures = new Counter({
    name: `${prefix}commit_failures_total`,
    help: 'Commits that failed, by why: full (no space on the disk), unreachable (the outcome may be unknown), stopped (the log takes no more)',
    labelNames: ['why'],
    registers,
  });
  for (const why of whys) failures.inc({ why }, 0);
  const head = new Gauge({
    name: `${prefix}log_position`,
    help: 'Position of the last event in the log: in a data folder the number of events, on EventStoreDB a place in its files',
    registers,
    collect: async () => {
      // The log may be closing, or its server be away: the rest is told all the same.
      head.set(Number((await log.head().catch(() => undefined)) ?? NaN));
    },
  });
  return watchLogWork(log.ledger, {
    committed: (work) => {
      seconds.observe(work.seconds);
      sizes.observe(work.events);
    },
    failed: ({ why }) => failures.inc({ why }),
  });
}
