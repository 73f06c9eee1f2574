import type { Value } from '../domain/value.js';
import type { Names } from './names.js';

/** A value as rows hold it: a source by its number. */
export type StoredValue = Exclude<Value, { source: string }> | { source: number };

export const numberedValue = (value: Value, names: Names): StoredValue =>
  'source' in value ? { source: names.number('source', value.source) } : value;

/** The source by its id, as in events. */
export const valueWithIds = (value: StoredValue, names: Names): Value =>
  'source' in value ? { source: names.id(value.source) } : value;

/** What a value says in words, for finding it. */
export function valueText(value: StoredValue): string {
  if ('text' in value) return value.text;
  if ('place' in value) return value.place;
  if ('time' in value) return value.time;
  if ('category' in value) return value.category;
  if ('source' in value || 'is' in value) return '';
  switch (value.kind) {
    case 'vague':
      return value.literal;
    case 'between':
      return `${value.low} ${value.high}`;
    case 'none':
    case 'some':
      return value.kind;
    case 'exact':
    case 'at-least':
    case 'more-than':
    case 'at-most':
    case 'fewer-than':
    case 'about':
      return String(value.n);
  }
}
