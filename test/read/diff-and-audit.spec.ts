import { Views } from '../../src/read/views.js';
import { all } from './everything.js';
import { rockets, type Scenario } from './scenario.js';

describe('what changed, and who changed it', () => {
  let it1: Scenario;
  let views: Views;
  const id: Scenario['id'] = (kind, key) => it1.id(kind, key);
  beforeEach(async () => {
    it1 = await rockets();
    views = await Views.open(it1.log, ':memory:');
  });
  afterEach(() => views.close());

  it('a diff by knownAt names the events that bear on the view, their actors and reasons, and no others', async () => {
    const then = it1.now;
    it1.actor = 'ben';
    await it1.incident('elsewhere');
    await it1.question('elsewhere/fired');
    await it1.claim('no-part', 'elsewhere/fired', 'page-1', ['ap'], 1);
    await it1.claim('c4', 'base/inside', 'page-1', ['army'], 7);
    it1.actor = 'eve';
    await it1.event('claim', 'c2', 'ClaimWithdrawn', { reason: 'entered twice' });
    await it1.event('source', 'officer', 'SourceReliabilityAssessed', {
      reliability: 'B',
      reason: 'was right',
    });
    await views.catchUp();
    const diff = (await views.incidentViews.diff(id('incident', 'base'), {
      from: { knownAt: then },
      to: {},
    }))!;
    const told = diff.events.map(({ type, actor, thing, question, data }) => [
      type,
      actor,
      thing!.name,
      question?.name,
      data['reason'],
    ]);
    expect(told).toEqual([
      ['ClaimRecorded', 'ben', 'c4', 'base/inside', undefined],
      ['ClaimWithdrawn', 'eve', 'c2', 'base/outside', 'entered twice'],
      ['SourceReliabilityAssessed', 'eve', 'officer', undefined, 'was right'],
    ]);
    expect(
      diff.questions.map(({ question, appeared, disappeared }) => [question, appeared, disappeared]),
    ).toEqual([
      ['landed', [], []],
      ['inside', ['c4'], []],
      ['outside', [], ['c2']],
    ]);
    expect(diff.questions[1]!.status).toEqual({ before: 'single-origin', after: 'contested' });
    expect(diff).toMatchObject({ published: [], leftOut: 0, from: { knownAt: then }, to: { knownAt: null } });
  });

  it('a diff by publicAt names what was published between', async () => {
    const request = { from: { publicAt: '2022-01-05T10:00:00Z' }, to: { publicAt: '2022-01-07' } };
    const diff = (await views.incidentViews.diff(id('incident', 'base'), request))!;
    expect(
      diff.published.map(({ claim, question, publishedAt }) => [claim.name, question.name, publishedAt]),
    ).toEqual([['c3', 'base/inside', '2022-01-05']]);
    expect(diff.events).toEqual([]);
    expect(diff.questions.map(({ question, appeared }) => [question, appeared])).toEqual([
      // what it derives now rests on one more claim
      ['landed', []],
      ['inside', ['c3']],
    ]);
  });

  it('a claim that moved away is told of the view that it left', async () => {
    const then = it1.now;
    await it1.incident('other');
    await it1.question('other/fired');
    await it1.event('claim', 'c2', 'ClaimMovedToQuestion', {
      incident: id('incident', 'other'),
      question: id('question', 'other/fired'),
      reason: 'about the other base',
    });
    await views.catchUp();
    const diff = (await views.incidentViews.diff(id('incident', 'base'), {
      from: { knownAt: then },
      to: {},
    }))!;
    expect(diff.events.map(({ type, thing }) => [type, thing!.name])).toEqual([
      ['ClaimMovedToQuestion', 'c2'],
    ]);
  });

  it('from before the incident was in the record everything is new; of no incident there is no diff', async () => {
    const from = { knownAt: '2020-01-01' };
    const diff = (await views.incidentViews.diff(id('incident', 'base'), { from, to: {} }))!;
    expect(diff.events.map(({ type }) => type)).toContain('IncidentOpened');
    expect(diff.from.position).toBeNull();
    expect(await views.incidentViews.diff(id('incident', 'none'), { from, to: {} })).toBeUndefined();
  });

  it('the audit has every event, by actor, thing, type and time, in pages that fit together', async () => {
    it1.actor = 'eve';
    await it1
      .at('2026-03-01T00:00:00Z')
      .event('claim', 'c1', 'ClaimRanked', { rank: 'deprecated', reason: 'a slip' });
    await it1.event('claim', 'c2', 'ClaimRanked', { rank: 'deprecated', reason: 'a slip' });
    await views.catchUp();
    const list = (filter: object) =>
      [...all((page) => views.audit.list(filter, page), 2)].map(
        ({ type, thing }) => `${type} ${thing!.name}`,
      );
    expect(list({})).toHaveLength(16);
    expect(list({ order: 'oldest' })).toEqual(list({}).toReversed());
    expect(list({ actor: 'eve' })).toEqual(['ClaimRanked c2', 'ClaimRanked c1']);
    expect(list({ actor: 'eve', thing: id('claim', 'c1') })).toEqual(['ClaimRanked c1']);
    expect(list({ thing: id('claim', 'c1') })).toEqual(['ClaimRanked c1', 'ClaimRecorded c1']);
    expect(list({ type: 'ClaimRecorded', order: 'oldest' })).toEqual(
      ['c1', 'c2', 'c3'].map((c) => `ClaimRecorded ${c}`),
    );
    expect(list({ from: '2026-03-01' })).toHaveLength(2);
    expect(list({ to: '2026-02-28' })).toHaveLength(14);
    expect(list({ from: '2026-03-01T00:00:00Z', to: '2026-03-01T00:00:00Z' })).toEqual(['ClaimRanked c1']);
    expect(list({ actor: 'nobody' })).toEqual([]);
    expect(() => views.audit.list({}, { cursor: 'made-up' })).toThrow(/begin again/);
  });

  it('an event has its data, from the log; the history of a thing is all of them in order, as known then', async () => {
    const then = it1.now;
    await it1.event('claim', 'c1', 'ClaimRanked', { rank: 'deprecated', reason: 'a slip' });
    await views.catchUp();
    const event = (await views.audit.event(it1.position))!;
    expect(event).toMatchObject({
      type: 'ClaimRanked',
      data: { rank: 'deprecated', reason: 'a slip' },
      revision: 1,
    });
    expect(await views.audit.event('99999')).toBeUndefined();
    const types = async (clocks = {}) =>
      (await views.audit.history(id('claim', 'c1'), clocks)).map(({ type }) => type);
    expect(await types()).toEqual(['ClaimRecorded', 'ClaimRanked']);
    expect(await types({ knownAt: then })).toEqual(['ClaimRecorded']);
    expect(await views.audit.history(id('claim', 'none'))).toEqual([]);
  });

  it('the digest is of all that an editor sees but the position', async () => {
    const digest = () => views.incidentViews.digest(views.incidentViews.view(id('incident', 'base'))!);
    const before = digest();
    await it1.source('elsewhere');
    await views.catchUp();
    expect(digest()).toBe(before);
    await it1.claim('c4', 'base/inside', 'page-1', ['army'], 7);
    await views.catchUp();
    expect(digest()).not.toBe(before);
  });
});
