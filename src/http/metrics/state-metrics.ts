import { Counter, Gauge, type Registry } from 'prom-client';
import type { Integrity } from '../../integrity/integrity.js';
import type { EventLog } from '../../log/event-log.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { AccessGuard } from '../access/guard.js';
import type { LiveEvents } from '../live-events.js';
import type { LogState } from '../log-state.js';
import type { RunningImports } from '../running-imports.js';
import { prefix } from './names.js';

/** So many events behind are counted; more are told as this many. */
const mostCounted = 1_000;

/** What is asked for when somebody asks: it costs nothing until then. */
export interface State {
  log: EventLog;
  views: LedgerViews;
  integrity: Integrity;
  live: LiveEvents;
  guard: AccessGuard;
  imports: RunningImports;
  logState: LogState;
}

export function stateMetrics(registry: Registry, state: State): void {
  ofViews(registry, state);
  ofProofs(registry, state);
  const gauge = gaugesOn(registry);
  const { live, guard, imports } = state;
  gauge('live_readers', 'Connections that follow the record live', () => live.readers);
  gauge('imports_running', 'Imports under way', () => imports.count);
  const counted = countersOn(registry);
  counted('live_readers_dropped_total', 'Live readers that were cut off, by why', 'why', () => live.dropped);
  counted(
    'sign_in_failures_total',
    'Keys and tokens shown that were not good here, by what became of them',
    'what',
    () => ({
      refused: guard.refusals.signIns,
      'not-looked-at': guard.refusals.signInsNotLookedAt,
    }),
  );
  counted(
    'rate_limited_total',
    'Requests answered 429, since one key, user or address sent too many',
    undefined,
    () => ({
      '': guard.refusals.overRate,
    }),
  );
}

function ofViews(registry: Registry, { log, views }: State): void {
  const gauge = gaugesOn(registry);
  gauge('views_events', 'Events that the views have taken in', () => views.health().events);
  gauge(
    'views_lag_seconds',
    'How long the oldest event that the views lack has been waiting for them',
    () => {
      return views.health().lag / 1000;
    },
  );
  gauge('views_lag_events', `Events in the log that the views lack, at most ${mostCounted}`, async () => {
    const after = views.position();
    const head = await log.head();
    if (head === null || head === after) return 0;
    return (await log.readAll({ ...(after !== null && { after }), limit: mostCounted })).length;
  });
  gauge('views_set_aside', 'Events that the views could not read', () => views.health().setAsideCount);
  gauge('views_rebuilding', '1 while the views are being made anew', () => (views.health().rebuild ? 1 : 0));
  gauge('views_rebuild_fraction', 'How far that is, 0 to 1; 0 where none is under way', () => {
    return views.health().rebuild?.fraction ?? 0;
  });
}

function ofProofs(registry: Registry, { integrity, logState, views }: State): void {
  const gauge = gaugesOn(registry);
  gauge('checkpoint_size', 'Events under the last signed checkpoint', () => integrity.status().sealed);
  gauge('checkpoint_timestamp_seconds', 'When it was signed, Unix time; 0: there is none', () => {
    const { sealedAt } = integrity.status();
    return sealedAt === null ? 0 : Date.parse(sealedAt) / 1000;
  });
  gauge('events_unsealed', 'Events that stand under no checkpoint yet', () => {
    return Math.max(0, views.health().events - integrity.status().sealed);
  });
  gauge(
    'read_only',
    '1: nothing more is taken in, since the record was changed or the log has stopped',
    () => {
      return integrity.status().fault === null && !logState.stopped ? 0 : 1;
    },
  );
}

/** What cannot be told just now is not a number; the rest is told all the same. */
function gaugesOn(registry: Registry) {
  return (name: string, help: string, value: () => number | Promise<number>): void => {
    const gauge: Gauge = new Gauge({
      name: prefix + name,
      help,
      registers: [registry],
      collect: async () => {
        try {
          gauge.set(await value());
        } catch {
          gauge.set(NaN);
        }
      },
    });
  };
}

/** Of what is counted elsewhere: by a label, or all together where there is none. */
function countersOn(registry: Registry) {
  return (
    name: string,
    help: string,
    label: string | undefined,
    counts: () => Record<string, number>,
  ): void => {
    const counter: Counter = new Counter({
      name: prefix + name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers: [registry],
      collect: () => {
        counter.reset();
        for (const [value, count] of Object.entries(counts())) {
          counter.inc(label === undefined ? {} : { [label]: value }, count);
        }
      },
    });
  };
}
