import { edtfExtent } from './edtf.js';
import { closed, decimal, isEmpty, unit, wholeAbove, wholeBelow, type Interval } from './interval.js';

/**
 * What a claim can assert (chapter "Values" of docs/METHOD.md). The shapes are those of the incident file, which is
 * also how they stand in events; a source is named by its id in events and by its name in a dossier.
 */
export const questionTypes = [
  'count',
  'quantity',
  'yes-no',
  'category',
  'source',
  'place',
  'time',
  'text',
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Numbers: counts are whole, quantities carry the question's unit. JSON numbers of at most 15 significant digits. */
export type NumberValue =
  | { kind: 'exact' | 'at-least' | 'more-than' | 'at-most' | 'fewer-than' | 'about'; n: number }
  | { kind: 'between'; low: number; high: number }
  | { kind: 'vague'; literal: string; low?: number; high?: number }
  | { kind: 'none' }
  | { kind: 'some' };

export type YesNoValue = { is: boolean };
export type CategoryValue = { category: string };
export type SourceValue = { source: string };
export type PlaceValue = { place: string };
/** EDTF (ISO 8601-2), level 1. */
export type TimeValue = { time: string };
export type TextValue = { text: string };

export type Value =
  NumberValue | YesNoValue | CategoryValue | SourceValue | PlaceValue | TimeValue | TextValue;

/** No value at all: "none-reported" is the absence of a report, never a report of absence (that is `none`). */
export const silenceKinds = [
  'not-addressed',
  'no-comment',
  'declined',
  'unable-to-confirm',
  'none-reported',
] as const;
export type SilenceKind = (typeof silenceKinds)[number];

export const stances = ['confirms', 'denies', 'doubts', 'corrects', 'retracts'] as const;
export type Stance = (typeof stances)[number];

export const bases = ['witnessed', 'deduced', 'induced', 'told', 'unknown'] as const;
/** How the origin knows (OpenCTI's objective scale). */
export type Basis = (typeof bases)[number];

export const supersessionKinds = ['update', 'correction', 'retraction'] as const;
export type SupersessionKind = (typeof supersessionKinds)[number];

export const reliabilities = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
/** Source reliability, NATO Admiralty code (AJP-2.1). F is "cannot be judged", not "worst". */
export type Reliability = (typeof reliabilities)[number];

export const credibilities = ['1', '2', '3', '4', '5', '6'] as const;
/** Claim credibility, NATO Admiralty code (AJP-2.1). 6 is "cannot be judged", not "worst". */
export type Credibility = (typeof credibilities)[number];

export const ranks = ['preferred', 'normal', 'deprecated'] as const;
export type Rank = (typeof ranks)[number];

const numberKinds = new Set([
  'exact',
  'at-least',
  'more-than',
  'at-most',
  'fewer-than',
  'about',
  'between',
  'vague',
  'none',
  'some',
]);

/**
 * Why a question of this type does not take this value, in words that say what to do; undefined: it takes it (R2,
 * "refused at entry").
 */
export function checkValue(
  type: QuestionType,
  value: Value,
  categories: readonly { key: string }[],
): string | undefined {
  switch (type) {
    case 'count':
    case 'quantity':
      return 'kind' in value && numberKinds.has(value.kind)
        ? checkNumber(type, value)
        : `a ${type} takes a number: {"kind": "exact", "n": 5}, at-least, between, none and the like`;
    case 'yes-no':
      return 'is' in value ? undefined : 'a yes-no question takes {"is": true} or {"is": false}';
    case 'category':
      if (!('category' in value)) return 'a category question takes {"category": one of its own keys}';
      return categories.some(({ key }) => key === value.category)
        ? undefined
        : `the question has no category "${value.category}": add it to the question, or take one of ${categories.map(({ key }) => key).join(', ')}`;
    case 'source':
      return 'source' in value ? undefined : 'a source question takes {"source": a source}';
    case 'place':
      return 'place' in value && value.place.trim() !== ''
        ? undefined
        : 'a place question takes {"place": its name}, not empty';
    case 'time':
      return 'time' in value
        ? checkTime(value.time)
        : 'a time question takes {"time": an EDTF date or interval}';
    case 'text':
      return 'text' in value && value.text.trim() !== ''
        ? undefined
        : 'a text question takes {"text": words}, not empty';
  }
}

function checkTime(text: string): string | undefined {
  try {
    edtfExtent(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function checkNumber(type: 'count' | 'quantity', value: NumberValue): string | undefined {
  const named = [
    ...('n' in value ? [value.n] : []),
    ...('low' in value && value.low !== undefined ? [value.low] : []),
    ...('high' in value && value.high !== undefined ? [value.high] : []),
  ];
  for (const n of named) {
    if (!Number.isFinite(n) || n < 0) return `${n} is below zero: numbers here start at 0`;
    if (type === 'count' && !Number.isInteger(n))
      return `${n} is broken, and a count is whole: raise a quantity instead`;
    if (n !== 0 && (n < 1e-15 || n >= 1e15)) return `${n} is out of reach: from 1e-15 to below 1e15`;
  }
  if (value.kind === 'vague' && value.literal.trim() === '')
    return 'a vague value needs its words in "literal"';
  return isEmpty(numberInterval(type, value))
    ? 'nothing lies between its low and its high end: swap or mend the two'
    : undefined;
}

/** What a number allows (R2): from 0 up, counts whole. */
export function numberInterval(type: 'count' | 'quantity', value: NumberValue): Interval {
  const whole = type === 'count';
  const above = (n: bigint): Interval =>
    whole ? closed(n + unit, null) : { low: n, lowOpen: true, high: null, highOpen: false };
  switch (value.kind) {
    case 'exact':
      return closed(decimal(value.n), decimal(value.n));
    case 'at-least':
      return closed(decimal(value.n), null);
    case 'more-than':
      return above(decimal(value.n));
    case 'at-most':
      return closed(0n, decimal(value.n));
    case 'fewer-than':
      return whole
        ? closed(0n, decimal(value.n) - unit)
        : { low: 0n, lowOpen: false, high: decimal(value.n), highOpen: true };
    case 'about':
      return about(decimal(value.n), whole);
    case 'between':
      return closed(decimal(value.low), decimal(value.high));
    case 'vague':
      return closed(
        decimal(value.low ?? leastOfWords(value.literal)),
        value.high === undefined ? null : decimal(value.high),
      );
    case 'none':
      return closed(0n, 0n);
    case 'some':
      return above(0n);
  }
}

function about(n: bigint, whole: boolean): Interval {
  const [low, high] = [(n * 9n) / 10n, (n * 11n) / 10n];
  if (!whole) return closed(low, high);
  const floor = wholeBelow(low);
  return closed(n >= unit && floor < unit ? unit : floor, wholeAbove(high));
}

const numberWords: Record<string, number> = {
  ten: 10,
  dozen: 12,
  score: 20,
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
};
const word = `(?:${Object.keys(numberWords).join('|')})s?`;
const run = new RegExp(`\\b${word}(?:[\\s-]+(?:of[\\s-]+)?${word})*\\b`, 'g');

/** The least that vague words can mean (R2): "tens of thousands" 10,000; "very few, if any" 0; "several" 1. */
export function leastOfWords(literal: string): number {
  const text = literal.toLowerCase();
  if (/\bif\s+any\b/.test(text)) return 0;
  const least = [...text.matchAll(run)].map(([words]) =>
    words
      .split(/[\s-]+/)
      .filter((part) => part !== 'of')
      .reduce((product, part) => product * (numberWords[part] ?? numberWords[part.slice(0, -1)]!), 1),
  );
  return least.length === 0 ? 1 : Math.min(...least);
}
