import type { Value } from '../value.js';
import type { Account } from './accounts.js';
import { accountsOf } from './accounts.js';
import type { Analysis, QuestionAnalysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import type { Saying } from './sayings.js';
import { printEntered, printValue } from './values.js';
import type { AnswerView, PolicyName } from './view.js';

/** What a policy works from; the same for all seven (R11). */
interface Case {
  question: QuestionDossier;
  analysis: Analysis;
  now: QuestionAnalysis;
  /** those with an origin, with their places in the view's accounts */
  accounts: { account: Account; place: number }[];
}
type Policy = (given: Case) => AnswerView;

const nothing: AnswerView = {
  value: null,
  low: null,
  high: null,
  orMore: false,
  orFewer: false,
  best: null,
  account: null,
  decidedBy: null,
  steps: [],
};
const none = (...steps: string[]): AnswerView => ({ ...nothing, steps });

/**
 * The answer of a policy with its trace; null: accounts@1 chooses nothing. A resolution overrides every policy and
 * says so; low-best-high@1 keeps its low and high.
 */
export function answerOf(
  analysis: Analysis,
  question: QuestionDossier,
  policy: PolicyName,
): AnswerView | null {
  const now = analysis.question(question);
  const accounts = now.accounts.flatMap((account, place) => (account.attributed ? [{ account, place }] : []));
  const given: Case = { question, analysis, now, accounts };
  const left = leftOut(now);
  if (now.resolution) return resolved(given, policy);
  if (policy === 'accounts@1') return null;
  if (accounts.length === 0) {
    return none(...left, 'No claim with an origin stands on this question, so there is no answer.');
  }
  const answer = policies[policy](given);
  const answered = answer.value !== null || answer.low !== null || answer.high !== null;
  return { ...answer, decidedBy: answered ? policy : null, steps: [...left, ...answer.steps] };
}

function resolved(given: Case, policy: PolicyName): AnswerView {
  const { question, now } = given;
  const resolution = question.resolution!;
  const value = printEntered(resolution.value, now.resolution!.extent, question);
  const kept = policy === 'low-best-high@1' && given.accounts.length > 0 ? lowBestHigh(given) : nothing;
  return {
    ...nothing,
    low: kept.low,
    high: kept.high,
    orMore: kept.orMore,
    orFewer: kept.orFewer,
    value,
    best: policy === 'low-best-high@1' ? value : null,
    decidedBy: 'resolution',
    steps: [
      ...kept.steps,
      `An editor resolved this question, resting on ${list(resolution.claims)}: ${resolution.reason}`,
      `A resolution overrides ${policy}.`,
    ],
  };
}

const policies: Record<Exclude<PolicyName, 'accounts@1'>, Policy> = {
  'range@1': (given) => {
    if (!isNumber(given.question)) return onlyAccount(given);
    const figures = figuresOffered(given);
    return {
      ...nothing,
      low: figures.low,
      high: figures.high,
      orMore: figures.orMore,
      orFewer: figures.orFewer,
      steps: [`Figures offered: ${figures.words}.`, 'The lowest and the highest of them are the answer.'],
    };
  },
  'conservative@1': (given) => {
    if (!isNumber(given.question)) return onlyAccount(given);
    const figures = figuresOffered(given);
    return {
      ...nothing,
      low: figures.low,
      orFewer: figures.orFewer,
      steps: [`Figures offered: ${figures.words}.`, 'The lowest of them is the answer.'],
    };
  },
  'two-source@1': twoSource,
  'majority@1': majority,
  'low-best-high@1': lowBestHigh,
  'ranked@1': ranked,
};

const isNumber = ({ type }: QuestionDossier): boolean => type === 'count' || type === 'quantity';

/** Other types: the value of the only account. */
function onlyAccount(given: Case): AnswerView {
  const [only, ...others] = given.accounts;
  if (others.length > 0) {
    return none(
      `${given.accounts.length} accounts stand, and this policy chooses among figures only: no answer.`,
    );
  }
  return { ...valueOf(given, only!), steps: ['One account stands; its value is the answer.'] };
}

const valueOf = (given: Case, { account, place }: { account: Account; place: number }): AnswerView => ({
  ...nothing,
  value: printValue(account.value, account.counting, given.question),
  account: place,
});

// --- figures offered ---------------------------------------------------------------------------------------------

interface Figures {
  low: number | null;
  high: number | null;
  orMore: boolean;
  orFewer: boolean;
  words: string;
}
interface Figure {
  n: number;
  kind: string;
  claim: string;
  /** vague words and `some`: only if nothing else is offered */
  faint: boolean;
}

/** Numbers named by the claims that state their accounts (R11). */
function figuresOffered(given: Case, admits: (saying: Saying) => boolean = () => true): Figures {
  const stating = new Set(
    given.accounts.flatMap(({ account }) => given.now.counter.statedBy(account.counting).stating),
  );
  const all = [...stating]
    .sort((a, b) => a.order - b.order)
    .flatMap((saying) => figuresIn(saying).map((figure) => ({ ...figure, saying })));
  const plain = all.filter(({ faint }) => !faint);
  const offered = (plain.length > 0 ? plain : all).filter(({ saying }) => admits(saying));
  if (offered.length === 0) return { low: null, high: null, orMore: false, orFewer: false, words: 'none' };
  const low = Math.min(...offered.map(({ n }) => n));
  const high = Math.max(...offered.map(({ n }) => n));
  return {
    low,
    high,
    orMore: offered.some(({ n, kind }) => n === high && upward.has(kind)),
    orFewer: offered.some(({ n, kind }) => n === low && downward.has(kind)),
    words: offered.map(({ n, claim }) => `${n} (${claim})`).join(', '),
  };
}
const upward = new Set(['at-least', 'more-than', 'vague', 'some']);
const downward = new Set(['at-most', 'fewer-than']);

function figuresIn(saying: Saying): Figure[] {
  const value = saying.value as Extract<Value, { kind: string }>;
  const figure = (n: number, faint = false): Figure => ({ n, kind: value.kind, claim: saying.name, faint });
  switch (value.kind) {
    case 'between':
      return [figure(value.low), figure(value.high)];
    case 'none':
      return [figure(0)];
    case 'vague':
    case 'some': {
      const { low } = saying.extent.kind === 'interval' ? printEnds(saying) : { low: 0 };
      return [figure(low, true)];
    }
    case 'exact':
    case 'about':
    case 'at-least':
    case 'more-than':
    case 'at-most':
    case 'fewer-than':
      return [figure(value.n)];
  }
}

function printEnds(saying: Saying): { low: number } {
  const printed = printEntered(saying.value, saying.extent, { type: 'count' } as QuestionDossier);
  return { low: 'low' in printed && typeof printed.low === 'number' ? printed.low : 0 };
}

// --- the policies that are more than a line ----------------------------------------------------------------------

/** Newsrooms' rule of two sources. */
function twoSource(given: Case): AnswerView {
  const agreed = given.accounts.flatMap(({ account, place }) => {
    const value = given.now.counter.agreed(account.counting);
    return value ? [{ value, account, place }] : [];
  });
  const [only, ...others] = agreed;
  if (!only) return none('No two independent origins attest a common value: no answer.');
  if (others.length > 0)
    return none(`Two independent origins attest each of ${agreed.length} accounts: no answer.`);
  return {
    ...nothing,
    value: printValue(only.value, only.account.counting, given.question),
    account: only.place,
    steps: ['Two independent origins attest a common value in one account alone; it is the answer.'],
  };
}

/** More independent origins state it than all others together (GTD: the majority of independent sources). */
function majority(given: Case): AnswerView {
  const { counter } = given.now;
  const supports = given.accounts.map((one) => ({ ...one, support: counter.statedBy(one.account.counting) }));
  const winner = supports.find(({ support }, index) => {
    const others = supports.filter((_, other) => other !== index).flatMap((other) => other.support.best);
    return support.range.min > counter.range([...new Set(others)]).min;
  });
  if (winner) {
    return {
      ...valueOf(given, winner),
      steps: ['More independent origins state this account than all the others together.'],
    };
  }
  const credible = given.accounts.find(
    ({ account }) => !account.counting.every((saying) => isDoubtful(given, saying)),
  );
  if (!credible)
    return none('No account has the majority, and all of them are doubtful (E or 5): no answer.');
  return {
    ...valueOf(given, credible),
    steps: [
      'No account has the majority of independent origins; the first that is not wholly doubtful is taken.',
    ],
  };
}

function isDoubtful(given: Case, { claim, origin }: Saying): boolean {
  const { sources } = given.analysis.casebook;
  return claim.claim.credibility === '5' || origin.every((name) => sources.reliability(name) === 'E');
}

/** UCDP GED's three estimates; "best" is an editor's, by a resolution. */
function lowBestHigh(given: Case): AnswerView {
  if (!isNumber(given.question)) return onlyAccount(given);
  const { sources } = given.analysis.casebook;
  const grades = ({ origin }: Saying) => origin.map((name) => sources.reliability(name));
  const graded = given.now.counting.some((saying) => grades(saying).some((grade) => grade !== undefined));
  const trusted = (saying: Saying): boolean =>
    !graded || grades(saying).some((grade) => grade === 'A' || grade === 'B' || grade === 'C');
  const figures = figuresOffered(given, trusted);
  const from = graded ? 'Figures of sources graded A to C' : 'No source is graded; figures of all';
  return {
    ...nothing,
    low: figures.low,
    high: figures.high,
    orMore: figures.orMore,
    orFewer: figures.orFewer,
    steps: [`${from}: ${figures.words}.`],
  };
}

/** Wikidata's ranks: the preferred claims if any, else the normal ones; never deprecated. */
function ranked(given: Case): AnswerView {
  const { counting } = given.now;
  const preferred = counting.filter(({ claim }) => claim.claim.rank === 'preferred');
  const used =
    preferred.length > 0 ? preferred : counting.filter(({ claim }) => claim.claim.rank === 'normal');
  const rank = preferred.length > 0 ? 'preferred' : 'normal';
  const accounts = accountsOf(given.analysis.casebook.comparison(given.question), used);
  const [only, ...others] = accounts;
  if (!only) return none('Every claim with an origin is deprecated: no answer.');
  const trace = `Claims used, ranked ${rank}: ${list(used.map(({ name }) => name))}.`;
  if (others.length > 0) return none(trace, `They make ${accounts.length} accounts: no answer.`);
  const place = given.now.accounts.findIndex((account) =>
    used.every((saying) => account.sayings.includes(saying)),
  );
  return {
    ...nothing,
    value: printValue(only.value, only.counting, given.question),
    account: place === -1 ? null : place,
    steps: [trace, 'They make one account; its value is the answer.'],
  };
}

/** What was not used, and why: the first part of every trace. */
function leftOut(now: QuestionAnalysis): string[] {
  const unattributed = now.standing.filter(({ originKey }) => originKey === null).map(({ name }) => name);
  const steps: string[] = [];
  const used = now.counting.map(({ name }) => name);
  if (used.length > 0) steps.push(`Claims that count: ${list(used)}.`);
  if (unattributed.length > 0)
    steps.push(`Left out, since the record shows no origin: ${list(unattributed)}.`);
  const ended = [...now.ends].map(([name, { by, as }]) => `${name} (${as} by ${by.name})`);
  if (ended.length > 0) steps.push(`Left out, since they no longer stand: ${list(ended)}.`);
  return steps;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
