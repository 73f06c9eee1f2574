import { Views } from '../../src/read/views.js';
import { all } from './everything.js';
import { rockets, type Scenario } from './scenario.js';

describe('search', () => {
  let it1: Scenario;
  let views: Views;
  beforeAll(async () => {
    it1 = await rockets();
    const quoted = (exact: string, translation?: string) => ({
      citation: {
        exact,
        ...(translation === undefined ? {} : { translation: { text: translation, language: 'en' } }),
      },
    });
    await it1.claim(
      'arabic',
      'base/inside',
      'page-1',
      ['ap'],
      4,
      quoted('سقطت أربعة صواريخ داخل القاعدة', 'Four inside'),
    );
    await it1.claim('vowels', 'base/inside', 'page-1', ['ap'], 4, quoted('سَقَطَتْ صَوَارِيخُ كاتيوشا'));
    await it1.claim(
      'spanish',
      'base/inside',
      'page-1',
      ['ap'],
      5,
      quoted('Cayó en el interior según un capitán'),
    );
    await it1.claim('kurdish', 'base/inside', 'page-1', ['ap'], 5, quoted('پێنج موشەک'));
    await it1.claim(
      'symbols',
      'base/inside',
      'page-1',
      ['ap'],
      5,
      quoted('“five” OR (NOT) near* "quote" -- it’s'),
    );
    await it1.claim('vague', 'base/inside', 'page-1', ['ap'], 5, {
      citation: { exact: 'it said' },
      value: { kind: 'vague', literal: 'several dozen' },
    });
    views = await Views.open(it1.log, ':memory:');
  });
  afterAll(() => views.close());
  const names = (text: string, more = {}) =>
    views.search.find({ text, ...more }).items.map(({ thing }) => `${thing.kind} ${thing.name}`);

  it.each([
    ['صواريخ', ['claim vowels', 'claim arabic']],
    ['صَوَارِيخُ', ['claim vowels', 'claim arabic']],
    ['القاعدة', ['claim arabic']],
    ['four inside', ['claim arabic']],
    ['CAYO segun', ['claim spanish']],
    ['Cayó capitán', ['claim spanish']],
    ['موشەک', ['claim kurdish']],
    ['several doz', ['claim vague']],
    ['Associated', ['source ap']],
    ['AP', ['source ap']],
    ['Anbar', ['incident base']],
  ])('finds %s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each(['"quote"', 'NOT near*', 'five OR', "it's", '“five”'])(
    'takes %s as words, not as a language',
    (text) => {
      expect(names(text)).toContain('claim symbols');
    },
  );

  it.each(['', '  ', '*', '()', '--'])('finds nothing for %p', (text) => {
    expect(names(text)).toEqual([]);
  });

  it('all words must stand in it; the last may be a beginning', () => {
    expect(names('rockets officer')).toEqual(['claim c3', 'claim c2', 'claim c1']);
    expect(names('rockets off')).toEqual(['claim c3', 'claim c2', 'claim c1']);
    expect(names('rock officer')).toEqual([]);
  });

  it('says where the words stand', () => {
    const [hit] = views.search.find({ text: 'cayo seg' }).items;
    expect(hit!.marks.map(([from, to]) => hit!.text.slice(from, to))).toEqual(['Cayó', 'según']);
    expect(hit!.incident).toMatchObject({ name: 'base' });
  });

  it('is narrowed to kinds and to an incident', async () => {
    expect(names('inside', { kinds: ['question'] })).toEqual(['question base/inside']);
    expect(names('rockets', { incident: it1.id('incident', 'none') })).toEqual([]);
    expect(names('five', { incident: it1.id('incident', 'base') })).toEqual(['claim symbols']);
  });

  it('finds documents by their titles and notes', async () => {
    await it1.document('elwatan', 'ap', '2022-02-01', {
      title: 'صواريخ على القاعدة',
      note: 'archived',
      language: 'ar-IQ',
    });
    await views.catchUp();
    expect(names('archived')).toEqual(['document elwatan']);
    expect(names('القاعدة')).toEqual(['document elwatan', 'claim arabic']);
    expect(names('القاعدة', { kinds: ['document'] })).toEqual(['document elwatan']);
    const at = (publicAt: string) =>
      views.search.find({ text: 'archived' }, { publicAt }).items.map(({ thing }) => thing.name);
    expect([at('2022-01-31'), at('2022-02-01')]).toEqual([[], ['elwatan']]);
    expect(views.search.find({ text: 'archived' }, { knownAt: '2026-01-05' }).items).toHaveLength(1);
    expect(views.search.find({ text: 'archived' }, { knownAt: '2026-01-04' }).items).toEqual([]);
  });

  it('is narrowed to what a source said, passed on or published', async () => {
    expect(names('rockets', { source: it1.id('source', 'news') })).toEqual(['claim c3']);
    expect(names('rockets', { source: it1.id('source', 'officer') })).toEqual([
      'claim c3',
      'claim c2',
      'claim c1',
    ]);
    expect(names('page', { source: it1.id('source', 'news') })).toEqual(['document page-2']);
    expect(names('rockets', { source: it1.id('source', 'army') })).toEqual([]);
    expect(names('rockets', { source: it1.id('source', 'nobody') })).toEqual([]);
  });

  it('is narrowed to a language, with the narrower tags', async () => {
    await it1.claim('iraqi', 'base/inside', 'elwatan', ['ap'], 4, {
      citation: { exact: 'rockets as it were' },
    });
    await views.catchUp();
    for (const language of ['ar', 'AR', 'ar-iq']) {
      expect(names('rockets', { language })).toEqual(['claim iraqi']);
      expect(names('archived', { language })).toEqual(['document elwatan']);
    }
    for (const language of ['a', 'ar-EG', 'en']) expect(names('rockets', { language })).toEqual([]);
  });

  it('pages through everything once, whatever the size of a page', () => {
    const whole = views.search.find({ text: 's' }, {}, { limit: 200 }).items.map(({ thing }) => thing.id);
    for (const limit of [1, 2, 3, 5]) {
      const paged = [...all((page) => views.search.find({ text: 's' }, {}, page), limit)];
      expect(paged.map(({ thing }) => thing.id)).toEqual(whole);
    }
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('gives short pages where much is looked through for little, and finds it all the same', async () => {
    const much = await rockets();
    await much.source('rare');
    await much.document('rare-page', 'rare', '2022-01-05');
    await much.claim('rare-claim', 'base/inside', 'rare-page', ['rare'], 1);
    for (let n = 0; n < 5_300; n += 1) await much.claim(`common-${n}`, 'base/inside', 'page-1', ['ap'], 2);
    const many = await Views.open(much.log, ':memory:');
    const request = { text: 'rockets', source: much.id('source', 'rare') };
    const first = many.search.find(request, {}, { limit: 5 });
    expect(first.items).toEqual([]);
    expect(first.next).not.toBeNull();
    const found = [...all((page) => many.search.find(request, {}, page), 5)];
    expect(found.map(({ thing }) => thing.name)).toEqual(['rare-claim']);
    await many.close();
  }, 60_000);

  it('a withdrawn claim is found no more', async () => {
    await it1.event('claim', 'kurdish', 'ClaimWithdrawn', { reason: 'entered twice' });
    await views.catchUp();
    expect(names('موشەک')).toEqual([]);
  });
});
