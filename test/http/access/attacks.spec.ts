import { readConfig } from '../../../src/config.js';
import { sessionCookie } from '../../../src/http/access/session-cookie.js';
import { startServer, type TestServer } from '../support/server.js';
import { bearer, person, type Person } from './support.js';

const problemOf = (answer: { json: () => unknown }) => answer.json() as { type: string; detail: string };
const guess = (n: number) => bearer(`ilk_${String(n).padStart(16, '0')}_${'A'.repeat(43)}`);

describe('guessing', () => {
  let server: TestServer;
  let anna: Person;
  beforeEach(async () => {
    server = await startServer();
    anna = await person(server, 'Anna', ['contributor']);
  });
  afterEach(() => server.close());
  const ask = (headers: Record<string, string>, remoteAddress = '198.51.100.7') =>
    server.app.inject({ url: '/v1/incidents', headers, remoteAddress });

  it('is answered 401 ten times, and then 429 with the seconds to wait, right or wrong', async () => {
    for (let n = 0; n < 10; n += 1) {
      const answer = await ask(guess(n));
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
    const answer = await ask(guess(11));
    expect(answer.statusCode).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(problemOf(answer).type).toBe('/problems/too-many-requests');
    expect((await ask(guess(12), '198.51.100.8')).statusCode).toBe(401);
  });

  it('does not keep out who holds a key, or who shows none, at the same address', async () => {
    for (let n = 0; n < 12; n += 1) await ask(guess(n));
    expect((await ask(anna.headers)).statusCode).toBe(200);
    expect((await ask({})).statusCode).toBe(200);
  });

  it('at the secret of one key stops looking at that key from that address, even when it comes to be right', async () => {
    const wrong = bearer(`ilk_${anna.key}_${'A'.repeat(43)}`);
    for (let n = 0; n < 10; n += 1) expect((await ask(wrong)).statusCode).toBe(401);
    expect((await ask(wrong)).statusCode).toBe(429);
    expect((await ask(anna.headers)).statusCode).toBe(429);
    expect((await ask(anna.headers, '203.0.113.9')).statusCode).toBe(200);
  });

  it('by the sign-in form is throttled likewise', async () => {
    const signIn = () =>
      server.app.inject({
        method: 'POST',
        url: '/session',
        payload: { token: 'ilo_guessed' },
        remoteAddress: '198.51.100.9',
      });
    for (let n = 0; n < 10; n += 1) expect((await signIn()).statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(429);
  });

  it.each([
    'Basic YWRtaW46YWRtaW4=',
    'Bearer',
    'Bearer a b',
    'Bearer ilk_0123456789abcdef_short',
    'Bearer ilf_wrong',
    'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    'bearer null',
  ])('with %s is 401 on every kind of route', async (authorization) => {
    for (const url of ['/v1/incidents', '/v1/admin/users', '/health/live', '/nowhere']) {
      expect((await server.app.inject({ url, headers: { authorization } })).statusCode).toBe(401);
    }
  });
});

describe('another site’s page, in the browser of who is signed in here', () => {
  let server: TestServer;
  let cookie: string;
  beforeAll(async () => {
    server = await startServer();
    const anna = await person(server, 'Anna', ['contributor']);
    const begun = await server.app.inject({ method: 'POST', url: '/session', headers: anna.headers });
    cookie = String(begun.headers['set-cookie']).split(';', 1)[0]!;
  });
  afterAll(() => server.close());
  let count = 0;
  const change = (headers: Record<string, string>, withCookie = true) =>
    server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents',
      headers: { host: '127.0.0.1:3000', ...(withCookie && { cookie }), ...headers },
      payload: { key: `k${(count += 1)}`, title: 'x' },
    });

  it('changes nothing: no Origin, a foreign one, none that can be named, a cross-site fetch', async () => {
    const attempts: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:3001' },
      { origin: 'https://127.0.0.1:3000' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of attempts) {
      const answer = await change(headers);
      expect({ headers, status: answer.statusCode }).toEqual({ headers, status: 403 });
      expect(problemOf(answer).type).toBe('/problems/foreign-origin');
    }
  });

  it('while this server’s own page does', async () => {
    expect((await change({ origin: 'http://127.0.0.1:3000' })).statusCode).toBe(201);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });

  it('does not sign its reader in as somebody else', async () => {
    const signIn = (headers: Record<string, string>) =>
      server.app.inject({ method: 'POST', url: '/session', payload: { token: 'x' }, headers });
    expect((await signIn({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await signIn({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
  });

  it('does not get in by planting a second cookie of the name', async () => {
    const [name] = cookie.split('=');
    const answer = await change({ origin: 'http://127.0.0.1:3000', cookie: `${name}=planted; ${cookie}` });
    expect(answer.statusCode).toBe(401);
  });

  it('finds its session ended, once it was signed out, whoever kept the cookie', async () => {
    const headers = { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000', cookie };
    const ended = await server.app.inject({ method: 'DELETE', url: '/session', headers });
    expect(ended.statusCode).toBe(204);
    expect(String(ended.headers['set-cookie'])).toContain('Max-Age=0');
    expect((await change({ origin: 'http://127.0.0.1:3000' })).statusCode).toBe(401);
  });
});

describe('a session', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('ends by itself', async () => {
    const anna = await person(server, 'Anna', ['contributor']);
    const begun = await server.app.inject({ method: 'POST', url: '/session', headers: anna.headers });
    const [listed] = await server.registry.list('session', { limit: 1 });
    const { id, record, version } = listed!;
    const cookie = String(begun.headers['set-cookie']).split(';', 1)[0]!;
    const who = () => server.app.inject({ url: '/session', headers: { cookie } });
    expect((await who()).json()).toMatchObject({ signedIn: true });
    await server.registry.put('session', id, { ...record, expiresAt: new Date().toISOString() }, version);
    expect((await who()).json()).toMatchObject({ signedIn: false });
    await server.access.sessions.sweep();
    expect(await server.registry.get('session', id)).toBeUndefined();
  });

  it('goes on where a form says, and never to another site', async () => {
    const anna = await person(server, 'Anna', ['reader']);
    const signIn = (back: string) =>
      server.app.inject({
        method: 'POST',
        url: '/session',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ token: anna.text, back }).toString(),
      });
    const begun = await signIn('/queue?x=1');
    expect(begun.headers).toMatchObject({ location: '/queue?x=1' });
    expect(String(begun.headers['set-cookie'])).toMatch(/^ledger-session-/);
    for (const back of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
    ]) {
      const answer = await signIn(back);
      expect(answer.statusCode).toBe(303);
      expect(answer.headers.location).toMatch(/^\/[^/\\]*$/);
    }
  });

  it('lies over https in a cookie that no other host can set or read', () => {
    const config = readConfig({ LEDGER_BEHIND_PROXY: '1', LEDGER_PUBLIC_URL: 'https://ledger.example.org' });
    expect(sessionCookie('__Host-ledger', 'x', new Date(0), config)).toBe(
      '__Host-ledger=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });
});

describe('beyond this machine', () => {
  it('answers to its own name and its own pages alone, and reads nothing to strangers', async () => {
    const server = await startServer({
      HOST: '0.0.0.0',
      LEDGER_BEHIND_PROXY: '1',
      LEDGER_PUBLIC_URL: 'https://ledger.example.org',
    });
    const ask = (headers: Record<string, string>) => server.app.inject({ url: '/v1/incidents', headers });
    const anna = await person(server, 'Anna', ['reader']);
    const host = 'ledger.example.org';
    expect((await ask({ host })).statusCode).toBe(401);
    expect((await ask({ host, ...anna.headers })).statusCode).toBe(200);
    expect((await ask({ host, ...anna.headers, origin: 'https://ledger.example.org' })).statusCode).toBe(200);
    expect((await ask({ host, ...anna.headers, origin: 'http://ledger.example.org' })).statusCode).toBe(403);
    expect((await ask({ host: 'evil.example', ...anna.headers })).statusCode).toBe(421);
    const begun = await server.app.inject({
      method: 'POST',
      url: '/session',
      headers: { host, ...anna.headers },
    });
    expect(String(begun.headers['set-cookie'])).toMatch(/^__Host-ledger=.*Secure$/);
    const page = await server.app.inject({ url: '/v1/incidents', headers: { host, accept: 'text/html' } });
    expect(page.statusCode).toBe(303);
    expect(page.headers.location).toBe('/sign-in?back=%2Fv1%2Fincidents');
    await server.close();
  });
});

describe('too many requests', () => {
  it('are answered 429 with Retry-After, for each key and each address by itself', async () => {
    const server = await startServer({ LEDGER_RATE_LIMIT: '100' });
    const anna = await person(server, 'Anna', ['reader']);
    const ask = (headers: Record<string, string>, remoteAddress = '198.51.100.7') =>
      server.app.inject({ url: '/health/live', headers, remoteAddress });
    const answers = await Promise.all(Array.from({ length: 400 }, () => ask(anna.headers)));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBeGreaterThanOrEqual(200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers['retry-after']).toBe('1');
    expect((await ask({})).statusCode).toBe(200);
    await server.close();
  });
});
