import { renderToString } from 'preact-render-to-string';
import { person, type Person } from '../http/access/support.js';
import { startServer, type TestServer } from '../http/support/server.js';
import type { IncidentsPage } from '../../src/web/pages/incidents-page.js';
import { QueueContent, type QueuePage } from '../../src/web/pages/queue-page.js';
import { WebModule } from '../../src/web/web.module.js';

describe('the page of the queue', () => {
  let server: TestServer;
  let anna: Person;
  /** Of each of these incidents two claims exclude each other. */
  const incidents = 12;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    anna = await person(server, 'Anna', ['editor']);
    for (const key of ['agency', 'gazette'])
      await server.admin('POST', '/sources', { key, name: `The <b>${key}</b>`, kind: 'outlet' });
    await server.admin('POST', '/documents', {
      key: 'story',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
    });
    const categories = [
      { key: 'rocket', label: 'A rocket' },
      { key: 'drone', label: 'A drone' },
    ];
    for (let n = 0; n < incidents; n += 1) {
      await server.admin('POST', '/incidents', { key: `raid-${n}`, title: `Raid <${n}>` });
      const question = { key: 'with', ask: 'With <what>?', type: 'category', categories };
      await server.admin('POST', `/incidents/raid-${n}/questions`, question);
      for (const [index, category] of ['rocket', 'drone'].entries())
        await server.admin('POST', '/claims', {
          incident: `raid-${n}`,
          question: 'with',
          document: 'story',
          chain: index === 0 ? ['agency'] : ['agency', 'gazette'],
          basis: 'witnessed',
          value: { category },
          citation: { exact: category },
        });
    }
  }, 60_000);
  afterAll(() => server.close());
  const page = async (url: string) =>
    (await server.app.inject({ url, headers: anna.headers })).json<QueuePage>();

  it('has ten of each kind, with the labels that readers know, and leads to all of one kind', async () => {
    const { groups, isComplete, kind } = await page('/queue.json');
    expect({ isComplete, kind }).toEqual({ isComplete: true, kind: null });
    expect(groups.map((group) => [group.kind, group.items.length])).toEqual([['contested', 10]]);
    expect(groups[0]!.items[0]).toMatchObject({
      href: '/incidents/raid-11/questions/with',
      ask: 'With <what>?',
      incident: { label: 'Raid <11>' },
      words: 'A rocket / A drone',
      why: '2 accounts exclude each other: rocket / drone',
    });
    expect(groups[0]!.next).toBe('/queue?kind=contested');
    const alone = await page('/queue.json?kind=contested');
    expect(alone.groups[0]!.items).toHaveLength(incidents);
    expect(alone).toMatchObject({ kind: 'contested', groups: [{ next: null }] });
    expect((await page('/queue.json?kind=circular')).groups).toEqual([]);
  });

  it('shows what others wrote as text, and since when', async () => {
    const html = (await server.app.inject({ url: '/queue', headers: anna.headers })).body;
    expect(html).toContain('Contested questions');
    expect(html).toContain('With &lt;what>?');
    expect(html).not.toContain('<what>');
    expect(html).toMatch(/since <time/);
  });

  it('proposes sources with one name as pairs', async () => {
    await server.admin('POST', '/sources', { key: 'other', name: 'the <b>AGENCY</b>', kind: 'outlet' });
    const { groups } = await page('/queue.json');
    expect(groups.find(({ kind }) => kind === 'likely-same-sources')).toMatchObject({
      items: [],
      pairs: [
        {
          source: { label: 'the <b>AGENCY</b>' },
          other: { label: 'The <b>agency</b>' },
          because: 'the <b>agency</b>',
          same: '/sources/other/same?other=agency',
        },
      ],
    });
  });

  it('says when some of what was recorded is still to be looked at, and when nothing waits', () => {
    const waiting = renderToString(<QueueContent data={{ kind: null, groups: [], isComplete: false }} />);
    expect(waiting).toContain('still being looked at');
    const done = renderToString(<QueueContent data={{ kind: null, groups: [], isComplete: true }} />);
    expect(done).toContain('Nothing here waits');
    expect(done).not.toContain('still being looked at');
  });

  describe('and the list of incidents, filtered', () => {
    const list = async (query: string, headers: Record<string, string> = {}) =>
      (
        await server.app.inject({ url: `/incidents.json?${query}`, headers: { ...anna.headers, ...headers } })
      ).json<IncidentsPage>();

    it.each([
      ['needs-a-human', incidents],
      ['contested', incidents],
      ['uncompared', 0],
      ['resolution-undermined', 0],
    ])('by %s', async (filter, rows) => {
      const found = await list(`filter=${filter}`);
      expect(found.filter).toBe(filter);
      expect(found.rows).toHaveLength(rows);
      expect(found.next).toBeNull();
    });

    it('by words as well', async () => {
      expect((await list('filter=contested&text=Raid <7>')).rows.map(({ name }) => name)).toEqual(['raid-7']);
    });

    it('by what changed since the reader last looked', async () => {
      const before = new Date().toISOString();
      await server.admin('PUT', '/incidents/raid-3', { title: 'A raid again', reason: 'better' });
      const { rows } = await list('filter=changed', { cookie: `ledger-seen=${before}` });
      expect(rows.map(({ name, changes }) => [name, changes])).toEqual([['raid-3', 1]]);
    });
  });
});
