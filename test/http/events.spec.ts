import { jest } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveEvents } from '../../src/http/live-events.js';
import { NewsView } from '../../src/read/news.js';
import { person, by } from './access/support.js';
import { follow, type Follower } from './support/follow.js';
import { startServer, type TestServer } from './support/server.js';

describe('GET /v1/events', () => {
  let server: TestServer;
  let address: string;
  const followers: Follower[] = [];
  const open = async (query = '', headers: Record<string, string> = {}) => {
    const follower = await follow(`${address}/v1/events${query}`, headers);
    followers.push(follower);
    return follower;
  };
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    address = await server.app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
    for (const key of ['raid', 'other']) await openIncident(server, key);
    await server.admin('POST', '/sources', { key: 'agency', name: 'Agency', kind: 'outlet' });
    await server.admin('POST', '/documents', {
      key: 'story',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
    });
  });
  afterEach(() => {
    for (const follower of followers.splice(0)) follower.leave();
    server.app.get(LiveEvents).timing.heartbeat = 15_000;
  });
  afterAll(() => server.close());
  const record = (key: string, incident: string) =>
    server.admin('POST', '/claims', {
      key,
      incident,
      question: 'landed',
      document: 'story',
      chain: ['agency'],
      value: { kind: 'exact', n: 5 },
      citation: { exact: `five, says ${key}` },
    });

  it('tells what the audit tells of an event, as it happens, and only what happens from then on', async () => {
    const follower = await open();
    const { position, thing } = await record('told', 'raid');
    const { id, type, actor, recordedAt } = await server.get(`/v1/audit/${position}`);
    expect(await follower.next()).toEqual({
      id: position,
      data: {
        position,
        id,
        type,
        actor,
        actorName: 'this machine',
        recordedAt,
        thing: expect.objectContaining({ id: thing.id, kind: 'claim' }) as unknown,
        incident: expect.objectContaining({ key: 'raid', kind: 'incident' }) as unknown,
      },
    });
    expect(follower.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(follower.headers.get('cache-control')).toBe('private, no-store');
  });

  it('tells those who signed in the name of whoever did it, and strangers the id alone', async () => {
    const anna = await person(server, 'Anna', ['editor']);
    const [stranger, colleague] = [
      await open('?type=SourceRegistered'),
      await open('?type=SourceRegistered', anna.headers),
    ];
    await server.app.inject({
      method: 'POST',
      url: '/v1/admin/sources',
      headers: anna.headers,
      payload: { key: 'by-anna', name: 'By Anna', kind: 'outlet' },
    });
    expect((await stranger.next()).data).toMatchObject({ actor: anna.id, actorName: null });
    expect((await colleague.next()).data).toMatchObject({ actor: anna.id, actorName: 'Anna' });
  });

  it('tells of nothing that the views do not show yet', async () => {
    const follower = await open('?type=SourceRegistered');
    const made = Array.from({ length: 20 }, (_, n) =>
      server.admin('POST', '/sources', { key: `shown-${n}`, name: `S${n}`, kind: 'outlet' }),
    );
    for (let n = 0; n < made.length; n += 1) {
      const { data } = await follower.next();
      expect(server.views.names.ref(data.thing!.id)).toBeDefined();
    }
    await Promise.all(made);
  });

  it('goes on after a broken connection without a gap or a repeat, while others write', async () => {
    const writing = { on: true, count: 0 };
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (; writing.on; writing.count += 1) {
        const key = `gap-${writer}-${writing.count}`;
        await server.admin('POST', '/sources', { key, name: key, kind: 'outlet' });
      }
    });
    const first = await open();
    const start = first.lastId;
    const told: string[] = [];
    let from = start;
    for (let connections = 0; connections < 12; connections += 1) {
      const follower: Follower = await open('', { 'last-event-id': from });
      for (let n = 0; n < 1 + connections * 3; n += 1) told.push((await follower.next()).id);
      follower.leave();
      from = told.at(-1)!;
    }
    writing.on = false;
    await Promise.all(writers);
    const last = await open('', { 'last-event-id': from });
    while (told.at(-1) !== server.views.position()) told.push((await last.next()).id);
    const all = await positionsAfter(server, start);
    expect(all.length).toBeGreaterThan(200);
    expect(told).toEqual(all);
  }, 60_000);

  it('begins after a position; Last-Event-ID goes before it; what is no position is refused', async () => {
    const all = await positionsAfter(server, '0');
    expect((await (await open('?after=0')).next()).id).toBe(all[0]);
    expect((await (await open('?after=0', { 'last-event-id': all[4]! })).next()).id).toBe(all[5]);
    for (const asked of [
      { url: '/v1/events?after=-1' },
      { url: '/v1/events?after=1e3' },
      { url: '/v1/events', headers: { 'last-event-id': 'x' } },
    ]) {
      expect((await server.inject(asked)).json()).toMatchObject({ type: '/problems/invalid-request' });
    }
    expect((await server.inject('/v1/events?incident=nothing')).statusCode).toBe(422);
  });

  it('tells by incident, thing and type', async () => {
    const raid = await open('?incident=raid');
    const type = await open('?type=ClaimWithdrawn');
    const elsewhere = await record('elsewhere', 'other');
    const here = await record('here', 'raid');
    const thing = await open(`?after=0&thing=${here.thing.id}`);
    const described = await server.admin('PUT', '/sources/agency', {
      name: 'The Agency',
      kind: 'outlet',
      reason: 'its name',
    });
    await server.admin('POST', '/claims/here/withdraw', { reason: 'twice' });
    await server.admin('POST', '/claims/elsewhere/move', {
      incident: 'raid',
      question: 'landed',
      reason: 'it is of this one',
    });
    const ids = async (follower: Follower, count: number) => {
      const seen = [];
      for (let n = 0; n < count; n += 1) seen.push((await follower.next()).data);
      return seen.map((data) => [data.type, data.thing!.id]);
    };
    const agency = described.thing.id;
    expect((await ids(raid, 4)).filter(([what]) => what !== 'ClaimRecorded')).toEqual([
      ['SourceDescribed', agency],
      ['ClaimWithdrawn', here.thing.id],
      ['ClaimMovedToQuestion', elsewhere.thing.id],
    ]);
    expect(await ids(type, 1)).toEqual([['ClaimWithdrawn', here.thing.id]]);
    expect(await ids(thing, 2)).toEqual([
      ['ClaimRecorded', here.thing.id],
      ['ClaimWithdrawn', here.thing.id],
    ]);
  });

  it('tells nothing of a restricted incident to who was not named', async () => {
    const admin = await person(server, 'Anna', ['admin', 'editor']);
    const named = await person(server, 'Berta', ['editor']);
    await openIncident(server, 'canary');
    const restricted = await server.app.inject({
      method: 'POST',
      url: '/v1/admin/incidents/canary/restrict',
      headers: admin.headers,
      payload: { people: [named.id], reason: 'a source is in danger' },
    });
    expect(restricted.json()).toEqual({ changed: true });
    const nobody = await open('?after=0');
    const unnamed = await open('?after=0', admin.headers);
    const insider = await open('?after=0&incident=canary', named.headers);
    const { thing } = await record('canary-claim', 'canary');
    await openIncident(server, 'afterwards');
    const end = server.views.position()!;
    for (const follower of [nobody, unnamed]) {
      await follower.until(end);
      expect(follower.text).not.toContain('canary');
      expect(follower.text).not.toContain(thing.id);
    }
    while ((await insider.next()).data.thing!.id !== thing.id);
    // Gone from the list of names, gone from the stream that runs.
    await server.access.grants.take(
      named.id,
      { kind: 'incident', incident: await idOf(server, 'canary') },
      'left',
      by,
    );
    const before = insider.text;
    await server.admin('POST', '/claims/canary-claim/withdraw', { reason: 'after she left' });
    await sleep(100);
    expect(insider.text).toBe(before);
  }, 30_000);

  it('shows that it is still there, and ends for whose key was revoked', async () => {
    server.app.get(LiveEvents).timing.heartbeat = 50;
    const reader = await person(server, 'Clara', ['reader']);
    const follower = await open('', reader.headers);
    const beats = () => follower.text.split(': still here').length - 1;
    while (beats() < 3) await sleep(10);
    await server.access.keys.revoke(reader.key, 'lost', by);
    await follower.ended;
  }, 20_000);

  it('holds next to nothing for a reader who does not read, cuts them off, and loses them nothing', async () => {
    await fill(server, 2_000);
    const live = server.app.get(LiveEvents);
    const looked = jest.spyOn(NewsView.prototype, 'after');
    const held: Socket[] = [];
    server.app.getHttpServer().on('connection', (socket: Socket) => held.push(socket));
    const reader = connect(Number(new URL(address).port), '127.0.0.1').pause();
    reader.write(
      `GET /v1/events?after=0&type=SourceRegistered HTTP/1.1\r\nHost: ${new URL(address).host}\r\n\r\n`,
    );
    const pages = async (): Promise<number> => {
      const before = looked.mock.calls.length;
      await sleep(300);
      return looked.mock.calls.length > before || before === 0 ? pages() : before;
    };
    const read = await pages();
    expect(read * 50).toBeLessThan(1_500);
    expect(held[0]!.writableLength).toBeLessThan(500_000);
    looked.mockRestore();
    expect(live.readers).toBe(1);
    live.timing.stalled = 100;
    live.timing.heartbeat = 50;
    // Its patience was set when it came: another who stalls is cut off at once, and both are gone with the connection.
    const second = connect(Number(new URL(address).port), '127.0.0.1').pause();
    second.write(
      `GET /v1/events?after=0&type=SourceRegistered HTTP/1.1\r\nHost: ${new URL(address).host}\r\n\r\n`,
    );
    await until(() => live.readers === 2);
    await until(() => live.readers === 1);
    live.timing.stalled = 60_000;
    let got = '';
    second.on('data', (bytes: Buffer) => (got += bytes.toString('latin1'))).on('error', () => {});
    await new Promise((resolve) => second.on('close', resolve).resume());
    const told = [...got.matchAll(/id: (\d+)\ndata: \{"position":"\1"[^\n]*\}\n\n/g)].map(([, id]) => id!);
    reader.destroy();
    await until(() => live.readers === 0);
    const rest = await open('?type=SourceRegistered', { 'last-event-id': told.at(-1)! });
    const all = await positionsAfter(server, '0', 'SourceRegistered');
    expect(told.length).toBeGreaterThan(100);
    expect(told.length).toBeLessThan(all.length);
    while (told.at(-1) !== all.at(-1)) told.push((await rest.next()).id);
    expect(told).toEqual(all);
  }, 60_000);

  it('asks for nothing with HEAD', async () => {
    await until(() => server.app.get(LiveEvents).readers === 0);
    const answer = await server.inject({ method: 'HEAD', url: '/v1/events' });
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(server.app.get(LiveEvents).readers).toBe(0);
  });
});

