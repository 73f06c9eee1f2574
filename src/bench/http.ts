import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Load, requestBytes } from './http/load.js';
import { median, timed, type Measure, type Result } from './measure.js';

const connections = 64;
const aRound = 4_000;
const rounds = 11;
/** not counted: until then the engine is still compiling */
const warmUps = 3;

const routes = { claims: '/v1/admin/claims', empty: '/bench/empty', turn: '/bench/turn' } as const;
type Route = keyof typeof routes;

/**
 * Claims recorded over HTTP, durable and read back from the views before each is answered, against POSTs of the very same
 * bodies that pass the same door, guards and validation and do nothing: one answered as it comes, one together with all
 * that came in the same turn of the event loop. Server and client are processes of their own.
 */
export const measures: Measure = {
  name: 'http',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-http-'));
    const { child, port, token } = await startServer(folder);
    const load = await Load.open(port, connections);
    try {
      const made = await Made.on(`http://127.0.0.1:${port}`, token);
      const times = await inTurns((route) => {
        const requests = Array.from({ length: aRound }, () =>
          requestBytes({ path: routes[route], token, body: made.claim() }),
        );
        return { work: () => load.send(requests), processorMs: () => processorMs(child) };
      });
      return results(times);
    } finally {
      load.close();
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Milliseconds, medians of the rounds: by the clock, and what the server's process took of its processor. */
interface Taken {
  clock: number;
  processor: number;
}

function results(taken: Record<Route, Taken>): Result[] {
  const told = (route: Route) => {
    const aSecond = Math.round((aRound / taken[route].clock) * 1000).toLocaleString('en');
    return `${aSecond}/s (${Math.round((taken[route].processor / aRound) * 1000)} us of the server each)`;
  };
  const detail = `claims ${told('claims')}, empty ${told('empty')}, empty once a turn ${told('turn')}`;
  const against = (route: Route, name: string, goal: number): Result => ({
    name: `claims over HTTP, ${connections} connections / ${name}`,
    ratio: taken[route].clock / taken.claims.clock,
    goal,
    better: 'higher',
    detail,
  });
  return [against('empty', 'empty POST', 1.2), against('turn', 'empty POST answered once a turn', 0.75)];
}

interface Prepared {
  work: () => Promise<void>;
  processorMs: () => Promise<number>;
}

/** Each way once a round, in another order each time, so that a machine that slows down slows all of them. */
async function inTurns(prepare: (route: Route) => Prepared): Promise<Record<Route, Taken>> {
  const order = Object.keys(routes) as Route[];
  const taken = Object.fromEntries(order.map((route) => [route, [] as Taken[]])) as Record<Route, Taken[]>;
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const route of order) {
      const { work, processorMs } = prepare(route);
      globalThis.gc?.();
      const before = await processorMs();
      const clock = await timed(work);
      if (round >= 0) taken[route].push({ clock, processor: (await processorMs()) - before });
    }
    order.push(order.shift()!);
  }
  const middle = (route: Route): Taken => ({
    clock: median(taken[route].map(({ clock }) => clock)),
    processor: median(taken[route].map(({ processor }) => processor)),
  });
  return { claims: middle('claims'), empty: middle('empty'), turn: middle('turn') };
}

async function processorMs(child: ChildProcess): Promise<number> {
  const said = once(child, 'message');
  child.send('processor');
  const [{ user, system }] = (await said) as [NodeJS.CpuUsage];
  return (user + system) / 1000;
}

async function startServer(folder: string): Promise<{ child: ChildProcess; port: number; token: string }> {
  const child = fork(join(import.meta.dirname, 'http', 'server.js'), {
    env: {
      PATH: process.env['PATH'],
      LEDGER_DATA_DIR: join(folder, 'ledger'),
      LEDGER_RATE_LIMIT: '0',
    },
    execArgv: [],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the benchmark's server ended with ${String(code)}`);
  });
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number; token: string }];
  ended.catch(() => {});
  return { child, ...said };
}

/** Park and Miller: the same claims every time. */
class Made {
  #state = 20_220_105;
  #count = 0;

  private constructor() {}

  static async on(address: string, token: string): Promise<Made> {
    const post = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${address}/v1/admin${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    };
    await post('/sources', { key: 'agency', name: 'The agency', kind: 'outlet' });
    for (let s = 0; s < 40; s += 1)
      await post('/sources', { key: `source-${s}`, name: `Source ${s}`, kind: 'person' });
    for (let i = 0; i < 10; i += 1) {
      await post('/incidents', { key: `incident-${i}`, title: `Incident ${i}` });
      for (let q = 0; q < 10; q += 1)
        await post(`/incidents/incident-${i}/questions`, {
          key: `question-${q}`,
          ask: `How many ${q}?`,
          type: 'count',
        });
    }
    for (let d = 0; d < 100; d += 1) {
      await post('/documents', {
        key: `document-${d}`,
        publisher: 'agency',
        title: `Report ${d}`,
        kind: 'article',
        publishedAt: '2022-01-05T15:07:21Z',
      });
    }
    return new Made();
  }

  /** As those of the founding case are on average: a quotation of 45 characters, a chain of two. */
  claim(): string {
    const n = this.#below(50);
    this.#count += 1;
    return JSON.stringify({
      incident: `incident-${this.#below(10)}`,
      question: `question-${this.#below(10)}`,
      document: `document-${this.#below(100)}`,
      chain: ['agency', `source-${this.#below(40)}`],
      value: { kind: this.#below(3) === 0 ? 'at-least' : 'exact', n },
      citation: { exact: `he said that there were ${n} of them, report ${this.#count}`, ...this.#place() },
      occurredAt: '2022-01-05',
    });
  }

  #place(): { start: number; end: number } {
    const start = this.#below(5_000);
    return { start, end: start + 45 };
  }

  #below(n: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % n;
  }
}
