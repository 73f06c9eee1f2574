import { startServer, type TestServer } from './support/server.js';

/** Bodies name things by bare keys, and what a key means can change while the server runs. */
describe('a bare key', () => {
  let server: TestServer;
  let agency: string;
  beforeEach(async () => {
    server = await startServer();
    const source = { key: 'agency', name: 'Agency', kind: 'outlet' };
    agency = (await server.admin('POST', '/sources', source)).thing.id;
    await server.admin('POST', '/incidents', { key: 'base', title: 'Base' });
    await server.admin('POST', '/incidents/base/questions', { key: 'hurt', ask: 'How many?', type: 'count' });
    await server.admin('POST', '/documents', {
      key: 'page',
      publisher: 'agency',
      title: 'P',
      kind: 'article',
    });
  });
  afterEach(() => server.close());

  const claim = (change: object = {}) =>
    server.inject({
      method: 'POST',
      url: '/v1/admin/claims',
      payload: {
        incident: 'base',
        question: 'hurt',
        document: 'page',
        chain: ['agency'],
        value: { kind: 'exact', n: 5 },
        citation: { exact: 'five were hurt' },
        ...change,
      },
    });

  it('means one thing until another comes that has it, and is then asked about', async () => {
    expect((await claim()).statusCode).toBe(201);
    expect((await claim({ note: 'once more' })).statusCode).toBe(201);
    const other = await server.enterElsewhere({
      type: 'RegisterSource',
      namespace: 'elsewhere',
      key: 'agency',
      name: 'Another agency',
      kind: 'outlet',
    });
    const asked = await claim({ note: 'and again' });
    expect(asked.statusCode).toBe(409);
    expect(asked.json()).toMatchObject({
      type: '/problems/ambiguous-name',
      errors: [{ field: '/chain/0' }],
      candidates: expect.arrayContaining([{ id: other.id, name: 'elsewhere:agency' }]),
    });
    const meant = await claim({ chain: [agency, 'elsewhere:agency'], note: 'that one' });
    expect(meant.statusCode).toBe(201);
    const detail = await server.get<{ chain: { id: string }[] }>(
      `/v1/claims/${meant.json<{ thing: { id: string } }>().thing.id}`,
    );
    expect(detail.chain.map(({ id }) => id)).toEqual([agency, other.id]);
  });

  it('of a question is looked for in its incident', async () => {
    await server.admin('POST', '/incidents', { key: 'port', title: 'Port' });
    const inOther = await claim({ incident: 'port' });
    expect(inOther.statusCode).toBe(422);
    expect(inOther.json()).toMatchObject({
      type: '/problems/unknown-reference',
      detail: expect.stringContaining('port/hurt'),
      errors: [{ field: '/question' }],
    });
    await server.admin('POST', '/incidents/port/questions', {
      key: 'hurt',
      ask: 'How many there?',
      type: 'count',
    });
    expect((await claim({ incident: 'port' })).statusCode).toBe(201);
  });
});
