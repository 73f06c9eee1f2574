import fc from 'fast-check';
import type { Value } from '../../../src/domain/value.js';
import { aCase } from '../../support/case.js';

/**
 * Accounts against brute force (R6): every subset of the claims is tried, kept where all in it can be true together,
 * and left out where a larger one is. Values are small, so that "can be true together" is a look at each whole number.
 */
const points = Array.from({ length: 12 }, (_, n) => n);
const allows = (value: Value, point: number): boolean => {
  if (!('kind' in value)) return false;
  switch (value.kind) {
    case 'exact':
      return point === value.n;
    case 'at-least':
      return point >= value.n;
    case 'more-than':
      return point > value.n;
    case 'at-most':
      return point <= value.n;
    case 'between':
      return value.low <= point && point <= value.high;
    case 'about':
    case 'fewer-than':
    case 'vague':
    case 'none':
    case 'some':
      return false; // not drawn here
  }
};

const n = fc.integer({ min: 0, max: 9 });
const drawn: fc.Arbitrary<Value> = fc.oneof(
  n.map((of): Value => ({ kind: 'exact', n: of })),
  n.map((of): Value => ({ kind: 'at-least', n: of })),
  n.map((of): Value => ({ kind: 'more-than', n: of })),
  n.map((of): Value => ({ kind: 'at-most', n: of })),
  fc.tuple(n, n).map(([a, b]): Value => ({ kind: 'between', low: Math.min(a, b), high: Math.max(a, b) })),
);

const categories = [
  { key: 'fire', label: 'Fire' },
  { key: 'rocket', label: 'Rocket', broader: 'fire' },
  { key: 'guided', label: 'Guided' },
  { key: 'guided-rocket', label: 'Guided rocket', broader: ['rocket', 'guided'] },
  { key: 'drone', label: 'Drone', broader: 'guided' },
];
const narrower: Record<string, string[]> = {
  fire: ['fire', 'rocket', 'guided-rocket'],
  rocket: ['rocket', 'guided-rocket'],
  guided: ['guided', 'guided-rocket', 'drone'],
  'guided-rocket': ['guided-rocket'],
  drone: ['drone'],
};

/** Indices of the maximal subsets of which all members share a point. */
function maximalSubsets(pointsOf: readonly (readonly (string | number)[])[]): string[] {
  const sets: number[][] = [];
  for (let mask = 1; mask < 2 ** pointsOf.length; mask += 1) {
    const members = pointsOf.map((_, index) => index).filter((index) => mask & (1 << index));
    const [first, ...others] = members.map((index) => pointsOf[index]!);
    if (first!.some((point) => others.every((other) => other.includes(point)))) sets.push(members);
  }
  const maximal = sets.filter(
    (set) =>
      !sets.some((other) => other.length > set.length && set.every((member) => other.includes(member))),
  );
  return maximal.map((set) => set.map((index) => `c${index}`).join(' ')).sort();
}

const accountsOf = (type: 'count' | 'category', values: readonly Value[]): string[] => {
  const made = aCase().question('q', type === 'count' ? 'count' : { type, categories });
  values.forEach((value, index) =>
    made.claim(`c${index}`, 'q', value, { at: '2022-01-05', chain: [`source-${index}`] }),
  );
  return made
    .view('q')
    .accounts.map(({ claims }) => claims.join(' '))
    .sort();
};

describe('accounts are the maximal sets that can all be true together', () => {
  it('for numbers, as trying every subset finds them', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (values) => {
        const expected = maximalSubsets(
          values.map((value) => points.filter((point) => allows(value, point))),
        );
        expect(accountsOf('count', values)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('for categories, as trying every subset finds them', () => {
    const category = fc.constantFrom(...Object.keys(narrower));
    fc.assert(
      fc.property(fc.array(category, { minLength: 1, maxLength: 7 }), (keys) => {
        const expected = maximalSubsets(keys.map((key) => narrower[key]!));
        expect(
          accountsOf(
            'category',
            keys.map((key) => ({ category: key })),
          ),
        ).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
