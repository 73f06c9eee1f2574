import fc from 'fast-check';
import { GrowingHistory } from '../../../src/domain/reconcile/growing-history.js';
import { historiesOf } from '../../../src/domain/reconcile/history.js';
import { historiesByPrefix } from '../../../src/domain/reconcile/history-by-prefix.js';
import { Sayings } from '../../../src/domain/reconcile/origins.js';
import { Casebook } from '../../../src/domain/reconcile/visible.js';
import type { Value } from '../../../src/domain/value.js';
import { aCase, type Said } from '../../support/case.js';

const speakers = ['army', 'police', 'officer', 'unnamed-one', 'outlet-c'];
const days = ['2022-01-03', '2022-01-04', '2022-01-04T10:00Z', '2022-01-04T12:00Z', '2022-01-05'];

const n = fc.integer({ min: 0, max: 6 });
const value: fc.Arbitrary<Value> = fc.oneof(
  n.map((of): Value => ({ kind: 'exact', n: of })),
  n.map((of): Value => ({ kind: 'about', n: of * 3 })),
  fc
    .tuple(fc.constantFrom('at-least', 'more-than', 'at-most'), n)
    .map(([kind, of]): Value => ({ kind, n: of })),
  fc.tuple(n, n).map(([low, width]): Value => ({ kind: 'between', low, high: low + width })),
  fc.constantFrom<Value>({ kind: 'none' }, { kind: 'some' }, { kind: 'vague', literal: 'dozens' }),
);
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const claim = fc.record({
  value: fc.option(value, { freq: 8 }),
  at: perhaps(fc.constantFrom(...days)),
  speaker: fc.constantFrom(...speakers),
  relays: fc.subarray(['outlet-a', 'outlet-b'], { maxLength: 2 }),
  jointly: fc.oneof({ weight: 6, arbitrary: fc.constant<string[]>([]) }, fc.constant<string[]>(['police'])),
  assertedAt: perhaps(fc.constantFrom(...days)),
  utterance: perhaps(fc.constantFrom('briefing', 'interview')),
  lineageRecorded: fc.integer({ min: 0, max: 5 }).map((k) => k > 0),
  basis: perhaps(fc.constantFrom<NonNullable<Said['basis']>>('witnessed', 'told')),
});

function caseOf(
  claims: readonly (typeof claim extends fc.Arbitrary<infer T> ? T : never)[],
  type: 'count' | 'quantity',
) {
  const made = aCase()
    .question('n', type)
    .source('officer', { kind: 'person', memberOf: 'army' })
    .source('army');
  claims.forEach(
    ({ value: given, at, speaker, relays, jointly, assertedAt, utterance, basis, lineageRecorded }, i) => {
      made.claim(`c${i}`, 'n', given, {
        chain: [...relays, speaker],
        jointly,
        lineageRecorded,
        ...(given === null ? { silence: 'no-comment' as const } : {}),
        ...(at === undefined ? {} : { at }),
        ...(assertedAt === undefined ? {} : { assertedAt }),
        ...(utterance === undefined ? {} : { utterance }),
        ...(basis === undefined ? {} : { basis }),
      });
    },
  );
  return new Casebook(made.dossier());
}

describe('the history that is carried on from claim to claim', () => {
  it('is the history of every claim judged by all before it', () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(claim, { minLength: 1, maxLength: 14 }),
        fc.constantFrom('count' as const, 'quantity' as const),
        (claims, type) => {
          const casebook = caseOf(claims, type);
          const [question] = [...casebook.questions.values()];
          const sayings = new Sayings(casebook, casebook.claims);
          if (!GrowingHistory.tells(casebook, sayings, question!)) return;
          told += 1;
          const byPrefix = historiesByPrefix(casebook, casebook.claims).get('i/n') ?? [];
          expect(historiesOf(casebook, casebook.claims).get('i/n')).toEqual(byPrefix);
        },
      ),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(250);
  });

  it('names the first two hundred where more are meant, either way', () => {
    const claims = Array.from({ length: 260 }, (_, i) => ({ name: `c${i}`, n: i % 50 }));
    const made = aCase().question('n');
    for (const { name, n: figure } of claims) {
      made.claim(name, 'n', { kind: 'exact', n: figure }, { chain: [`${name}-speaker`], at: '2022-01-05' });
    }
    made.claim('last', 'n', { kind: 'exact', n: 99 }, { chain: ['last-speaker'], at: '2022-01-06' });
    const casebook = new Casebook(made.dossier());
    const last = historiesOf(casebook, casebook.claims).get('i/n')!.at(-1)!;
    expect(last).toEqual({
      claim: 'last',
      relation: 'contradicts',
      with: [],
      against: claims.slice(0, 200).map(({ name }) => name),
    });
    expect(historiesByPrefix(casebook, casebook.claims).get('i/n')!.at(-1)).toEqual(last);
  });
});
