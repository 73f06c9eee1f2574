import { compareIntervals, type Interval } from '../domain/interval.js';
import { Analysis } from '../domain/reconcile/analysis.js';
import { historiesOf } from '../domain/reconcile/history.js';
import { reconcile } from '../domain/reconcile/index.js';
import { Casebook } from '../domain/reconcile/visible.js';
import { numberInterval } from '../domain/value.js';
import { incidentOf, oneMore, oneQuestion } from './made-claims.js';
import { median, type Measure, type Result, sideBySide, timed } from './measure.js';

const claims = 10_000;
const questions = 200;
const rounds = 7;

/** From claims whose dates and values are read, as the intervals of the sort are, to accounts and status. */
function accountsAndStatus(casebook: Casebook) {
  const [question] = casebook.dossier.incidents[0]!.questions;
  const analysis = new Analysis(casebook, casebook.claims, true);
  return { accounts: analysis.question(question!).accounts.length, status: analysis.status(question!) };
}

async function ofOneQuestion(): Promise<Result[]> {
  const dossier = oneQuestion(claims);
  const intervals = dossier.incidents[0]!.questions[0]!.claims.map(({ value }): Interval => {
    if (!value || !('kind' in value)) throw new Error('every claim made here gives a number');
    return numberInterval('count', value);
  });
  const casebook = new Casebook(dossier);
  let found = accountsAndStatus(casebook);
  for (let warm = 0; warm < 20; warm += 1) found = accountsAndStatus(casebook);
  const { a: judged, b: sorted } = await sideBySide(
    rounds,
    () => () => accountsAndStatus(casebook),
    () => {
      const copy = [...intervals];
      return () => copy.sort(compareIntervals);
    },
  );
  let told = 0;
  const { a: history, b: again } = await sideBySide(
    3,
    () => () => {
      told = historiesOf(casebook, casebook.claims).get('made/q0')!.length;
    },
    () => () => accountsAndStatus(casebook),
  );
  if (told !== claims) throw new Error(`the history tells ${told} claims of ${claims}`);
  const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
  return [
    {
      name: 'accounts and status of 10,000 claims / sort of intervals',
      ratio: judged / sorted,
      goal: 10,
      better: 'lower',
      detail: `${ms(judged)} from claims as read (${found.accounts} accounts, ${found.status}); ${ms(sorted)} to sort the same claims' intervals with the comparison that accounts use`,
    },
    {
      name: 'history of 10,000 claims / accounts and status',
      ratio: history / again,
      goal: 20,
      better: 'lower',
      detail: `${ms(history)} against ${ms(again)}`,
    },
  ];
}

async function ofAnIncident(): Promise<Result[]> {
  let dossier = incidentOf(questions, claims / questions);
  const request = { publicAt: null, policy: 'accounts@1' } as const;
  const whole = await timed(() => reconcile(dossier, 'made', request));
  const alone: number[] = [];
  const linked: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [times, place] of [
      [alone, 5 * round + 4],
      [linked, 5 * round],
    ] as const) {
      dossier = oneMore(dossier, place);
      const changed = dossier;
      times.push(await timed(() => reconcile(changed, 'made', request)));
    }
  }
  return [
    {
      name: 'view of 10,000 claims after one more, ms',
      ratio: Math.max(median(alone), median(linked)),
      goal: 100,
      better: 'lower',
      detail: `${questions} questions; on a question that stands alone ${median(alone).toFixed(1)} ms, on one linked by a constraint ${median(linked).toFixed(1)} ms, all of them at first ${whole.toFixed(0)} ms`,
    },
  ];
}

const run = async (): Promise<Result[]> => [...(await ofOneQuestion()), ...(await ofAnIncident())];

export const measures: Measure = { name: 'reconcile', run };
