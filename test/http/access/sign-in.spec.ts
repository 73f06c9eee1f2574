import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { firstTokenFile, localTokenFile } from '../../../src/access/token-file.js';
import { hashOf } from '../../../src/access/secrets.js';
import { startServer, type TestServer } from '../support/server.js';
import { bearer, by, firstToken, person } from './support.js';

const incident = (key: string) => ({ key, title: `The attack on ${key}` });
const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';', 1)[0]!;

describe('the one-time token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(() => server.access.oneTimeTokens.ready());
  afterAll(() => server.close());
  const ask = (options: Parameters<TestServer['app']['inject']>[0]) => server.app.inject(options);

  it('lies in a file for its owner alone, and the registry holds its hash alone', async () => {
    expect(statSync(join(server.folder, firstTokenFile)).mode & 0o777).toBe(0o600);
    expect(statSync(join(server.folder, localTokenFile)).mode & 0o777).toBe(0o600);
    const token = firstToken(server);
    expect(token).toMatch(/^ilo_[A-Za-z0-9_-]{43}$/);
    expect((await server.registry.list('one-time-token', { limit: 9 })).map(({ id }) => id)).toEqual([
      hashOf(token),
    ]);
  });

  it('makes the first admin’s key with nothing else in the request, and is void then', async () => {
    const headers = bearer(firstToken(server));
    const made = await ask({ method: 'POST', url: '/v1/admin/keys', headers });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ roles: expect.arrayContaining(['admin', 'editor']) });
    expect(made.headers['cache-control']).toBe('no-store');
    expect(existsSync(join(server.folder, firstTokenFile))).toBe(false);

    const replayed = await ask({ method: 'POST', url: '/v1/admin/keys', headers });
    expect(replayed.statusCode).toBe(401);

    const key = bearer(made.json<{ key: string }>().key);
    const opened = await ask({
      method: 'POST',
      url: '/v1/admin/incidents',
      headers: key,
      payload: incident('a'),
    });
    expect(opened.statusCode).toBe(201);
    expect((await ask({ url: '/v1/admin/users', headers: key })).statusCode).toBe(200);
  });

  it('is not used up by a request that could not be taken', async () => {
    const headers = bearer(firstToken(server));
    const wrong = await ask({ method: 'POST', url: '/v1/admin/keys', headers, payload: { colour: 'red' } });
    expect(wrong.statusCode).toBe(400);
    expect((await ask({ method: 'POST', url: '/v1/admin/keys', headers })).statusCode).toBe(201);
  });

  it('lets one of many in who come with it at once', async () => {
    const headers = bearer(firstToken(server));
    const all = await Promise.all(
      Array.from({ length: 8 }, () => ask({ method: 'POST', url: '/v1/admin/keys', headers })),
    );
    expect(all.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(all.filter(({ statusCode }) => statusCode === 401)).toHaveLength(7);
  });

  it('begins a session instead, as which the keeper is an admin and an editor', async () => {
    const begun = await ask({ method: 'POST', url: '/session', headers: bearer(firstToken(server)) });
    expect(begun.statusCode).toBe(200);
    expect(begun.json()).toMatchObject({
      signedIn: true,
      capabilities: ['read', 'record', 'assess', 'resolve', 'administer'],
    });
    expect(String(begun.headers['set-cookie'])).toMatch(
      /^ledger-session-\d+=[A-Za-z0-9_-]{43}; Expires=.*; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const who = await ask({ url: '/session', headers: { cookie: cookieOf(begun) } });
    expect(who.json()).toMatchObject({ signedIn: true, name: 'Keeper of the folder' });
  });

  it('does nothing else, and changes nothing by itself', async () => {
    const headers = bearer(firstToken(server));
    for (const [method, url] of [
      ['GET', '/v1/incidents'],
      ['GET', '/v1/admin/users'],
      ['POST', '/v1/admin/incidents'],
    ] as const) {
      expect((await ask({ method, url, headers })).statusCode).toBe(401);
    }
  });

  it('signs in the same keeper again, when the owner of the folder makes another', async () => {
    const first = await ask({ method: 'POST', url: '/v1/admin/keys', headers: bearer(firstToken(server)) });
    await server.access.users.change(first.json<{ user: string }>().user, { disabled: true });
    await server.access.oneTimeTokens.issue();
    const again = await ask({ method: 'POST', url: '/v1/admin/keys', headers: bearer(firstToken(server)) });
    expect(again.statusCode).toBe(201);
    expect(again.json<{ user: string }>().user).toBe(first.json<{ user: string }>().user);
  });

  it('records who was given what, by whom and why, and no name', async () => {
    const made = await ask({ method: 'POST', url: '/v1/admin/keys', headers: bearer(firstToken(server)) });
    const headers = bearer(made.json<{ key: string }>().key);
    const audit = await ask({ url: '/v1/audit?type=AccessGranted', headers });
    const { items } = audit.json<{ items: { actor: string; stream: string; position: string }[] }>();
    expect(items.length).toBeGreaterThanOrEqual(3);
    for (const { actor, stream, position } of items) {
      expect(actor).toBe('local');
      expect(stream).toMatch(/^access-[0-9a-f-]{36}$/);
      const event = await ask({ url: `/v1/audit/${position}`, headers });
      expect(event.json()).toMatchObject({ data: { reason: expect.any(String), grant: expect.any(Object) } });
      expect(event.body).not.toContain('Keeper');
    }
  });
});

