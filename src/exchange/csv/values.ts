import type { Category } from '../../domain/events.js';
import type { QuestionType, Value } from '../../domain/value.js';
import { edtfFault } from './dates.js';
import { keyOfName } from './keys.js';
import type { Separator } from './head.js';
import { readNamed } from './named.js';
import { shown } from './shown.js';

/** What a question takes, as far as a cell must know it. */
export interface Answerable {
  type: QuestionType;
  categories: readonly Pick<Category, 'key' | 'label'>[];
}
export type ReadValue = { value: Value } | { fault: string };

/**
 * The value in a cell, in the words in which the ledger says values. Sources are left to the caller: they may have to
 * be introduced first.
 */
export function readValue(text: string, question: Answerable, separator: Separator): ReadValue {
  switch (question.type) {
    case 'count':
    case 'quantity':
      return readNumber(text, separator);
    case 'yes-no':
      return readYesNo(text);
    case 'category':
      return { value: { category: categoryIn(text, question.categories) } };
    case 'source':
      return { value: { source: readNamed(text).key } };
    case 'place':
      return { value: { place: text } };
    case 'time': {
      const fault = edtfFault(text);
      return fault === undefined ? { value: { time: text } } : { fault };
    }
    case 'text':
      return { value: { text } };
  }
}

function readYesNo(text: string): ReadValue {
  const word = text.toLowerCase();
  if (word === 'yes' || word === 'true') return { value: { is: true } };
  if (word === 'no' || word === 'false') return { value: { is: false } };
  return { fault: `${shown(text)} is neither yes nor no: write one of the two` };
}

/** By its key or by its label. */
function categoryIn(text: string, categories: Answerable['categories']): string {
  const labelled = categories.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  return labelled?.key ?? keyOfName(text);
}

/** The beginnings of a number that is not exact, with the signs that mean the same. */
const beginnings: [RegExp, 'at-least' | 'more-than' | 'at-most' | 'fewer-than' | 'about'][] = [
  [/^(?:at[ -]least|>=|≥)\s*(.+)$/i, 'at-least'],
  [/^(?:more[ -]than|>)\s*(.+)$/i, 'more-than'],
  [/^(?:at[ -]most|<=|≤)\s*(.+)$/i, 'at-most'],
  [/^(?:fewer[ -]than|less[ -]than|<)\s*(.+)$/i, 'fewer-than'],
  [/^(?:about|~|≈)\s*(.+)$/i, 'about'],
];
const range = /^(?:between\s+(\S+)\s+and\s+(\S+)|([\d.,]+)\s*(?:-|–|to)\s*([\d.,]+))$/i;
const vague = /^(?:vague:\s*(.+)|["“„«](.+)["”“»])$/is;

function readNumber(text: string, separator: Separator): ReadValue {
  const word = text.toLowerCase();
  if (word === 'none' || word === 'some') return { value: { kind: word } };
  const words = vague.exec(text);
  if (words) return { value: { kind: 'vague', literal: (words[1] ?? words[2]!).trim() } };
  const ends = range.exec(text);
  if (ends) return readRange(ends[1] ?? ends[3]!, ends[2] ?? ends[4]!, separator);
  for (const [pattern, kind] of beginnings) {
    const found = pattern.exec(text);
    if (found) return withNumber(found[1]!, separator, (n) => ({ kind, n }));
  }
  return withNumber(text, separator, (n) => ({ kind: 'exact', n }));
}

function readRange(first: string, second: string, separator: Separator): ReadValue {
  const low = plainNumber(first, separator);
  const high = plainNumber(second, separator);
  if (typeof low === 'string') return { fault: low };
  if (typeof high === 'string') return { fault: high };
  return { value: { kind: 'between', low, high } };
}

function withNumber(text: string, separator: Separator, make: (n: number) => Value): ReadValue {
  const n = plainNumber(text, separator);
  return typeof n === 'string' ? { fault: n } : { value: make(n) };
}

const numberForms =
  'write 5, at least 5, more than 5, at most 5, fewer than 5, about 5, between 3 and 8, none, some, or vague: dozens';
/** Of a number; more would be rounded (docs/FORMATS.md). */
const mostDigits = 15;

/** @returns the number, or what is wrong with it: spreadsheets write one number in many ways, and some mean another */
function plainNumber(text: string, separator: Separator): number | string {
  if (/^\d{1,3}([ ,'’.\u00a0\u202f]\d{3})+$/.test(text) && !isPlainDecimal(text, separator))
    return `${shown(text)} has signs between its thousands, or a decimal sign that could be one: write the digits alone, as in 12500, with a point only before decimals`;
  if (/^\d+,\d+$/.test(text)) return `${shown(text)} has a decimal comma: write a point, as in 1.5`;
  if (/^\d+(\.\d+)?[eE][+-]?\d+$/.test(text))
    return `${shown(text)} was shortened by a spreadsheet: format the column as text and write the number out`;
  if (!/^-?\d+(\.\d+)?$/.test(text)) return `${shown(text)} is no number that is taken here: ${numberForms}`;
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  if (digits.length > mostDigits)
    return `${shown(text)} has more than ${mostDigits} digits and would be rounded`;
  return Number(text);
}

/** `1.250` is a decimal in a file with commas between its cells; where they are semicolons it may be a thousand. */
const isPlainDecimal = (text: string, separator: Separator): boolean =>
  separator === ',' && /^\d+\.\d{3}$/.test(text);
