import { LogUnavailable } from '../../src/log/event-log.js';
import { readTokenFile, localTokenFile } from '../../src/access/token-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { person } from './access/support.js';
import { enterTheOfficer, five } from './support/officer.js';
import { startProcess } from './support/process.js';
import { startServer, type TestServer } from './support/server.js';

const { key: _, ...unnamed } = five;
const claims = '/v1/admin/claims';
/** Worth a warning: no citation, and a chain that ends in an outlet. */
const doubtful = { ...unnamed, chain: ['agency'], citation: undefined, quote: undefined };

describe('a request under an Idempotency-Key', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const send = (url: string, payload: object, key?: string, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) },
    });
  const head = () => server.views.position();

  it('is answered as the first time: status, body, place and warnings', async () => {
    const { citation: _c, ...bare } = doubtful;
    const first = await send(claims, bare, 'k-1');
    expect(first.statusCode).toBe(201);
    expect(first.json<{ warnings: object[] }>().warnings).not.toEqual([]);
    const then = head();
    const again = await send(claims, bare, 'k-1');
    expect([again.statusCode, again.body, again.headers.location]).toEqual([
      201,
      first.body,
      first.headers.location,
    ]);
    expect(head()).toBe(then);
    // Without a key the same claim is another one.
    expect((await send(claims, bare)).json<{ thing: object }>().thing).not.toEqual(
      first.json<{ thing: object }>().thing,
    );
  });

  it('may be quoted, as the draft has it, or bare', async () => {
    const first = await send(claims, unnamed, '"k-2"');
    expect((await send(claims, unnamed, 'k-2')).body).toBe(first.body);
  });

  it('is refused with another body, or at another address', async () => {
    await send(claims, unnamed, 'k-3');
    const then = head();
    const other = await send(claims, { ...unnamed, value: { kind: 'exact', n: 6 } }, 'k-3');
    expect(other.json()).toMatchObject({ status: 422, type: '/problems/idempotency-key-reused' });
    const elsewhere = await send('/v1/admin/sources', { key: 's', name: 'S', kind: 'person' }, 'k-3');
    expect(elsewhere.json()).toMatchObject({ status: 422, type: '/problems/idempotency-key-reused' });
    expect(head()).toBe(then);
  });

  it('is each one’s own: two people who choose one key do not meet', async () => {
    const [ann, ben] = [
      await person(server, 'Ann', ['contributor']),
      await person(server, 'Ben', ['contributor']),
    ];
    const post = (who: typeof ann, n: number) =>
      server.app.inject({
        method: 'POST',
        url: claims,
        payload: { ...unnamed, value: { kind: 'exact', n } },
        headers: { ...who.headers, 'idempotency-key': 'one' },
      });
    expect((await post(ann, 1)).statusCode).toBe(201);
    expect((await post(ben, 2)).statusCode).toBe(201);
    expect((await post(ann, 2)).statusCode).toBe(422);
  });

  it('says 409 while the first is at work, and then its answer', async () => {
    const append = server.log.append.bind(server.log);
    let go = (): void => {};
    const gate = new Promise<void>((open) => (go = open));
    server.log.append = async (...args) => {
      await gate;
      return append(...args);
    };
    const first = send(claims, unnamed, 'k-4');
    await new Promise((soon) => setTimeout(soon, 20));
    const second = await send(claims, unnamed, 'k-4');
    expect(second.json()).toMatchObject({ status: 409, type: '/problems/request-running' });
    expect(second.headers['retry-after']).toBe('1');
    go();
    const answer = await first;
    expect(answer.statusCode).toBe(201);
    expect((await send(claims, unnamed, 'k-4')).body).toBe(answer.body);
  });

  it('finds its event where the acknowledgement was lost', async () => {
    const append = server.log.append.bind(server.log);
    server.log.append = async (...args) => {
      server.log.append = append;
      await append(...args);
      throw new LogUnavailable('the connection broke');
    };
    const lost = await send(claims, unnamed, 'k-5');
    expect(lost.statusCode).toBe(503);
    const then = await server.log.head();
    const again = await send(claims, unnamed, 'k-5');
    expect(again.json()).toMatchObject({ changed: true, events: [{ type: 'ClaimRecorded' }] });
    expect([again.statusCode, await server.log.head()]).toEqual([201, then]);
  });

  it('may be mended where it was refused, under the same key', async () => {
    const wrong = await send(claims, { ...unnamed, question: 'nowhere' }, 'k-6');
    expect(wrong.statusCode).toBe(422);
    expect((await send(claims, unnamed, 'k-6')).statusCode).toBe(201);
  });

  it('stands above If-Match: what was done already is not stale', async () => {
    const tag = String((await server.inject('/v1/claims/five')).headers.etag);
    const rank = () =>
      send(`${claims}/five/rank`, { rank: 'deprecated', reason: 'an error' }, 'k-7', { 'if-match': tag });
    const first = await rank();
    expect(first.statusCode).toBe(200);
    await server.admin('POST', '/claims/five/rank', { rank: 'normal', reason: 'it was none' });
    expect((await rank()).body).toBe(first.body);
    expect(await server.get('/v1/claims/five')).toMatchObject({ rank: 'normal' });
  });

  it('stands above the view that a decision was taken on', async () => {
    const tag = String((await server.inject('/v1/incidents/base/view')).headers.etag);
    const decide = () =>
      send(
        '/v1/admin/incidents/base/questions/inside/resolve',
        { value: { kind: 'exact', n: 5 }, claims: ['five'], reason: 'on the spot' },
        'k-8',
        { 'if-match': tag },
      );
    const first = await decide();
    expect(first.statusCode).toBe(200);
    await server.admin('POST', '/claims/five/rank', { rank: 'deprecated', reason: 'an error' });
    expect((await decide()).body).toBe(first.body);
  });

  it.each(['', ' ', 'two words', 'ü', '"open', 'a'.repeat(256), '"a""b"'])(
    'is 1 to 255 visible characters: %p',
    async (key) => {
      const answer = await send(claims, unnamed, key);
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'Idempotency-Key' }] });
    },
  );

  it('makes one user, with the roles that were not taken away since', async () => {
    const admin = await person(server, 'Adam', ['admin']);
    const make = (name: string) =>
      send(
        '/v1/admin/users',
        { name, roles: ['reader', 'editor'], reason: 'new here' },
        'u-1',
        admin.headers,
      );
    const first = await make('Ines');
    expect(first.statusCode).toBe(201);
    const { id } = first.json<{ id: string }>();
    await send(
      `/v1/admin/users/${id}/revoke`,
      { role: 'editor', reason: 'a mistake' },
      undefined,
      admin.headers,
    );
    const again = await make('Ines');
    expect(again.json()).toMatchObject({ id, roles: ['reader'] });
    expect((await make('Ina')).json()).toMatchObject({ type: '/problems/idempotency-key-reused' });
  });

  it('gives a role once, however often it is sent, also where it was taken meanwhile', async () => {
    const admin = await person(server, 'Adam', ['admin']);
    const { id } = await person(server, 'Ines', []);
    const grant = () =>
      send(`/v1/admin/users/${id}/grant`, { role: 'editor', reason: 'from today' }, 'g-1', admin.headers);
    expect((await grant()).json()).toEqual({ changed: true });
    await send(
      `/v1/admin/users/${id}/revoke`,
      { role: 'editor', reason: 'not yet' },
      undefined,
      admin.headers,
    );
    expect((await grant()).json()).toEqual({ changed: true });
    expect(server.views.access.rolesOf(id)).toEqual([]);
  });

  it('shows the secret of a key once, and says which key it made when asked again', async () => {
    const admin = await person(server, 'Adam', ['admin']);
    const issue = () => send('/v1/admin/keys', { label: 'a tool', roles: ['admin'] }, 'i-1', admin.headers);
    const first = await issue();
    expect(first.statusCode).toBe(201);
    const { id, key } = first.json<{ id: string; key: string }>();
    const again = await issue();
    expect(again.json()).toMatchObject({ status: 409, code: 'key-shown' });
    expect(again.headers.location).toBe(`/v1/admin/keys/${id}`);
    expect(again.body).not.toContain(key);
  });
});

