import { unknown, type Check } from './checks.js';
import { rejection } from './decider.js';
import { refs, type Context, type Question, type Ref } from './things.js';
import { checkValue, type Value } from './value.js';

/** The source that a value names, if it names one. */
export const valueRefs = (value: Value | undefined): Ref[] =>
  value && 'source' in value ? refs('source', [value.source]) : [];

/** R2, "refused at entry": a value that its question's type does not take, or a name that nobody has. */
export function checkValueOn(question: Question, value: Value, context: Context): Check {
  const fault = checkValue(question.entered.type, value, question.description.categories ?? []);
  if (fault !== undefined) return rejection('bad-value', `value: ${fault}`, 'value');
  if ('source' in value && !context.get('source', value.source)) {
    return unknown('source', value.source, 'value');
  }
  return undefined;
}
