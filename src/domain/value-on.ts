import { unknown, type Check } from './checks.js';
import { rejection } from './decider.js';
import { refs, type Context, type Question, type Ref } from './things.js';
import { sameContent } from './content.js';
import { edtfExtent } from './edtf.js';
import { sameInterval } from './interval.js';
import { checkValue, numberInterval, type QuestionType, type Value } from './value.js';

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

/**
 * Whether two values of a question are surely different ones (R2): what they allow is not the same. Texts and places
 * of two wordings may mean the same, and whether they do is for an editor to say.
 */
export function surelyDiffer(type: QuestionType, a: Value, b: Value): boolean {
  if ('kind' in a && 'kind' in b && (type === 'count' || type === 'quantity')) {
    return !sameInterval(numberInterval(type, a), numberInterval(type, b));
  }
  if ('time' in a && 'time' in b) return !sameContent(edtfExtent(a.time), edtfExtent(b.time));
  return type !== 'text' && type !== 'place' && !sameContent(a, b);
}
