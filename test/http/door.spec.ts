import { startServer, type TestServer } from './support/server.js';

/** Only this machine, only by its own name, and no pages of other sites (docs/decisions/the-door.md). */
describe('the door', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const ask = (headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
    server.inject({
      method,
      url: method === 'GET' ? '/v1' : '/v1/admin/incidents',
      headers: { host: '127.0.0.1:3000', ...headers },
      ...(method === 'POST' && { payload: { key: 'door', title: 'x' } }),
    });

  it.each(['127.0.0.1:3000', 'localhost:3000', 'localhost', '127.0.0.1', '[::1]:3000', 'LOCALHOST:80'])(
    'answers to %s',
    async (host) => {
      expect((await ask({ host })).statusCode).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example:3000',
    'evil.example#localhost',
    'user@localhost',
    '192.168.0.7:3000',
    '0.0.0.0:3000',
  ])('does not answer to "%s", whose owner may point it here (DNS rebinding)', async (host) => {
    const answer = await ask({ host });
    expect(answer.statusCode).toBe(421);
    expect(answer.json()).toMatchObject({ type: '/problems/wrong-host' });
  });

  it('takes its own pages and no others', async () => {
    expect((await ask({ origin: 'http://127.0.0.1:3000' }, 'POST')).statusCode).toBe(201);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:4000', 'http://localhost:3000']) {
      for (const method of ['GET', 'POST'] as const) {
        const answer = await ask({ origin }, method);
        expect(answer.json()).toMatchObject({ type: '/problems/foreign-origin', status: 403 });
      }
    }
  });

  it('lets a link from elsewhere lead here, and nothing there change the record', async () => {
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(200);
    expect((await ask({ 'sec-fetch-site': 'cross-site' }, 'POST')).statusCode).toBe(403);
    expect((await ask({ 'sec-fetch-site': 'same-site' }, 'POST')).statusCode).toBe(403);
    expect((await ask({ 'sec-fetch-site': 'same-origin' }, 'POST')).statusCode).toBe(200);
  });

  it('guards every address, those that are none too, and gives its headers to refusals', async () => {
    for (const url of ['/nothing', '/docs', '/openapi.json', '/health/live', '/%zz']) {
      expect((await server.inject({ url, headers: { host: 'evil.example' } })).statusCode).not.toBe(200);
    }
    const refused = await ask({ host: 'evil.example' });
    expect(refused.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('gives nobody else leave to read its answers', async () => {
    const answer = await ask({});
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});
