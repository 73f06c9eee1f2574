import { Module, type DynamicModule } from '@nestjs/common';
import { everyone } from '../../../src/domain/grants.js';
import { thingId } from '../../../src/domain/names.js';
import { WebModule } from '../../../src/web/web.module.js';
import { startServer, type TestServer } from '../support/server.js';
import { by, person, type Person } from './support.js';

@Module({})
class Whole {}
const whole = (http: DynamicModule): DynamicModule => ({
  module: Whole,
  imports: [http, WebModule.on(http)],
});

/** Stands in everything that is said of the restricted incident, and nowhere else. */
const canary = 'canary';

describe('a restricted incident', () => {
  let server: TestServer;
  let named: Person;
  let unnamed: Person;
  const ids: Record<string, string> = {};
  const positions: string[] = [];

  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, whole);
    unnamed = await person(server, 'Anna', ['editor', 'admin', 'custodian']);
    named = await person(server, 'Berta', ['editor']);
    const enter = async (what: string, path: string, body: object) => {
      const receipt = await server.admin('POST', path, body);
      ids[what] = receipt.thing.id;
      positions.push(receipt.position);
    };
    await enter('open', '/incidents', { key: 'open-raid', title: 'An open raid', place: 'zebra' });
    await enter('secret', '/incidents', { key: 'canary-raid', title: 'A canary raid', place: 'zebra' });
    for (const incident of ['open-raid', 'canary-raid']) {
      const question = {
        key: `${incident}-landed`,
        type: 'count',
        ask: `How many at ${incident}?`,
        unit: 'rockets',
      };
      await enter(`${incident}-question`, `/incidents/${incident}/questions`, question);
    }
    await enter('agency', '/sources', { key: 'agency', name: 'An agency', kind: 'outlet' });
    await enter('secret-source', '/sources', {
      key: 'canary-officer',
      name: 'A canary officer',
      kind: 'unnamed',
      memberOf: 'agency',
    });
    await enter('article', '/documents', {
      key: 'article',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
    });
    await enter('secret-document', '/documents', {
      key: 'canary-leak',
      publisher: 'agency',
      title: 'A canary leak',
      kind: 'correspondence',
    });
    const claim = (key: string, incident: string, more: object) => ({
      key,
      incident,
      question: `${incident}-landed`,
      document: 'article',
      chain: ['agency'],
      basis: 'witnessed',
      ...more,
    });
    await enter(
      'claim',
      '/claims',
      claim('open-claim', 'open-raid', {
        value: { kind: 'exact', n: 5 },
        citation: { exact: 'five zebra rockets' },
      }),
    );
    await enter(
      'secret-claim',
      '/claims',
      claim('canary-claim', 'canary-raid', {
        document: 'canary-leak',
        chain: ['agency', 'canary-officer'],
        value: { kind: 'exact', n: 9 },
        citation: { exact: 'nine zebra canary rockets' },
      }),
    );
    await enter(
      'secret-response',
      '/claims',
      claim('canary-denial', 'canary-raid', {
        value: { kind: 'exact', n: 8 },
        citation: { exact: 'not five, as a canary said' },
        response: { to: ['open-claim'], stance: 'denies' },
      }),
    );
    const relation = {
      kind: 'at-most',
      lesser: 'open-raid-landed',
      greater: 'canary-raid/canary-raid-landed',
    };
    await server.admin('POST', '/incidents/open-raid/constraints', relation);
    await server.admin('POST', '/claims/canary-claim/assess', {
      credibility: '4',
      reason: 'a canary reason',
    });
    await server.admin('PUT', '/incidents/canary-raid/parent', {
      parent: 'open-raid',
      reason: 'a canary part',
    });
  }, 60_000);
  afterAll(() => server.close());

  const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });
  const restrict = (people: string[] = []) =>
    server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents/canary-raid/restrict',
      headers: unnamed.headers,
      payload: { people, reason: 'a source is in danger' },
    });

  /** Everything that can be got: every GET route with every id, searches, the audit, the log's files. */
  async function everythingFor(headers: Record<string, string>): Promise<Map<string, string>> {
    const got = new Map<string, string>();
    const take = async (url: string) => {
      const answer = await get(url, headers);
      if (answer.statusCode === 200) got.set(url, answer.rawPayload.toString('latin1'));
    };
    const routes = new Set(server.table.filter(({ method }) => method === 'GET').map(({ url }) => url));
    for (const route of routes) {
      if (/^\/(docs|assets|log\/verifier|v1\/events)/.test(route)) continue;
      const parameters = [...route.matchAll(/:\w+/g)].length;
      if (parameters === 0) await take(route.replace('*', ''));
      if (parameters === 1) for (const id of Object.values(ids)) await take(route.replace(/:\w+/, id));
      if (parameters === 2) {
        for (const incident of [ids['open']!, ids['secret']!]) {
          for (const question of ['open-raid-question', 'canary-raid-question']) {
            await take(route.replace(/:\w+/, incident).replace(/:\w+/, ids[question]!));
          }
        }
      }
    }
    const lists = ['incidents', 'sources', 'documents', 'claims', 'audit'];
    for (const list of lists) await take(`/v1/${list}?limit=200`);
    for (const list of lists) await take(`/v1/${list}?limit=1`);
    await take('/v1/search?q=zebra');
    await take(`/v1/claims?source=${ids['agency']}`);
    await take(`/v1/claims?document=${ids['article']}`);
    await take(`/v1/incidents?parent=${ids['open']}`);
    for (const knownAt of ['2099-01-01', new Date().toISOString()]) {
      await take(`/v1/incidents/${ids['open']}/view?knownAt=${knownAt}`);
    }
    for (let position = 1; position <= 60; position += 1) await take(`/v1/audit/${position}`);
    for (const tile of ['entries/000', ...Array.from({ length: 60 }, (_, n) => `entries/000.p/${n}`)]) {
      await take(`/log/tile/${tile}`);
    }
    return got;
  }
  const leaks = (got: Map<string, string>) =>
    [...got].filter(([, body]) => body.includes(canary)).map(([url]) => url);

  it('is to be found in many places while it is open: the walk finds it', async () => {
    await get('/log/checkpoint');
    const found = leaks(await everythingFor({}));
    for (const place of [
      '/v1/incidents?',
      '/v1/claims?',
      '/v1/audit?',
      '/v1/search?',
      '/v1/sources?',
      '/view',
      '/log/tile/entries',
      '/audit.json',
      '/sources',
    ]) {
      expect(found.filter((url) => url.includes(place))).not.toEqual([]);
    }
  }, 60_000);

  it('is nowhere for who was not named, whatever their roles, nor for who has not signed in', async () => {
    expect((await restrict()).json()).toEqual({ changed: true });
    for (const headers of [{}, unnamed.headers]) {
      const got = await everythingFor(headers);
      expect(got.size).toBeGreaterThan(40);
      // An admin sees that it is restricted, and to whom, and no more of it than its name.
      const found = leaks(got).filter((url) => url !== '/v1/admin/restrictions');
      expect(found).toEqual([]);
    }
  }, 60_000);

  it('is not found by its name, as what never was', async () => {
    for (const url of [
      '/v1/incidents/canary-raid',
      '/v1/claims/canary-claim/proof',
      '/v1/sources/canary-officer',
    ]) {
      const there = await get(url, unnamed.headers);
      const never = await get(url.replace('canary', 'neverr'), unnamed.headers);
      expect(there.statusCode).toBe(404);
      const told = (answer: typeof there) => {
        const { requestId: _, ...problem } = answer.json<Record<string, string>>();
        return JSON.stringify(problem).replaceAll('neverr', 'canary');
      };
      expect(told(there)).toBe(told(never));
    }
  });

  it('gives nothing to the view of an incident to which it is linked', async () => {
    const view = (headers: Record<string, string>) => get(`/v1/incidents/open-raid/view`, headers);
    const [mine, theirs] = [await view(unnamed.headers), await server.inject('/v1/incidents/open-raid/view')];
    expect(theirs.body).toContain(canary);
    expect(mine.json()).toMatchObject({
      questions: [{ key: 'open-raid-landed', status: 'single-origin', violations: [], derived: null }],
    });
    expect(mine.body).not.toContain('n:9');
  });

  it('takes no change from who was not named, by whatever way', async () => {
    const change = async (method: 'POST' | 'PUT', url: string, payload: object) =>
      (await server.app.inject({ method, url: `/v1/admin${url}`, headers: unnamed.headers, payload }))
        .statusCode;
    const reason = 'for the test';
    expect(await change('POST', `/claims/${ids['secret-claim']}/withdraw`, { reason })).toBe(404);
    expect(await change('POST', `/acts/${positions[0]}/undo`, { reason })).toBe(422);
    expect(await change('POST', `/acts/${positions[1]}/undo`, { reason })).toBe(404);
    expect(await change('POST', '/incidents', { key: 'canary-raid', title: 'A canary raid' })).toBe(422);
    const lines = [
      { format: 'incident-ledger/incident-lines@1', namespace: 'local' },
      { incident: { key: 'canary-raid', title: 'Mine now', questions: [] } },
    ];
    const sent = await server.app.inject({
      method: 'POST',
      url: '/v1/admin/imports',
      headers: { ...unnamed.headers, 'content-type': 'application/x-ndjson' },
      payload: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    });
    expect(sent.body).toContain('this key cannot be used');
    expect(sent.body).not.toContain('A canary raid');
  });

  it('is there, whole, for who was named, and goes with the name', async () => {
    await server.app.inject({
      method: 'POST',
      url: `/v1/admin/users/${named.id}/grant`,
      headers: unnamed.headers,
      payload: { incident: 'canary-raid', reason: 'she works on it' },
    });
    expect((await get('/v1/incidents/canary-raid', named.headers)).statusCode).toBe(200);
    expect(leaks(await everythingFor(named.headers)).length).toBeGreaterThan(10);
    const listed = await get('/v1/admin/restrictions', unnamed.headers);
    expect(listed.json()).toMatchObject({
      items: [{ incident: ids['secret'], name: 'local:canary-raid', named: [{ holder: named.id }] }],
    });
    await server.access.grants.take(named.id, { kind: 'incident', incident: ids['secret']! }, 'left', by);
    expect((await get('/v1/incidents/canary-raid', named.headers)).statusCode).toBe(404);
  }, 60_000);

  it('keeps the proofs whole: entries that may not be read stand in their tile as their hash', async () => {
    const size = (await get('/log/checkpoint')).body.split('\n')[1];
    const [open, whole] = [
      await get(`/log/tile/entries/000.p/${size}`),
      await server.inject(`/log/tile/entries/000.p/${size}`),
    ];
    expect(open.statusCode).toBe(200);
    expect(open.headers['cache-control']).toBe('private, no-cache');
    expect(open.rawPayload.length).toBeLessThan(whole.rawPayload.length);
    expect((await get(`/log/tile/0/000.p/${size}`)).rawPayload.length).toBe(32 * Number(size));
  });

  it('is open to everyone again when an admin says so', async () => {
    await server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents/canary-raid/unrestrict',
      headers: unnamed.headers,
      payload: { reason: 'published' },
    });
    expect((await get('/v1/incidents/canary-raid')).statusCode).toBe(200);
  });

  it('can be restricted before it is opened, and was then never open', async () => {
    const url = '/v1/admin/incidents/not-yet/restrict';
    const answer = await server.app.inject({
      method: 'POST',
      url,
      headers: unnamed.headers,
      payload: { people: [named.id], reason: 'from the first moment' },
    });
    expect(answer.json()).toEqual({ changed: true });
    const opened = await server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents',
      headers: named.headers,
      payload: { key: 'not-yet', title: 'A quiet one' },
    });
    expect(opened.statusCode).toBe(201);
    expect((await get('/v1/incidents/not-yet', unnamed.headers)).statusCode).toBe(404);
    expect((await get('/v1/incidents?limit=200')).body).not.toContain('A quiet one');
    const id = thingId(server.log.ledger, 'incident', 'local', 'not-yet');
    expect(server.views.access.restriction(id)?.restricted.reason).toBe('from the first moment');
    expect(server.views.access.grantsOf(everyone)).toEqual(expect.any(Array));
  });
});