describe('a key', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  const open = (headers: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents',
      headers,
      payload: { title: 'x', key: 'x' },
    });

  it('is stored as a hash', async () => {
    const { key, text } = await person(server, 'Anna', ['contributor']);
    const found = await server.registry.get('key', key);
    expect(found!.record.hash).toBe(hashOf(text.slice(21)));
    expect(JSON.stringify(found)).not.toContain(text.slice(21));
  });

  it('acts for its user, whose id stands in the events', async () => {
    const anna = await person(server, 'Anna', ['contributor']);
    const answer = await open(anna.headers);
    expect(answer.statusCode).toBe(201);
    const { position } = answer.json<{ position: string }>();
    expect((await server.app.inject(`/v1/audit/${position}`)).json()).toMatchObject({ actor: anna.id });
  });

  it('serves no more once it is revoked, also the session that it began', async () => {
    const anna = await person(server, 'Anna', ['contributor']);
    const begun = await server.app.inject({ method: 'POST', url: '/session', headers: anna.headers });
    const cookie = cookieOf(begun);
    expect((await server.app.inject({ url: '/session', headers: { cookie } })).json()).toMatchObject({
      subject: anna.id,
    });
    await server.access.keys.revoke(anna.key, 'lost', by);
    expect((await open(anna.headers)).statusCode).toBe(401);
    expect((await server.app.inject({ url: '/session', headers: { cookie } })).json()).toMatchObject({
      signedIn: false,
    });
  });

  it('has no more than its own roles, and its user’s: a session begun with it neither', async () => {
    const anna = await person(server, 'Anna', ['contributor', 'admin']);
    const narrow = await server.access.keys.issue(
      anna.id,
      { label: 'reading', roles: ['reader', 'contributor'], expiresAt: '2099-01-01T00:00:00Z' },
      'for the test',
      by,
    );
    const begun = await server.app.inject({ method: 'POST', url: '/session', headers: bearer(narrow.text) });
    expect(begun.json()).toMatchObject({ roles: ['contributor'] });
    await server.access.grants.take(anna.id, { kind: 'role', role: 'contributor' }, 'left', by);
    expect((await open(bearer(narrow.text))).statusCode).toBe(403);
    const cookie = { cookie: cookieOf(begun) };
    expect((await server.app.inject({ url: '/session', headers: cookie })).json()).toMatchObject({
      roles: [],
    });
  });

  it('ends when it expires, and when its user is disabled', async () => {
    const anna = await person(server, 'Anna', ['contributor']);
    const { record, version } = (await server.registry.get('key', anna.key))!;
    await server.registry.put('key', anna.key, { ...record, expiresAt: new Date().toISOString() }, version);
    expect((await open(anna.headers)).statusCode).toBe(401);

    const berta = await person(server, 'Berta', ['contributor']);
    await server.access.users.change(berta.id, { disabled: true });
    expect((await open(berta.headers)).statusCode).toBe(401);
  });

  it('notes when it was used last, and not at every use', async () => {
    const anna = await person(server, 'Anna', ['contributor']);
    await open(anna.headers);
    const noted = await server.registry.get('key', anna.key);
    expect(Date.parse(noted!.record.lastUsedAt!)).toBeGreaterThan(Date.now() - 60_000);
    await open(anna.headers);
    expect((await server.registry.get('key', anna.key))!.version).toBe(noted!.version);
  });

  it('is issued by an admin for who may sign in, with roles that this user has', async () => {
    const admin = await person(server, 'Ada', ['admin']);
    const anna = await person(server, 'Anna', ['contributor', 'custodian']);
    const issue = (payload: object, headers = admin.headers) =>
      server.app.inject({ method: 'POST', url: '/v1/admin/keys', headers, payload });
    expect((await issue({ user: anna.id })).json()).toMatchObject({ roles: ['contributor'], user: anna.id });
    expect((await issue({ user: anna.id, roles: ['editor'] })).json()).toMatchObject({
      code: 'role-not-held',
    });
    expect((await issue({ user: anna.id, roles: ['custodian'] })).json()).toMatchObject({
      code: 'others-custody',
    });
    expect((await issue({ user: 'nobody' })).statusCode).toBe(422);
    expect((await issue({ expiresAt: '2020-01-01' })).statusCode).toBe(400);
    expect((await issue({ expiresAt: '2099-01-01' })).statusCode).toBe(400);
    expect((await issue({}, anna.headers)).statusCode).toBe(403);
  });

  it('can be listed and revoked, and never read again', async () => {
    const admin = await person(server, 'Ada', ['admin']);
    const anna = await person(server, 'Anna', ['contributor']);
    const listed = await server.app.inject({ url: '/v1/admin/keys?limit=200', headers: admin.headers });
    expect(listed.body).toContain(anna.key);
    expect(listed.body).not.toContain('hash');
    expect(listed.body).not.toContain(anna.text.slice(21));
    const url = `/v1/admin/keys/${anna.key}/revoke`;
    const revoke = () =>
      server.app.inject({ method: 'POST', url, headers: admin.headers, payload: { reason: 'lost' } });
    expect((await revoke()).json()).toEqual({ changed: true });
    expect((await revoke()).json()).toEqual({ changed: false });
    expect((await open(anna.headers)).statusCode).toBe(401);
  });
});
