import { Agent, request as ask, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { localTokenFile, readTokenFile } from '../../src/access/token-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { follow } from './support/follow.js';
import { startProcess } from './support/process.js';

/** The server as a process of its own, stopped in the middle of its work. */
describe('a stop', () => {
  const folder = temporaryFolder();
  const processes: ReturnType<typeof startProcess>[] = [];
  afterAll(() => {
    for (const { child } of processes) child.kill('SIGKILL');
    folder.remove();
  });

  async function start(name: string) {
    const data = join(folder.path, name);
    const server = startProcess({ LEDGER_DATA_DIR: data, LEDGER_RATE_LIMIT: '0' });
    processes.push(server);
    const address = await server.ready;
    const headers = { authorization: `Bearer ${readTokenFile(data, localTokenFile)}` };
    return { ...server, address, headers };
  }
  type Running = Awaited<ReturnType<typeof start>>;

  const post = (
    { address, headers }: Running,
    path: string,
    type: string,
    body: string | PassThrough,
    agent?: Agent,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        ...(agent && { agent }),
      };
      const request = ask(`${address}${path}`, options, resolve).on('error', reject);
      if (typeof body === 'string') request.end(body);
      else body.pipe(request);
    });

  it('under load finishes what is under way, says so to the rest, and loses nothing that was acknowledged', async () => {
    const server = await start('load');
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const acknowledged: string[] = [];
    const refusals: object[] = [];
    let signalled = 0;
    const over = new AbortController();
    const writer = async (lane: number) => {
      for (let n = 0; !over.signal.aborted; n += 1) {
        const key = `i-${lane}-${n}`;
        try {
          const body = JSON.stringify({ key, title: `Incident ${key}` });
          const answer = await post(server, '/v1/admin/incidents', 'application/json', body, agent);
          const said = await text(answer);
          if (answer.statusCode === 201) acknowledged.push(key);
          else {
            const { 'retry-after': retryAfter, connection } = answer.headers;
            refusals.push({ status: answer.statusCode, connection, retryAfter, problem: JSON.parse(said) });
          }
        } catch {
          return; // the connection is gone, and so is the server's door
        }
        if (acknowledged.length > 300 && signalled === 0) {
          signalled = performance.now();
          // Ctrl-C reaches a server under npm twice.
          server.child.kill('SIGTERM');
          server.child.kill('SIGINT');
        }
      }
    };
    const writers = Promise.all(Array.from({ length: 32 }, (_, lane) => writer(lane)));
    expect({ code: await server.ended, err: server.err() }).toEqual({ code: 0, err: '' });
    const milliseconds = performance.now() - signalled;
    over.abort();
    agent.destroy();
    await writers;
    process.stderr.write(
      `stopped in ${Math.round(milliseconds)} ms: ${acknowledged.length} acknowledged, ${refusals.length} told to come again\n`,
    );
    expect(milliseconds).toBeLessThan(10_000);
    expect(acknowledged.length).toBeGreaterThan(300);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        status: 503,
        connection: 'close',
        retryAfter: expect.stringMatching(/^[1-9]\d*$/),
        problem: { type: '/problems/stopping', requestId: expect.any(String) },
      });
    }

    const again = await start('load');
    const missing: string[] = [];
    for (const key of acknowledged) {
      if ((await fetch(`${again.address}/v1/incidents/${key}`)).status !== 200) missing.push(key);
    }
    expect(missing).toEqual([]);
    expect(await again.stop()).toBe(0);
  }, 120_000);

  it('sends live readers away, who know when to come again and from where', async () => {
    const server = await start('live');
    const reader = await follow(`${server.address}/v1/events`);
    server.child.kill('SIGTERM');
    await reader.ended;
    expect(reader.text).toMatch(/^retry: \d+\nid: \d+\n\n/);
    await expect(reader.next()).rejects.toThrow('the stream has ended');
    expect(await server.ended).toBe(0);
  }, 60_000);

  it('ends an import between two lines and says so; repeating it completes it', async () => {
    const server = await start('import');
    const header = `${JSON.stringify({ format: 'incident-ledger/incident-lines@1', namespace: 'stop' })}\n`;
    const line = (n: number) =>
      `${JSON.stringify({ source: { key: `s-${n}`, name: `S ${n}`, kind: 'person' } })}\n`;
    const body = new PassThrough();
    body.write(header);
    for (let n = 0; n < 50; n += 1) body.write(line(n));
    const answer = await post(server, '/v1/admin/imports', 'application/x-ndjson', body);
    const began = performance.now();
    server.child.kill('SIGTERM');
    const told = (await text(answer)).trim().split('\n');
    expect(JSON.parse(told.at(-1)!)).toEqual({
      failed: { message: expect.stringContaining('the server stops') },
    });
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(9_000);

    const again = await start('import');
    const whole = header + Array.from({ length: 60 }, (_, n) => line(n)).join('');
    const report = (await text(await post(again, '/v1/admin/imports', 'application/x-ndjson', whole)))
      .trim()
      .split('\n')
      .at(-1)!;
    const { added, known } = (
      JSON.parse(report) as { report: { added: { sources: number }; known: { sources: number } } }
    ).report;
    expect(added.sources + known.sources).toBe(60);
    expect(await again.stop()).toBe(0);
  }, 120_000);

  it('does not wait for a body that does not come', async () => {
    const server = await start('stalled');
    const { port, hostname } = new URL(server.address);
    const socket = connect({ port: Number(port), host: hostname });
    socket.on('error', () => {});
    socket.write(
      `POST /v1/admin/incidents HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: ${server.headers.authorization}\r\n` +
        'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"key": "st',
    );
    await fetch(`${server.address}/health/live`);
    const began = performance.now();
    server.child.kill('SIGTERM');
    expect({ code: await server.ended, err: server.err() }).toEqual({ code: 0, err: '' });
    expect(performance.now() - began).toBeLessThan(15_000);
    socket.destroy();
  }, 60_000);
});
