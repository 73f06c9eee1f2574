import { connect } from 'node:net';
import { join } from 'node:path';
import { describeError, traceOf } from '../../src/http/request-log.js';
import { localTokenFile, firstTokenFile, readTokenFile } from '../../src/access/token-file.js';
import { LogFailed } from '../../src/log/event-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startProcess, type RunningProcess } from './support/process.js';

interface Line {
  level: string;
  time: string;
  requestId: string;
  traceId?: string;
  method: string;
  route: string | null;
  status: number;
  ms: number;
  actor: string | null;
  via: string;
  problem?: string;
  code?: string;
  sentBytes?: number;
  brokenOff?: true;
  msg: string;
}

const canary = 'Quetzalcoatlus';
const secret = (where: string) => `${canary}-${where}`;

/** A process of its own, since what matters is all that it says. */
describe('the server’s log', () => {
  const folder = temporaryFolder();
  let server: RunningProcess;
  let address: string;
  let local: { authorization: string };
  const lines = (): Line[] =>
    server
      .err()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  const lineOf = async (answer: Response): Promise<Line> => {
    const id = answer.headers.get('x-request-id');
    await answer.arrayBuffer();
    for (let tries = 0; tries < 100; tries += 1) {
      const found = lines().find(({ requestId, msg }) => requestId === id && msg === 'request');
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no line of request ${id} in ${server.err()}`);
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = local) =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
    });

  beforeAll(async () => {
    const data = join(folder.path, 'ledger');
    server = startProcess({ LEDGER_DATA_DIR: data, LEDGER_LOG_LEVEL: 'debug' });
    address = await server.ready;
    local = { authorization: `Bearer ${readTokenFile(data, localTokenFile)}` };
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it('has a line for each request, whose id the recorded events hold', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const made = await post('/v1/admin/incidents', { key: 'base', title: 'x' }, { ...local, traceparent });
    expect(made.status).toBe(201);
    const { position } = (await made.clone().json()) as { position: string };
    const line = await lineOf(made);
    expect(line).toMatchObject({
      level: 'info',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      method: 'POST',
      route: '/v1/admin/incidents',
      status: 201,
      actor: 'local',
      via: 'folder',
    });
    expect(line.ms).toBeGreaterThan(0);
    expect(line.sentBytes).toBeGreaterThan(200);
    expect(new Date(line.time).toISOString()).toBe(line.time);
    const event = (await (await fetch(`${address}/v1/audit/${position}`)).json()) as { correlation: string };
    expect(event.correlation).toBe(line.requestId);
  });

  it('takes no request id from outside, and no trace that is none', async () => {
    const headers = { 'x-request-id': secret('id'), traceparent: `00-${secret('trace')}-1-01` };
    const line = await lineOf(await fetch(`${address}/v1/incidents/base`, { headers }));
    expect(line.requestId).toMatch(/^[0-9a-f]{8}-/);
    expect(line.traceId).toBeUndefined();
    expect(line).toMatchObject({ route: '/v1/incidents/:incident', actor: null, via: 'nothing' });
  });

  it('says how grave it is, and what the problem was', async () => {
    const nothing = await lineOf(await fetch(`${address}/nowhere/at/all`));
    expect(nothing).toMatchObject({ level: 'info', status: 404, route: null, problem: 'unknown-route' });
    const stranger = await lineOf(await post('/v1/admin/incidents', {}, {}));
    expect(stranger).toMatchObject({ level: 'warn', status: 401, problem: 'not-signed-in' });
    const other = await lineOf(await post('/v1/admin/incidents', { key: 'base', title: 'another' }));
    expect(other).toMatchObject({ level: 'info', status: 409, problem: 'conflict', code: 'other-content' });
    const bad = await lineOf(await fetch(`${address}/%zz`));
    expect(bad).toMatchObject({ level: 'info', status: 400 });
  });

  it('says that a connection went away', async () => {
    const leaving = new AbortController();
    const answer = await fetch(`${address}/v1/events`, { signal: leaving.signal });
    const id = answer.headers.get('x-request-id');
    leaving.abort();
    for (let tries = 0; !lines().some(({ requestId }) => requestId === id) && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(lines().find(({ requestId }) => requestId === id)).toMatchObject({
      route: '/v1/events',
      brokenOff: true,
    });
  });

  it('holds nothing of what was sent: headers, cookies, addresses, bodies, forms, keys, quotations', async () => {
    const token = readTokenFile(join(folder.path, 'ledger'), firstTokenFile)!;
    const made = await post(
      '/v1/admin/keys',
      { label: secret('label') },
      { authorization: `Bearer ${token}` },
    );
    expect(made.status).toBe(201);
    const { key, id } = (await made.json()) as { key: string; id: string };
    const admin = { authorization: `Bearer ${key}` };
    const user = await post(
      '/v1/admin/users',
      { name: secret('name'), roles: ['reader'], reason: secret('reason') },
      admin,
    );
    expect(user.status).toBe(201);
    const session = await post('/session', { token: key }, {});
    expect(session.status).toBe(200);
    const cookie = session.headers.get('set-cookie')!.split(';')[0]!;
    await fetch(`${address}/session`, { headers: { cookie: `${cookie}; other=${secret('cookie')}` } });

    await post('/v1/admin/sources', { key: 'ap', name: secret('source'), kind: 'outlet' });
    await post('/v1/admin/incidents/base/questions', { key: 'q', ask: secret('ask'), type: 'count' });
    await post('/v1/admin/documents', {
      key: 'd',
      publisher: 'ap',
      title: secret('title'),
      kind: 'article',
      url: `https://example.org/${secret('url')}`,
    });
    await post('/v1/admin/documents/d/captures', { text: `He said ${secret('text')}.` });
    const claim = {
      incident: 'base',
      question: 'q',
      document: 'd',
      chain: ['ap'],
      value: { kind: 'exact', n: 5 },
      citation: { exact: secret('quote') },
      note: secret('note'),
    };
    expect((await post('/v1/admin/claims', claim)).status).toBe(201);
    expect(
      (await post('/v1/admin/claims', { ...claim, question: secret('nowhere').toLowerCase() })).status,
    ).toBe(422);
    expect((await post('/v1/admin/claims', { [secret('field')]: 1 })).status).toBe(400);
    const headers = { ...local, 'content-type': 'application/json' };
    await fetch(`${address}/v1/admin/claims`, { method: 'POST', headers, body: `{"a": ${secret('json')}` });
    await fetch(`${address}/v1/admin/imports?name=${secret('file')}`, {
      method: 'POST',
      headers: { ...local, 'content-type': 'application/x-ndjson' },
      body: `{"format": "incident-ledger/incident-lines@1", "namespace": "n"}\n{"source": {"key": "${secret('key')}"}}\n${secret('line')}\n`,
    }).then((answer) => answer.text());

    for (const path of [
      '/v1/search',
      '/v1/incidents',
      '/v1/events',
      '/',
      '/sign-in',
      `/v1/incidents/${secret('path')}`,
      `/${secret('route')}`,
      `/%zz${secret('bad')}`,
    ]) {
      const leaving = AbortSignal.timeout(2_000);
      const asked = fetch(
        `${address}${path}?q=${secret('query')}&token=${secret('token')}&incident=${secret('incident')}`,
        {
          signal: leaving,
          headers: {
            accept: 'text/html',
            referer: `https://${secret('referer')}.example/`,
            'user-agent': secret('agent'),
            'idempotency-key': secret('idempotency'),
            'if-match': secret('match'),
            'last-event-id': secret('last'),
          },
        },
      );
      await asked.then((answer) => answer.text()).catch(() => {});
    }
    for (const path of [`/v1/search?q=${secret('search')}`, `/v1/incidents?text=${secret('filter')}`]) {
      expect((await fetch(address + path)).status).toBe(200);
    }
    for (const authorization of [
      `Bearer ilk_${id}_${canary}`,
      `Basic ${secret('basic')}`,
      `Bearer ${secret('bearer')}`,
    ]) {
      await fetch(`${address}/v1`, { headers: { authorization } });
    }
    for (const form of [{ token: secret('form') }, { back: `/${secret('back')}` }]) {
      await fetch(`${address}/session`, {
        method: 'POST',
        body: new URLSearchParams(form),
        redirect: 'manual',
      });
    }
    await fetch(`${address}/v1`, { headers: { origin: `https://${secret('origin')}.example` } });
    await raw(`GET / HTTP/1.1\r\nhost: ${secret('host')}.example\r\n\r\n`);
    await raw(
      `GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n${secret('no header')}\r\nauthorization: Bearer ${secret('raw')}\r\n\r\n`,
    );
    await raw(`${secret('method')} / HTTP/1.1\r\n\r\n`);

    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines().length).toBeGreaterThan(30);
    const said = server.out() + server.err();
    expect(said).not.toMatch(new RegExp(canary, 'i'));
    for (const hidden of [
      key,
      key.slice(21),
      token,
      cookie,
      cookie.split('=')[1]!,
      local.authorization.slice(7),
    ]) {
      expect(said).not.toContain(hidden);
    }
    const requests = lines().filter(({ msg }) => msg === 'request');
    expect(JSON.stringify(requests)).not.toContain('127.0.0.1'); // the address of no client
  }, 60_000);

  it.each([
    ['no HTTP', 'what?\r\n\r\n', 400, '/problems/invalid-request'],
    [
      'a broken header',
      'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nno colon\r\n\r\n',
      400,
      '/problems/invalid-request',
    ],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 413, '/problems/too-large'],
  ])(
    'what cannot be read is answered as a problem, and the connection ended: %s',
    async (_, sent, status, type) => {
      const [head, body] = (await raw(sent)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain('content-type: application/problem+json');
      expect(JSON.parse(body!)).toMatchObject({ type, status, requestId: expect.any(String) });
    },
  );

  function raw(text: string): Promise<string> {
    const { port, hostname } = new URL(address);
    return new Promise((resolve) => {
      let said = '';
      const socket = connect({ port: Number(port), host: hostname });
      socket.on('close', () => resolve(said)).on('error', () => resolve(said));
      socket.on('data', (chunk) => {
        said += chunk.toString();
        socket.end();
      });
      socket.write(text);
    });
  }
});

describe('an error in the log', () => {
  it('says what it is and where, and its message only where that is ours', () => {
    let thrown: unknown;
    try {
      JSON.parse(`{"a": ${secret('json')}`);
    } catch (error) {
      thrown = error;
    }
    const described = describeError(new Error(secret('outer'), { cause: thrown }));
    expect(JSON.stringify(described)).not.toContain(canary);
    expect(described).toMatchObject({ type: 'Error', cause: { type: 'SyntaxError' } });
    expect(described.stack[0]).toContain('request-log.spec');
    expect(describeError(new LogFailed('the disk is broken'))).toMatchObject({
      type: 'LogFailed',
      message: 'the disk is broken',
    });
    expect(
      describeError(Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: canary })),
    ).toEqual(expect.objectContaining({ type: 'TypeError', code: 'ERR_INVALID_URL' }));
    expect(describeError(canary)).toEqual({ type: 'string', stack: [] });
  });
});

describe('a trace', () => {
  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', undefined],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', undefined],
    [undefined, undefined],
  ])('%s is %s', (header, id) => {
    expect(traceOf(header)).toBe(id);
  });
});
