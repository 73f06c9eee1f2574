import fc from 'fast-check';
import { closed, decimal, decimalNumber, type Interval } from '../../../src/domain/interval.js';
import type { ConstraintDossier, QuestionDossier } from '../../../src/domain/reconcile/dossier.js';
import { propagate, type Linked } from '../../../src/domain/reconcile/propagate.js';

/**
 * Propagation (R8) against enumeration: all assignments of small whole numbers that the given intervals and the
 * constraints allow. Interval arithmetic may be wider than that, never narrower; where it finds a contradiction there
 * is no assignment; and for one constraint alone it is exact.
 */
const names = ['a', 'b', 'c'];
const top = 8;
type Given = Record<string, [number, number]>;

const relation: fc.Arbitrary<ConstraintDossier> = fc.oneof(
  fc
    .shuffledSubarray(names, { minLength: 3 })
    .map(([total, ...parts]): ConstraintDossier => ({ kind: 'sum', total: total!, parts })),
  fc
    .shuffledSubarray(names, { minLength: 2, maxLength: 2 })
    .map(([lesser, greater]): ConstraintDossier => ({ kind: 'at-most', lesser: lesser!, greater: greater! })),
  fc
    .shuffledSubarray(names, { minLength: 2, maxLength: 3 })
    .map((questions): ConstraintDossier => ({ kind: 'same', questions })),
);
const bounds = fc
  .tuple(fc.integer({ min: 0, max: top }), fc.integer({ min: 0, max: top }))
  .map(([x, y]): [number, number] => [Math.min(x, y), Math.max(x, y)]);
const given: fc.Arbitrary<Given> = fc.record({ a: bounds, b: bounds, c: bounds });

const linkedBy = (constraints: readonly ConstraintDossier[]): Linked => ({
  questions: names.map((name) => ({ name, type: 'count' }) as QuestionDossier),
  constraints: constraints.map((one) => ({ relation: one, text: one.kind })),
});
const intervals = (all: Given): Map<string, Interval> =>
  new Map(Object.entries(all).map(([name, [low, high]]) => [name, closed(decimal(low), decimal(high))]));

function holds(one: ConstraintDossier, at: Record<string, number>): boolean {
  switch (one.kind) {
    case 'sum':
      return at[one.total] === one.parts.reduce((sum, part) => sum + at[part]!, 0);
    case 'at-most':
      return at[one.lesser]! <= at[one.greater]!;
    case 'same':
      return new Set(one.questions.map((name) => at[name])).size === 1;
  }
}

function enumerate(all: Given, constraints: readonly ConstraintDossier[]): Record<string, number>[] {
  const range = (name: string): number[] => {
    const [low, high] = all[name]!;
    return Array.from({ length: high - low + 1 }, (_, index) => low + index);
  };
  return range('a').flatMap((a) =>
    range('b').flatMap((b) =>
      range('c')
        .map((c) => ({ a, b, c }))
        .filter((at) => constraints.every((one) => holds(one, at))),
    ),
  );
}

const ends = ({ low, high }: Interval): [number, number] => [decimalNumber(low!), decimalNumber(high!)];

describe('propagation of bounds', () => {
  it('never loses an assignment that is possible', () => {
    fc.assert(
      fc.property(given, fc.array(relation, { minLength: 1, maxLength: 4 }), (all, constraints) => {
        const possible = enumerate(all, constraints);
        const found = propagate(linkedBy(constraints), intervals(all));
        const lost = possible.filter((at) =>
          names.some((name) => {
            const [low, high] = found ? ends(found.get(name)!.interval) : [1, 0];
            return at[name]! < low || at[name]! > high;
          }),
        );
        expect(lost).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is exact for one constraint', () => {
    fc.assert(
      fc.property(given, relation, (all, one) => {
        const possible = enumerate(all, [one]);
        const found = propagate(linkedBy([one]), intervals(all));
        const hull = (name: string): [number, number] => {
          const values = possible.map((at) => at[name]!);
          return [Math.min(...values), Math.max(...values)];
        };
        const expected = possible.length === 0 ? null : names.map(hull);
        expect(found && names.map((name) => ends(found.get(name)!.interval))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('ends, also where constraints turn in a circle and never settle', () => {
    const grows: ConstraintDossier = { kind: 'sum', total: 'a', parts: ['a', 'b'] };
    const found = propagate(linkedBy([grows]), new Map([['b', closed(decimal(1), decimal(2))]]));
    expect(found?.get('a')?.interval).toEqual(closed(0n, null));
  });
});
