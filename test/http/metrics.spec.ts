import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { AccessGuard } from '../../src/http/access/guard.js';
import { LiveEvents } from '../../src/http/live-events.js';
import { LogState } from '../../src/http/log-state.js';
import { Metrics } from '../../src/http/metrics/metrics.js';
import { stateMetrics } from '../../src/http/metrics/state-metrics.js';
import { RunningImports } from '../../src/http/running-imports.js';
import { logWork } from '../../src/log/log-work.js';
import { Views } from '../../src/read/views.js';
import { projectRoot } from '../../src/runtime.js';
import { person } from './access/support.js';
import { startServer, type TestServer } from './support/server.js';

/** Prometheus' text format: `name{label="value"} number`, by name and labels. */
function parsed(text: string): Map<string, number> {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const [, series, value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (series === undefined) throw new Error(`no sample: ${line}`);
      return [series, Number(value)];
    }),
  );
}

describe('metrics', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '100' });
  });
  afterEach(() => server.close());
  const read = async () => parsed((await server.app.inject('/metrics')).body);

  it('count requests by route, never by what was asked for', async () => {
    await server.admin('POST', '/incidents', { key: 'base', title: 'The attack on the base' });
    await server.get('/v1/incidents/base');
    await server.get('/v1/incidents/base?publicAt=2022-01-05');
    await server.app.inject('/v1/incidents/canary-that-is-not-there');
    await server.app.inject('/canary/nowhere?q=canary');
    const answer = await server.app.inject('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const samples = parsed(answer.body);
    const requests = (method: string, route: string, status: string) =>
      samples.get(
        `incident_ledger_http_requests_total{method="${method}",route="${route}",status="${status}"}`,
      );
    expect(requests('GET', '/v1/incidents/:incident', '2xx')).toBe(2);
    expect(requests('GET', '/v1/incidents/:incident', '4xx')).toBe(1);
    expect(requests('POST', '/v1/admin/incidents', '2xx')).toBe(1);
    expect(requests('GET', 'none', '4xx')).toBe(1);
    expect(
      samples.get(
        'incident_ledger_http_request_duration_seconds_count{method="GET",route="/v1/incidents/:incident"}',
      ),
    ).toBe(3);
    expect(samples.get('incident_ledger_http_requests_in_flight')).toBe(1);
    expect(samples.get('incident_ledger_http_problems_total{kind="unknown-thing"}')).toBe(1);
    expect(samples.get('incident_ledger_http_problems_total{kind="unknown-route"}')).toBe(1);
    expect(answer.body).not.toMatch(/canary|The attack|base/);
  });

  it('tell of commits, views and checkpoints', async () => {
    await server.admin('POST', '/sources', { key: 'ap', name: 'AP', kind: 'outlet' });
    await server.admin('POST', '/sources', { key: 'afp', name: 'AFP', kind: 'outlet' });
    const before = await read();
    expect(before.get('incident_ledger_commit_events_sum')).toBe(2);
    expect(before.get('incident_ledger_commit_duration_seconds_count')).toBe(2);
    expect(before.get('incident_ledger_log_position')).toBe(2);
    expect(before.get('incident_ledger_views_events')).toBe(2);
    expect(before.get('incident_ledger_views_lag_events')).toBe(0);
    expect(before.get('incident_ledger_events_unsealed')).toBe(2);
    expect(before.get('incident_ledger_checkpoint_timestamp_seconds')).toBe(0);
    await server.integrity.sealer.seal();
    const after = await read();
    expect(after.get('incident_ledger_checkpoint_size')).toBe(2);
    expect(after.get('incident_ledger_events_unsealed')).toBe(0);
    expect(after.get('incident_ledger_checkpoint_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(after.get('incident_ledger_read_only')).toBe(0);
  });

  it('tell how many events the views lack, and for how long', async () => {
    const behind = await Views.open(server.log, ':memory:');
    for (const key of ['ap', 'afp', 'dpa']) {
      await server.admin('POST', '/sources', { key, name: key, kind: 'outlet' });
    }
    const registry = new Registry();
    const [live, guard] = [server.app.get(LiveEvents), server.app.get(AccessGuard)];
    const [imports, logState] = [server.app.get(RunningImports), server.app.get(LogState)];
    const { log, integrity } = server;
    stateMetrics(registry, { log, views: behind, integrity, live, guard, imports, logState });
    const lag = async () => parsed(await registry.metrics()).get('incident_ledger_views_lag_events');
    expect(await lag()).toBe(3);
    await behind.catchUp();
    expect(await lag()).toBe(0);
    await behind.close();
    expect(await lag()).toBeNaN();
  });

  it('and readiness say that the log has stopped', async () => {
    expect((await server.app.inject('/health/ready')).statusCode).toBe(200);
    logWork.failed({ ledger: server.log.ledger, why: 'full' });
    expect((await server.app.inject('/health/ready')).statusCode).toBe(200);
    logWork.failed({ ledger: server.log.ledger, why: 'stopped' });
    const ready = await server.app.inject('/health/ready');
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ type: '/problems/stopped' });
    expect((await read()).get('incident_ledger_read_only')).toBe(1);
  });

  it('count refusals by rule, failed sign-ins and requests beyond the rate', async () => {
    const source = { key: 'ap', name: 'AP', kind: 'outlet' };
    await server.admin('POST', '/sources', source);
    const other = { ...source, name: 'Another' };
    expect(
      (await server.inject({ method: 'POST', url: '/v1/admin/sources', payload: other })).statusCode,
    ).toBe(409);
    const headers = { authorization: 'Bearer ilk_0123456789abcdef_wrong' };
    for (let n = 0; n < 12; n += 1)
      await server.app.inject({ url: '/v1', headers, remoteAddress: '198.51.100.7' });
    const many = Array.from({ length: 260 }, () =>
      server.app.inject({ url: '/health/live', remoteAddress: '198.51.100.8' }),
    );
    const over = (await Promise.all(many)).filter(({ statusCode }) => statusCode === 429).length;
    expect(over).toBeGreaterThan(0);
    const samples = await read();
    expect(samples.get('incident_ledger_refusals_total{code="other-content"}')).toBe(1);
    expect(samples.get('incident_ledger_sign_in_failures_total{what="refused"}')).toBe(10);
    expect(samples.get('incident_ledger_sign_in_failures_total{what="not-looked-at"}')).toBe(2);
    expect(samples.get('incident_ledger_rate_limited_total')).toBe(over);
    expect(samples.get('incident_ledger_http_problems_total{kind="too-many-requests"}')).toBe(over + 2);
  });

  it('are those of one server, and of its own log', async () => {
    const other = await startServer();
    await other.admin('POST', '/sources', { key: 'ap', name: 'AP', kind: 'outlet' });
    logWork.failed({ ledger: other.log.ledger, why: 'full' });
    const samples = await read();
    expect(samples.get('incident_ledger_commit_events_count')).toBe(0);
    expect(samples.get('incident_ledger_commit_failures_total{why="full"}')).toBe(0);
    const others = parsed((await other.app.inject('/metrics')).body);
    expect(others.get('incident_ledger_commit_failures_total{why="full"}')).toBe(1);
    await other.close();
  });

  it('stand in docs/OPERATIONS.md, each of them, and no others do', async () => {
    const page = readFileSync(join(projectRoot, 'docs/OPERATIONS.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(incident_ledger_\w+)`/gm)].map(([, name]) => name!);
    const registered = server.app
      .get(Metrics)
      .registry.getMetricsAsArray()
      .map(({ name }) => name);
    expect([...documented].sort()).toEqual([...registered].sort());
    expect(new Set(documented).size).toBe(documented.length);
  });
});

describe('who may read metrics', () => {
  it('beyond this machine whoever may read and has signed in, though reading be open', async () => {
    const proxied = { LEDGER_BEHIND_PROXY: '1', LEDGER_PUBLIC_URL: 'https://ledger.example.org' };
    const server = await startServer({ ...proxied, LEDGER_OPEN_READING: '1' });
    const anna = await person(server, 'Anna', ['reader']);
    const ask = (headers: Record<string, string> = {}) =>
      server.app.inject({ url: '/metrics', headers: { host: 'ledger.example.org', ...headers } });
    expect((await ask()).statusCode).toBe(401);
    expect((await ask(anna.headers)).statusCode).toBe(200);
    await server.close();
  });
});
