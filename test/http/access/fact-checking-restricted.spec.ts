import type { IndependenceAnswer } from '../../../src/read/independence-answer.js';
import { startServer, type TestServer } from '../support/server.js';
import { person, type Person } from './support.js';

/** Stands in everything that is said of the restricted incident and of who speaks in it alone. */
const canary = 'canary';
const question = '/v1/incidents/open-raid/questions/fell';
const calls = [
  `${question}/matrix`,
  `${question}/independence`,
  `${question}/explain`,
  '/v1/incidents/open-raid/view',
  '/v1/incidents/open-raid/diff?from=2020-01-01',
  '/v1/claims/open-claim/provenance',
  '/v1/sources/spokesman/record',
  '/v1/sources/spokesman/record/claims?what=denied',
  '/v1/sources/paper/record',
  '/v1/sources/paper/record/claims?what=denied&part=passed-on',
];

describe('what a fact-checker asks, beside a restricted incident', () => {
  let server: TestServer;
  let anna: Person;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    anna = await person(server, 'Anna', ['editor', 'admin']);
    for (const incident of ['open-raid', 'canary-raid']) {
      await server.admin('POST', '/incidents', { key: incident, title: `The ${incident}` });
      const fell = { key: 'fell', type: 'count', ask: `How many fell at the ${incident}?` };
      await server.admin('POST', `/incidents/${incident}/questions`, fell);
    }
    const source = (key: string, more: object = {}) =>
      server.admin('POST', '/sources', { key, name: `The ${key}`, kind: 'organisation', ...more });
    await source('paper', { kind: 'outlet' });
    await source('canary-ministry');
    await source('canary-rebels', { kind: 'group' });
    await source('spokesman', { kind: 'person', speaksFor: 'canary-ministry' });
    const document = { key: 'story', publisher: 'paper', title: 'A raid', kind: 'article' };
    await server.admin('POST', '/documents', document);
    const claim = (key: string, incident: string, chain: string[], more: object) =>
      server.admin('POST', '/claims', {
        key,
        incident,
        document: 'story',
        chain,
        citation: { exact: `what ${key} says` },
        ...more,
      });
    const value = { question: 'fell', value: { kind: 'exact', n: 5 } };
    await claim('open-claim', 'open-raid', ['paper', 'spokesman'], value);
    await claim('canary-claim', 'canary-raid', ['paper', 'canary-ministry'], value);
    const denial = { response: { to: ['open-claim'], stance: 'denies' } };
    await claim('canary-denial', 'canary-raid', ['paper', 'canary-rebels'], denial);
  });
  afterAll(() => server.close());
  const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });

  it('names it while it is open', async () => {
    for (const url of calls.filter((url) => !url.endsWith('/view') && !url.endsWith('paper/record')))
      expect((await get(url)).body).toContain(canary);
  });

  it('is as if it had never been, with who speaks in nothing else, for who was not named', async () => {
    const url = '/v1/admin/incidents/canary-raid/restrict';
    const payload = { people: [], reason: 'a source is in danger' };
    await server.app.inject({ method: 'POST', url, headers: anna.headers, payload });
    for (const headers of [{}, anna.headers]) {
      for (const call of calls) {
        const answer = await get(call, headers);
        expect([call, answer.statusCode]).toEqual([call, 200]);
        expect([call, answer.body.includes(canary)]).toEqual([call, false]);
      }
      const told = (await get(`${question}/independence`, headers)).json<IndependenceAnswer>();
      expect(told.groups.map(({ origin }) => origin.name)).toEqual(['spokesman']);
      expect((await get('/v1/sources/canary-ministry/record', headers)).statusCode).toBe(404);
      expect((await get('/v1/sources/paper/record', headers)).json()).toMatchObject({
        incidents: 1,
        passedOn: { claims: 1, denied: 0 },
      });
      for (const gone of ['matrix', 'independence', 'explain']) {
        expect((await get(`/v1/incidents/canary-raid/questions/fell/${gone}`, headers)).statusCode).toBe(404);
      }
      expect((await get('/v1/claims/canary-claim/provenance', headers)).statusCode).toBe(404);
      expect((await get('/v1/incidents/canary-raid/diff?from=2020-01-01', headers)).statusCode).toBe(404);
    }
  });

  it('is left out of a preview, and of what is told of a view that is another one by now', async () => {
    const claim = (more: object) =>
      server.admin('POST', '/claims', { document: 'story', citation: { exact: 'so it is said' }, ...more });
    const post = (act: string, payload: object, tag = '') =>
      server.app.inject({
        method: 'POST',
        url: `/v1/admin/incidents/open-raid/questions/fell/${act}`,
        payload: { value: { kind: 'exact', n: 5 }, claims: ['open-claim'], ...payload },
        headers: { ...anna.headers, ...(tag !== '' && { 'if-match': tag }) },
      });
    const tag = String((await get('/v1/incidents/open-raid/view', anna.headers)).headers.etag);
    const next = () => new Promise((go) => setTimeout(go, 5));
    await next();
    const stance = { response: { to: ['open-claim'], stance: 'doubts' } };
    const hidden = { key: 'canary-doubt', incident: 'canary-raid', chain: ['paper', 'canary-rebels'] };
    await claim({ ...hidden, ...stance });
    await next();
    // What is hidden changes nothing of what she sees.
    const preview = await post('resolve/preview', {});
    expect(preview.headers.etag).toBe(tag);
    const answer = { question: 'fell', value: { kind: 'exact', n: 7 } };
    await claim({ key: 'seven', incident: 'open-raid', chain: ['paper', 'spokesman'], ...answer });
    const stale = await post('resolve', { reason: 'on the spot' }, tag);
    expect(stale.json()).toMatchObject({
      status: 412,
      since: { events: [{ type: 'ClaimRecorded', thing: { key: 'seven' } }], leftOut: 0 },
    });
    for (const { body } of [preview, await post('resolve/preview', {}), stale])
      expect(body).not.toContain(canary);
  });

  it('is whole for the owner of the folder, and the ministry is seen as soon as an open claim names it', async () => {
    const whole = (await server.inject(`${question}/independence`)).json<IndependenceAnswer>();
    expect(whole.groups.map(({ origin }) => origin.name)).toEqual(['canary-ministry']);
    await server.admin('POST', '/claims', {
      key: 'later',
      incident: 'open-raid',
      question: 'fell',
      document: 'story',
      chain: ['paper', 'canary-ministry'],
      value: { kind: 'exact', n: 6 },
      citation: { exact: 'six' },
    });
    const told = (await get(`${question}/independence`)).json<IndependenceAnswer>();
    expect(told.groups.map(({ origin }) => origin.name)).toEqual(['canary-ministry']);
  });
});
