import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hit, Page, ViewDiff } from '../../src/read/answers.js';
import type { ExplainAnswer, MatrixAnswer } from '../../src/read/asked-question.js';
import type { IndependenceAnswer } from '../../src/read/independence-answer.js';
import type { Provenance } from '../../src/read/provenance.js';
import type { SourceRecord } from '../../src/read/source-record.js';
import type { BefallenClaim } from '../../src/read/source-records.js';
import { projectRoot } from '../../src/runtime.js';
import { startServer, type TestServer } from './support/server.js';

const base = '/v1/incidents/ain-al-asad-rockets-2022-01-05';
const inside = `${base}/questions/landed-inside`;

/** What stands here was read off the founding case's nineteen pages and docs/METHOD.md by hand. */
describe('what a fact-checker asks of the founding case', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    const file = join(projectRoot, 'src/exchange/founding-case/ain-al-asad-2022.incident.json');
    const sent = await server.inject({
      method: 'POST',
      url: '/v1/admin/imports',
      headers: { 'content-type': 'application/json' },
      payload: readFileSync(file),
    });
    expect(sent.statusCode).toBe(200);
  });
  afterAll(() => server.close());

  describe('the matrix', () => {
    const drawn = ({ columns, rows }: MatrixAnswer) => {
      const titles = columns.map(({ said, silence }) => silence ?? JSON.stringify(said));
      return rows.map(
        ({ speaker, noOrigin, disputed, cells }) =>
          `${disputed ? '! ' : ''}${noOrigin ?? speaker.map(({ name }) => name).join(' and ')}: ` +
          cells
            .map(({ column, claims }) => `${titles[column]} ${claims.map(({ claim }) => claim).join()}`)
            .join('; '),
      );
    };

    it('sets the army and the coalition, who say none, against the officer and two officials', async () => {
      const told = await server.get<MatrixAnswer>(`${inside}/matrix`);
      expect(drawn(told)).toEqual([
        '! iraqi-military: [{"kind":"none"}] zagros-01',
        '! coalition: [{"kind":"none"}] jp2-02',
        '! sharhabil-al-obaidi and suleiman-al-kubaisi: [{"kind":"at-least","n":5}] cnn-01',
        '! iraqi-officer: [{"kind":"exact","n":5}] apv2-03,nw-022',
        'not-recorded: [{"kind":"none"}] manar-01',
        'inferred: [{"kind":"none"}] afp-01',
      ]);
      expect(told.columns.map(({ accounts, disputed }) => [accounts, disputed])).toEqual([
        [[0], true],
        [[1], true],
        [[1], true],
      ]);
      expect(told).toMatchObject({
        incident: { name: 'ain-al-asad-rockets-2022-01-05' },
        question: { key: 'landed-inside' },
        publicAt: null,
        knownAt: null,
        method: 'reconciliation@1',
      });
    });

    it('names claims that can be asked for by their ids', async () => {
      const { rows } = await server.get<MatrixAnswer>(`${inside}/matrix`);
      const { id, claim } = rows[0]!.cells[0]!.claims[0]!;
      expect(await server.get(`/v1/claims/${id}`)).toMatchObject({ key: claim });
    });

    it('is that of either clock', async () => {
      const public4 = await server.get<MatrixAnswer>(`${inside}/matrix?publicAt=2022-01-04`);
      expect(public4).toMatchObject({ columns: [], rows: [], publicAt: '2022-01-04' });
      const known = await server.app.inject(`${inside}/matrix?knownAt=2022-01-04`);
      expect(known.statusCode).toBe(404);
    });
  });

  describe('independence', () => {
    it('counts five outlets and 3 to 5 origins, and says by which tie the officer is the army’s', async () => {
      const told = await server.get<IndependenceAnswer>(`${inside}/independence`);
      expect(told).toMatchObject({ summary: '5 outlets, 3 to 5 origins', origins: { min: 3, max: 5 } });
      const groups = told.groups.map(({ origin, root, claims }) => [
        origin.name,
        root.name,
        claims.map(({ claim, outlet }) => `${claim} in ${outlet.name}`),
      ]);
      expect(groups).toEqual([
        ['iraqi-military', 'iraqi-military', ['zagros-01 in zagros-news']],
        ['coalition', 'coalition', ['jp2-02 in jerusalem-post']],
        ['sharhabil-al-obaidi', 'anbar-local-government', ['cnn-01 in exbulletin']],
        ['suleiman-al-kubaisi', 'anbar-local-government', ['cnn-01 in exbulletin']],
        ['iraqi-officer', 'iraqi-military', ['apv2-03 in clickorlando', 'nw-022 in newsweek']],
      ]);
      expect(told.pairs.map(({ a, b, why, rule, root }) => [a.name, b.name, why, rule, root?.name])).toEqual([
        ['iraqi-military', 'iraqi-officer', 'one-root', 'R7', 'iraqi-military'],
        ['sharhabil-al-obaidi', 'suleiman-al-kubaisi', 'one-root', 'R7', 'anbar-local-government'],
      ]);
      const [tie] = told.pairs[0]!.ties;
      expect(tie).toMatchObject({ by: 'member-of', rule: 'R7', act: { actor: 'local' } });
      const event = await server.get(`/v1/audit/${tie!.act!.position}`);
      expect(event).toMatchObject({ type: 'SourceRegistered', thing: { name: 'iraqi-officer' } });
      expect(told.groups[0]!.claims[0]!.ties).toMatchObject([
        {
          from: { name: 'security-media-cell' },
          to: { name: 'iraqi-military' },
          by: 'speaks-for',
          rule: 'R3',
        },
      ]);
      expect(told.accounts).toMatchObject([
        { account: 0, outlets: 2, origins: { min: 2, max: 2 } },
        { account: 1, outlets: 3, origins: { min: 2, max: 3 }, statedBy: { min: 1, max: 1 } },
      ]);
    });
  });

  describe('explain', () => {
    it('gives the trace and all seven policies side by side', async () => {
      const told = await server.get<ExplainAnswer>(`${base}/questions/fired/explain`);
      expect(told.status).toBe('contested');
      expect(
        told.policies.map(({ policy, answer }) => [policy, answer?.low ?? null, answer?.high ?? null]),
      ).toEqual([
        ['accounts@1', null, null],
        ['range@1', 5, 12],
        ['conservative@1', 5, null],
        ['two-source@1', null, null],
        ['majority@1', null, null],
        ['low-best-high@1', 5, 12],
        ['ranked@1', null, null],
      ]);
      const nw = (await server.get<ExplainAnswer>(`${inside}/explain`)).claims.find(
        ({ claim }) => claim === 'nw-022',
      )!;
      expect(nw).toMatchObject({ part: 'counting', origin: ['iraqi-officer'], accounts: [1] });
      const pages: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page: ExplainAnswer = await server.get(
          `${inside}/explain?limit=2${next === '' ? '' : `&cursor=${next}`}`,
        );
        expect(page).toMatchObject({ claimsInAll: 7, independence: { range: { min: 3, max: 5 } } });
        pages.push(page.claims.map(({ claim }) => claim).join());
        ({ next } = page);
      }
      expect(pages).toEqual(['zagros-01,jp2-02', 'manar-01,afp-01', 'cnn-01,apv2-03', 'nw-022']);
      expect(nw.sentences[0]).toBe('nw-022 (5) counts: its chain ends in iraqi-officer.');
    });
  });

  describe('provenance', () => {
    it('leads from the page through the agency to the officer, in terms of PROV where they fit', async () => {
      const told = await server.get<Provenance>('/v1/claims/nw-022/provenance');
      expect(told.chain.map(({ source, role, as }) => [source.name, role, as.name])).toEqual([
        ['newsweek', 'publisher', 'newsweek'],
        ['ap', 'relay', 'ap'],
        ['iraqi-officer', 'speaker', 'iraqi-officer'],
      ]);
      expect(told).toMatchObject({
        origin: [{ name: 'iraqi-officer' }],
        noOrigin: null,
        document: { publisher: { name: 'newsweek' } },
        sameOrigin: [{ name: 'apv2-03' }],
        // The founding case keeps its pages as hashes.
        words: {
          citation: { exact: 'Five Katyusha rockets landed inside the base' },
          held: false,
          passage: null,
        },
      });
      const { nodes, edges } = told.graph;
      const called = new Map(nodes.map(({ id, kind, thing }) => [id, thing?.name ?? kind]));
      const page = told.document.name;
      expect(edges.map(({ from, to, prov }) => [called.get(from), prov, called.get(to)])).toEqual([
        ['nw-022', 'prov:wasQuotedFrom', 'capture'],
        ['capture', 'prov:specializationOf', page],
        ['newsweek', 'prov:wasInfluencedBy', 'ap'],
        ['ap', 'prov:wasInfluencedBy', 'iraqi-officer'],
        [page, 'prov:wasAttributedTo', 'newsweek'],
        ['nw-022', 'prov:wasAttributedTo', 'iraqi-officer'],
        ['apv2-03', 'prov:wasAttributedTo', 'iraqi-officer'],
      ]);
      expect(nodes.filter(({ prov }) => prov === 'prov:Agent').map(({ role }) => role)).toEqual([
        'publisher',
        'relay',
        'origin',
      ]);
    });
    it('carries a spokesman’s office on to the army whose mouth it is, with the event that says so', async () => {
      const told = await server.get<Provenance>('/v1/claims/zagros-01/provenance');
      expect(told.origin.map(({ name }) => name)).toEqual(['iraqi-military']);
      expect(told.ties).toMatchObject([
        { from: { name: 'security-media-cell' }, by: 'speaks-for', act: { actor: 'local' } },
      ]);
      expect(told.graph.edges).toContainEqual(
        expect.objectContaining({ relation: 'speaks-for', prov: 'prov:actedOnBehalfOf' }),
      );
    });
    it('says why the reader’s own arithmetic has no origin', async () => {
      expect(await server.get('/v1/claims/afp-01/provenance')).toMatchObject({
        origin: [],
        noOrigin: 'inferred',
      });
      expect(await server.get('/v1/claims/manar-01/provenance')).toMatchObject({ noOrigin: 'not-recorded' });
    });
    it('is not there before the claim was public, or known', async () => {
      for (const query of ['publicAt=2022-01-04', 'knownAt=2022-01-04']) {
        const answer = await server.app.inject(`/v1/claims/nw-022/provenance?${query}`);
        expect([answer.statusCode, answer.json<{ type: string }>().type]).toEqual([
          404,
          '/problems/unknown-thing',
        ]);
      }
    });
  });

  describe('a source’s record', () => {
    const behind = async (source: string, query: string) =>
      (await server.get<Page<BefallenClaim>>(`/v1/sources/${source}/record/claims?${query}`)).items.map(
        ({ claim, by }) => `${claim.name} by ${by.map((one) => one.claim.name).join()}`,
      );

    it('counts what befell the coalition’s words, by whom, and what is behind each number', async () => {
      const told = await server.get<SourceRecord>('/v1/sources/coalition/record');
      expect(told).toMatchObject({ said: { superseded: 1, contradicted: 7, retracted: 0 }, next: null });
      expect(told.by).toContainEqual(
        expect.objectContaining({
          what: 'contradicted',
          source: expect.objectContaining({ name: 'sohr-sources' }),
          claims: 5,
        }),
      );
      expect(await behind('coalition', 'what=superseded')).toEqual(['jp1-01 by jp2-01']);
      const contradicted = await behind('coalition', 'what=contradicted');
      expect(contradicted).toHaveLength(7);
      expect(contradicted).toContain('jp2-02 by cnn-01,apv2-03,nw-022');
    });
    it('takes the army’s media office together with the army', async () => {
      const told = await server.get<SourceRecord>('/v1/sources/iraqi-military/record');
      expect(told.sources.map(({ source, because }) => [source.name, because])).toEqual([
        ['iraqi-military', 'itself'],
        ['security-media-cell', 'speaks-for'],
      ]);
      expect(await behind('iraqi-military', 'what=contradicted')).toEqual([
        'zagros-02 by tp6-01',
        'zagros-01 by cnn-01,apv2-03,nw-022',
      ]);
    });
    it('tells what an outlet passed on apart from what it said, with who printed one saying otherwise', async () => {
      expect(await server.get('/v1/sources/newsweek/record')).toMatchObject({ passedOn: { diverged: 7 } });
      expect(await behind('newsweek', 'what=diverged&part=passed-on')).toContain('nw-011 by nw-082');
      expect(await behind('newsweek', 'what=diverged')).toEqual([]);
    });
    it('pages by Link, and says what is wrong', async () => {
      const page = await server.app.inject('/v1/sources/coalition/record/claims?what=contradicted&limit=3');
      expect(page.json<Page<BefallenClaim>>().items).toHaveLength(3);
      const next = /<([^>]*)>; rel="next"/.exec(String(page.headers['link']))![1]!;
      expect((await server.get<Page<BefallenClaim>>(next)).items).toHaveLength(3);
      const wrong = async (query: string) => {
        const answer = await server.app.inject(`/v1/sources/coalition/record${query}`);
        return [answer.statusCode, answer.json<{ errors?: { field: string }[] }>().errors?.[0]?.field];
      };
      expect(await wrong('/claims')).toEqual([400, '/what']);
      expect(await wrong('/claims?what=praised')).toEqual([400, '/what']);
      expect(await wrong('/claims?what=denied&part=heard')).toEqual([400, '/part']);
      expect((await wrong('?cursor=none'))[0]).toBe(400);
      expect((await wrong('?publicAt=soon'))[0]).toBe(400);
      expect((await server.app.inject('/v1/sources/never/record')).statusCode).toBe(404);
      expect((await server.app.inject('/v1/sources/coalition/record?knownAt=2020-01-01')).statusCode).toBe(
        404,
      );
    });
  });

  describe('search', () => {
    const found = async (query: string) =>
      (await server.get<Page<Hit>>(`/v1/search?${query}`)).items.map(
        ({ thing }) => `${thing.kind} ${thing.name}`,
      );
    it('is narrowed by source, language, kind and instant', async () => {
      expect(await found('q=katyusha&source=iraqi-officer&kinds=claim')).toContain('claim nw-022');
      expect(await found('q=katyusha&source=coalition')).toEqual([]);
      expect(await found('q=rocket&language=en&kinds=document')).toContain('document newsweek-2022-01-05');
      expect(await found('q=rocket&language=ku&kinds=document')).toEqual([]);
      expect(await found('q=katyusha&publicAt=2022-01-04')).toEqual([]);
      expect(await found('q=katyusha&knownAt=2022-01-04')).toEqual([]);
    });
    it.each([
      ['', '/q'],
      ['q=x&language=English%20please', '/language'],
      ['q=x&source=never', '/source'],
      ['q=x&kinds=person', '/kinds'],
      ['q=x&publicAt=soon', '/publicAt'],
    ])('says what is wrong with "%s"', async (query, part) => {
      const answer = await server.app.inject(`/v1/search?${query}`);
      expect([400, 422]).toContain(answer.statusCode);
      expect(answer.json<{ errors: { field: string }[] }>().errors[0]!.field).toBe(part);
    });
  });

  describe('the diff', () => {
    const diff = (query: string) => server.get<ViewDiff>(`${base}/diff?${query}`);
    it('tells what became public between two instants', async () => {
      const told = await diff('clock=publicAt&from=2022-01-05T12:00Z&to=2022-01-06');
      const fired = told.questions.find(({ question }) => question === 'fired')!;
      expect(fired.status).toEqual({ before: 'unreported', after: 'contested' });
      expect(told.events).toEqual([]);
      expect(told.published.map(({ claim }) => claim.name)).toContain('zagros-02');
      expect(told).toMatchObject({ from: { publicAt: '2022-01-05T12:00Z' }, to: { publicAt: '2022-01-06' } });
    });
    it('tells who recorded what since this ledger knew nothing', async () => {
      const told = await diff('from=2020-01-01');
      expect(told).toMatchObject({ from: { knownAt: '2020-01-01', position: null }, to: { knownAt: null } });
      expect(told.events[0]).toMatchObject({ actor: 'local' });
      expect(told.events.map(({ type }) => type)).toContain('IncidentOpened');
    });
    it.each([
      ['', 'from'],
      ['from=yesterday', 'from'],
      ['from=2022-02-30', ''],
      ['from=2022-01-06&to=2022-01-05', 'from'],
      ['from=2022-01-05&clock=both', 'clock'],
      ['from=2022-01-05&knownAt=2022-01-06', 'knownAt'],
      ['from=2022-01-05&clock=publicAt&publicAt=2022-01-06', 'publicAt'],
      ['from=2022-01-05&policy=guess', 'policy'],
      ['from=2022-01-05&colour=red', 'colour'],
    ])('says what is wrong with "%s"', async (query, part) => {
      const answer = await server.app.inject(`${base}/diff?${query}`);
      const problem = answer.json<{ type: string; detail: string; errors?: { field: string }[] }>();
      expect([answer.statusCode, problem.type]).toEqual([400, '/problems/invalid-request']);
      expect(problem.errors?.[0]?.field.replace('/', '') ?? '').toBe(part);
      expect(problem.detail).not.toBe('');
    });
  });

  it.each([
    `${inside}/matrix`,
    `${inside}/independence`,
    `${inside}/explain`,
    '/v1/claims/nw-022/provenance',
    '/v1/sources/coalition/record',
    `${base}/diff?clock=publicAt&from=2022-01-05&to=2022-01-06`,
  ])('%s is tagged, and not sent again while it is the same, whatever is recorded elsewhere', async (url) => {
    const tag = String((await server.inject(url)).headers['etag']);
    await server.admin('POST', '/sources', {
      key: createHash('sha256').update(url).digest('hex').slice(0, 12),
      name: 'Elsewhere',
      kind: 'outlet',
    });
    const again = await server.inject({ url, headers: { 'if-none-match': tag } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it.each(['matrix', 'independence', 'explain'])(
    '%s: what is not there, and what is no instant',
    async (call) => {
      const status = async (path: string) => (await server.app.inject(path)).statusCode;
      expect(await status(`${base}/questions/never/${call}`)).toBe(404);
      expect(await status(`/v1/incidents/never/questions/landed-inside/${call}`)).toBe(404);
      expect(await status(`${inside}/${call}?publicAt=soon`)).toBe(400);
      expect(await status(`${inside}/${call}?knownAt=2022-13-45`)).toBe(400);
    },
  );
});

describe('what a fact-checker asks of what editors did', () => {
  let server: TestServer;
  const text = 'Before it.\n“Five rockets fell inside,” an officer said.\nAfter it. 🚀';
  beforeAll(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' });
    await server.admin('POST', '/incidents', { key: 'raid', title: 'A raid' });
    await server.admin('POST', '/incidents/raid/questions', {
      key: 'fell',
      type: 'count',
      ask: 'How many fell?',
    });
    const source = (key: string, more: object) =>
      server.admin('POST', '/sources', { key, name: `The ${key}`, kind: 'organisation', ...more });
    await source('paper', { kind: 'outlet' });
    await source('agency', { kind: 'outlet' });
    await source('army', {});
    await source('army-two', {});
    await source('officer', { kind: 'unnamed', speaksFor: 'army-two' });
    await source('stranger', { kind: 'unnamed' });
    for (const key of ['paper', 'agency']) {
      const document = {
        key: `${key}-1`,
        publisher: key,
        title: 'A raid',
        kind: 'article',
        publishedAt: '2026-01-05',
      };
      await server.admin('POST', '/documents', document);
    }
    await server.admin('POST', '/documents/paper-1/captures', { text });
    const claim = (key: string, document: string, chain: string[], n: number, exact: string) =>
      server.admin('POST', '/claims', {
        key,
        incident: 'raid',
        question: 'fell',
        document,
        chain,
        value: { kind: 'exact', n },
        citation: { exact },
      });
    await claim('five', 'paper-1', ['paper', 'officer'], 5, 'Five rockets fell inside');
    await claim('also-five', 'agency-1', ['agency', 'army'], 5, 'five');
    await claim('strange', 'agency-1', ['agency', 'stranger'], 5, 'five, says a stranger');
  });
  afterAll(() => server.close());
  const independence = () => server.get<IndependenceAnswer>('/v1/incidents/raid/questions/fell/independence');

  it('finds the quote in the copy of its page, in code points', async () => {
    const { words, graph } = await server.get<Provenance>('/v1/claims/five/provenance');
    expect(words).toMatchObject({
      held: true,
      passage: {
        before: 'Before it.\n“',
        quote: 'Five rockets fell inside',
        cutBefore: false,
        cutAfter: false,
      },
      place: { start: 12, end: 36 },
      mismatch: null,
    });
    expect(Array.from(text).slice(12, 36).join('')).toBe(words.citation!.exact);
    expect(graph.nodes.filter(({ kind }) => kind === 'capture')).toHaveLength(1);
  });

  it('tells which editor marked two sources the same and when, and counts their words as one', async () => {
    expect((await independence()).summary).toBe('2 outlets, 2 to 3 origins');
    const knownAt = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await server.admin('POST', '/sources/army/mark-same', { other: 'army-two', reason: 'one army' });
    const told = await independence();
    expect(told.summary).toBe('2 outlets, 1 to 2 origins');
    expect(
      told.groups[0]!.claims.map(({ claim, ties }) => [claim, ties.map(({ by, rule }) => [by, rule])]),
    ).toEqual([
      [
        'five',
        [
          ['speaks-for', 'R3'],
          ['same', 'R3'],
        ],
      ],
      ['also-five', []],
    ]);
    const same = told.groups[0]!.claims[0]!.ties[1]!;
    expect(same.act).toMatchObject({ reason: 'one army', actor: 'local' });
    expect(await server.get(`/v1/audit/${same.act!.position}`)).toMatchObject({ type: 'SourcesMarkedSame' });
    const then = await server.get<IndependenceAnswer>(
      `/v1/incidents/raid/questions/fell/independence?knownAt=${knownAt}`,
    );
    expect(then.summary).toBe('2 outlets, 2 to 3 origins');
  });

  it('tells by whom two sources were asserted independent', async () => {
    expect((await independence()).roots.at(-1)).toMatchObject({
      root: { name: 'stranger' },
      leftOut: 'unnamed',
    });
    const reason = 'he saw it from the other side';
    await server.admin('POST', '/sources/stranger/assert-independence', { other: 'army', reason });
    const told = await independence();
    expect(told.summary).toBe('2 outlets, 2 origins');
    expect(told.asserted).toMatchObject([{ counts: true, act: { actor: 'local', reason } }]);
  });

  it('tells a withdrawn claim’s chain as it was recorded, and that it counts for nothing', async () => {
    await server.admin('POST', '/claims/strange/withdraw', { reason: 'entered twice' });
    const told = await server.get<Provenance>('/v1/claims/strange/provenance');
    expect(told).toMatchObject({ origin: [], noOrigin: 'not-considered', claim: { withdrawn: true } });
    expect(told.chain.map(({ source }) => source.name)).toEqual(['agency', 'stranger']);
  });

  it('shows in the diff who changed what, and why', async () => {
    const from = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await server.admin('POST', '/claims/also-five/withdraw', { reason: 'of another raid' });
    const told = await server.get<ViewDiff>(`/v1/incidents/raid/diff?from=${from}`);
    expect(told.events).toMatchObject([
      {
        type: 'ClaimWithdrawn',
        actor: 'local',
        data: { reason: 'of another raid' },
        question: { key: 'fell' },
      },
    ]);
    expect(told.questions).toMatchObject([{ question: 'fell', disappeared: ['also-five'] }]);
  });
});