describe('a server that is killed', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('records each request once, whatever of it was answered', async () => {
    const start = async () => {
      const server = startProcess({
        LEDGER_DATA_DIR: folder.path,
        LEDGER_FOUNDING_CASE: '1',
        LEDGER_RATE_LIMIT: '0',
      });
      const address = await server.ready;
      const authorization = `Bearer ${readTokenFile(folder.path, localTokenFile)}`;
      const post = async (n: number) => {
        const answer = await fetch(`${address}/v1/admin/sources`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json', 'idempotency-key': `s-${n}` },
          body: JSON.stringify({ key: `s-${n}`, name: `Source ${n}`, kind: 'person' }),
        });
        return { status: answer.status, body: await answer.text() };
      };
      const count = async () => {
        const found = await fetch(`${address}/v1/audit?type=SourceRegistered&limit=200`, {
          headers: { authorization },
        });
        return ((await found.json()) as { items: { actor: string }[] }).items.length;
      };
      return { server, post, count };
    };
    const many = Array.from({ length: 60 }, (_, n) => n);

    const first = await start();
    const before = await first.count();
    const asked = many.map((n) => first.post(n));
    const answered = new Map<number, { status: number; body: string }>();
    await Promise.race(asked.slice(20, 30));
    first.server.child.kill('SIGKILL');
    for (const [n, outcome] of (await Promise.allSettled(asked)).entries()) {
      if (outcome.status === 'fulfilled') answered.set(n, outcome.value);
    }
    await first.server.ended;

    const second = await start();
    const again = await Promise.all(many.map((n) => second.post(n)));
    expect(again.map(({ status }) => status)).toEqual(many.map(() => 201));
    for (const [n, answer] of answered) expect(again[n]).toEqual(answer);
    expect(await second.count()).toBe(before + many.length);
    await second.server.stop();
  }, 120_000);
});
