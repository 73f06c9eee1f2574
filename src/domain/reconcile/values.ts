import { decimalNumber, microsInstant, type Interval } from '../interval.js';
import type { Value } from '../value.js';
import type { AccountValue } from './accounts.js';
import type { QuestionDossier } from './dossier.js';
import type { Extent } from './extent.js';
import type { Saying } from './sayings.js';
import type { CommonValue, IntervalValue } from './view.js';

/** An interval as it is printed: numbers as numbers, times as RFC 3339 with an exclusive end. */
export function printInterval(interval: Interval, type: QuestionDossier['type']): IntervalValue {
  if (type === 'time') {
    return {
      low: interval.low === null ? null : microsInstant(interval.low),
      high: interval.high === null ? null : microsInstant(interval.high),
    };
  }
  return {
    low: interval.low === null ? null : decimalNumber(interval.low),
    high: interval.high === null ? null : decimalNumber(interval.high),
    ...(interval.lowOpen ? { lowOpen: true } : {}),
    ...(interval.highOpen ? { highOpen: true } : {}),
  };
}

/** What an account's claims have in common; a source or text as the first of them in R1's order has it. */
export function printValue(
  value: AccountValue,
  sayings: readonly Saying[],
  question: QuestionDossier,
): CommonValue {
  if (value.kind === 'interval') return printInterval(value.plain, question.type);
  if (value.kind === 'word') return value.said.value;
  const keys = value.keys
    .map((key) => sayings.find((saying) => keyOf(saying) === key))
    .map((saying, index) => (saying ? nameIn(saying.value) : value.keys[index]!));
  const [only] = keys;
  if (question.type === 'source') return keys.length === 1 ? { source: only! } : { sources: keys };
  return keys.length === 1 ? { category: only! } : { categories: keys };
}

const keyOf = ({ extent }: Saying): string | null => (extent.kind === 'set' ? extent.key : null);
const nameIn = (value: Value): string =>
  'source' in value ? value.source : 'category' in value ? value.category : '';

/** A value as entered, in the form of an answer. */
export function printEntered(value: Value, extent: Extent, question: QuestionDossier): CommonValue {
  return extent.kind === 'interval' ? printInterval(extent.plain, question.type) : value;
}
