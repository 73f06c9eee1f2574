import { enterTheOfficer, five, inOrderOfIds } from './support/officer.js';
import { person } from './access/support.js';
import { startServer, type TestServer } from './support/server.js';

type Sent = { method?: 'POST' | 'PUT'; url: string; payload: object; tag?: string | undefined };
interface Since {
  since: {
    etag: string;
    questions?: { question: string; sentences: string[] }[];
    events: { type: string }[];
  };
}

const reason = 'both of us looked';
const inside = '/v1/admin/incidents/base/questions/inside';
const decision = { value: { kind: 'exact', n: 5 }, claims: ['five'], reason: 'one officer, on the spot' };

/** Two people at work on one thing: nothing is overwritten that its writer never saw. */
describe('a change of what stands', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const send = ({ method = 'POST', url, payload, tag }: Sent) =>
    server.inject({ method, url, payload, headers: tag === undefined ? {} : { 'if-match': tag } });
  const tagOf = async (url: string) => String((await server.inject(url)).headers.etag);

  /** Every act that changes or judges what stands, with what it takes its tag from. */
  const acts: [string, Sent, string][] = [
    [
      'describing an incident',
      { method: 'PUT', url: '/v1/admin/incidents/base', payload: { title: 'T', reason } },
      '/v1/incidents/base',
    ],
    [
      'placing an incident',
      { method: 'PUT', url: '/v1/admin/incidents/base/parent', payload: { parent: null, reason } },
      '/v1/incidents/base',
    ],
    [
      'rewording a question',
      { method: 'PUT', url: inside, payload: { ask: 'How many?', reason } },
      '/v1/incidents/base/questions/inside',
    ],
    [
      'reopening a question',
      { url: `${inside}/reopen`, payload: { reason } },
      '/v1/incidents/base/questions/inside',
    ],
    [
      'describing a source',
      { method: 'PUT', url: '/v1/admin/sources/agency', payload: { name: 'A', kind: 'outlet', reason } },
      '/v1/sources/agency',
    ],
    [
      'grading a source',
      { url: '/v1/admin/sources/agency/assess', payload: { reliability: 'B', reason } },
      '/v1/sources/agency',
    ],
    [
      'marking sources the same',
      { url: '/v1/admin/sources/agency/mark-same', payload: { other: 'officer', reason } },
      '/v1/sources/agency',
    ],
    [
      'marking sources distinct',
      { url: '/v1/admin/sources/agency/mark-distinct', payload: { other: 'officer', reason } },
      '/v1/sources/agency',
    ],
    [
      'asserting independence',
      { url: '/v1/admin/sources/agency/assert-independence', payload: { other: 'officer', reason } },
      '/v1/sources/agency',
    ],
    [
      'correcting a transcription',
      {
        method: 'PUT',
        url: '/v1/admin/claims/five/transcription',
        payload: { value: { kind: 'exact', n: 6 }, citation: { exact: 'six' }, reason },
      },
      '/v1/claims/five',
    ],
    [
      'correcting an attribution',
      {
        method: 'PUT',
        url: '/v1/admin/claims/five/attribution',
        payload: { chain: ['agency'], lineageRecorded: false, reason },
      },
      '/v1/claims/five',
    ],
    [
      'moving a claim',
      { url: '/v1/admin/claims/five/move', payload: { incident: 'base', question: 'landed', reason } },
      '/v1/claims/five',
    ],
    [
      'superseding a claim',
      { url: '/v1/admin/claims/five/supersede', payload: { by: 'three', as: 'correction', reason } },
      '/v1/claims/five',
    ],
    [
      'withdrawing a claim',
      { url: '/v1/admin/claims/five/withdraw', payload: { reason } },
      '/v1/claims/five',
    ],
    [
      'grading a claim',
      { url: '/v1/admin/claims/five/assess', payload: { credibility: '2', reason } },
      '/v1/claims/five',
    ],
    [
      'ranking a claim',
      { url: '/v1/admin/claims/five/rank', payload: { rank: 'preferred', reason } },
      '/v1/claims/five',
    ],
    [
      'comparing wordings',
      { url: '/v1/admin/claims/five/compare-wordings', payload: { other: 'three', same: true, reason } },
      '/v1/claims/five',
    ],
  ];

  it.each(acts)('%s says which state of it was seen: 428 without, 412 on another', async (_, act, read) => {
    const none = await send(act);
    expect(none.json()).toMatchObject({ status: 428, type: '/problems/precondition-required' });
    const stale = await send({ ...act, tag: '"999-abc"' });
    expect(stale.json()).toMatchObject({ status: 412, type: '/problems/precondition-failed' });
    expect(stale.headers.etag).toBe(stale.json<Since>().since.etag);
    // With the tag that was read it is for the rules of entry to say, which know nothing of tags.
    const seen = await send({ ...act, tag: await tagOf(read) });
    expect([200, 409, 422]).toContain(seen.statusCode);
    expect(seen.json()).not.toMatchObject({ type: expect.stringMatching('precondition') });
  });

  it('names every such address: one without a test here would be found by its description', async () => {
    const { paths } = (await server.inject('/openapi.json')).json<{
      paths: Record<string, Record<string, { parameters?: { name: string; required?: boolean }[] }>>;
    }>();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
        parameters.some(({ name, required }) => name === 'If-Match' && required) ? [`${method} ${path}`] : [],
      ),
    );
    const elsewhere = ['put /v1/admin/users/{user}', `post ${inside}/resolve`];
    const tested = [
      ...acts.map(([, { method = 'POST', url }]) => `${method.toLowerCase()} ${url}`),
      ...elsewhere,
    ];
    const pattern = (path: string) => new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
    const untested = described.filter((path) => !tested.some((one) => pattern(path).test(one)));
    // Constraints have ids; lifting one is tested below.
    expect(untested).toEqual(['post /v1/admin/incidents/{incident}/constraints/{constraint}/lift']);
  });

  it('lifts a constraint on the incident as it was seen', async () => {
    const { constraints } = await server.get<{ constraints: { id: string }[] }>('/v1/incidents/base');
    const act = {
      url: `/v1/admin/incidents/base/constraints/${constraints[0]!.id}/lift`,
      payload: { reason },
    };
    expect((await send(act)).statusCode).toBe(428);
    const tag = await tagOf('/v1/incidents/base');
    await server.admin('PUT', '/incidents/base', { title: 'Another title', reason });
    expect((await send({ ...act, tag })).statusCode).toBe(412);
    expect((await send({ ...act, tag: await tagOf('/v1/incidents/base') })).statusCode).toBe(200);
  });

  it('says what was done since, by whom, and takes it on the new tag', async () => {
    const tag = await tagOf('/v1/claims/five');
    await server.admin('POST', '/claims/five/rank', { rank: 'deprecated', reason: 'superseded in print' });
    const payload = { credibility: '2', reason };
    const stale = await send({ url: '/v1/admin/claims/five/assess', payload, tag });
    expect(stale.statusCode).toBe(412);
    const { since } = stale.json<Since>();
    expect(since.events).toMatchObject([
      { type: 'ClaimRanked', actor: 'local', data: { rank: 'deprecated', reason: 'superseded in print' } },
    ]);
    const again = await send({ url: '/v1/admin/claims/five/assess', payload, tag: since.etag });
    expect(again.statusCode).toBe(200);
    const { revision } = again.json<{ revision: number }>();
    expect(await tagOf('/v1/claims/five')).toMatch(new RegExp(`^"${revision}-`));
  });

  it('takes a weakened tag, one of several, and *; what is no tag of a thing fits nothing', async () => {
    const rank = (tag: string, to: string) =>
      send({ url: '/v1/admin/claims/five/rank', payload: { rank: to, reason }, tag });
    expect((await rank(`W/${await tagOf('/v1/claims/five')}`, 'preferred')).statusCode).toBe(200);
    expect((await rank(`"77", ${await tagOf('/v1/claims/five')}`, 'deprecated')).statusCode).toBe(200);
    expect((await rank('*', 'normal')).statusCode).toBe(200);
    for (const odd of ['"x"', '', '"-1"', '"1e0"', '0x1', '"99999999999999999999"']) {
      expect((await rank(odd, 'preferred')).statusCode).toBe(412);
    }
  });

  it('lets exactly one of many who decide on one state win', async () => {
    const tag = await tagOf('/v1/claims/five');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send({
          url: '/v1/admin/claims/five/assess',
          payload: { credibility: String(1 + (n % 5)), reason: `no. ${n}` },
          tag,
        }),
      ),
    );
    const lost = answers.filter(({ statusCode }) => statusCode !== 200);
    expect(lost.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 19 }, () => 412));
    // Each is told who was first, though the views had not heard of it when it was refused.
    for (const { since } of lost.map((answer) => answer.json<Since>())) {
      expect(since).toMatchObject({ etag: '"1"', events: [{ type: 'ClaimCredibilityAssessed' }] });
    }
  });

  it.each([0, 1])('judges two on what was said of them, in whose record it may stand (%i)', async (place) => {
    const pair = await inOrderOfIds(server, ['agency', 'officer']);
    const [one, other] = [pair[place]!, pair[1 - place]!];
    const read = `/v1/sources/${one}`;
    const judge = (how: string, tag: string) =>
      send({ url: `/v1/admin/sources/${one}/${how}`, payload: { other, reason: `it is ${how}` }, tag });
    const tag = await tagOf(read);
    expect((await judge('mark-same', tag)).statusCode).toBe(200);
    const stale = await judge('mark-distinct', tag);
    expect(stale.statusCode).toBe(412);
    const { since } = stale.json<Since>();
    expect(since.events).toMatchObject([{ type: 'SourcesMarkedSame' }]);
    expect((await judge('mark-distinct', since.etag)).statusCode).toBe(200);

    const now = await tagOf(read);
    const both = await Promise.all([judge('mark-same', now), judge('assert-independence', now)]);
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 412]));
  });

  it('is not asked of what only adds, and is heeded there all the same', async () => {
    const constraint = { kind: 'at-most', lesser: 'inside', greater: 'landed' };
    const url = '/v1/admin/incidents/base/constraints';
    expect((await send({ url, payload: constraint, tag: '"99"' })).statusCode).toBe(412);
    expect((await send({ url, payload: constraint })).statusCode).toBe(200);
  });

  it('changes a user on the state that was read', async () => {
    const { id } = await person(server, 'Ines', ['reader']);
    const admin = await person(server, 'Adam', ['admin']);
    const url = `/v1/admin/users/${id}`;
    const put = (name: string, tag?: string) =>
      server.app.inject({
        method: 'PUT',
        url,
        payload: { name },
        headers: { ...admin.headers, ...(tag !== undefined && { 'if-match': tag }) },
      });
    const tag = String((await server.app.inject({ url, headers: admin.headers })).headers.etag);
    expect((await put('Ines B.')).statusCode).toBe(428);
    expect((await put('Ines B.', tag)).statusCode).toBe(200);
    const stale = await put('Ines C.', tag);
    expect(stale.json()).toMatchObject({ status: 412 });
    expect((await put('Ines C.', stale.json<Since>().since.etag)).statusCode).toBe(200);
  });
});

