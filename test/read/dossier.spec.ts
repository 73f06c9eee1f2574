import type { Dossier, QuestionDossier } from '../../src/domain/reconcile/dossier.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { Views } from '../../src/read/views.js';
import { rockets, Scenario } from './scenario.js';

/** What reconciliation is given: chapter by chapter, what must be in it and how it is called. */
describe('a dossier', () => {
  let it1: Scenario;
  let views: Views;
  const reason = 'because';
  const id: Scenario['id'] = (kind, key) => it1.id(kind, key);
  beforeEach(async () => {
    it1 = await rockets();
    views = await Views.open(it1.log, ':memory:');
  });
  afterEach(() => views.close());
  async function dossier(incident = 'base'): Promise<Dossier> {
    await views.catchUp();
    return views.incidentViews.dossier(id('incident', incident))!;
  }
  const questions = (of: Dossier): QuestionDossier[] =>
    of.incidents.flatMap((incident) => incident.questions);
  const question = (of: Dossier, name: string) => questions(of).find((one) => one.name === name)!;

  it('holds claims in order of entry, with everything that reconciliation asks of them', async () => {
    await it1.event('claim', 'c1', 'ClaimCredibilityAssessed', { credibility: '3', reason });
    const inside = question(await dossier(), 'base/inside');
    expect(inside.claims).toEqual([
      {
        name: 'c1',
        entry: 12,
        placed: 12,
        value: { kind: 'exact', n: 5 },
        supersedes: [],
        chain: ['ap', 'officer'],
        jointly: [],
        lineageRecorded: true,
        inferred: false,
        publishedAt: '2022-01-05T10:00:00Z',
        timeZone: 'UTC',
        credibility: '3',
        rank: 'normal',
      },
      {
        name: 'c3',
        entry: 14,
        placed: 14,
        value: { kind: 'exact', n: 5 },
        supersedes: [],
        chain: ['news', 'ap', 'officer'],
        jointly: [],
        lineageRecorded: true,
        inferred: false,
        publishedAt: '2022-01-05',
        timeZone: 'America/New_York',
        rank: 'normal',
      },
    ]);
  });

  it('holds the questions that constraints link, across incidents, directly or not, and no others', async () => {
    await it1.incident('all');
    await it1.incident('apart');
    await it1.question('all/landed');
    await it1.question('all/unlinked');
    await it1.question('apart/landed');
    await it1.event('incident', 'base', 'IncidentPlacedUnder', { parent: id('incident', 'all') });
    await it1.event('incident', 'all', 'ConstraintDeclared', {
      constraint: 'across',
      relation: {
        kind: 'at-most',
        lesser: id('question', 'base/landed'),
        greater: id('question', 'all/landed'),
      },
    });
    const got = await dossier();
    expect(got.incidents.map(({ name, partOf }) => [name, partOf])).toEqual([
      ['base', 'all'],
      ['all', undefined],
    ]);
    expect(questions(got).map(({ name }) => name)).toEqual([
      'base/landed',
      'base/inside',
      'base/outside',
      'all/landed',
    ]);
    expect(got.incidents[1]!.constraints).toEqual([
      { kind: 'at-most', lesser: 'base/landed', greater: 'all/landed' },
    ]);
    expect(questions(await dossier('apart')).map(({ name }) => name)).toEqual(['apart/landed']);
    await it1.event('incident', 'all', 'ConstraintLifted', { constraint: 'across', reason });
    expect(questions(await dossier()).map(({ name }) => name)).not.toContain('all/landed');
  });

  it('heeds a constraint that was declared on an incident with no question of its own', async () => {
    await it1.incident('apart');
    await it1.event('incident', 'apart', 'ConstraintDeclared', {
      constraint: 'from-afar',
      relation: {
        kind: 'at-most',
        lesser: id('question', 'base/inside'),
        greater: id('question', 'base/outside'),
      },
    });
    const constraint = { kind: 'at-most', lesser: 'base/inside', greater: 'base/outside' };
    const apart = (await dossier()).incidents.find(({ name }) => name === 'apart');
    expect(apart).toMatchObject({ questions: [], constraints: [constraint] });
  });

  it('holds the questions that responses and supersessions link', async () => {
    await it1.incident('other');
    await it1.question('other/fired');
    await it1.question('other/harmed');
    await it1.claim('fired', 'other/fired', 'page-2', ['news'], 8, {
      response: { to: [id('claim', 'c1')], stance: 'corrects' },
    });
    await it1.claim('harmed', 'other/harmed', 'page-2', ['news'], 8);
    expect(questions(await dossier()).map(({ name }) => name)).toContain('other/fired');
    const superseded = await it1.event('claim', 'c2', 'ClaimSuperseded', {
      by: id('claim', 'harmed'),
      as: 'update',
      reason,
    });
    const got = await dossier();
    expect(question(got, 'other/harmed').claims[0]!.supersedes).toEqual([{ claim: 'c2', as: 'update' }]);
    await it1.undo('claim', 'c2', superseded, 'ClaimSuperseded');
    expect(questions(await dossier()).map(({ name }) => name)).not.toContain('other/harmed');
    await it1.event('claim', 'fired', 'ClaimWithdrawn', { reason });
    expect(questions(await dossier()).map(({ name }) => name)).not.toContain('other/fired');
  });

  it('takes an editor’s word on what a claim replaces for that of its text, until it is taken back', async () => {
    await it1.claim('again', 'base/inside', 'page-2', ['ap', 'officer'], 8, {
      supersedes: { claim: id('claim', 'c1'), as: 'update' },
    });
    const replaced = async () =>
      question(await dossier(), 'base/inside').claims.find(({ name }) => name === 'again')!.supersedes;
    expect(await replaced()).toEqual([{ claim: 'c1', as: 'update' }]);
    const act = await it1.event('claim', 'c1', 'ClaimSuperseded', {
      by: id('claim', 'again'),
      as: 'correction',
      reason,
    });
    expect(await replaced()).toEqual([{ claim: 'c1', as: 'correction' }]);
    const other = await it1.event('claim', 'c1', 'ClaimSuperseded', {
      by: id('claim', 'again'),
      as: 'retraction',
      reason,
    });
    expect(await replaced()).toEqual([{ claim: 'c1', as: 'retraction' }]);
    await it1.undo('claim', 'c1', other, 'ClaimSuperseded');
    expect(await replaced()).toEqual([{ claim: 'c1', as: 'correction' }]);
    await it1.undo('claim', 'c1', act, 'ClaimSuperseded');
    expect(await replaced()).toEqual([{ claim: 'c1', as: 'update' }]);
  });

  it('tells of a response whose target was withdrawn that it had perhaps been published, and uses it for nothing', async () => {
    await it1.claim('denial', 'base/inside', 'page-2', ['army'], 8, {
      question: undefined,
      value: undefined,
      response: { to: [id('claim', 'c1')], stance: 'denies' },
      publishedAt: '2022-01-06',
    } as never);
    const withdrawn = await it1.event('claim', 'c1', 'ClaimWithdrawn', { reason });
    await views.catchUp();
    const view = (publicAt: string) => views.incidentViews.view(id('incident', 'base'), { publicAt })!;
    expect(view('2022-01-06T12:00:00Z').perhapsPublic).toEqual(['denial']);
    expect(view('2022-01-05T12:00:00Z').perhapsPublic).not.toContain('denial');
    expect(view('2022-01-08').perhapsPublic).toEqual([]);
    expect(JSON.stringify(view('2022-01-08').questions)).not.toContain('denial');
    await it1.undo('claim', 'c1', withdrawn, 'ClaimWithdrawn');
    await views.catchUp();
    expect(JSON.stringify(view('2022-01-08').questions)).toContain('denial');
  });

  it('holds the sources of chains, what they belong to, those marked the same, those that share an identifier, and so on', async () => {
    await it1.source('ministry', { kind: 'organisation' });
    await it1.source('army-2', { kind: 'organisation', speaksFor: id('source', 'ministry') });
    await it1.source('ap-1', { sameAs: ['wikidata:Q40469'] });
    await it1.source('ap-0', { sameAs: ['wikidata:Q40469', 'case:ap'] });
    await it1.source('stranger');
    await it1.event('source', 'army', 'SourcesMarkedSame', { other: id('source', 'army-2'), reason });
    await it1.event('source', 'army', 'IndependenceAsserted', { other: id('source', 'ap'), reason });
    await it1.event('source', 'stranger', 'SourcesMarkedDistinct', { other: id('source', 'ap'), reason });
    const got = await dossier();
    expect(
      got.sources.map(({ name, memberOf, speaksFor, sameAs }) => [name, memberOf ?? speaksFor, sameAs]),
    ).toEqual([
      ['ap', undefined, ['case:ap']],
      ['news', undefined, []],
      ['army', undefined, []],
      ['officer', 'army', []],
      ['ministry', undefined, []],
      ['army-2', 'ministry', []],
      ['ap-1', undefined, ['wikidata:Q40469']],
      ['ap-0', undefined, ['wikidata:Q40469', 'case:ap']],
    ]);
    expect(got.ties).toEqual([{ same: true, a: 'army', b: 'army-2' }]);
    expect(got.independent).toEqual([['army', 'ap']]);
  });

  it('calls things by their bare key, by namespace:key where two of what is loaded have it, by id without a key', async () => {
    const other = new Scenario(it1.log, 'other');
    await other.source('ap');
    const unnamed = '0192f0aa-0000-5000-8000-000000000001';
    const recorded = (more: object) => ({
      incident: id('incident', 'base'),
      question: id('question', 'base/inside'),
      document: id('document', 'page-1'),
      chain: [other.id('source', 'ap')],
      value: { kind: 'exact', n: 6 },
      ...more,
    });
    await it1.raw('claim', unnamed, 'ClaimRecorded', recorded({ namespace: 'local' }));
    await it1.raw(
      'claim',
      other.id('claim', 'c1'),
      'ClaimRecorded',
      recorded({ namespace: 'other', key: 'c1' }),
    );
    const inside = question(await dossier(), 'base/inside');
    expect(inside.claims.map(({ name, chain }) => [name, chain[0]])).toEqual([
      ['case:c1', 'case:ap'],
      ['c3', 'news'],
      [unnamed, 'other:ap'],
      ['other:c1', 'other:ap'],
    ]);
    expect(views.names.resolve('claim', 'c1').found).toBe('many');
    expect(views.names.resolve('claim', 'other:c1')).toMatchObject({
      found: 'one',
      thing: { name: 'other:c1' },
    });
    expect(views.names.resolve('claim', unnamed)).toMatchObject({ found: 'one', thing: { name: unnamed } });
    expect(views.names.resolve('claim', 'nothing')).toEqual({ found: 'none' });
    expect(views.names.resolve('question', 'base/inside')).toMatchObject({ found: 'one' });
    expect(views.names.resolve('question', 'case:base/inside')).toMatchObject({ found: 'one' });
  });

  it('hands over the same object for a question on which nothing changed', async () => {
    const before = await dossier();
    await it1.claim('c9', 'base/outside', 'page-1', ['ap'], 9);
    const after = await dossier();
    expect(question(after, 'base/inside')).toBe(question(before, 'base/inside'));
    expect(question(after, 'base/landed')).toBe(question(before, 'base/landed'));
    expect(question(after, 'base/outside')).not.toBe(question(before, 'base/outside'));
    const same = views.incidentViews.dossier(id('incident', 'base'), it1.now);
    expect(same).toBe(after);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a grade', () => it1.event('claim', 'c1', 'ClaimCredibilityAssessed', { credibility: '2', reason })],
    ['a rank', () => it1.event('claim', 'c1', 'ClaimRanked', { rank: 'deprecated', reason })],
    ['a withdrawal', () => it1.event('claim', 'c1', 'ClaimWithdrawn', { reason })],
    [
      'a better attribution',
      () => it1.event('claim', 'c1', 'AttributionCorrected', { chain: [id('source', 'ap')], reason }),
    ],
    [
      'a better transcription',
      () => it1.event('claim', 'c1', 'ClaimTranscriptionCorrected', { value: { kind: 'none' }, reason }),
    ],
    [
      'another wording of it',
      () => it1.event('question', 'base/inside', 'QuestionReworded', { ask: 'Inside?', reason }),
    ],
    [
      'a supersession of a claim elsewhere',
      () => it1.event('claim', 'c2', 'ClaimSuperseded', { by: id('claim', 'c3'), as: 'update', reason }),
    ],
    [
      'a decision',
      () =>
        it1.event('question', 'base/inside', 'QuestionResolved', {
          value: { kind: 'exact', n: 5 },
          claims: [id('claim', 'c1')],
          stood: [],
          method: 'reconciliation@1',
          seen: '',
          reason,
        }),
    ],
    [
      'a claim that moves away',
      () =>
        it1.event('claim', 'c1', 'ClaimMovedToQuestion', {
          incident: id('incident', 'base'),
          question: id('question', 'base/landed'),
          reason,
        }),
    ],
  ])('is anew after %s', async (_, act) => {
    const before = question(await dossier(), 'base/inside');
    await act();
    const after = question(await dossier(), 'base/inside');
    expect(after).not.toBe(before);
    expect(after).not.toEqual(before);
  });

  it('a withdrawn claim is as if never entered, also for what responds to it', async () => {
    await it1.raw('claim', id('claim', 'denial'), 'ClaimRecorded', {
      namespace: 'case',
      key: 'denial',
      incident: id('incident', 'base'),
      document: id('document', 'page-2'),
      chain: [id('source', 'army')],
      response: { to: [id('claim', 'c1')], stance: 'denies' },
    });
    const names = async () => question(await dossier(), 'base/inside').claims.map(({ name }) => name);
    expect(await names()).toEqual(['c1', 'c3', 'denial']);
    const withdrawn = await it1.event('claim', 'c1', 'ClaimWithdrawn', { reason });
    expect(await names()).toEqual(['c3', 'denial']);
    expect(question(await dossier(), 'base/inside').claims.at(-1)!.response).toBeUndefined();
    await it1.undo('claim', 'c1', withdrawn, 'ClaimWithdrawn');
    expect(await names()).toEqual(['c1', 'c3', 'denial']);
  });

  it('says in a fault what is named and is not in the record, and mends it when that comes', async () => {
    await it1.claim('early', 'base/inside', 'page-1', ['ap'], 5, {
      response: { to: [id('claim', 'late')], stance: 'doubts' },
    });
    const before = await dossier();
    expect(before.faults).toEqual([expect.stringContaining('early names the claim')]);
    expect(question(before, 'base/inside').claims.at(-1)!.response).toBeUndefined();
    await it1.claim('late', 'base/outside', 'page-1', ['ap'], 5);
    const after = await dossier();
    expect(after.faults).toEqual([]);
    expect(question(after, 'base/inside').claims.at(-1)!.response).toEqual({
      to: ['late'],
      stance: 'doubts',
    });
  });

  it('a resolution had not seen what was entered later; in a preview, what was published after its moment', async () => {
    const decide = async () =>
      it1.event('question', 'base/inside', 'QuestionResolved', {
        value: { kind: 'exact', n: 5 },
        claims: [id('claim', 'c1')],
        stood: [id('claim', 'c1')],
        method: 'reconciliation@1',
        seen: 'digest',
        reason,
      });
    it1.at('2026-02-01T00:00:00Z');
    await decide();
    const resolution = async () => question(await dossier(), 'base/inside').resolution!;
    expect(await resolution()).toMatchObject({ claims: ['c1'], unseen: { entry: 15 } });
    await views.close();
    views = await Views.open(it1.log, ':memory:', { unseen: 'by-publication' });
    expect((await resolution()).unseen).toEqual({ publishedAfter: '2026-02-01T00:00:00.000Z' });
    it1.at('9999-12-31T23:59:59.999Z');
    await decide();
    expect((await resolution()).unseen).toEqual({ publishedAfter: null });
  });

  it('is undefined for what is no incident, or was none then', async () => {
    expect(views.incidentViews.dossier(id('incident', 'none'))).toBeUndefined();
    expect(views.incidentViews.dossier(id('claim', 'c1'))).toBeUndefined();
    expect(views.incidentViews.dossier(id('incident', 'base'), '2025-01-01')).toBeUndefined();
    expect(await Views.open(new MemoryLog(), ':memory:').then((none) => none.position())).toBeNull();
  });
});
