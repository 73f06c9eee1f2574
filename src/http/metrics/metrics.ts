import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Integrity } from '../../integrity/integrity.js';
import type { EventLog } from '../../log/event-log.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { AccessGuard } from '../access/guard.js';
import { LiveEvents } from '../live-events.js';
import { LogState } from '../log-state.js';
import type { ObservedRequests } from '../observed-requests.js';
import { apiVersion } from '../openapi.js';
import { RunningImports } from '../running-imports.js';
import { ALL_VIEWS, LOG } from '../tokens.js';
import { httpMetrics } from './http-metrics.js';
import { logMetrics } from './log-metrics.js';
import { prefix } from './names.js';
import { stateMetrics } from './state-metrics.js';

/**
 * Figures for whoever operates the server (docs/OPERATIONS.md, "Metrics"), in a registry of its own for each server: no
 * label holds what people wrote or are called, and none can take more values than there are routes, kinds or rules.
 */
@Injectable()
export class Metrics implements OnModuleDestroy {
  readonly registry = new Registry();
  readonly #stop: () => void;

  constructor(
    @Inject(LOG) log: EventLog,
    @Inject(ALL_VIEWS) views: LedgerViews,
    integrity: Integrity,
    live: LiveEvents,
    guard: AccessGuard,
    imports: RunningImports,
    logState: LogState,
  ) {
    const registers = [this.registry];
    new Gauge({ name: `${prefix}info`, help: '1, with the version', labelNames: ['version'], registers }).set(
      { version: apiVersion },
      1,
    );
    this.#stop = logMetrics(this.registry, log);
    stateMetrics(this.registry, { log, views, integrity, live, guard, imports, logState });
  }

  /** Counts the requests of a server. */
  count(requests: ObservedRequests): void {
    httpMetrics(this.registry, requests);
  }

  /** All of them in Prometheus' text format, those of the process among them. */
  async text(): Promise<{ type: string; text: string }> {
    const all = Registry.merge([this.registry, processMetrics()]);
    return { type: all.contentType, text: await all.metrics() };
  }

  onModuleDestroy(): void {
    this.#stop();
  }
}

let ofProcess: Registry | undefined;

/** One process has one memory and one event loop, however many servers are in it. */
function processMetrics(): Registry {
  if (ofProcess) return ofProcess;
  ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return ofProcess;
}
