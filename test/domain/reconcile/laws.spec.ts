import fc from 'fast-check';
import { reconcile } from '../../../src/domain/reconcile/index.js';
import type { Dossier, QuestionDossier } from '../../../src/domain/reconcile/dossier.js';
import type { IncidentView, QuestionView } from '../../../src/domain/reconcile/view.js';
import type { Value } from '../../../src/domain/value.js';
import { aCase, type Case, type Said } from '../../support/case.js';

/** What must hold of every case, whatever is claimed in it. */
interface Drawn {
  question: 'n' | 'so-far';
  value: Value | null;
  silent: boolean;
  said: Said;
}
const day = fc.integer({ min: 1, max: 6 }).map((n) => `2022-01-0${n}`);
const n = fc.integer({ min: 0, max: 6 });
const value: fc.Arbitrary<Value> = fc.oneof(
  n.map((of): Value => ({ kind: 'exact', n: of })),
  n.map((of): Value => ({ kind: 'at-least', n: of })),
  fc.tuple(n, n).map(([a, b]): Value => ({ kind: 'between', low: Math.min(a, b), high: Math.max(a, b) })),
);
const outlet = fc.constantFrom('outlet-a', 'outlet-b');
const speaker = fc.constantFrom('army', 'officer', 'police', 'unnamed-man');
const chain: fc.Arbitrary<string[]> = fc.oneof(
  fc.constantFrom('army', 'police', 'outlet-a').map((alone) => [alone]),
  fc.tuple(outlet, speaker).map(([through, origin]) => [through, origin]),
);
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    question: fc.constantFrom<Drawn['question']>('n', 'so-far'),
    value,
    silent: fc.boolean(),
    chain,
    day,
    recorded: fc.boolean(),
  })
  .map(({ question, value: given, silent, chain: through, day: at, recorded }) => ({
    question,
    value: silent ? null : given,
    silent,
    said: {
      at,
      chain: through,
      lineageRecorded: recorded,
      ...(silent ? { silence: 'no-comment' as const } : {}),
    },
  }));
const claims = fc.array(drawn, { minLength: 1, maxLength: 9 });

const told = (all: readonly Drawn[], name = (index: number) => `c${index}`): Case => {
  const made = aCase()
    .question('n')
    .question('so-far', { type: 'count', cumulative: true })
    .linked({ kind: 'at-most', lesser: 'so-far', greater: 'n' })
    .source('officer', { kind: 'person', memberOf: 'army' })
    .source('army');
  all.forEach((one, index) => made.claim(name(index), one.question, one.value, one.said));
  return made;
};
const viewOf = (dossier: Dossier, publicAt: string | null = null) =>
  reconcile(dossier, 'i', { publicAt, policy: 'range@1' });
const comparable = (view: Pick<IncidentView, 'questions'>) => JSON.stringify(view.questions);
const questionsOf = (given: Case): QuestionView[] => viewOf(given.dossier()).questions;

describe('laws of reconciliation', () => {
  it('the order of arrival does not matter, but for ties of publication', () => {
    fc.assert(
      fc.property(claims, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (all, keys) => {
        const dossier = told(all).dossier();
        const shuffled: Dossier = {
          ...dossier,
          sources: dossier.sources,
          incidents: dossier.incidents.map((incident) => ({
            ...incident,
            questions: incident.questions.map((question): QuestionDossier => ({
              ...question,
              claims: question.claims.toSorted(
                (a, b) => keys[a.entry]! - keys[b.entry]! || a.entry - b.entry,
              ),
            })),
          })),
        };
        // `entry` stays with the claim: it is R1's tie-break and part of the input; only the handing over differs.
        expect(comparable(viewOf(shuffled))).toBe(comparable(viewOf(dossier)));
      }),
    );
  });

  it('a repeat by the same origin never adds an origin', () => {
    fc.assert(
      fc.property(claims, fc.nat(), (all, pick) => {
        const again = all[pick % all.length]!;
        const before = questionsOf(told(all));
        const after = questionsOf(told([...all, again]));
        for (const [index, question] of after.entries()) {
          expect(question.origins.max).toBeLessThanOrEqual(before[index]!.origins.max);
        }
      }),
    );
  });

  it('a silence never changes an account', () => {
    fc.assert(
      fc.property(claims, drawn, (all, one) => {
        const silence: Drawn = {
          ...one,
          value: null,
          silent: true,
          said: { ...one.said, silence: 'declined' },
        };
        const before = questionsOf(told(all)).map(({ accounts }) => accounts);
        const after = questionsOf(told([...all, silence])).map(({ accounts }) => accounts);
        expect(after).toEqual(before);
      }),
    );
  });

  it('a claim without an origin never makes a contest', () => {
    fc.assert(
      fc.property(claims, drawn, (all, one) => {
        const headline: Drawn = { ...one, said: { ...one.said, lineageRecorded: false } };
        const before = questionsOf(told(all));
        const after = questionsOf(told([...all, headline]));
        const contested = (view: QuestionView[]) =>
          view.filter(({ status }) => status === 'contested').map(({ key }) => key);
        expect(contested(before)).toEqual(expect.arrayContaining(contested(after)));
      }),
    );
  });

  it('publicAt is the view of a ledger that never had the later claims', () => {
    fc.assert(
      fc.property(claims, day, (all, at) => {
        const then = viewOf(told(all).dossier(), at);
        const earlier = all.map((one, index) => ({ one, index })).filter(({ one }) => one.said.at! <= at);
        const never = told(
          earlier.map(({ one }) => one),
          (index) => `c${earlier[index]!.index}`,
        );
        expect(comparable(then)).toBe(comparable(viewOf(never.dossier())));
      }),
    );
  });

  it('the same input gives the same answer, byte for byte', () => {
    fc.assert(
      fc.property(claims, (all) => {
        expect(comparable(viewOf(told(all).dossier()))).toBe(comparable(viewOf(told(all).dossier())));
      }),
    );
  });

  it('every claim with a value is told once on its question, and stands, counts or has ended', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const given = told(all);
        for (const question of questionsOf(given)) {
          const own = all.flatMap((one, index) => (one.question === question.key ? [`c${index}`] : []));
          expect(question.history.map(({ claim }) => claim).sort()).toEqual(own.sort());
          const placed = new Set([
            ...question.accounts.flatMap((account) => account.claims),
            ...question.superseded.map(({ claim }) => claim),
            ...question.silences.map(({ claim }) => claim),
          ]);
          expect([...placed].sort()).toEqual(own.sort());
        }
      }),
    );
  });
});
