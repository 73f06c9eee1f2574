import type { AnswerView, CommonValue, IntervalValue, Range, Relation } from '../../domain/reconcile/view.js';
import type { Credibility, Reliability, SilenceKind, Value } from '../../domain/value.js';

/** Labels by key where the reader should see a label: a question's categories, the sources named as values. */
export interface Labels {
  categories: Record<string, string>;
  sources: Record<string, string>;
}

const bare: Labels = { categories: {}, sources: {} };
const labelled = (labels: Record<string, string>, key: string): string =>
  Object.hasOwn(labels, key) ? labels[key]! : key;

/** A value as a reader would say it: "at least 5", "between 3 and 10", "7 January 2020". */
export function valueWords(value: CommonValue, unit: string | undefined, labels: Labels = bare): string {
  if ('kind' in value) return withUnit(numberWords(value), unit);
  if ('is' in value) return value.is ? 'yes' : 'no';
  if ('category' in value) return labelled(labels.categories, value.category);
  if ('categories' in value)
    return value.categories.map((key) => labelled(labels.categories, key)).join(' or ');
  if ('source' in value) return labelled(labels.sources, value.source);
  if ('sources' in value) return value.sources.map((name) => labelled(labels.sources, name)).join(' or ');
  if ('place' in value) return value.place;
  if ('time' in value) return value.time;
  if ('text' in value) return value.text;
  return withUnit(intervalWords(value), unit);
}

type NumberWords = Extract<Value, { kind: string }>;
function numberWords(value: NumberWords): string {
  switch (value.kind) {
    case 'exact':
      return figure(value.n);
    case 'between':
      return `between ${figure(value.low)} and ${figure(value.high)}`;
    case 'vague':
      return `“${value.literal}”`;
    case 'none':
      return 'none';
    case 'some':
      return 'some, no number given';
    case 'at-least':
    case 'more-than':
    case 'at-most':
    case 'fewer-than':
    case 'about':
      return `${value.kind.replace('-', ' ')} ${figure(value.n)}`;
  }
}

function intervalWords(value: IntervalValue): string {
  const { low, high } = value;
  if (typeof low === 'string' || typeof high === 'string') return timeWords(low, high);
  if (low !== null && low === high) return figure(low);
  if (high === null) return `${value.lowOpen ? 'more than' : 'at least'} ${figure(low ?? 0)}`;
  if (low === null || low === 0) return `${value.highOpen ? 'fewer than' : 'at most'} ${figure(high)}`;
  return `${value.lowOpen ? 'above ' : ''}${figure(low)} to ${value.highOpen ? 'below ' : ''}${figure(high)}`;
}

/** The end is exclusive: a whole day is said as that day, a whole minute as that minute. */
function timeWords(low: number | string | null, high: number | string | null): string {
  const from = typeof low === 'string' ? low : null;
  const to = typeof high === 'string' ? high : null;
  if (from === null) return to === null ? 'at an unknown time' : `before ${instantWords(to)}`;
  if (to === null) return `from ${instantWords(from)} on`;
  const length = Date.parse(to) - Date.parse(from);
  if (length === 86_400_000 && from.includes('T00:00')) return from.slice(0, 10);
  if (length <= 60_000) return instantWords(from);
  return `${instantWords(from)} to ${instantWords(to)}`;
}

/** `2022-01-05T14:00:00Z` as `2022-01-05 14:00 UTC`; a date stays a date. */
export function instantWords(instant: string): string {
  if (!instant.includes('T')) return instant;
  const utc = new Date(instant).toISOString();
  const seconds = utc.slice(17, 19) === '00' ? '' : utc.slice(16, 19);
  return `${utc.slice(0, 10)} ${utc.slice(11, 16)}${seconds} UTC`;
}

/** A number as a reader is used to it: 10,000. */
export const figure = (n: number): string => numbers.format(n);
/** Made once: making one costs as much as a thousand uses. */
const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 15 });
const withUnit = (words: string, unit: string | undefined): string =>
  unit === undefined || words.startsWith('“') || words === 'none' || words.startsWith('some,')
    ? words
    : `${words} ${unit}`;

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${figure(n)} ${n === 1 ? one : many}`;

/** "1 to 2 origins", "1 origin", "no origin". */
export function originsWords({ min, max }: Range): string {
  if (max === 0) return 'no origin';
  return min === max ? plural(max, 'origin') : `${min} to ${max} origins`;
}

export const silenceWords: Record<SilenceKind, string> = {
  'not-addressed': 'did not address it',
  'no-comment': 'gave no comment',
  declined: 'declined to say',
  'unable-to-confirm': 'could not confirm it',
  'none-reported': 'said that nothing was reported',
};

/** What a claim did when it was published, as the history tells it. */
export const relationWords: Record<Relation, string> = {
  retracts: 'retracts',
  corrects: 'corrects',
  responds: 'responds',
  updates: 'updates',
  silent: 'says nothing',
  repeats: 'repeats',
  late: 'comes late',
  'relay-divergence': 'relayed differently',
  outgrows: 'outgrows',
  'violates-constraint': 'contradicts linked questions',
  first: 'first',
  anew: 'gives a value anew',
  uncompared: 'another wording',
  contradicts: 'contradicts',
  refines: 'refines',
  corroborates: 'corroborates',
  attributes: 'attributes',
  echoes: 'echoes',
  compatible: 'compatible',
};

/** What a policy, or an editor, answers: "8", "3 to 8 or more", "no answer". */
export function answerWords(answer: AnswerView, unit: string | undefined, labels: Labels = bare): string {
  if (answer.value !== null) return valueWords(answer.value, unit, labels);
  const { low, high } = answer;
  if (low === null && high === null) return 'no answer';
  const end = (bound: number | string): string => (typeof bound === 'number' ? figure(bound) : bound);
  const range =
    low === null || high === null || low === high ? end((low ?? high)!) : `${end(low)} to ${end(high)}`;
  const more = answer.orMore ? ' or more' : answer.orFewer ? ' or fewer' : '';
  return withUnit(`${range}${more}`, unit);
}

const stanceVerbs = {
  confirms: 'confirms',
  denies: 'denies',
  doubts: 'doubts',
  corrects: 'corrects',
  retracts: 'takes back',
} as const;
/** "denies nw-009 and nw-084". */
export const responseWords = (stance: keyof typeof stanceVerbs, to: readonly string[]): string =>
  `${stanceVerbs[stance]} ${to.join(' and ')}`;

export const sourceKindWords = {
  person: 'person',
  office: 'office',
  organisation: 'organisation',
  group: 'group',
  outlet: 'outlet',
  unnamed: 'unnamed speaker',
} as const;

/** NATO Admiralty code (AJP-2.1). */
export const reliabilityWords: Record<Reliability, string> = {
  A: 'completely reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'cannot be judged',
};
export const credibilityWords: Record<Credibility, string> = {
  '1': 'confirmed',
  '2': 'probably true',
  '3': 'possibly true',
  '4': 'doubtful',
  '5': 'improbable',
  '6': 'cannot be judged',
};