describe('a decision', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const viewTag = async (query = '') =>
    String((await server.inject(`/v1/incidents/base/view${query}`)).headers.etag);
  const resolve = (tag?: string, query = '') =>
    server.inject({
      method: 'POST',
      url: `${inside}/resolve${query}`,
      payload: decision,
      headers: tag === undefined ? {} : { 'if-match': tag },
    });
  const anotherClaim = () =>
    server.admin('POST', '/claims', {
      ...five,
      key: 'seven',
      chain: ['agency'],
      basis: 'witnessed',
      value: { kind: 'exact', n: 7 },
      citation: { exact: 'seven hit' },
    });

  it('is previewed with the tag that it takes, and then taken', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: `${inside}/resolve/preview`,
      payload: { value: decision.value, claims: decision.claims },
    });
    expect(answer.statusCode).toBe(200);
    const preview = answer.json<{ etag: string; changes: object[]; against: string[] }>();
    expect(preview).toMatchObject({
      etag: await viewTag(),
      changes: [{ question: 'inside', status: { before: 'single-origin', after: 'resolved' } }],
      against: [],
    });
    expect(answer.headers.etag).toBe(preview.etag);
    expect(await server.get('/v1/incidents/base/questions/inside')).toMatchObject({ resolved: false });
    expect((await resolve(preview.etag)).statusCode).toBe(200);
  });

  it('shows a claim that arrived meanwhile before it is taken', async () => {
    expect((await resolve()).json()).toMatchObject({ status: 428 });
    const seen = await viewTag();
    // Events of one millisecond cannot be told apart by a clock.
    await new Promise((go) => setTimeout(go, 5));
    await anotherClaim();
    const stale = await resolve(seen);
    expect(stale.statusCode).toBe(412);
    const { since } = stale.json<Since>();
    expect(since.questions).toContainEqual(
      expect.objectContaining({
        question: 'inside',
        sentences: expect.arrayContaining([expect.stringContaining('contested')]),
      }),
    );
    expect(since.events).toMatchObject([{ type: 'ClaimRecorded', thing: { key: 'seven' } }]);
    expect(since.etag).toBe(await viewTag());
    expect((await resolve(since.etag)).statusCode).toBe(200);
  });

  it('is taken on a view by another policy, where it says which', async () => {
    const tag = await viewTag('?policy=range@1');
    expect((await resolve(tag)).statusCode).toBe(412);
    expect((await resolve(tag, '?policy=range@1')).statusCode).toBe(200);
  });

  it('says so where the tag is of no view of late', async () => {
    const stale = await resolve('"0000"');
    expect(stale.json()).toMatchObject({
      status: 412,
      since: { events: [], leftOut: 0, etag: await viewTag() },
    });
  });

  it('previews against what stands, and what cannot be answered so is refused there already', async () => {
    await anotherClaim();
    const ask = (payload: object) =>
      server.inject({ method: 'POST', url: `${inside}/resolve/preview`, payload });
    const preview = (await ask({ value: decision.value, claims: ['five'] })).json<{ against: string[] }>();
    expect(preview.against).toEqual(['seven']);
    expect((await ask({ value: decision.value, claims: ['nobody'] })).json()).toMatchObject({
      status: 422,
      errors: [{ field: '/claims/0' }],
    });
  });
});
