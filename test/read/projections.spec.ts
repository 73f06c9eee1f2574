import { Views } from '../../src/read/views.js';
import { rockets, type Scenario } from './scenario.js';

/** What every event does to the views. */
describe('the views after', () => {
  let it1: Scenario;
  let views: Views;
  const id: Scenario['id'] = (kind, key) => it1.id(kind, key);
  const reason = 'because';
  const claim = (key: string, clocks = {}) => views.claims.get(id('claim', key), clocks)!;
  const source = (key: string) => views.sources.get(id('source', key))!;
  const base = () => views.incidents.get(id('incident', 'base'))!;
  const inside = () => views.questions.get(id('question', 'base/inside'))!;

  beforeEach(async () => {
    it1 = await rockets();
    views = await Views.open(it1.log, ':memory:');
  });
  afterEach(() => views.close());

  it('IncidentOpened, QuestionRaised, ConstraintDeclared, ClaimRecorded: what a case begins with', () => {
    expect(base()).toMatchObject({ name: 'base', place: 'Anbar', questions: 3, claims: 3, revision: 1 });
    expect(base().questionList.map(({ name, claims }) => [name, claims])).toEqual([
      ['base/landed', 0],
      ['base/inside', 2],
      ['base/outside', 1],
    ]);
    expect(base().constraints.map(({ text }) => text)).toEqual(['landed = inside + outside']);
    expect(claim('c3')).toMatchObject({
      name: 'c3',
      value: { kind: 'exact', n: 5 },
      publishedAt: '2022-01-05',
      timeZone: 'America/New_York',
      rank: 'normal',
      credibility: null,
      withdrawn: false,
      revision: 0,
    });
    expect(claim('c3').chain.map(({ name, label }) => [name, label])).toEqual([
      ['news', 'NEWS'],
      ['ap', 'Associated Press'],
      ['officer', 'An officer'],
    ]);
  });

  it('IncidentDescribed, IncidentPlacedUnder: its description whole, and its parent', async () => {
    await it1.incident('all');
    await it1.event('incident', 'base', 'IncidentDescribed', { title: 'Rockets', reason });
    await it1.event('incident', 'base', 'IncidentPlacedUnder', { parent: id('incident', 'all') });
    await views.catchUp();
    expect(base()).toMatchObject({ title: 'Rockets', partOf: { name: 'all' } });
    expect(base().place).toBeUndefined();
    expect(views.incidents.get(id('incident', 'all'))!.parts.map(({ name }) => name)).toEqual(['base']);
    expect(views.incidents.list({ parent: id('incident', 'all') }).items.map(({ name }) => name)).toEqual([
      'base',
    ]);
    await it1.event('incident', 'base', 'IncidentPlacedUnder', { parent: null });
    await views.catchUp();
    expect(base().partOf).toBeNull();
  });

  it('ConstraintLifted and declared again: it links no more, then again', async () => {
    await it1.event('incident', 'base', 'ConstraintLifted', { constraint: 'sum-1', reason });
    await views.catchUp();
    expect(base().constraints).toEqual([]);
    const relation = {
      kind: 'at-most' as const,
      lesser: id('question', 'base/inside'),
      greater: id('question', 'base/landed'),
    };
    await it1.event('incident', 'base', 'ConstraintDeclared', { constraint: 'c', relation });
    await views.catchUp();
    expect(base().constraints.map(({ text }) => text)).toEqual(['inside <= landed']);
  });

  it('QuestionReworded, QuestionResolved, QuestionReopened', async () => {
    await it1.event('question', 'base/inside', 'QuestionReworded', { ask: 'Inside the fence?', reason });
    const value = { kind: 'exact' as const, n: 5 };
    const claims = [id('claim', 'c1')];
    const rest = { stood: claims, method: 'reconciliation@1', seen: 'digest', reason: 'both say so' };
    await it1.event('question', 'base/inside', 'QuestionResolved', { value, claims, ...rest });
    await views.catchUp();
    expect(inside()).toMatchObject({ ask: 'Inside the fence?', resolved: true });
    expect(inside().resolution).toMatchObject({
      value,
      reason: 'both say so',
      actor: 'ann',
      seen: 'digest',
      claims: [{ name: 'c1' }],
    });
    expect(views.questions.list({ resolved: true }).items.map(({ name }) => name)).toEqual(['base/inside']);
    await it1.event('question', 'base/inside', 'QuestionReopened', { reason });
    await views.catchUp();
    expect(inside()).toMatchObject({ resolution: null, resolved: false });
  });

  it('SourceDescribed, SourceReliabilityAssessed', async () => {
    await it1.event('source', 'officer', 'SourceReliabilityAssessed', {
      reliability: 'B',
      reason: 'was right',
    });
    await it1.event('source', 'officer', 'SourceDescribed', {
      name: 'Colonel X',
      kind: 'person',
      speaksFor: id('source', 'army'),
      reason,
    });
    await views.catchUp();
    expect(source('officer')).toMatchObject({
      label: 'Colonel X',
      sourceKind: 'person',
      reliability: 'B',
      memberOf: null,
      speaksFor: { name: 'army' },
      graded: { reason: 'was right' },
    });
    expect(source('army').members.map(({ name }) => name)).toEqual(['officer']);
  });

  it('SourcesMarkedSame, SourcesMarkedDistinct: the last word on a pair; IndependenceAsserted', async () => {
    await it1.source('ap-2', { name: 'AP' });
    await views.catchUp();
    expect(views.sources.likelySame().items).toMatchObject([
      { source: { name: 'ap' }, other: { name: 'ap-2' }, because: 'ap' },
    ]);
    expect(source('ap').likelySame).toHaveLength(1);
    const other = id('source', 'ap-2');
    await it1.event('source', 'ap', 'SourcesMarkedSame', { other, reason });
    await views.catchUp();
    expect(source('ap-2').same).toMatchObject([{ source: { name: 'ap' }, reason, actor: 'ann' }]);
    expect(views.sources.likelySame().items).toEqual([]);
    await it1.event('source', 'ap', 'SourcesMarkedDistinct', { other, reason: 'not so' });
    await it1.event('source', 'ap', 'IndependenceAsserted', { other, reason: 'own people' });
    await views.catchUp();
    expect(source('ap').same).toEqual([]);
    expect(source('ap').distinct).toMatchObject([{ source: { name: 'ap-2' }, reason: 'not so' }]);
    expect(source('ap').independent).toMatchObject([{ source: { name: 'ap-2' }, reason: 'own people' }]);
  });

  it('DocumentRegistered, DocumentCaptured', async () => {
    await it1.event('document', 'page-1', 'DocumentCaptured', { index: 0, sha256: 'ab', length: 3 });
    await views.catchUp();
    const page = views.documents.get(id('document', 'page-1'))!;
    expect(page).toMatchObject({
      publisher: { name: 'ap' },
      captures: 1,
      claims: 2,
      documentKind: 'article',
    });
    expect(page.captureList).toMatchObject([{ index: 0, sha256: 'ab', length: 3, actor: 'ann' }]);
    const byPublisher = views.documents.list({ publisher: id('source', 'news') });
    expect(byPublisher.items.map(({ name }) => name)).toEqual(['page-2']);
  });

  it('ClaimTranscriptionCorrected, AttributionCorrected: whole, and the other is kept', async () => {
    const value = { kind: 'at-least' as const, n: 5 };
    await it1.event('claim', 'c1', 'AttributionCorrected', {
      chain: [id('source', 'ap')],
      basis: 'told',
      reason,
    });
    await it1.event('claim', 'c1', 'ClaimTranscriptionCorrected', { value, hedge: 'likely', reason });
    await views.catchUp();
    expect(claim('c1')).toMatchObject({ value, hedge: 'likely', basis: 'told', chain: [{ name: 'ap' }] });
    expect(claim('c1').citation).toBeUndefined();
    const said = views.sources.said(id('source', 'officer')).items;
    expect(said.map(({ claim: { name }, role }) => [name, role])).toEqual([
      ['c2', 'origin'],
      ['c3', 'origin'],
    ]);
    const ap = views.sources.said(id('source', 'ap')).items;
    expect(ap.map(({ claim: { name }, role }) => [name, role])).toEqual([
      ['c1', 'origin'],
      ['c2', 'relay'],
      ['c3', 'relay'],
    ]);
  });

  it('ClaimMovedToQuestion: it stands there, also in another incident, and what answers it goes along', async () => {
    await it1.incident('other');
    await it1.question('other/fired');
    await it1.raw('claim', id('claim', 'd1'), 'ClaimRecorded', {
      namespace: 'case',
      key: 'd1',
      incident: id('incident', 'base'),
      document: id('document', 'page-2'),
      chain: [id('source', 'news')],
      response: { to: [id('claim', 'c1')], stance: 'denies' },
    });
    await views.catchUp();
    expect(claim('d1').question).toMatchObject({ name: 'base/inside' });
    await it1.event('claim', 'c1', 'ClaimMovedToQuestion', {
      incident: id('incident', 'other'),
      question: id('question', 'other/fired'),
      reason,
    });
    await views.catchUp();
    expect(claim('c1')).toMatchObject({ incident: { name: 'other' }, question: { name: 'other/fired' } });
    expect(claim('d1').question).toMatchObject({ name: 'other/fired' });
    expect(claim('c1').responses).toMatchObject([{ claim: { name: 'd1' }, stance: 'denies' }]);
    expect(inside().claims).toBe(1);
    const moved = views.incidentViews.dossier(id('incident', 'other'))!.incidents[0]!.questions[0]!;
    expect(moved.claims.map(({ name }) => name)).toEqual(['c1', 'd1']);
    expect(moved.claims[0]!.placed).toBeGreaterThan(moved.claims[1]!.placed);
  });

  it('ClaimSuperseded, WordingsCompared, ClaimCredibilityAssessed, ClaimRanked, ClaimWithdrawn', async () => {
    const by = id('claim', 'c3');
    await it1.event('claim', 'c1', 'ClaimSuperseded', { by, as: 'correction', reason });
    await it1.event('claim', 'c1', 'WordingsCompared', { other: by, same: false, reason });
    await it1.event('claim', 'c1', 'ClaimCredibilityAssessed', { credibility: '2', reason: 'fits' });
    await it1.event('claim', 'c1', 'ClaimRanked', { rank: 'deprecated', reason: 'a slip' });
    await views.catchUp();
    expect(claim('c1')).toMatchObject({
      supersededBy: [{ claim: { name: 'c3' }, as: 'correction' }],
      wordings: [{ claim: { name: 'c3' }, same: false }],
      credibility: '2',
      graded: { reason: 'fits' },
      rank: 'deprecated',
      ranked: { reason: 'a slip' },
    });
    expect(claim('c3').supersedes).toMatchObject([{ claim: { name: 'c1' }, as: 'correction' }]);
    await it1.event('claim', 'c1', 'ClaimWithdrawn', { reason });
    await views.catchUp();
    expect(claim('c1')).toMatchObject({ withdrawn: true, withdrawal: { actor: 'ann' } });
    expect(inside().claims).toBe(1);
    expect(views.claims.list({ question: id('question', 'base/inside') }).items.map((c) => c.name)).toEqual([
      'c3',
    ]);
    const all = views.claims.list({ question: id('question', 'base/inside'), withdrawn: true });
    expect(all.items.map(({ name }) => name)).toEqual(['c1', 'c3']);
    expect(views.sources.said(id('source', 'officer')).items.map((said) => said.claim.name)).toEqual([
      'c2',
      'c3',
    ]);
    const dossier = views.incidentViews.dossier(id('incident', 'base'))!;
    const left = dossier.incidents[0]!.questions[1]!.claims;
    expect(left).toMatchObject([{ name: 'c3', supersedes: [] }]);
  });

  it('ActUndone: what it names is taken back, and what was before it holds again; undoing that brings it back', async () => {
    await it1.event('claim', 'c1', 'ClaimRanked', { rank: 'preferred', reason: 'first' });
    const second = await it1.event('claim', 'c1', 'ClaimRanked', { rank: 'deprecated', reason: 'second' });
    await views.catchUp();
    expect(claim('c1').rank).toBe('deprecated');
    const undoing = await it1.undo('claim', 'c1', second, 'ClaimRanked');
    await views.catchUp();
    expect(claim('c1')).toMatchObject({ rank: 'preferred', ranked: { reason: 'first' } });
    await it1.undo('claim', 'c1', undoing, 'ActUndone');
    await views.catchUp();
    expect(claim('c1').rank).toBe('deprecated');
  });

  it('ActUndone of a judgement on two things: a supersession, a mark', async () => {
    const by = id('claim', 'c3');
    const superseded = await it1.event('claim', 'c1', 'ClaimSuperseded', { by, as: 'update', reason });
    const other = id('source', 'news');
    const same = await it1.event('source', 'ap', 'SourcesMarkedSame', { other, reason });
    await views.catchUp();
    expect(claim('c3').supersedes).toHaveLength(1);
    await it1.undo('claim', 'c1', superseded, 'ClaimSuperseded');
    await it1.undo('source', 'ap', same, 'SourcesMarkedSame');
    await views.catchUp();
    expect(claim('c1').supersededBy).toEqual([]);
    expect(claim('c3').supersedes).toEqual([]);
    expect(source('news').same).toEqual([]);
    expect(views.incidentViews.dossier(id('incident', 'base'))!.ties).toEqual([]);
  });

  it('ActUndone of a withdrawal: the claim is there again, and so is what it said', async () => {
    const withdrawn = await it1.event('claim', 'c1', 'ClaimWithdrawn', { reason });
    await views.catchUp();
    expect(views.sources.said(id('source', 'officer')).items).toHaveLength(2);
    await it1.undo('claim', 'c1', withdrawn, 'ClaimWithdrawn');
    await views.catchUp();
    expect(claim('c1').withdrawn).toBe(false);
    expect(views.sources.said(id('source', 'officer')).items).toHaveLength(3);
  });
});
