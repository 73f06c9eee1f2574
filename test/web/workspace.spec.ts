import { createHash } from 'node:crypto';
import { person, type Person } from '../http/access/support.js';
import { startServer, type TestServer } from '../http/support/server.js';
import { WebModule } from '../../src/web/web.module.js';

describe('the workspace', () => {
  let server: TestServer;
  let anna: Person;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    anna = await person(server, 'Anna <b>Ada</b>', ['editor']);
    await server.admin('POST', '/sources', { key: 'agency', name: 'Agency', kind: 'outlet' });
    const story = { key: 'story', publisher: 'agency', title: 'A raid', kind: 'article' };
    await server.admin('POST', '/documents', story);
  });
  afterAll(() => server.close());
  const get = (url: string, headers: Record<string, string> = anna.headers) =>
    server.app.inject({ url, headers });
  const send = (url: string, typed: Record<string, string>) =>
    server.app.inject({
      method: 'POST',
      url,
      headers: { ...anna.headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(typed).toString(),
    });
  const copies = async () => {
    const { captures } = (await get('/documents/story.json')).json<{ captures: Record<string, unknown>[] }>();
    return captures;
  };

  describe('the form for a copy of a text', () => {
    it('stands where the page of the document leads', async () => {
      expect((await get('/documents/story')).body).toMatch(/href="\/documents\/[^"]*story\/capture"/);
      expect((await get('/documents/story/capture')).statusCode).toBe(200);
      expect((await get('/documents/story/burn')).statusCode).toBe(404);
    });

    it('keeps a text, with what is known of it', async () => {
      const text = 'Five rockets fell.\nالبيان';
      const archivedAt = 'https://archive.example/story';
      const sent = await send('/documents/story/capture', { text, capturedAt: '2022-01-05', archivedAt });
      expect(sent.statusCode).toBe(303);
      const copy = (await copies()).at(-1)!;
      expect(copy).toMatchObject({
        sha256: createHash('sha256').update(text).digest('hex'),
        capturedAt: '2022-01-05',
        archivedAt,
      });
      expect((await get(String(copy['text']))).body).toBe(text);
    });

    it('keeps a hash alone, and says that the text is not held', async () => {
      const sha256 = createHash('sha256').update('elsewhere').digest('hex');
      await send('/documents/story/capture', { sha256: sha256.toUpperCase() });
      expect((await copies()).at(-1)).toMatchObject({ sha256, text: null });
    });

    it.each([
      ['nothing at all', {}, 'f-sha256'],
      ['a hash of another text', { text: 'one', sha256: '0'.repeat(64) }, 'f-sha256'],
      ['no hash', { sha256: 'abc' }, 'f-sha256'],
      ['no instant', { text: 'two', capturedAt: 'yesterday' }, 'f-capturedAt'],
      ['no address', { text: 'three', archivedAt: 'javascript:alert(1)' }, 'f-archivedAt'],
    ])('says at the field what is wrong with %s, and records nothing', async (_what, typed, field) => {
      const before = await copies();
      const answer = await send('/documents/story/capture', typed);
      expect(answer.statusCode).toBe(422);
      expect(answer.body).toContain(`href="#${field}"`);
      expect(await copies()).toEqual(before);
    });
  });

  describe('who did it', () => {
    interface Entry {
      actor: string;
      actorName: string | null;
    }
    const entries = async (headers: Record<string, string>) =>
      (await get('/audit.json', headers)).json<{ entries: Entry[] }>().entries;
    beforeAll(() => send('/documents/story/capture', { text: 'By Anna' }));

    it('is told by name to those who signed in, with the id beside it in the twin', async () => {
      const told = await entries(anna.headers);
      expect(told).toContainEqual(expect.objectContaining({ actor: anna.id, actorName: 'Anna <b>Ada</b>' }));
      expect(told).toContainEqual(expect.objectContaining({ actor: 'local', actorName: 'this machine' }));
      for (const page of ['/audit', '/documents/story']) {
        const { body } = await get(page);
        expect(body).toContain('<bdi>Anna &lt;b>Ada&lt;/b></bdi>');
        expect(body).not.toContain(`<bdi>${anna.id}</bdi>`);
      }
    });

    it('is told to strangers by the id alone', async () => {
      expect(await entries({})).toContainEqual(expect.objectContaining({ actor: anna.id, actorName: null }));
      const { body } = await get('/documents/story', {});
      expect(body).toContain(`<bdi>${anna.id}</bdi>`);
      expect(body).not.toContain('Anna');
    });

    it('is told by the id where nobody with it is known', async () => {
      const command = {
        type: 'RegisterSource' as const,
        namespace: 'x',
        key: 'y',
        name: 'Y',
        kind: 'outlet' as const,
      };
      const handled = await server.ledger.handle(command, { actor: 'somebody-else' });
      if (!handled.accepted) throw new Error(handled.rejection.message);
      await server.views.waitFor(handled.position, 10_000);
      expect(await entries(anna.headers)).toContainEqual(
        expect.objectContaining({ actor: 'somebody-else', actorName: null }),
      );
    });
  });
});
