import createClient, { type Client } from 'openapi-fetch';
import { person } from '../../http/access/support.js';
import { startServer, type TestServer } from '../../http/support/server.js';
import type { Role } from '../../../src/domain/grants.js';
import type { components, paths } from './api.js';

type Problem = components['schemas']['ProblemDto'];

/** What was answered; a problem where something else was hoped for fails the test in its own words. */
async function got<Data>(
  answered: Promise<{ data?: Data; error?: Problem; response: Response }>,
): Promise<{ data: NonNullable<Data>; etag: string }> {
  const { data, error, response } = await answered;
  if (error !== undefined || data === undefined || data === null) {
    throw new Error(`${response.url}: ${error?.title}: ${error?.detail}`);
  }
  return { data, etag: response.headers.get('etag') ?? '' };
}

/** The problem that was answered, whose `type` the compiler knows to be one of those that the operation names. */
async function refused<Answered extends { error?: Problem; response: Response }>(
  answered: Promise<Answered>,
): Promise<NonNullable<Answered['error']>> {
  const { error, response } = await answered;
  if (error === undefined) throw new Error(`${response.url} was not refused`);
  return error;
}

describe('a working day through the client that is made of the description', () => {
  let server: TestServer;
  let address: string;
  let editor: Client<paths>;
  let checker: Client<paths>;
  beforeAll(async () => {
    server = await startServer();
    address = await server.app.getHttpAdapter().getInstance().listen({ host: '127.0.0.1', port: 0 });
    editor = await clientOf('An editor', ['editor']);
    checker = await clientOf('A fact-checker', ['fact-checker']);
  });
  afterAll(() => server.close());

  async function clientOf(name: string, roles: Role[]): Promise<Client<paths>> {
    const { headers } = await person(server, name, roles);
    return createClient<paths>({ baseUrl: address, headers });
  }
  const depot = { params: { path: { incident: 'depot' } } };
  const hurt = { path: { incident: 'depot', question: 'hurt' } };

  it('the editor enters two reports that contradict each other', async () => {
    const sources = [
      { key: 'gazette', name: 'The Gazette', kind: 'outlet' },
      { key: 'courier', name: 'The Courier', kind: 'outlet' },
      { key: 'fire-service', name: 'Fire Service', kind: 'organisation' },
    ] as const;
    for (const body of sources) await got(editor.POST('/v1/admin/sources', { body }));
    for (const publisher of ['gazette', 'courier']) {
      const body = {
        key: `${publisher}-1`,
        publisher,
        title: 'Fire at the depot',
        kind: 'article',
        publishedAt: '2026-03-01T08:00:00Z',
      } as const;
      await got(editor.POST('/v1/admin/documents', { body }));
    }
    await got(editor.POST('/v1/admin/incidents', { body: { key: 'depot', title: 'Fire at the depot' } }));
    const question = { key: 'hurt', ask: 'How many were hurt?', type: 'count' } as const;
    await got(editor.POST('/v1/admin/incidents/{incident}/questions', { ...depot, body: question }));
    const claim = { incident: 'depot', question: 'hurt', basis: 'witnessed' } as const;
    const { data } = await got(
      editor.POST('/v1/admin/claims', {
        body: {
          ...claim,
          key: 'gazette-hurt',
          document: 'gazette-1',
          chain: ['gazette'],
          value: { kind: 'exact', n: 3 },
          citation: { exact: 'three were hurt' },
        },
      }),
    );
    expect(data.thing.key).toBe('gazette-hurt');
    await got(
      editor.POST('/v1/admin/claims', {
        body: {
          ...claim,
          key: 'courier-hurt',
          document: 'courier-1',
          chain: ['courier'],
          value: { kind: 'exact', n: 5 },
          citation: { exact: 'five were hurt' },
        },
      }),
    );
    const view = await got(editor.GET('/v1/incidents/{incident}/view', depot));
    expect(view.data.questions[0]).toMatchObject({ key: 'hurt', status: 'contested' });
    const waits = await got(editor.GET('/v1/queue', { params: { query: { incident: 'depot' } } }));
    expect(waits.data.items.length).toBeGreaterThan(0);
  });

  it('a request whose answer was lost is sent again under its key, and done once', async () => {
    const again = {
      params: { header: { 'Idempotency-Key': '5a0d3b1e-0d6c-4a53-9e36-0b6f2f6f8a11' } },
      body: { key: 'service-page', publisher: 'fire-service', title: 'A statement', kind: 'statement' },
    } as const;
    const first = await got(editor.POST('/v1/admin/documents', again));
    const second = await got(editor.POST('/v1/admin/documents', again));
    expect(second.data).toEqual(first.data);
    const other = await refused(
      editor.POST('/v1/admin/documents', { ...again, body: { ...again.body, title: 'Another' } }),
    );
    expect(other.type).toBe('/problems/idempotency-key-reused');
  });

  it('a judgement on what has changed meanwhile is refused, and says what changed', async () => {
    const path = { claim: 'courier-hurt' };
    const { etag } = await got(checker.GET('/v1/claims/{claim}', { params: { path } }));
    const grade = (client: Client<paths>, credibility: '3' | '4', seen: string) =>
      client.POST('/v1/admin/claims/{claim}/assess', {
        params: { path, header: { 'If-Match': seen } },
        body: { credibility, reason: 'as it reads' },
      });
    await got(grade(editor, '3', etag));
    const stale = await refused(grade(checker, '4', etag));
    expect(stale.type).toBe('/problems/precondition-failed');
    expect(stale.since?.events.map(({ type }) => type)).toEqual(['ClaimCredibilityAssessed']);
    const graded = await got(grade(checker, '4', stale.since!.etag));
    expect(graded.data.changed).toBe(true);
  });

  it('the editor looks at what a decision would change, decides on just that, and takes it back', async () => {
    const decision = { value: { kind: 'exact', n: 3 }, claims: ['gazette-hurt'] } as const;
    const body = { ...decision, claims: [...decision.claims] };
    const preview = await got(
      editor.POST('/v1/admin/incidents/{incident}/questions/{question}/resolve/preview', {
        params: hurt,
        body,
      }),
    );
    const decided = await got(
      editor.POST('/v1/admin/incidents/{incident}/questions/{question}/resolve', {
        params: { ...hurt, header: { 'If-Match': preview.etag } },
        body: { ...body, reason: 'the hospital counts three' },
      }),
    );
    const resolved = await got(editor.GET('/v1/incidents/{incident}/view', depot));
    expect(resolved.data.questions[0]?.status).toBe('resolved');
    await got(
      editor.POST('/v1/admin/acts/{position}/undo', {
        params: { path: { position: decided.data.position } },
        body: { reason: 'they count four by now' },
      }),
    );
    const open = await got(editor.GET('/v1/incidents/{incident}/questions/{question}', { params: hurt }));
    expect(open.data.resolution).toBeNull();
  });

  it('the fact-checker asks who said it first, who independently, and what was known when', async () => {
    const question = { params: hurt };
    const matrix = await got(checker.GET('/v1/incidents/{incident}/questions/{question}/matrix', question));
    expect(matrix.data.rows).toHaveLength(2);
    const independence = await got(
      checker.GET('/v1/incidents/{incident}/questions/{question}/independence', question),
    );
    expect(independence.data.origins).toEqual({ min: 2, max: 2 });
    const explained = await got(
      checker.GET('/v1/incidents/{incident}/questions/{question}/explain', question),
    );
    expect(explained.data.status).toBe('contested');
    const provenance = await got(
      checker.GET('/v1/claims/{claim}/provenance', { params: { path: { claim: 'gazette-hurt' } } }),
    );
    expect(provenance.data.claim.key).toBe('gazette-hurt');
    const before = await got(
      checker.GET('/v1/incidents/{incident}/view', {
        params: { ...depot.params, query: { publicAt: '2026-02-28', policy: 'range@1' } },
      }),
    );
    expect(before.data.questions[0]?.status).toBe('unreported');
    const diff = await got(
      checker.GET('/v1/incidents/{incident}/diff', {
        params: { ...depot.params, query: { from: '2026-02-28', clock: 'publicAt' } },
      }),
    );
    expect(diff.data.questions.map(({ question }) => question)).toEqual(['hurt']);
    const record = await got(
      checker.GET('/v1/sources/{source}/record', { params: { path: { source: 'courier' } } }),
    );
    expect(record.data.said.claims).toBe(1);
  });

  it('finds, follows the audit page by page, and takes a proof away', async () => {
    const found = await got(
      checker.GET('/v1/search', { params: { query: { q: 'hurt', kinds: ['claim'] } } }),
    );
    expect(found.data.items.map(({ thing }) => thing.key).toSorted()).toEqual([
      'courier-hurt',
      'gazette-hurt',
    ]);
    const types: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: { items: { type: string }[]; next: string | null } = (
        await got(
          checker.GET('/v1/audit', {
            params: { query: { order: 'oldest', limit: 5, ...(cursor !== undefined && { cursor }) } },
          }),
        )
      ).data;
      types.push(...page.items.map(({ type }) => type));
      cursor = page.next;
    }
    expect(types.filter((type) => type === 'ClaimRecorded')).toHaveLength(2);
    const proof = await got(
      checker.GET('/v1/claims/{claim}/proof', { params: { path: { claim: 'gazette-hurt' } } }),
    );
    expect(proof.data.events.length).toBeGreaterThan(0);
  });

  it('is told apart by type what went wrong', async () => {
    const forbidden = await refused(
      checker.POST('/v1/admin/incidents/{incident}/questions/{question}/reopen', {
        params: { ...hurt, header: { 'If-Match': '*' } },
        body: { reason: 'x' },
      }),
    );
    expect(forbidden.type).toBe('/problems/forbidden');
    const unknown = await refused(
      checker.GET('/v1/claims/{claim}', { params: { path: { claim: 'nobody' } } }),
    );
    expect(unknown.type).toBe('/problems/unknown-thing');
    const nobody = createClient<paths>({ baseUrl: address });
    const unsigned = await refused(
      nobody.POST('/v1/admin/incidents', { body: { key: 'mine', title: 'Mine' } }),
    );
    expect(unsigned.type).toBe('/problems/not-signed-in');
  });
});
