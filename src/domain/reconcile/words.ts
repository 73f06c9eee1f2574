import type { Value } from '../value.js';
import type { CommonValue, Ending, Range, Relation } from './view.js';

/** A value as a person would say it, without its unit: "at least 5", "3 to 10", "2022-01-05". */
export function valueInWords(value: CommonValue): string {
  if ('kind' in value) return numberInWords(value);
  if ('is' in value) return value.is ? 'yes' : 'no';
  if ('category' in value) return value.category;
  if ('categories' in value) return value.categories.join(' and ');
  if ('source' in value) return value.source;
  if ('sources' in value) return value.sources.join(' and ');
  if ('place' in value) return value.place;
  if ('time' in value) return value.time;
  if ('text' in value) return `“${value.text}”`;
  const { low, high } = value;
  if (low !== null && low === high) return String(low);
  if (high === null) return low === null ? 'anything' : `${value.lowOpen ? 'more than' : 'at least'} ${low}`;
  if (low === null || low === 0) return `${value.highOpen ? 'below' : 'at most'} ${high}`;
  return `${low} to ${high}`;
}

function numberInWords(value: Extract<Value, { kind: string }>): string {
  switch (value.kind) {
    case 'exact':
      return String(value.n);
    case 'between':
      return `between ${value.low} and ${value.high}`;
    case 'vague':
      return `“${value.literal}”`;
    case 'none':
      return 'none';
    case 'some':
      return 'some';
    case 'at-least':
    case 'more-than':
    case 'at-most':
    case 'fewer-than':
    case 'about':
      return `${value.kind.replace('-', ' ')} ${value.n}`;
  }
}

/** "nw-022, nw-024 and apv2-03"; at most `most` names, the rest as a number. */
export function listInWords(names: readonly string[], most = 12): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  if (shown.length < 2) return shown[0] ?? 'nothing';
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

/** "1 to 2 origins", "no origin". */
export function originsInWords({ min, max }: Range): string {
  if (max === 0) return 'no origin';
  const number = min === max ? String(max) : `${min} to ${max}`;
  return `${number} ${max === 1 ? 'origin' : 'origins'}`;
}

export const endingInWords: Record<Ending, string> = {
  update: 'was updated by',
  correction: 'was corrected by',
  retraction: 'was retracted by',
  disowned: 'was disowned by its own origin in',
  outgrown: 'speaks of an earlier time and was outgrown by',
};

/** What a claim did when it appeared, for a sentence: "nw-025 repeats nw-022". */
export const relationInWords: Record<Relation, string> = {
  retracts: 'retracts',
  corrects: 'corrects',
  responds: 'responds to',
  updates: 'updates',
  silent: 'says nothing',
  repeats: 'repeats',
  late: 'comes late, after',
  'relay-divergence': 'relays the same words otherwise than',
  outgrows: 'outgrows',
  'violates-constraint': 'contradicts, across linked questions,',
  first: 'is the first',
  anew: 'gives a value anew',
  uncompared: 'gives another wording than',
  contradicts: 'contradicts',
  refines: 'refines',
  corroborates: 'corroborates',
  attributes: 'gives a source to',
  echoes: 'echoes',
  compatible: 'is compatible with',
};
