import { thingId } from '../../src/domain/names.js';
import { WebModule } from '../../src/web/web.module.js';
import { enterTheOfficer, five } from './support/officer.js';
import { startServer, type TestServer } from './support/server.js';

const inside = '/v1/admin/incidents/base/questions/inside';
interface Since {
  since: { etag: string; events: { type: string }[]; questions?: { question: string }[] };
}

describe('deciding a question', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const viewTag = async () => String((await server.inject('/v1/incidents/base/view')).headers.etag);
  const resolve = (payload: object, tag: string) =>
    server.inject({
      method: 'POST',
      url: `${inside}/resolve`,
      payload: { value: { kind: 'exact', n: 5 }, claims: ['five'], reason: 'on the spot', ...payload },
      headers: { 'if-match': tag },
    });
  const preview = (claims: string[]) =>
    server.inject({
      method: 'POST',
      url: `${inside}/resolve/preview`,
      payload: { value: { kind: 'exact', n: 5 }, claims },
    });
  /** As a disk does: everything asked meanwhile is decided before the first of it is in the log. */
  const appendSlowly = () => {
    const append = server.log.append.bind(server.log);
    server.log.append = async (...args) => {
      await new Promise((go) => setTimeout(go, 50));
      return append(...args);
    };
  };

  it('lets one of those who decide on one view at once win, and tells the others what was decided', async () => {
    const tag = await viewTag();
    appendSlowly();
    const answers = await Promise.all(
      [5, 6, 7].map((n) => resolve({ value: { kind: 'exact', n }, reason: `no. ${n}` }, tag)),
    );
    const lost = answers.filter(({ statusCode }) => statusCode !== 200);
    expect(lost.map(({ statusCode }) => statusCode)).toEqual([412, 412]);
    const etag = await viewTag();
    for (const answer of lost) {
      expect(answer.json<Since>().since).toMatchObject({
        etag,
        events: [{ type: 'QuestionResolved' }],
        questions: expect.arrayContaining([expect.objectContaining({ question: 'inside' })]),
      });
    }
    expect((await resolve({ reason: 'having seen it' }, etag)).statusCode).toBe(200);
  });

  it('takes both of two who say that they take the question as it is', async () => {
    appendSlowly();
    const answers = await Promise.all([5, 6].map((n) => resolve({ value: { kind: 'exact', n } }, '*')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  });

  it('shows in the workspace, too, what another decided at the same moment', async () => {
    const page = (await server.inject('/incidents/base/questions/inside/resolve')).body;
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
    const send = (low: string) =>
      server.inject({
        method: 'POST',
        url: '/incidents/base/questions/inside/resolve',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({
          seen: hidden('seen'),
          stood: hidden('stood'),
          number: 'exact',
          low,
          claims: 'five',
          reason: `it was ${low}`,
          step: 'decide',
        }).toString(),
      });
    appendSlowly();
    const answers = await Promise.all([send('5'), send('6')]);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([303, 409]));
    const lost = answers.find(({ statusCode }) => statusCode === 409)!;
    expect(lost.body).toContain('The record changed while you were deciding');
  });

  it('looks for the view that was seen once, however many tags are sent', async () => {
    const seen = await viewTag();
    await new Promise((go) => setTimeout(go, 5));
    await server.admin('POST', '/claims', { ...five, key: 'seven', value: { kind: 'exact', n: 7 } });
    const asked: number[] = [];
    const since = server.views.incidentViews.since.bind(server.views.incidentViews);
    server.views.incidentViews.since = (incident, digests, request) => {
      asked.push(digests.size);
      return since(incident, digests, request);
    };
    const others = Array.from({ length: 150 }, (_, n) => `"${String(n).padStart(64, '0')}"`);
    const stale = await resolve({}, [...others, seen].join(', '));
    expect(stale.json<Since>().since.events).toMatchObject([{ type: 'ClaimRecorded' }]);
    expect(asked).toEqual([151]);
  });

  it('lets others be served while it looks for a view that was seen', async () => {
    for (let n = 0; n < 12; n += 1) {
      await server.admin('POST', '/claims/five/rank', {
        rank: n % 2 ? 'normal' : 'deprecated',
        reason: `${n}`,
      });
      await new Promise((go) => setTimeout(go, 2));
    }
    const base = server.views.names.resolve('incident', 'base');
    let turns = 0;
    let counting = setImmediate(function count() {
      turns += 1;
      counting = setImmediate(count);
    });
    const none = await server.views.incidentViews.since(
      base.found === 'one' ? base.thing.id : '',
      new Set(['0'.repeat(64)]),
    );
    clearImmediate(counting);
    expect(none).toBeUndefined();
    expect(turns).toBeGreaterThan(10);
  });

  it('refuses in the preview already what it could not rest on', async () => {
    expect((await preview(['three'])).json()).toMatchObject({
      status: 422,
      code: 'other-question',
      errors: [{ field: '/claims/0' }],
    });
    await server.admin('POST', '/claims/five/withdraw', { reason: 'entered twice' });
    expect((await preview(['five'])).json()).toMatchObject({ status: 422, code: 'withdrawn' });
  });

  it('knows the claims that stood where another incident has claims of the same keys', async () => {
    const namespace = 'other';
    const id = (kind: 'incident' | 'source' | 'document' | 'claim', key: string, of = namespace) =>
      thingId(server.log.ledger, kind, of, key);
    await server.enterElsewhere({ type: 'RegisterSource', namespace, key: 's', name: 'S', kind: 'person' });
    await server.enterElsewhere({ type: 'OpenIncident', namespace, key: 'elsewhere', title: 'Elsewhere' });
    await server.enterElsewhere({
      type: 'RegisterDocument',
      namespace,
      key: 'd',
      publisher: id('source', 's'),
      title: 'D',
      kind: 'article',
    });
    await server.enterElsewhere({
      type: 'RaiseQuestion',
      incident: id('incident', 'elsewhere'),
      key: 'q',
      ask: 'How many?',
      valueType: 'count',
    });
    await server.enterElsewhere({
      type: 'RecordClaim',
      namespace,
      key: 'five',
      incident: id('incident', 'elsewhere'),
      question: thingId(server.log.ledger, 'question', namespace, 'elsewhere/q'),
      document: id('document', 'd'),
      chain: [id('source', 's')],
      value: { kind: 'exact', n: 9 },
    });
    const own = id('claim', 'five', 'local');
    expect((await preview(['local:five'])).json()).toMatchObject({ against: [] });
    const decided = await resolve({ claims: [own] }, await viewTag());
    const event = await server.views.audit.event(decided.json<{ position: string }>().position);
    expect(event?.data).toMatchObject({ claims: [own], stood: [own] });

    const page = (await server.inject('/incidents/base/questions/inside/resolve')).body;
    expect(page).toMatch(/name="claims" value="five" checked/);
  });
});