it('streams end when the server stops, also of who does not read', async () => {
  const server = await startServer({ LEDGER_RATE_LIMIT: '0' });
  const address = await server.app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
  await fill(server, 2_000);
  const reading = await follow(`${address}/v1/events`);
  const { host, port } = new URL(address);
  const stalled = connect(Number(port), '127.0.0.1').pause();
  stalled.on('error', () => {});
  stalled.write(`GET /v1/events?after=0 HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  await until(() => server.app.get(LiveEvents).readers === 2);
  await sleep(300);
  const begun = Date.now();
  await server.close();
  expect(Date.now() - begun).toBeLessThan(3_000);
  await reading.ended;
  stalled.destroy();
}, 60_000);

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 1_000) throw new Error('it never came to be so');
    await sleep(10);
  }
}

/** Sources with long names: more than the buffers of a connection take. */
async function fill(server: TestServer, count: number): Promise<void> {
  const name = 'n'.repeat(4_000);
  const filled = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      server.ledger.handle(
        { type: 'RegisterSource', namespace: 'fill', key: `s${n}`, name: `${name}${n}`, kind: 'outlet' },
        { actor: 'local' },
      ),
    ),
  );
  const last = filled.at(-1)!;
  if (!last.accepted) throw new Error(last.rejection.message);
  await server.views.waitFor(last.position, 10_000);
}

async function openIncident(server: TestServer, key: string): Promise<void> {
  await server.admin('POST', '/incidents', { key, title: `The ${key}` });
  const question = { key: 'landed', type: 'count', ask: 'How many?', unit: 'rockets' };
  await server.admin('POST', `/incidents/${key}/questions`, question);
}

const idOf = async (server: TestServer, incident: string): Promise<string> =>
  (await server.admin('POST', '/incidents', { key: incident, title: `The ${incident}` })).thing.id;

/** As the log has them. */
async function positionsAfter(server: TestServer, after: string, type?: string): Promise<string[]> {
  const events = await server.log.readAll({ ...(after !== '0' && { after }), limit: 100_000 });
  return events
    .filter(({ envelope }) => type === undefined || envelope.type === type)
    .map(({ position }) => position);
}
