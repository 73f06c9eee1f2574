import type { AccountView, IncidentView, QuestionView } from './view.js';
import { endingInWords, listInWords, originsInWords, valueInWords } from './words.js';

/** What is different between two views of one incident. */
export interface QuestionChange {
  question: string;
  status: { before: string | null; after: string | null } | null;
  /** claims that came into a question's view, and that left it */
  appeared: string[];
  disappeared: string[];
  sentences: string[];
}

/** Compares two views of one incident, question by question; those that are alike are left out. */
export function diffViews(
  before: Pick<IncidentView, 'questions'>,
  after: Pick<IncidentView, 'questions'>,
): QuestionChange[] {
  const old = new Map(before.questions.map((question) => [question.key, question]));
  const now = new Map(after.questions.map((question) => [question.key, question]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const change = questionChange(key, old.get(key), now.get(key));
    return change ? [change] : [];
  });
}

function questionChange(
  key: string,
  before: QuestionView | undefined,
  after: QuestionView | undefined,
): QuestionChange | null {
  if (JSON.stringify(before) === JSON.stringify(after)) return null;
  const was = claimsOf(before);
  const is = claimsOf(after);
  const status =
    before?.status === after?.status
      ? null
      : { before: before?.status ?? null, after: after?.status ?? null };
  const sentences = [
    ...(before ? [] : ['The question was raised.']),
    ...(after ? [] : ['The question is not there.']),
    ...(status && before && after ? [`It was ${status.before} and is ${status.after}.`] : []),
    ...accountSentences(before?.accounts ?? [], after?.accounts ?? []),
    ...endedSentences(before, after),
    ...derivedSentences(before, after),
  ];
  return {
    question: key,
    status,
    appeared: [...is].filter((claim) => !was.has(claim)),
    disappeared: [...was].filter((claim) => !is.has(claim)),
    sentences,
  };
}

const claimsOf = (question: QuestionView | undefined): Set<string> =>
  new Set(question?.history.map(({ claim }) => claim));

function accountSentences(before: readonly AccountView[], after: readonly AccountView[]): string[] {
  const byValue = (accounts: readonly AccountView[]) =>
    new Map(accounts.map((account) => [JSON.stringify(account.value), account]));
  const [was, is] = [byValue(before), byValue(after)];
  const sentences: string[] = [];
  for (const [value, account] of is) {
    const words = valueInWords(account.value);
    const earlier = was.get(value);
    if (!earlier) {
      sentences.push(
        `New account “${words}”, ${originsInWords(account.origins)}: ${listInWords(account.claims)}.`,
      );
    } else if (JSON.stringify(earlier.claims) !== JSON.stringify(account.claims)) {
      const joined = account.claims.filter((claim) => !earlier.claims.includes(claim));
      const left = earlier.claims.filter((claim) => !account.claims.includes(claim));
      if (joined.length > 0) sentences.push(`${listInWords(joined)} joined the account “${words}”.`);
      if (left.length > 0) sentences.push(`${listInWords(left)} left the account “${words}”.`);
    }
    if (earlier && JSON.stringify(earlier.origins) !== JSON.stringify(account.origins)) {
      sentences.push(
        `The account “${words}” had ${originsInWords(earlier.origins)} and has ${originsInWords(account.origins)}.`,
      );
    }
  }
  for (const [value, account] of was) {
    if (!is.has(value)) sentences.push(`The account “${valueInWords(account.value)}” is gone.`);
  }
  return sentences;
}

function endedSentences(before: QuestionView | undefined, after: QuestionView | undefined): string[] {
  const was = new Set(before?.superseded.map(({ claim, as }) => `${claim} ${as}`));
  return (after?.superseded ?? [])
    .filter(({ claim, as }) => !was.has(`${claim} ${as}`))
    .map(({ claim, by, as }) => `${claim} ${endingInWords[as]} ${by}.`);
}

function derivedSentences(before: QuestionView | undefined, after: QuestionView | undefined): string[] {
  const [was, is] = [before?.derived?.value, after?.derived?.value];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (!is) return ['Nothing follows from linked questions any more.'];
  return [`From linked questions now follows: ${valueInWords(is)}.`];
}
