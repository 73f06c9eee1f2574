import { BadInstant } from '../../src/read/moments.js';
import { Views } from '../../src/read/views.js';
import { everything } from './everything.js';
import { rockets, Scenario } from './scenario.js';

describe('the two clocks', () => {
  let it1: Scenario;
  let views: Views;
  beforeEach(async () => {
    it1 = await rockets();
    views = await Views.open(it1.log, ':memory:');
  });
  afterEach(() => views.close());
  const inside = (clocks: object) => {
    const view = views.incidentViews.view(it1.id('incident', 'base'), clocks)!;
    return view.questions.find(({ key }) => key === 'inside')!.accounts.map(({ claims }) => claims);
  };

  it('knownAt answers as the ledger answered then, all of it, though it has grown since', async () => {
    const then = it1.now;
    const asked = everything(views);
    await it1.source('late');
    await it1.event('source', 'ap', 'SourceDescribed', { name: 'AP', kind: 'outlet', reason: 'short' });
    await it1.event('incident', 'base', 'IncidentDescribed', { title: 'Rockets', reason: 'short' });
    await it1.event('claim', 'c1', 'ClaimWithdrawn', { reason: 'entered twice' });
    await it1.claim('c4', 'base/outside', 'page-2', ['news'], 4);
    await it1.event('incident', 'base', 'ConstraintLifted', { constraint: 'sum-1', reason: 'no sum' });
    await views.catchUp();
    // What is of now by its nature is left out: revisions, the audit, health, pairs that look alike.
    const content = (text: string) => {
      const { audit: _, health: __, likelySame: ___, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return JSON.parse(JSON.stringify(rest), (key, value: unknown) =>
        key === 'revision' || key === 'knownAt' || key === 'position' ? undefined : value,
      ) as object;
    };
    expect(content(everything(views, { knownAt: then }))).toEqual(content(asked));
    expect(content(everything(views))).not.toEqual(content(asked));
  });

  it('knownAt is a prefix of the log, also where a clock was set back', async () => {
    await it1.at('2026-01-05T12:00:00Z').claim('c4', 'base/outside', 'page-1', ['ap'], 9);
    await it1.at('2026-01-05T11:00:00Z').claim('c5', 'base/outside', 'page-1', ['news'], 7);
    await views.catchUp();
    const known = (knownAt: string) =>
      views.claims
        .list({ question: it1.id('question', 'base/outside') }, { knownAt })
        .items.map((c) => c.name);
    // c5 says 11:00, and was written after 12:00 had been: until 12:00 the ledger did not hold it.
    expect(known('2026-01-05T11:30:00Z')).toEqual(['c2']);
    expect(known('2026-01-05T12:00:00Z')).toEqual(['c2', 'c4', 'c5']);
  });

  it('a T later than what was seen is provisional, one within is not', () => {
    const view = (knownAt: string) => views.incidentViews.view(it1.id('incident', 'base'), { knownAt })!;
    expect(view('2030-01-01').provisional).toBe(true);
    expect(view(it1.now).provisional).toBeUndefined();
    expect(view(it1.now).knownAt).toBe(it1.now);
    expect(view(it1.now).position).toBe(it1.position);
  });

  it('a date as knownAt is the end of that day in UTC', async () => {
    await it1.at('2026-01-06T00:00:00.000Z').claim('c4', 'base/outside', 'page-1', ['ap'], 9);
    await views.catchUp();
    const claims = (knownAt: string) => views.incidents.get(it1.id('incident', 'base'), { knownAt })!.claims;
    expect([claims('2026-01-05'), claims('2026-01-06')]).toEqual([3, 4]);
  });

  it('publicAt keeps what was surely public by then: in views, counts, lists, and what a source said', () => {
    const at10 = { publicAt: '2022-01-05T10:00:00Z' };
    const before = { publicAt: '2022-01-05T09:59:59Z' };
    const incident = it1.id('incident', 'base');
    // page-2 is dated the 5th in New York: surely public when that day ends there, at 05:00 UTC on the 6th.
    const later = { publicAt: '2022-01-06T05:00:00Z' };
    expect([inside(before), inside(at10), inside(later)]).toEqual([[], [['c1']], [['c1', 'c3']]]);
    expect([before, at10, later].map((clocks) => views.incidents.get(incident, clocks)!.claims)).toEqual([
      0, 2, 3,
    ]);
    expect(views.incidents.list({}, before).items).toEqual([]);
    expect(views.incidents.list({}, at10).items.map(({ name }) => name)).toEqual(['base']);
    const said = views.sources.said(it1.id('source', 'ap'), at10).items;
    expect(said.map(({ claim }) => claim.name)).toEqual(['c1', 'c2']);
    expect(views.sources.list({}, at10).items.map(({ name }) => name)).toEqual(['ap', 'officer']);
    expect(views.documents.list({}, at10).items.map(({ name }) => name)).toEqual(['page-1']);
    const found = (clocks: object) => views.search.find({ text: 'rockets said officer' }, clocks).items;
    expect(found(at10).map(({ thing }) => thing.name)).toEqual(['c2', 'c1']);
    expect(found(later).map(({ thing }) => thing.name)).toEqual(['c3', 'c2', 'c1']);
  });

  it('search finds a text as it stood then', async () => {
    const then = it1.now;
    await it1.event('claim', 'c1', 'ClaimTranscriptionCorrected', {
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five projectiles' },
      reason: 'mistyped',
    });
    await views.catchUp();
    const names = (text: string, clocks = {}) =>
      views.search.find({ text, kinds: ['claim'] }, clocks).items.map(({ thing }) => thing.name);
    expect([names('projectiles'), names('rockets')]).toEqual([['c1'], ['c3', 'c2']]);
    expect([names('projectiles', { knownAt: then }), names('rockets', { knownAt: then })]).toEqual([
      [],
      ['c3', 'c2', 'c1'],
    ]);
  });

  it.each(['yesterday', '2022-13-01', '2022-01-05T14:00'])(
    '%s is no instant, and the error says so',
    (instant) => {
      expect(() => views.incidents.list({}, { publicAt: instant })).toThrow(BadInstant);
      expect(() => views.incidents.list({}, { knownAt: instant })).toThrow(/neither a date/);
    },
  );
});
