import { startServer, type TestServer } from './support/server.js';

describe('what was got before is not sent again', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await server.admin('POST', '/incidents', { key: 'raid', title: 'A raid' });
    const question = { key: 'landed', type: 'count', ask: 'How many?', unit: 'rockets' };
    await server.admin('POST', '/incidents/raid/questions', question);
    for (const key of ['agency', 'agence'])
      await server.admin('POST', '/sources', { key, name: key, kind: 'outlet' });
    await server.admin('POST', '/documents', {
      key: 'story',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
    });
    await record('five');
  });
  afterAll(() => server.close());
  const record = (key: string) =>
    server.admin('POST', '/claims', {
      key,
      incident: 'raid',
      question: 'landed',
      document: 'story',
      chain: ['agency'],
      value: { kind: 'exact', n: 5 },
      citation: { exact: `five, says ${key}` },
    });
  const get = (url: string, tag?: string) =>
    server.inject({ url, headers: tag === undefined ? {} : { 'if-none-match': tag } });
  const tagOf = async (url: string) => String((await get(url)).headers['etag']);
  const all = [
    '/v1/incidents/raid',
    '/v1/incidents/raid/view',
    '/v1/incidents/raid/questions/landed',
    '/v1/claims/five',
    '/v1/sources/agency',
    '/v1/documents/story',
  ];

  it.each(all)('%s: 304 without a body, by each way to say the tag', async (url) => {
    const tag = await tagOf(url);
    expect(tag).toMatch(/^"[\w-]+"$/);
    for (const asked of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const answer = await get(url, asked);
      expect([answer.statusCode, answer.body, answer.headers['etag']]).toEqual([304, '', tag]);
    }
    expect((await get(url, '"other"')).statusCode).toBe(200);
  });

  it("is the thing's revision, and of a view its digest", async () => {
    const { revision } = await server.get('/v1/sources/agency');
    expect(await tagOf('/v1/sources/agency')).toMatch(new RegExp(`^"${String(revision)}-`));
    const id = String((await server.get('/v1/incidents/raid'))['id']);
    const { incidentViews } = server.views;
    expect(await tagOf('/v1/incidents/raid/view')).toBe(`"${incidentViews.digest(incidentViews.view(id)!)}"`);
  });

  it('is another when what is answered is, also where another stream says so', async () => {
    const before = new Map<string, string>();
    for (const url of [...all, '/v1/sources/agence']) before.set(url, await tagOf(url));
    const reason = 'two spellings';
    await server.admin('POST', '/sources/agency/mark-same', { other: 'agence', reason });
    for (const url of ['/v1/sources/agency', '/v1/sources/agence']) {
      expect((await get(url, before.get(url))).statusCode).toBe(200);
    }
    await record('again');
    for (const url of ['/v1/incidents/raid', '/v1/incidents/raid/view', '/v1/documents/story']) {
      expect((await get(url, before.get(url))).statusCode).toBe(200);
    }
    expect((await get('/v1/claims/five', before.get('/v1/claims/five'))).statusCode).toBe(304);
  });
});
