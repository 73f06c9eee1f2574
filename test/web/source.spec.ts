import { WebModule } from '../../src/web/web.module.js';
import type { SourcePage } from '../../src/web/pages/sources-page.js';
import { startServer, type TestServer } from '../http/support/server.js';

describe('the page of a source', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    const source = (key: string, more: object = {}) =>
      server.admin('POST', '/sources', { key, name: `The ${key}`, kind: 'organisation', ...more });
    await source('agency', { kind: 'outlet' });
    await source('army');
    await source('spokesman', { kind: 'person', speaksFor: 'army' });
    await source('police');
    await server.admin('POST', '/documents', {
      key: 'story',
      publisher: 'agency',
      title: 'A raid',
      kind: 'article',
      publishedAt: '2026-01-05T10:00:00Z',
    });
    await server.admin('POST', '/incidents', { key: 'raid', title: 'A raid' });
    const fell = { key: 'fell', type: 'count', ask: 'How many fell?', unit: 'rockets' };
    await server.admin('POST', '/incidents/raid/questions', fell);
    const claim = (key: string, speaker: string, n: number) =>
      server.admin('POST', '/claims', {
        key,
        incident: 'raid',
        question: 'fell',
        document: 'story',
        chain: ['agency', speaker],
        value: { kind: 'exact', n },
        citation: { exact: `${n} fell, says ${key}` },
      });
    await claim('by-army', 'army', 5);
    await claim('by-spokesman', 'spokesman', 6);
    await claim('by-police', 'police', 9);
    const reason = 'the ministry said so later';
    await server.admin('POST', '/claims/by-army/supersede', { by: 'by-spokesman', as: 'correction', reason });
  });
  afterAll(() => server.close());
  const twin = async (path: string) => (await server.app.inject(path)).json<SourcePage>();
  const page = async (path: string) => (await server.app.inject(path)).body;

  it('says how often its words were corrected and contradicted, and by whom', async () => {
    const { onRecord } = await twin('/sources/army.json');
    expect(onRecord).toMatchObject({ claims: { said: 2, passedOn: 0 }, ofIncidents: null, behind: null });
    expect(onRecord.together).toMatchObject([{ label: 'The spokesman', because: 'speaks-for' }]);
    const counts = onRecord.rows.filter(({ said }) => said.count > 0);
    expect(counts.map(({ what, said, by }) => [what, said.count, by.map(({ label }) => label)])).toEqual([
      ['corrected', 1, ['The army']],
      ['contradicted', 1, ['The police']],
    ]);
    expect((await twin('/sources/agency.json')).onRecord.claims).toEqual({ said: 0, passedOn: 3 });
    const body = await page('/sources/army');
    expect(body).toContain('Contradicted by another origin');
    expect(body).toMatch(/Never: taken back · /);
  });

  it('leads from each number to what is behind it, with the editor’s reason', async () => {
    const { onRecord } = await twin('/sources/army.json');
    const [corrected] = onRecord.rows.filter(({ what }) => what === 'corrected');
    const [path] = corrected!.said.href!.split('#');
    expect(path).toMatch(/\/sources\/[^/]*army\?what=corrected&part=said$/);
    const { behind } = (await twin(path!.replace('?', '.json?'))).onRecord;
    expect(behind).toMatchObject({
      what: 'corrected',
      claims: [
        {
          claim: { label: '5 rockets' },
          question: { label: 'How many fell?' },
          by: [{ who: 'The army', claim: { label: '6 rockets' }, reason: 'the ministry said so later' }],
        },
      ],
      next: null,
    });
    const body = await page(path!);
    expect(body).toContain('id="behind"');
    expect(body).toContain('the ministry said so later');
  });

  it('shows nothing behind what is no number', async () => {
    expect((await twin('/sources/army.json?what=praised')).onRecord.behind).toBeNull();
    expect((await twin('/sources/army.json?what=denied&part=passed-on')).onRecord.behind).toMatchObject({
      claims: [],
    });
  });
});
