import { closed, decimal, decimalNumber, fromZero, type Interval } from '../../src/domain/interval.js';
import { checkValue, leastOfWords, numberInterval, type NumberValue } from '../../src/domain/value.js';

const bounds = ({ low, high, lowOpen, highOpen }: Interval) =>
  `${lowOpen ? '(' : '['}${low === null ? '' : decimalNumber(low)}, ${high === null ? 'inf' : decimalNumber(high)}${highOpen || high === null ? ')' : ']'}`;
const count = (value: NumberValue) => bounds(numberInterval('count', value));
const quantity = (value: NumberValue) => bounds(numberInterval('quantity', value));

describe('what a number allows (R2)', () => {
  it.each<[NumberValue, string, string]>([
    [{ kind: 'exact', n: 5 }, '[5, 5]', '[5, 5]'],
    [{ kind: 'at-least', n: 5 }, '[5, inf)', '[5, inf)'],
    [{ kind: 'more-than', n: 5 }, '[6, inf)', '(5, inf)'],
    [{ kind: 'at-most', n: 5 }, '[0, 5]', '[0, 5]'],
    [{ kind: 'fewer-than', n: 5 }, '[0, 4]', '[0, 5)'],
    [{ kind: 'none' }, '[0, 0]', '[0, 0]'],
    [{ kind: 'some' }, '[1, inf)', '(0, inf)'],
    [{ kind: 'between', low: 3, high: 10 }, '[3, 10]', '[3, 10]'],
    [{ kind: 'about', n: 500 }, '[450, 550]', '[450, 550]'],
    [{ kind: 'about', n: 8 }, '[7, 9]', '[7.2, 8.8]'],
    [{ kind: 'about', n: 1 }, '[1, 2]', '[0.9, 1.1]'],
    [{ kind: 'about', n: 0 }, '[0, 0]', '[0, 0]'],
    [{ kind: 'vague', literal: 'dozens' }, '[12, inf)', '[12, inf)'],
    [{ kind: 'vague', literal: 'a handful', low: 3, high: 6 }, '[3, 6]', '[3, 6]'],
    [{ kind: 'vague', literal: 'hundreds', high: 900 }, '[100, 900]', '[100, 900]'],
  ])('%j is %s of a count and %s of a quantity', (value, ofCount, ofQuantity) => {
    expect(count(value)).toBe(ofCount);
    expect(quantity(value)).toBe(ofQuantity);
  });

  it('counts in decimals: ten times 1.1 is 11', () => {
    expect(quantity({ kind: 'about', n: 10 })).toBe('[9, 11]');
    expect(decimal(0.1) + decimal(0.2)).toBe(decimal(0.3));
  });

  it.each([
    ['tens of thousands', 10_000],
    ['dozens', 12],
    ['a score or more', 20],
    ['hundreds or thousands', 100],
    ['several hundred thousand', 100_000],
    ['millions', 1_000_000],
    ['very few, if any', 0],
    ['If any, dozens', 0],
    ['several', 1],
    ['tens, hundreds', 10],
    ['tenants', 1],
  ])('“%s” is at least %d', (words, least) => {
    expect(leastOfWords(words)).toBe(least);
  });
});

describe('what a question does not take (R2, refused at entry)', () => {
  it.each([
    ['count', { kind: 'exact', n: -1 }, 'below zero'],
    ['count', { kind: 'exact', n: 2.5 }, 'broken'],
    ['count', { kind: 'between', low: 5, high: 3 }, 'swap'],
    ['count', { kind: 'fewer-than', n: 0 }, 'nothing lies between'],
    ['quantity', { kind: 'fewer-than', n: 0 }, 'nothing lies between'],
    ['count', { kind: 'vague', literal: 'dozens', high: 5 }, 'nothing lies between'],
    ['count', { is: true }, 'takes a number'],
    ['quantity', { kind: 'exact', n: 1e15 }, 'out of reach'],
    ['yes-no', { kind: 'none' }, 'takes {"is": true}'],
    ['category', { category: 'mortar' }, 'no category "mortar"'],
    ['place', { place: ' ' }, 'not empty'],
    ['text', { place: 'Erbil' }, 'takes {"text"'],
    ['source', { text: 'x' }, 'takes {"source"'],
    ['time', { time: '2022-01-05T14:00' }, 'names no zone'],
    ['time', { time: '2022-02-30' }, 'no day'],
    ['time', { time: '2022-01-05/2022-01-04' }, 'ends before it starts'],
  ] as const)('a %s question and %j: %s', (type, value, words) => {
    expect(checkValue(type, value, [{ key: 'rocket' }])).toContain(words);
  });

  it('takes what fits', () => {
    expect(checkValue('quantity', { kind: 'exact', n: 2.5 }, [])).toBeUndefined();
    expect(checkValue('category', { category: 'rocket' }, [{ key: 'rocket' }])).toBeUndefined();
    expect(checkValue('time', { time: '2022-01-05T14:00Z/..' }, [])).toBeUndefined();
    expect(closed(0n, null)).toEqual(fromZero);
  });
});
