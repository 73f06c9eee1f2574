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

  it('pages through everything once, whatever the size of a page', () => {
    const whole = views.search.find({ text: 's' }, {}, { limit: 200 }).items.map(({ thing }) => thing.id);
    for (const limit of [1, 2, 3, 5]) {
      const paged = [...all((page) => views.search.find({ text: 's' }, {}, page), limit)];
      expect(paged.map(({ thing }) => thing.id)).toEqual(whole);
    }
    expect(new Set(whole).size).toBe(whole.length);
  });

  it('a withdrawn claim is found no more', async () => {
    await it1.event('claim', 'kurdish', 'ClaimWithdrawn', { reason: 'entered twice' });
    await views.catchUp();
    expect(names('موشەک')).toEqual([]);
  });
});
