import { connect } from 'node:net';
import { problemKinds, type ProblemKind } from '../../../src/http/problem.js';
import { startServer, type TestServer } from '../../http/support/server.js';
import { Chance } from './chance.js';

/** What no client library sends. FUZZ_SEED repeats a run. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 0x1_0000_0000);
const requests = 400;
const waitMs = 500;

const good = (port: number): string[] => [
  `GET /v1 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`,
  `GET /v1/incidents?text=x&limit=2 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: */*\r\n\r\n`,
  `POST /v1/admin/sources HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"key":"one"}`,
  `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
];

/** What stands in place of another part, or between two. */
const strange = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  ' ',
  '\t',
  ':',
  '%',
  '%ff',
  '/../',
  '//',
  '?',
  '#',
  '\xff\xfe',
  '\xc0\xaf',
  'HTTP/9.9',
  'HTTP/0.9',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Expect: 100-continue\r\n',
  'Upgrade: websocket\r\nConnection: Upgrade\r\n',
  'Host: attacker.example\r\n',
  'Authorization: Bearer \xe9\r\n',
  ' folded: header\r\n',
  'ffffffffffffffff\r\n',
  'x'.repeat(20_000),
];

function mangled(request: string, chance: Chance): Buffer {
  let text = request;
  for (let count = chance.whole(1, 3); count > 0; count--) {
    const lines = [...text.matchAll(/\r\n/g)].map(({ index }) => index + 2);
    const at = chance.is(0.6) && lines.length > 0 ? chance.of(lines) : chance.whole(0, text.length);
    const upTo = chance.is(0.6) ? at : at + chance.whole(1, 12);
    text = text.slice(0, at) + chance.of(strange) + text.slice(upTo);
  }
  return Buffer.from(text, 'latin1');
}

/** All that came back until the server closed the connection, or stayed silent. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let told = '';
    const done = (): void => {
      socket.destroy();
      resolve(told);
    };
    socket.setTimeout(waitMs, done);
    socket.on('data', (chunk: Buffer) => (told += chunk.toString('latin1')));
    socket.on('error', done);
    socket.on('close', done);
    socket.end(bytes);
  });
}

/** What is wrong with it; undefined where nothing is. */
function faultOf(told: string): string | undefined {
  if (told === '') return undefined; // closed without a word, or waited for the rest
  const [, statusText] = /^HTTP\/1\.1 (\d{3}) /.exec(told) ?? [];
  if (statusText === undefined) return 'no answer of HTTP';
  const status = Number(statusText);
  if (status >= 500) return `answers ${status}`;
  if (/node_modules|\bat \w+ \(/.test(told)) return 'tells of its inside';
  if (status < 400) return undefined;
  const body = told.slice(told.indexOf('\r\n\r\n') + 4);
  const kind = /"type":"\/problems\/([a-z-]+)"/.exec(body)?.[1];
  if (kind === undefined) return `${status} without a problem`;
  return problemKinds[kind as ProblemKind].status === status ? undefined : `${kind} with ${status}`;
}

describe(`bytes that are no request, or hardly one (FUZZ_SEED=${seed})`, () => {
  let server: TestServer;
  let port: number;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    const address = await server.app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
    port = Number(new URL(address).port);
  });
  afterAll(() => server.close());

  it('are answered with a problem or not at all, and the server goes on', async () => {
    const chance = new Chance(seed);
    const faults = new Map<string, string>();
    let answered = 0;
    for (let round = 0; round < requests / 20; round++) {
      const sent = Array.from({ length: 20 }, () => mangled(chance.of(good(port)), chance));
      const told = await Promise.all(sent.map((bytes) => exchange(port, bytes)));
      for (const [place, text] of told.entries()) {
        if (text !== '') answered++;
        const fault = faultOf(text);
        const shown = `${JSON.stringify(sent[place]!.toString('latin1').slice(0, 600))} -> ${text.slice(0, 300)}`;
        if (fault !== undefined && !faults.has(fault)) faults.set(fault, shown);
      }
    }
    expect([...faults]).toEqual([]);
    expect(answered).toBeGreaterThan(requests / 3);
    expect(faultOf(await exchange(port, Buffer.from(good(port)[0]!)))).toBeUndefined();
    expect(await exchange(port, Buffer.from(good(port)[0]!))).toContain('HTTP/1.1 200 OK');
  }, 60_000);
});
