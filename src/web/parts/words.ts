import type { CommonValue, IntervalValue, Range, Relation } from '../../domain/reconcile/view.js';
import type { SilenceKind, Value } from '../../domain/value.js';

/** Names by key where the reader should see a label: categories, sources. */
export interface Labels {
  category(key: string): string;
  source(name: string): string;
}

const bare: Labels = { category: (key) => key, source: (name) => name };

/** A value as a reader would say it: "at least 5", "between 3 and 10", "7 January 2020". */
export function valueWords(value: CommonValue, unit: string | undefined, labels: Labels = bare): string {
  if ('kind' in value) return withUnit(numberWords(value), unit);
  if ('is' in value) return value.is ? 'yes' : 'no';
  if ('category' in value) return labels.category(value.category);
  if ('categories' in value) return value.categories.map((key) => labels.category(key)).join(' or ');
  if ('source' in value) return labels.source(value.source);
  if ('sources' in value) return value.sources.map((name) => labels.source(name)).join(' or ');
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

const figure = (n: number): string => n.toLocaleString('en', { maximumFractionDigits: 15 });
const withUnit = (words: string, unit: string | undefined): string =>
  unit === undefined || words.startsWith('“') ? words : `${words} ${unit}`;

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
