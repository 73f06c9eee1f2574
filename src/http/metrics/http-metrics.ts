import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Handled, ObservedRequests } from '../observed-requests.js';
import { prefix } from './names.js';

/** Seconds; what streams (live events, imports) lies beyond the last. */
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Of one route and method, found once and kept: labels are looked up slowly. */
interface Series {
  duration: Histogram.Internal<string>;
  /** by status class */
  counts: Map<string, Counter.Internal>;
}

/** Counts the requests of a server from now on. */
export function httpMetrics(registry: Registry, requests: ObservedRequests): void {
  const metrics = new HttpMetrics(registry, requests);
  requests.handled.subscribe((handled) => metrics.count(handled));
}

/** Requests, by the template of their route: there are as many series as routes, whatever is asked for. */
class HttpMetrics {
  readonly #requests: Counter;
  readonly #durations: Histogram;
  readonly #problems: Counter;
  readonly #refusals: Counter;
  readonly #series = new Map<string, Series>();

  constructor(registry: Registry, requests: ObservedRequests) {
    const registers = [registry];
    this.#requests = new Counter({
      name: `${prefix}http_requests_total`,
      help: 'Requests answered, by method, route template and class of status (2xx, 4xx, ...; aborted: the connection was gone)',
      labelNames: ['method', 'route', 'status'],
      registers,
    });
    this.#durations = new Histogram({
      name: `${prefix}http_request_duration_seconds`,
      help: 'From the head of a request to the end of its answer, by method and route template',
      labelNames: ['method', 'route'],
      buckets: durations,
      registers,
    });
    this.#problems = new Counter({
      name: `${prefix}http_problems_total`,
      help: 'Requests answered with a problem, by its kind, the last part of its type',
      labelNames: ['kind'],
      registers,
    });
    this.#refusals = new Counter({
      name: `${prefix}refusals_total`,
      help: 'Commands that the rules of entry refused, by the code of the rule',
      labelNames: ['code'],
      registers,
    });
    const inFlight: Gauge = new Gauge({
      name: `${prefix}http_requests_in_flight`,
      help: 'Requests under way, live readers and imports among them',
      registers,
      collect() {
        inFlight.set(requests.inFlight);
      },
    });
  }

  count({ request, route = 'none', status, seconds, complete, problem }: Handled): void {
    const series = this.#of(request.method, route);
    const outcome = complete ? `${Math.floor(status / 100)}xx` : 'aborted';
    let count = series.counts.get(outcome);
    if (!count) {
      count = this.#requests.labels(request.method, route, outcome);
      series.counts.set(outcome, count);
    }
    count.inc();
    series.duration.observe(seconds);
    if (!problem) return;
    this.#problems.inc({ kind: problem.kind });
    const { code } = problem.extras;
    if (code !== undefined) this.#refusals.inc({ code });
  }

  #of(method: string, route: string): Series {
    const name = `${method} ${route}`;
    const known = this.#series.get(name);
    if (known) return known;
    const made: Series = { duration: this.#durations.labels(method, route), counts: new Map() };
    this.#series.set(name, made);
    return made;
  }
}
