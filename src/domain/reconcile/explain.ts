import type { Analysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import { fitsValue, type Account } from './accounts.js';
import type { LeftOut } from './independence.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { partOf, type ClaimPart } from './parts.js';
import { printValue } from './values.js';
import type { Range } from './view.js';
import { endingInWords, listInWords, originsInWords, valueInWords } from './words.js';

/** Why each claim on a question is in or out of each account, in words, and who counts as an origin. */
export interface Explanation {
  question: string;
  /** values in R1's order, silences, responses, what was perhaps public; all of them, or the part that was asked for */
  claims: ExplainedClaim[];
  /** how many there are in all */
  claimsInAll: number;
  independence: ExplainedIndependence;
  /** what linked questions say of this one */
  linked: string[];
}
export interface ExplainedClaim {
  claim: string;
  part: ClaimPart;
  /** the sources that are its origin */
  origin: string[];
  /** places of its accounts in the view */
  accounts: number[];
  sentences: string[];
}
export interface ExplainedIndependence {
  range: Range;
  origins: string[];
  roots: { root: string; origins: string[]; leftOut: LeftOut | null; because: string | null }[];
  /** claims whose origin took back what it said: everything downstream of a retracted origin */
  downstreamOfRetracted: { claim: string; by: string }[];
  sentences: string[];
}

/** Which of the claims are explained: of thousands nobody reads all, and each is held against every account. */
export interface ExplainedPart {
  from: number;
  count: number;
}

export function explainQuestion(
  analysis: Analysis,
  question: QuestionDossier,
  perhaps: readonly VisibleClaim[],
  { from, count }: ExplainedPart,
): Explanation {
  const now = analysis.question(question);
  const values = now.sayings.map((saying) => () => explainSaying(analysis, question, saying));
  const given = new Set(now.sayings.map(({ name }) => name));
  const silences = now.silences.map(({ claim, end }) => (): ExplainedClaim => ({
    claim: claim.name,
    part: 'silence',
    origin: [...analysis.sayings.originOf(claim)],
    accounts: [],
    sentences: [
      `${claim.name} is a silence (${claim.claim.silence}), and a silence is no value: it changes no account.`,
      ...(end ? [`The silence ended with ${end.by.name}.`] : []),
    ],
  }));
  const responses = analysis.sayings
    .respondingOn(question.name)
    .filter(({ name }) => !given.has(name))
    .map((claim) => () => explainResponse(analysis, claim));
  const unknown = perhaps.map(({ name }) => (): ExplainedClaim => ({
    claim: name,
    part: 'perhaps-public',
    origin: [],
    accounts: [],
    sentences: [`${name} had perhaps been published by then, perhaps not; it is used for nothing.`],
  }));
  const all = [...values, ...silences, ...responses, ...unknown];
  return {
    question: question.key,
    claims: all.slice(from, from + count).map((explained) => explained()),
    claimsInAll: all.length,
    independence: explainIndependence(analysis, question),
    linked: explainLinked(analysis, question),
  };
}

function explainSaying(analysis: Analysis, question: QuestionDossier, saying: Saying): ExplainedClaim {
  const now = analysis.question(question);
  const end = now.ends.get(saying.name);
  const said = valueInWords(saying.value);
  if (end) {
    const sentence = `${saying.name} (${said}) is in no account: it ${endingInWords[end.as]} ${end.by.name}.`;
    const part = partOf(now, saying);
    return { claim: saying.name, part, origin: [...saying.origin], accounts: [], sentences: [sentence] };
  }
  const accounts = now.accounts.flatMap((account, place) =>
    account.sayings.includes(saying) ? [place] : [],
  );
  return {
    claim: saying.name,
    part: partOf(now, saying),
    origin: [...saying.origin],
    accounts,
    sentences: [
      originSentence(saying),
      ...accountSentences(analysis, question, saying, now.accounts),
      ...denialSentences(analysis, saying),
    ],
  };
}

function originSentence(saying: Saying): string {
  const { claim, name, origin, circular } = saying;
  if (origin.length > 0) {
    const joint = origin.length > 1 ? ' jointly' : '';
    return `${name} (${valueInWords(saying.value)}) counts: its chain ends in ${listInWords(origin)}${joint}.`;
  }
  if (circular) return `${name} has no origin: its chain of reports leads back to itself.`;
  if (claim.claim.inferred)
    return `${name} has no origin: whoever recorded it worked it out, no source said it.`;
  return `${name} has no origin: the text does not say whose words these are.`;
}

/** Of so many accounts it is said why a claim is not in them. */
const accountsTold = 50;

function accountSentences(
  analysis: Analysis,
  question: QuestionDossier,
  saying: Saying,
  accounts: readonly Account[],
): string[] {
  const others = accounts.filter((account) => !account.sayings.includes(saying));
  const untold = new Set(others.slice(accountsTold));
  return [
    ...accounts
      .filter((account) => !untold.has(account))
      .map((account) => accountSentence(analysis, question, saying, account)),
    ...(untold.size === 0 ? [] : [`It is in none of ${untold.size} further accounts either.`]),
  ];
}

function accountSentence(
  analysis: Analysis,
  question: QuestionDossier,
  saying: Saying,
  account: Account,
): string {
  const value = valueInWords(printValue(account.value, account.sayings, question));
  const own = valueInWords(saying.value);
  if (account.sayings.includes(saying)) {
    return `It is in the account “${value}”: ${own} can be true together with all the others in it.`;
  }
  const comparison = analysis.casebook.comparison(question);
  const out = account.counting.find((other) => !comparison.fits(other.extent, saying.extent));
  if (!out) {
    return fitsValue(comparison, saying.extent, account.value)
      ? `It is not in the account “${value}”, which is made of claims without an origin.`
      : `It is not in the account “${value}”: ${own} has nothing in common with what its claims have in common.`;
  }
  const unlike = comparison.uncompared(out.extent, saying.extent);
  return unlike
    ? `It is not in the account “${value}”: nobody has compared its wording with that of ${out.name}.`
    : `It is not in the account “${value}”: it cannot be true together with ${out.name} (${valueInWords(out.value)}).`;
}

function denialSentences(analysis: Analysis, saying: Saying): string[] {
  const denials = analysis.denials(saying);
  return denials.map((word) =>
    analysis.contests(word)
      ? `${word.by.name} denies it, which contests it.`
      : `${word.by.name} denies it; since that denial has no origin, it contests nothing.`,
  );
}

function explainResponse(analysis: Analysis, claim: VisibleClaim): ExplainedClaim {
  const words = analysis.words.by(claim.name);
  const targets = listInWords([...new Set(words.map(({ target }) => target.name))]);
  const { stance } = claim.claim.response!;
  const ended = analysis.standings.endByWord(claim.name);
  const without =
    (stance === 'corrects' || stance === 'retracts') && words.some(({ right }) => right === null)
      ? [`It has no right to take that back, so it counts as a denial.`]
      : [];
  return {
    claim: claim.name,
    part: ended ? 'ended' : 'response',
    origin: [...analysis.sayings.originOf(claim)],
    accounts: [],
    sentences: [
      `${claim.name} ${stance} ${targets}; it gives no value of its own here.`,
      ...without,
      ...(ended ? [`It ${endingInWords[ended.as]} ${ended.by.name}, and has no effect.`] : []),
    ],
  };
}

const whyLeftOut: Record<LeftOut, (root: string, because: string | undefined) => string> = {
  unnamed: (root) =>
    `${root} is unnamed and belongs to no named organisation, so it adds nothing to the lower number.`,
  outlet: (root) =>
    `${root} is an outlet that neither saw it nor worked it out, so it adds nothing to the lower number.`,
  'chain-cut-short': (root, because) =>
    `${root} passes on words of others on this question (${because ?? 'another claim'}); its own claim may be that chain cut short, so it adds nothing to the lower number.`,
};

function explainIndependence(analysis: Analysis, question: QuestionDossier): ExplainedIndependence {
  const now = analysis.question(question);
  const { range, origins, roots, groups } = now.counter.count(now.counting);
  const retracted = now.sayings.flatMap(({ name }) => {
    const end = now.ends.get(name);
    return end && (end.as === 'retraction' || end.as === 'disowned')
      ? [{ claim: name, by: end.by.name }]
      : [];
  });
  const tied = roots.filter((root) => root.origins.length > 1);
  return {
    range,
    origins,
    roots: roots.map(({ root, origins: own, leftOut, because }) => ({
      root,
      origins: own,
      leftOut,
      because: because ?? null,
    })),
    downstreamOfRetracted: retracted,
    sentences: [
      `${now.counting.length} claims that count go back to ${originsInWords(range)}: ${listInWords(origins)}.`,
      ...tied.map(({ root, origins: own }) => `${listInWords(own)} all belong to ${root}, and are one root.`),
      ...roots.flatMap(({ root, leftOut, because }) => (leftOut ? [whyLeftOut[leftOut](root, because)] : [])),
      ...(groups.length === 0 && origins.length > 0
        ? ['None of them is known to be independent, but somebody said it: at least 1.']
        : []),
      ...retracted.map(({ claim, by }) => `${claim} goes back to words that ${by} took back.`),
    ],
  };
}

function explainLinked(analysis: Analysis, question: QuestionDossier): string[] {
  const now = analysis.question(question);
  const derived = now.derived;
  return [
    ...(derived
      ? [
          `From ${derived.constraints.join('; ')} and ${listInWords(derived.claims.map(({ name }) => name))} it follows: ${valueInWords(
            printValue(
              { kind: 'interval', plain: derived.value, wide: derived.value, asSaid: derived.value },
              [],
              question,
            ),
          )}.`,
        ]
      : []),
    ...now.violations.map(
      ({ claims, constraints }) =>
        `${listInWords(claims.map(({ name }) => name))} cannot all be true, since ${constraints.join('; ')}.`,
    ),
    ...now.accounts.flatMap((account, place) =>
      now.ruledOut[place]
        ? [
            `The account “${valueInWords(printValue(account.value, account.sayings, question))}” is ruled out by linked questions.`,
          ]
        : [],
    ),
  ];
}
