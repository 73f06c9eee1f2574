import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { localTokenFile, readTokenFile } from '../../src/access/token-file.js';
import { maxContentBytes } from '../../src/log/content/content-store.js';
import { startServer, type TestServer } from './support/server.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const digestOf = (bytes: Uint8Array) => `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

describe('copies of documents in bytes', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    await server.admin('POST', '/sources', { key: 'agency', name: 'The agency', kind: 'outlet' });
    await server.admin('POST', '/documents', {
      key: 'page',
      publisher: 'agency',
      title: 'A page',
      kind: 'article',
    });
    token = readTokenFile(server.folder, localTokenFile)!;
    await server.app.listen(0, '127.0.0.1');
  });
  afterAll(() => server.close());

  const path = (query = '') => `/v1/admin/documents/page/captures/content${query}`;
  const upload = (payload: Buffer | string, type: string, query = '', headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url: path(query),
      payload,
      headers: { 'content-type': type, ...headers },
    });
  const port = () => (server.app.getHttpServer().address() as AddressInfo).port;
  const captures = async () =>
    (await server.get<{ captureList: { sha256: string }[] }>('/v1/documents/page')).captureList;

  it('are kept under their hash, with length and media type, and come back as they were', async () => {
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(700_000)]);
    const answer = await upload(
      bytes,
      'application/pdf',
      `?capturedAt=2026-01-05T10:00Z&sha256=${sha256(bytes)}`,
      {
        'content-digest': digestOf(bytes),
      },
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ changed: true, events: [{ type: 'DocumentCaptured' }] });
    expect((await captures()).at(-1)).toMatchObject({
      sha256: sha256(bytes),
      length: bytes.length,
      mediaType: 'application/pdf',
      capturedAt: '2026-01-05T10:00Z',
    });
    const served = await server.app.inject(String(answer.headers['location']));
    expect(served.statusCode).toBe(200);
    expect(served.rawPayload.equals(bytes)).toBe(true);
    expect(served.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': 'attachment; filename="page-0.pdf"',
      'content-digest': digestOf(bytes),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      etag: `"${sha256(bytes)}"`,
    });
    const again = await server.app.inject({
      url: String(answer.headers['location']),
      headers: { 'if-none-match': `"${sha256(bytes)}"` },
    });
    expect({ status: again.statusCode, length: again.rawPayload.length }).toEqual({ status: 304, length: 0 });
    const asText = await server.app.inject('/v1/documents/page/captures/0/text');
    expect(asText.statusCode).toBe(404);
    expect(asText.json()).toMatchObject({ detail: expect.stringMatching(/no text: it is served under/) });
  });

  it('again change nothing', async () => {
    const bytes = Buffer.from('the same');
    expect((await upload(bytes, 'text/plain')).json()).toMatchObject({ changed: true });
    expect((await upload(bytes, 'text/plain')).json()).toMatchObject({ changed: false });
  });

  it('are known by their hash to an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const first = await upload('first bytes', 'text/plain', '', headers);
    const second = await upload('first bytes', 'text/plain', '', headers);
    expect(second.json()).toEqual(first.json());
    expect((await upload('other bytes', 'text/plain', '', headers)).statusCode).toBe(422);
    expect((await upload('first bytes', 'text/html', '', headers)).statusCode).toBe(422);
  });

  it('of text serve the quotes that are taken from them', async () => {
    await server.admin('POST', '/documents', {
      key: 'text',
      publisher: 'agency',
      title: 'Text',
      kind: 'article',
    });
    await server.admin('POST', '/incidents', { key: 'attack', title: 'Attack' });
    await server.admin('POST', '/incidents/attack/questions', {
      key: 'landed',
      ask: 'How many?',
      type: 'count',
    });
    const payload = 'An officer said five rockets landed. 🚀';
    await server.inject({
      method: 'POST',
      url: '/v1/admin/documents/text/captures/content',
      payload,
      headers: { 'content-type': 'text/html; charset=UTF-8' },
    });
    await server.admin('POST', '/claims', {
      key: 'c1',
      incident: 'attack',
      question: 'landed',
      document: 'text',
      chain: ['agency'],
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five rockets landed' },
    });
    expect(await server.get('/v1/claims/c1/provenance')).toMatchObject({
      words: { held: true, place: { start: 16, end: 35 } },
    });
    const text = await server.app.inject('/v1/documents/text/captures/0/text');
    expect({ body: text.body, type: text.headers['content-type'] }).toEqual({
      body: payload,
      type: 'text/plain; charset=utf-8',
    });
  });

  it.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'application/x-httpd-php',
  ])('of %s are never run by a browser that opens them', async (type) => {
    const answer = await upload(`<script>alert("${type}")</script>`, type);
    const served = await server.app.inject(String(answer.headers['location']));
    expect(served.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename="page-\d+\.bin"$/),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });

  describe('are refused, and nothing is kept,', () => {
    let before: string;
    const state = async () => JSON.stringify([await server.log.head(), (await captures()).length]);
    beforeEach(async () => {
      before = await state();
    });
    afterEach(async () => expect(await state()).toBe(before));
    const problem = (answer: { statusCode: number; json: () => unknown }) => ({
      status: answer.statusCode,
      detail: (answer.json() as { detail: string }).detail,
    });

    it.each([
      ['with another SHA-256 in the query', `?sha256=${'0'.repeat(64)}`, {}],
      ['with another Content-Digest', '', { 'content-digest': digestOf(Buffer.from('other')) }],
    ])('%s', async (_name, query, headers) => {
      const bytes = randomBytes(1_000);
      const answer = await upload(bytes, 'image/png', query, headers);
      expect(problem(answer)).toEqual({ status: 400, detail: expect.stringContaining(sha256(bytes)) });
      expect(await server.content.length(sha256(bytes))).toBeUndefined();
    });

    it.each([
      ['a digest of another sort', 'image/png', '', { 'content-digest': 'md5=:AAAA:' }, 400],
      ['no media type', 'nonsense', '', {}, 415],
      ['a form', 'multipart/form-data; boundary=x', '', {}, 415],
      ['JSON that the server would read', 'application/json', '', {}, 415],
      ['the type of a form', 'application/x-www-form-urlencoded', '', {}, 415],
      ['compressed bytes', 'text/plain', '', { 'content-encoding': 'gzip' }, 415],
      ['a day that there is not', 'text/plain', '?capturedAt=2026-02-30', {}, 400],
      ['an address with a password', 'text/plain', '?archivedAt=https://a:b@c.example/', {}, 400],
      ['a field that is not known', 'text/plain', '?path=../../etc/passwd', {}, 400],
      ['nothing', 'text/plain', '', { 'x-empty': '1' }, 400],
    ])('with %s', async (_name, type, query, headers, status) => {
      const answer = await upload('x-empty' in headers ? '' : '{"a": 1}', type, query, headers);
      expect(answer.statusCode).toBe(status);
    });

    it('of a document that is not there', async () => {
      for (const name of ['nothing', '..%2f..%2fetc', '__proto__']) {
        const url = `/v1/admin/documents/${name}/captures/content`;
        const answer = await server.inject({
          method: 'POST',
          url,
          payload: 'x',
          headers: { 'content-type': 'text/plain' },
        });
        expect(answer.statusCode).toBe(404);
      }
    });

    it('by nobody in particular', async () => {
      const answer = await server.app.inject({
        method: 'POST',
        url: path(),
        payload: 'x',
        headers: { 'content-type': 'text/plain' },
      });
      expect(answer.statusCode).toBe(401);
    });

    it('as other bodies go to other addresses', async () => {
      const answer = await server.inject({
        method: 'POST',
        url: '/v1/admin/sources',
        payload: 'x',
        headers: { 'content-type': 'image/png' },
      });
      expect(answer.statusCode).toBe(415);
    });

    it('where the connection is cut in the middle', async () => {
      const bytes = randomBytes(600_000);
      const socket = await connected();
      socket.write(head(`content-length: ${bytes.length}`));
      socket.write(bytes.subarray(0, 400_000));
      await new Promise((resolve) => setTimeout(resolve, 200));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await server.content.length(sha256(bytes))).toBeUndefined();
      expect(await server.content.length(sha256(bytes.subarray(0, 400_000)))).toBeUndefined();
    });

    it('where one byte too many comes without a length: 413 as soon as it is seen', async () => {
      const socket = await connected();
      let said = '';
      socket.on('data', (data) => (said += String(data)));
      const closed = once(socket, 'close');
      socket.write(head('transfer-encoding: chunked'));
      const piece = Buffer.alloc(1024 * 1024, 7);
      for (let sent = 0; sent < maxContentBytes && !socket.destroyed; sent += piece.length) {
        const more = socket.write(
          Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
        );
        if (!more) await Promise.race([once(socket, 'drain'), closed]);
      }
      socket.write('1\r\nx\r\n');
      await closed;
      expect(said).toMatch(/^HTTP\/1\.1 413 [\s\S]*\/problems\/too-large/);
    });

    it('where one byte too many is announced: 413 before it is sent', async () => {
      const socket = await connected();
      socket.write(head(`content-length: ${maxContentBytes + 1}`));
      const [said] = (await once(socket, 'data')) as [Buffer];
      expect(String(said)).toMatch(/^HTTP\/1\.1 413 /);
    });
  });

  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  const connected = async (): Promise<Socket> => {
    const socket = connect(port(), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };

  const head = (length: string) =>
    `POST ${path()} HTTP/1.1\r\nhost: 127.0.0.1:${port()}\r\nauthorization: Bearer ${token}\r\ncontent-type: image/png\r\n${length}\r\n\r\n`;

  it('of 32 MiB to the byte are taken', async () => {
    const bytes = Buffer.alloc(maxContentBytes, 9);
    const answer = await upload(bytes, 'image/png');
    expect(answer.statusCode).toBe(200);
    expect(await server.content.length(sha256(bytes))).toBe(maxContentBytes);
  });

  it('may arrive slowly', async () => {
    const bytes = randomBytes(5_000);
    const socket = await connected();
    socket.write(head(`content-length: ${bytes.length}`));
    for (let at = 0; at < bytes.length; at += 500) {
      socket.write(bytes.subarray(at, at + 500));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const [said] = (await once(socket, 'data')) as [Buffer];
    expect(String(said)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await server.content.length(sha256(bytes))).toBe(5_000);
  });
});
