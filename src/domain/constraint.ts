import { v5 as uuidV5 } from 'uuid';
import { firstOf, unknown, type Check } from './checks.js';
import { rejection, type Warning } from './decider.js';
import type { Constraint } from './events.js';
import type { Context, Question } from './things.js';

/** The questions that a constraint names, in its own order. */
export function questionsOf(relation: Constraint): string[] {
  switch (relation.kind) {
    case 'sum':
      return [relation.total, ...relation.parts];
    case 'at-most':
      return [relation.lesser, relation.greater];
    case 'same':
      return relation.questions;
  }
}

/** UUIDv5 of kind and questions, where the order of summands, or of what is the same, is nothing. */
export function constraintId(ledger: string, relation: Constraint): string {
  const questions = questionsOf(relation);
  const named =
    relation.kind === 'sum'
      ? [relation.total, ...relation.parts.toSorted()]
      : relation.kind === 'same'
        ? questions.toSorted()
        : questions;
  return uuidV5(['constraint', relation.kind, ...named].join('\n'), ledger);
}

const numbers = ['count', 'quantity'];

/** Chapter R8: sums over numbers, at-most and same over numbers or times, each question once. */
export function checkConstraint(relation: Constraint, context: Context): Check {
  const ids = questionsOf(relation);
  const missing = ids.find((id) => !context.get('question', id));
  if (missing !== undefined) return unknown('question', missing, 'relation');
  const types = ids.map((id) => context.get('question', id)!.entered.type);
  return firstOf(
    () =>
      ids.length < (relation.kind === 'sum' ? 3 : 2)
        ? rejection(
            'constraint-too-small',
            'a sum needs two parts or more, "same" two questions or more',
            'relation',
          )
        : undefined,
    () =>
      new Set(ids).size < ids.length
        ? rejection(
            'constraint-repeats',
            'a constraint names each question once, and never itself',
            'relation',
          )
        : undefined,
    () =>
      types.every((type) => numbers.includes(type)) ||
      (relation.kind !== 'sum' && types.every((type) => type === 'time'))
        ? undefined
        : rejection(
            'constraint-type',
            `"${relation.kind}" joins questions for numbers${relation.kind === 'sum' ? '' : ', or for times'}; these are for ${types.join(', ')}`,
            'relation',
          ),
  );
}

/** Numbers of different units can hardly add up. */
export function warnOfUnits(relation: Constraint, context: Context): Warning[] {
  const questions = questionsOf(relation).map((id) => context.get('question', id) as Question);
  const units = new Set(questions.flatMap((question) => question.description.unit ?? []));
  return units.size <= 1
    ? []
    : [
        {
          code: 'units-differ',
          message: `the questions count in different units: ${[...units].join(', ')}`,
          field: 'relation',
        },
      ];
}
