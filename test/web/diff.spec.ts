import { WebModule } from '../../src/web/web.module.js';
import type { DiffPage } from '../../src/web/pages/diff-page.js';
import { person, type Person } from '../http/access/support.js';
import { startServer, type TestServer } from '../http/support/server.js';
import { hostile } from './support/made.js';

describe('the page of what changed', () => {
  let server: TestServer;
  let anna: Person;
  let opened: string;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    anna = await person(server, 'Anna', ['editor']);
    await server.admin('POST', '/sources', { key: 'agency', name: 'Agency', kind: 'outlet' });
    await server.admin('POST', '/documents', {
      key: 'story',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
      publishedAt: '2026-01-05T10:00:00Z',
    });
    await server.admin('POST', '/incidents', { key: 'raid', title: `A raid ${hostile}` });
    await server.admin('POST', '/incidents/raid/questions', {
      key: 'fell',
      type: 'count',
      ask: 'How many fell?',
    });
    opened = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await server.admin('POST', '/claims', {
      key: 'five',
      incident: 'raid',
      question: 'fell',
      document: 'story',
      chain: ['agency'],
      basis: 'witnessed',
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five fell' },
    });
    await server.admin('POST', '/claims/five/rank', { rank: 'deprecated', reason: `a slip ${hostile}` });
  });
  afterAll(() => server.close());
  const get = (query: string, headers: Record<string, string> = {}) =>
    server.app.inject({ url: `/incidents/raid/diff${query}`, headers });
  const twin = async (query: string, headers: Record<string, string> = {}) =>
    (await server.app.inject({ url: `/incidents/raid/diff.json${query}`, headers })).json<DiffPage>();

  it('is reached from the incident, from the instant that is shown there', async () => {
    const now = (await server.app.inject('/incidents/raid')).body;
    expect(now).toMatch(/href="\/incidents\/[^"]*raid\/diff"/);
    const then = (await server.app.inject(`/incidents/raid?publicAt=2026-01-04`)).body;
    expect(then).toMatch(/raid\/diff\?clock=publicAt&amp;from=2026-01-04"/);
  });

  it('asks from when, before anything is compared', async () => {
    const { statusCode, body } = await get('');
    expect([statusCode, body.includes('Say from when')]).toEqual([200, true]);
    expect(await twin('')).toMatchObject({
      questions: null,
      events: [],
      asked: { from: null, problem: null },
    });
  });

  it('tells what reads otherwise and who did it, by name to those who signed in', async () => {
    const told = await twin(`?from=${opened}`, anna.headers);
    expect(told.questions).toMatchObject([
      { key: 'fell', before: 'unreported', after: 'single-origin', appeared: ['five'], disappeared: [] },
    ]);
    expect(told.cards['five']).toMatchObject({ outlet: 'Agency' });
    expect(told.events.map(({ words, actorName }) => [words, actorName])).toEqual([
      ['recorded the claim', 'this machine'],
      ['ranked the claim deprecated', 'this machine'],
    ]);
    const { body } = await get(`?from=${opened}`, anna.headers);
    expect(body).toContain('this machine');
    expect(body).not.toContain('<script>alert');
  });

  it('tells what became public, by the other clock', async () => {
    const told = await twin('?clock=publicAt&from=2026-01-04&to=2026-01-06');
    expect(told).toMatchObject({
      events: [],
      published: [{ claim: { label: expect.stringContaining('five') } }],
    });
    const still = await twin(`?clock=publicAt&from=2026-01-04&to=2026-01-06&held=${opened}`);
    expect(still).toMatchObject({ questions: [], published: [] });
  });

  it('says that nothing is different', async () => {
    expect((await get(`?from=${new Date().toISOString()}`)).body).toContain(
      'Nothing in the view is different',
    );
  });

  it.each([
    ['?from=noon', 'is no instant'],
    ['?from=2022-01-06&to=2022-01-05', 'turn the two round'],
    ['?from=2022-01-05&held=later', 'is no instant'],
  ])('says on the page what is wrong with %s', async (query, words) => {
    const { statusCode, body } = await get(query);
    expect([statusCode, body.includes('role="alert"'), body.includes(words)]).toEqual([200, true, true]);
  });

  it('is not there for an incident that was not there at its later instant', async () => {
    expect((await get('?from=2020-01-01&to=2020-01-02')).statusCode).toBe(404);
    expect((await server.app.inject('/incidents/never/diff?from=2020-01-01')).statusCode).toBe(404);
  });
});
