import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { IncidentNeeds, Need, NeedPage } from '../../src/read/answers.js';
import { needKinds } from '../../src/read/need-kinds.js';
import { settledBy } from '../../src/read/settled-by.js';
import { projectRoot } from '../../src/runtime.js';
import { WebModule } from '../../src/web/web.module.js';
import { person } from './access/support.js';
import { base, enterTheOfficer, five } from './support/officer.js';
import { startServer, type TestServer } from './support/server.js';

@Module({})
class Whole {}
const whole = (http: DynamicModule): DynamicModule => ({
  module: Whole,
  imports: [http, WebModule.on(http)],
});

const inWords = (items: readonly Need[]) => items.map(({ kind, things }) => `${kind} ${things[0]!.name}`);

describe('the queue of what needs a human', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, whole);
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const queue = (query = '') => server.get<NeedPage>(`/v1/queue${query}`);
  const claim = (key: string, n: number, more: object = {}) =>
    server.admin('POST', '/claims', {
      ...five,
      key,
      chain: ['agency'],
      basis: 'witnessed',
      value: { kind: 'exact', n },
      citation: { exact: `${n} rockets, we saw` },
      ...more,
    });

  it('is empty where nothing waits, and answers for what was recorded just now', async () => {
    expect(await queue()).toMatchObject({ items: [], next: null, complete: true });
    const { position } = await claim('seven', 7);
    const { items, ...rest } = await queue();
    expect(rest).toEqual({ next: null, complete: true, position });
    expect(items).toMatchObject([
      {
        kind: 'contested',
        incident: { name: base.key },
        things: [{ name: 'base/inside', label: 'How many landed inside?' }],
        claims: [{ name: 'five' }, { name: 'seven' }],
        claimCount: 2,
        since: { position },
        why: '2 accounts exclude each other: 5 / 7',
      },
    ]);
  });

  it('leaves out what was settled, and has it again when that was taken back', async () => {
    await claim('seven', 7);
    await server.admin('POST', '/incidents/base/questions/inside/resolve', {
      value: { kind: 'exact', n: 5 },
      claims: ['five'],
      reason: 'The officer counted.',
    });
    expect((await queue()).items).toEqual([]);
    await claim('nine', 9);
    expect(inWords((await queue()).items)).toEqual(['undermined base/inside']);
    const reopened = await server.admin('POST', '/incidents/base/questions/inside/reopen', {
      reason: 'Look again.',
    });
    const { items } = await queue();
    expect(inWords(items)).toEqual(['contested base/inside']);
    expect(items[0]!.since.position).toBe(reopened.position);
  });

  it('is filtered, and gives pages with a Link to the next', async () => {
    await claim('seven', 7);
    await claim('four', 4, { question: 'outside' });
    const all = (await queue()).items;
    expect(inWords(all)).toEqual(['contested base/outside', 'contested base/inside']);
    const answer = await server.app.inject('/v1/queue?limit=1&kind=contested');
    expect(answer.headers.link).toMatch(/^<\/v1\/queue\?limit=1&kind=contested&cursor=[\w-]+>; rel="next"$/);
    const next = /<(.*)>/.exec(String(answer.headers.link))![1]!;
    expect((await server.get<NeedPage>(next)).items).toEqual(all.slice(1));
    expect((await queue('?incident=base&kind=uncompared')).items).toEqual([]);
    expect((await queue('?since=2100-01-01')).items).toEqual([]);
    for (const [query, status] of [
      ['?limit=201', 400],
      ['?kind=urgent', 400],
      ['?since=now', 400],
      ['?cursor=abc', 400],
      ['?incident=nowhere', 422],
      ['?color=red', 400],
    ] as const) {
      expect([query, (await server.app.inject(`/v1/queue${query}`)).statusCode]).toEqual([query, status]);
    }
  });

  it('counts what waits in an incident, and lists of incidents ask for it', async () => {
    await claim('seven', 7);
    expect(await server.get<IncidentNeeds>('/v1/incidents/base/needs')).toEqual({
      statuses: [
        { status: 'contested', questions: 1 },
        { status: 'single-origin', questions: 1 },
        { status: 'derived', questions: 1 },
      ],
      needs: [{ kind: 'contested', count: 1 }],
    });
    const names = async (query: string) =>
      (await server.get<{ items: { name: string }[] }>(`/v1/incidents${query}`)).items.map(
        ({ name }) => name,
      );
    expect(await names('?need=any')).toEqual(['base']);
    expect(await names('?need=contested&status=derived')).toEqual(['base']);
    expect(await names('?need=divergence')).toEqual([]);
    expect(await names('?status=resolved')).toEqual([]);
    expect((await server.app.inject('/v1/incidents/nowhere/needs')).statusCode).toBe(404);
  });

  it('names operations that are there', () => {
    const description = JSON.parse(readFileSync(join(projectRoot, 'docs', 'openapi.json'), 'utf8')) as {
      paths: Record<string, Record<string, { operationId?: string }>>;
    };
    const operations = new Set(
      Object.values(description.paths).flatMap((path) =>
        Object.values(path).map(({ operationId }) => operationId),
      ),
    );
    for (const kind of needKinds) {
      expect(settledBy[kind].length).toBeGreaterThan(0);
      for (const operation of settledBy[kind]) expect([...operations]).toContain(operation);
    }
  });

  it('tells nothing of a restricted incident, nor of what it does to others, nor counts it', async () => {
    await server.admin('POST', '/incidents', { key: 'canary', title: 'A canary' });
    const question = { key: 'landed', ask: 'How many canaries?', type: 'count' };
    await server.admin('POST', '/incidents/canary/questions', question);
    const secret = { incident: 'canary', question: 'landed' };
    await claim('canary-1', 1, secret);
    await claim('canary-2', 2, {
      ...secret,
      chain: ['agency', 'officer'],
      citation: { exact: 'two canaries' },
    });
    // Without this link nothing on the open incident is contested.
    await server.admin('POST', '/incidents/base/constraints', {
      kind: 'at-most',
      lesser: 'inside',
      greater: 'canary/landed',
    });
    await server.admin('POST', '/sources', { key: 'canary-agency', name: 'Agency', kind: 'outlet' });
    await claim('canary-3', 2, {
      ...secret,
      chain: ['agency', 'canary-agency'],
      citation: { exact: 'a canary' },
    });
    const anna = await person(server, 'Anna', ['editor', 'admin']);
    const restricted = await server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents/canary/restrict',
      headers: anna.headers,
      payload: { people: [], reason: 'a source is in danger' },
    });
    expect(restricted.statusCode).toBe(200);
    const everywhere = [
      '/v1/queue',
      '/v1/queue?kind=contested',
      '/v1/incidents?need=any',
      '/v1/incidents?status=contested',
      '/v1/incidents/base/needs',
      '/queue.json',
    ];
    for (const url of everywhere) {
      const answer = await server.app.inject({ url, headers: anna.headers });
      expect([url, answer.statusCode]).toEqual([url, 200]);
      expect(answer.body).not.toContain('canary');
      expect(answer.body).not.toContain('contested');
    }
    expect(
      (await server.app.inject({ url: '/v1/incidents/canary/needs', headers: anna.headers })).statusCode,
    ).toBe(404);
    expect(
      (await server.app.inject({ url: '/v1/queue?incident=canary', headers: anna.headers })).statusCode,
    ).toBe(422);
    const owner = (await server.inject('/v1/queue')).json<NeedPage>();
    expect(inWords(owner.items)).toContain('contested canary/landed');
    expect(inWords(owner.items)).toContain('contested base/inside');
    expect(inWords(owner.items)).toContain('likely-same-sources canary-agency');
  });
});
