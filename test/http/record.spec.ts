import { method } from '../../src/domain/reconcile/view.js';
import { base, enterTheOfficer, five } from './support/officer.js';
import { startServer, type TestServer } from './support/server.js';

/** What a newsroom enters and reads by HTTP: every kind of thing made and read back, every act taken and seen. */
describe('the record over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await enterTheOfficer(server);
  });
  afterAll(() => server.close());

  it('makes each kind of thing once, says where it is, and reads it back', async () => {
    const made = await server.inject({
      method: 'POST',
      url: '/v1/admin/sources',
      payload: { key: 'ministry', name: 'Ministry of Defence', kind: 'organisation', aliases: ['MoD'] },
    });
    expect(made.statusCode).toBe(201);
    const location = String(made.headers.location);
    expect(await server.get(location)).toMatchObject({
      key: 'ministry',
      namespace: 'local',
      sourceKind: 'organisation',
      aliases: ['MoD'],
      reliability: null,
      revision: 0,
    });
    for (const path of ['/v1/sources/ministry', '/v1/sources/local:ministry']) {
      expect((await server.get(path))['id']).toBe(location.split('/').at(-1));
    }
  });

  it('answers a repeat with 200 and adds nothing', async () => {
    const again = await server.admin('POST', '/incidents', base);
    expect(again).toMatchObject({ changed: false, events: [], warnings: [] });
  });

  it('shows an incident with its questions and constraints', async () => {
    expect(await server.get('/v1/incidents/base')).toMatchObject({
      title: 'Rockets at the base',
      occurredAt: '2022-01-05',
      questionList: [{ key: 'landed' }, { key: 'inside' }, { key: 'outside' }],
      constraints: [{ kind: 'sum', text: 'landed = inside + outside' }],
    });
    expect(await server.get('/v1/incidents/base/questions/inside')).toMatchObject({
      name: 'base/inside',
      type: 'count',
      unit: 'rockets',
      scope: { place: 'inside the perimeter' },
      resolution: null,
    });
    const page = await server.get<{ items: { key: string }[] }>('/v1/incidents/base/questions');
    expect(page.items.map(({ key }) => key)).toEqual(['landed', 'inside', 'outside']);
  });

  it('shows a claim with its words, its chain and its document', async () => {
    expect(await server.get('/v1/claims/five')).toMatchObject({
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five rockets landed inside the base' },
      chain: [{ key: 'agency' }, { key: 'officer' }],
      document: { key: 'story' },
      question: { name: 'base/inside' },
      withdrawn: false,
      rank: 'normal',
    });
    const said = await server.get<{ items: object[] }>('/v1/sources/officer/claims');
    expect(said.items).toMatchObject([
      { role: 'origin', claim: { key: 'five' } },
      { role: 'origin', claim: { key: 'three' } },
    ]);
  });

  it('adds up what two claims of one officer imply', async () => {
    const view = await server.get<{ questions: Record<string, unknown>[] }>('/v1/incidents/base/view');
    expect(view).toMatchObject({
      incident: 'base',
      method,
      policy: 'accounts@1',
      publicAt: null,
      knownAt: null,
    });
    expect(view.questions).toMatchObject([
      {
        key: 'landed',
        status: 'derived',
        derived: { value: { low: 8, high: 8 }, claims: ['five', 'three'] },
      },
      {
        key: 'inside',
        status: 'single-origin',
        accounts: [{ value: { low: 5, high: 5 }, claims: ['five'] }],
      },
      { key: 'outside', status: 'single-origin' },
    ]);
  });

  it('answers as of both clocks, and by another policy', async () => {
    const view = (query: string) =>
      server.get<{ questions: { status: string; answer: object | null }[] }>(
        `/v1/incidents/base/view?${query}`,
      );
    const statuses = async (query: string) => (await view(query)).questions.map(({ status }) => status);
    expect(await statuses('publicAt=2022-01-04')).toEqual(['unreported', 'unreported', 'unreported']);
    expect(await statuses('publicAt=2022-01-05')).toEqual(['derived', 'single-origin', 'single-origin']);
    expect((await server.inject('/v1/incidents/base/view?knownAt=2022-01-05')).statusCode).toBe(404);
    expect((await view('policy=range@1')).questions[1]!.answer).toMatchObject({ low: 5, high: 5 });
    expect((await server.inject('/v1/incidents/base/view?policy=guess@1')).statusCode).toBe(400);
  });

  it('keeps the text of a capture outside the log, and gives it back as text', async () => {
    const text = 'An officer said five rockets landed inside the base — and three outside.';
    await server.admin('POST', '/documents/story/captures', { text, capturedAt: '2022-01-05T16:00:00Z' });
    const [capture] = (
      await server.get<{ captureList: { sha256: string; index: number }[] }>('/v1/documents/story')
    ).captureList;
    expect(capture).toMatchObject({ index: 0, length: Buffer.byteLength(text) });
    const answer = await server.inject('/v1/documents/story/captures/0/text');
    expect(answer.body).toBe(text);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain('sandbox');
    expect((await server.inject('/v1/documents/story/captures/1/text')).statusCode).toBe(404);
    const audit = await server.get<{ items: { position: string; type: string }[] }>(
      '/v1/audit?type=DocumentCaptured',
    );
    expect(JSON.stringify(await server.get(`/v1/audit/${audit.items[0]!.position}`))).not.toContain(
      'An officer said',
    );
  });

  it('refuses a hash that is not that of the text', async () => {
    const payload = { text: 'a', sha256: '0'.repeat(64) };
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/admin/documents/story/captures',
      payload,
    });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: '/sha256' }] });
  });

  it('takes every act on a claim, each with its reason, and each can be undone', async () => {
    const reason = 'for the test';
    await server.admin('POST', '/claims/three/assess', { credibility: '2', reason });
    await server.admin('POST', '/claims/three/rank', { rank: 'deprecated', reason });
    await server.admin('POST', '/claims/three/move', { incident: 'base', question: 'landed', reason });
    expect(await server.get('/v1/claims/three')).toMatchObject({
      credibility: '2',
      rank: 'deprecated',
      question: { name: 'base/landed' },
      graded: { reason },
      ranked: { reason },
    });
    await server.admin('POST', '/claims/three/move', { incident: 'base', question: 'outside', reason });
    const { ranked } = await server.get<{ ranked: { position: string } }>('/v1/claims/three');
    await server.admin('POST', `/acts/${ranked.position}/undo`, { reason });
    expect(await server.get('/v1/claims/three')).toMatchObject({
      rank: 'normal',
      question: { name: 'base/outside' },
    });

    await server.admin('PUT', '/claims/three/transcription', {
      value: { kind: 'exact', n: 4 },
      citation: { exact: 'four outside' },
      reason: 'misread',
    });
    expect(await server.get('/v1/claims/three')).toMatchObject({
      value: { n: 4 },
      citation: { exact: 'four outside' },
    });
    await server.admin('PUT', '/claims/three/attribution', {
      chain: ['agency'],
      lineageRecorded: false,
      reason,
    });
    expect(await server.get('/v1/claims/three')).toMatchObject({
      chain: [{ key: 'agency' }],
      lineageRecorded: false,
    });
    await server.admin('POST', '/claims/three/withdraw', { reason });
    expect(await server.get('/v1/claims/three')).toMatchObject({
      withdrawn: true,
      withdrawal: { actor: 'local', reason },
    });
  });

  it('resolves a question on what the editor saw, and reopens it', async () => {
    const path = '/incidents/base/questions/inside';
    const decision = { value: { kind: 'exact', n: 5 }, claims: ['five'], reason: 'one officer, on the spot' };
    await server.admin('POST', `${path}/resolve`, decision);
    expect(await server.get(`/v1${path}`)).toMatchObject({
      resolved: true,
      resolution: { value: decision.value, claims: [{ key: 'five' }], method, reason: decision.reason },
    });
    await server.admin('POST', `${path}/reopen`, { reason: 'a second officer' });
    expect(await server.get(`/v1${path}`)).toMatchObject({ resolved: false, resolution: null });
  });

  it('takes acts on sources', async () => {
    const reason = 'two spellings';
    await server.admin('POST', '/sources', { key: 'agence', name: 'Agence', kind: 'outlet' });
    await server.admin('POST', '/sources/agency/mark-same', { other: 'agence', reason });
    expect(await server.get('/v1/sources/agence')).toMatchObject({
      same: [{ source: { key: 'agency' }, reason }],
    });
    await server.admin('POST', '/sources/agency/mark-distinct', { other: 'agence', reason: 'no, two' });
    expect(await server.get('/v1/sources/agence')).toMatchObject({
      same: [],
      distinct: [{ reason: 'no, two' }],
    });
    await server.admin('POST', '/sources/agency/assert-independence', { other: 'officer', reason });
    await server.admin('POST', '/sources/agency/assess', { reliability: 'B', reason });
    expect(await server.get('/v1/sources/agency')).toMatchObject({
      reliability: 'B',
      independent: [{ source: { key: 'officer' } }],
    });
    await server.admin('PUT', '/sources/agency', {
      name: 'The Agency',
      kind: 'outlet',
      reason: 'its full name',
    });
    expect(await server.get('/v1/sources/agency')).toMatchObject({ name: 'agency', label: 'The Agency' });
  });

  it('takes acts on incidents and questions', async () => {
    await server.admin('POST', '/incidents', { key: 'umbrella', title: 'Three attacks' });
    await server.admin('PUT', '/incidents/base/parent', { parent: 'umbrella' });
    expect(await server.get('/v1/incidents/umbrella')).toMatchObject({ parts: [{ key: 'base' }] });
    await server.admin('PUT', '/incidents/base/parent', { parent: null, reason: 'apart from them' });
    expect(await server.get('/v1/incidents/base')).toMatchObject({ partOf: null });
    await server.admin('PUT', '/incidents/base', { title: 'Rockets at the air base', reason: 'its name' });
    expect(await server.get('/v1/incidents/base')).toMatchObject({ title: 'Rockets at the air base' });
    await server.admin('PUT', '/incidents/base/questions/landed', {
      ask: 'How many landed?',
      reason: 'shorter',
    });
    expect(await server.get('/v1/incidents/base/questions/landed')).toMatchObject({
      ask: 'How many landed?',
    });
    const { constraints } = await server.get<{ constraints: { id: string }[] }>('/v1/incidents/base');
    await server.admin('POST', `/incidents/base/constraints/${constraints[0]!.id}/lift`, {
      reason: 'too strict',
    });
    expect(await server.get('/v1/incidents/base')).toMatchObject({ constraints: [] });
  });

  it('refuses the parts of one kind of constraint in another', async () => {
    const payload = { kind: 'at-most', lesser: 'inside', total: 'landed' };
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/admin/incidents/base/constraints',
      payload,
    });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: '/total' }] });
  });

  it('names a claim without a key by its id', async () => {
    const { thing } = await server.admin('POST', '/claims', { ...five, key: undefined, hedge: 'apparently' });
    expect(thing.name).toBe(thing.id);
    expect(await server.get(`/v1/claims/${thing.id}`)).toMatchObject({ hedge: 'apparently' });
  });

  it('finds things by their words, and every event in the audit', async () => {
    const hits = await server.get<{ items: { thing: { key: string } }[] }>(
      '/v1/search?q=five%20rockets&kinds=claim',
    );
    expect(hits.items.map(({ thing }) => thing.key)).toContain('five');
    const first = await server.get<{ items: { type: string; actor: string }[] }>(
      '/v1/audit?order=oldest&limit=1',
    );
    expect(first.items).toMatchObject([{ type: 'IncidentOpened', actor: 'local', revision: 0 }]);
  });

  it('gives lists in pages, each with a link to the next', async () => {
    const seen: string[] = [];
    for (let path: string | undefined = '/v1/sources?limit=2'; path !== undefined;) {
      const answer = await server.inject(path);
      const page = answer.json<{ items: { key: string }[]; next: string | null }>();
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ key }) => key));
      const link = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers['link'] ?? ''));
      expect(link !== null).toBe(page.next !== null);
      path = link?.[1];
    }
    const all = await server.get<{ items: { key: string }[] }>('/v1/sources?limit=200');
    expect(seen).toEqual(all.items.map(({ key }) => key));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('carries the request into the record, so that an event can be traced to it', async () => {
    const made = await server.inject({
      method: 'POST',
      url: '/v1/admin/incidents',
      payload: { key: 'traced', title: 'Traced' },
    });
    const { position } = made.json<{ position: string }>();
    expect(await server.get(`/v1/audit/${position}`)).toMatchObject({
      correlation: made.headers['x-request-id'],
    });
  });
});
