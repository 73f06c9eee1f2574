import { startServer, type TestServer } from '../support/server.js';
import { bearer, firstToken, person, type Person } from './support.js';

const identity = { issuer: 'https://issuer.example', subject: 's-1' };

/** Users and keys stand in the registry and in the record: what is cut off between the two, or repeated, stays whole. */
describe('making users and keys', () => {
  let server: TestServer;
  let admin: Person;
  beforeEach(async () => {
    server = await startServer();
    admin = await person(server, 'Adam', ['admin', 'editor']);
  });
  afterEach(() => server.close());

  const send = (
    url: string,
    payload: object,
    key?: string,
    headers: Record<string, string> = admin.headers,
  ) =>
    server.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) },
    });
  /** The process ends when the next record of this kind is about to be made. */
  const cutOffAtNext = (cut: 'user' | 'key') => {
    const put = server.registry.put.bind(server.registry);
    server.registry.put = async (kind, id, record, expected) => {
      if (kind !== cut || expected !== 0) return put(kind, id, record, expected);
      server.registry.put = put;
      throw new Error('cut off');
    };
  };
  const newcomer = { name: 'Ines', reason: 'new here', identities: [identity] };

  it('uses a one-time token up for a key only where all else about the request is right', async () => {
    const token = bearer(firstToken(server));
    const wrong = await send('/v1/admin/keys', { roles: ['admin', 'custodian'] }, undefined, token);
    expect(wrong.json()).toMatchObject({ status: 422, code: 'role-not-held' });
    const right = await send('/v1/admin/keys', { roles: ['admin', 'editor'] }, 'first', token);
    expect(right.statusCode).toBe(201);
    expect((await send('/v1/admin/keys', { roles: ['admin', 'editor'] }, 'first', token)).statusCode).toBe(
      401,
    );
  });

  it('issues the key that was cut off between the record and the registry', async () => {
    cutOffAtNext('key');
    expect((await send('/v1/admin/keys', { label: 'a tool' }, 'k')).statusCode).toBe(500);
    await new Promise((go) => setTimeout(go, 5));
    const again = await send('/v1/admin/keys', { label: 'a tool' }, 'k');
    expect(again.statusCode).toBe(201);
    const { id, key, expiresAt } = again.json<{ id: string; key: string; expiresAt: string }>();
    const granted = server.views.access
      .grantsOf(admin.id)
      .filter(({ grant }) => grant.kind === 'key' && grant.key === id);
    expect(granted).toMatchObject([{ grant: { expiresAt } }]);
    expect((await server.app.inject({ url: '/session', headers: bearer(key) })).json()).toMatchObject({
      subject: admin.id,
    });
  });

  it.each([
    ['/v1/admin/users', { name: 'Ines', reason: 'new here' }],
    ['/v1/admin/keys', { label: 'a tool' }],
  ])('knows the key of a request to %s from those of all others', async (url, payload) => {
    expect((await send(url, payload, 'one')).statusCode).toBe(201);
    const source = { key: 'x', name: 'X', kind: 'person' };
    expect((await send('/v1/admin/sources', source, 'one')).json()).toMatchObject({
      type: '/problems/idempotency-key-reused',
    });
  });

  it('takes an identity that is another’s for no reason to lose the key of the request', async () => {
    await send('/v1/admin/users', newcomer);
    expect((await send('/v1/admin/users', newcomer, 'u')).statusCode).toBe(409);
    const mended = { ...newcomer, identities: [{ ...identity, subject: 's-2' }] };
    expect((await send('/v1/admin/users', mended, 'u')).statusCode).toBe(201);
  });

  it('frees an identity whose user was never made', async () => {
    cutOffAtNext('user');
    expect((await send('/v1/admin/users', newcomer)).statusCode).toBe(500);
    const made = await send('/v1/admin/users', newcomer);
    expect(made.statusCode).toBe(201);
    expect(await server.access.users.identified(identity)).toBe(made.json<{ id: string }>().id);
  });

  it('gives an identity to one of many who are made with it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => send('/v1/admin/users', { ...newcomer, name: `Ines ${n}` })),
    );
    const made = answers.filter(({ statusCode }) => statusCode === 201);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(7);
    expect(made.map((answer) => answer.json<{ id: string }>().id)).toEqual([
      await server.access.users.identified(identity),
    ]);
    const { items } = (await server.app.inject({ url: '/v1/admin/users', headers: admin.headers })).json<{
      items: { identities: object[] }[];
    }>();
    expect(items.filter(({ identities }) => identities.length > 0)).toHaveLength(1);
  });

  it('says of a user who is not there that they are not, before it asks for a tag', async () => {
    const answer = await server.app.inject({
      method: 'PUT',
      url: '/v1/admin/users/nobody',
      payload: { name: 'X' },
      headers: admin.headers,
    });
    expect(answer.statusCode).toBe(404);
  });
});
