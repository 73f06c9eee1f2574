import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv } from 'ajv';
import { registerDecorator } from 'class-validator';
import { field } from './fields.js';

type SchemaObject = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { $ref: string }
>;

/**
 * The shapes of a value (docs/METHOD.md, "Values"), once for checking and once for the API's description. A source is
 * named as everywhere in requests; whether a question takes the value is for the rules of entry to say.
 */
const object = (properties: Record<string, SchemaObject>, optional: string[] = []): SchemaObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const number: SchemaObject = { type: 'number' };
const text = (maxLength: number): SchemaObject => ({ type: 'string', minLength: 1, maxLength });
const oneOf = (...values: string[]): SchemaObject => ({ type: 'string', enum: values });

export const valueSchema: SchemaObject = {
  description: 'What a claim asserts; which shapes fit is decided by the type of its question',
  oneOf: [
    object({ kind: oneOf('exact', 'at-least', 'more-than', 'at-most', 'fewer-than', 'about'), n: number }),
    object({ kind: oneOf('between'), low: number, high: number }),
    object({ kind: oneOf('vague'), literal: text(500), low: number, high: number }, ['low', 'high']),
    object({ kind: oneOf('none', 'some') }),
    object({ is: { type: 'boolean' } }),
    object({ category: text(120) }),
    object({ source: text(300) }),
    object({ place: text(500) }),
    object({ time: text(100) }),
    object({ text: text(4_000) }),
  ],
  example: { kind: 'at-least', n: 5 },
};

/** What several claims have in common, and what a view answers. */
export const commonValueSchema: SchemaObject = {
  description:
    'An interval (numbers, or RFC 3339 instants with the end exclusive; an end that is missing is null), several ' +
    'categories or sources, or a value as it was entered',
  oneOf: [
    object(
      {
        low: { type: ['number', 'string', 'null'] },
        high: { type: ['number', 'string', 'null'] },
        lowOpen: { type: 'boolean' },
        highOpen: { type: 'boolean' },
      },
      ['lowOpen', 'highOpen'],
    ),
    object({ categories: { type: 'array', items: text(120) } }),
    object({ sources: { type: 'array', items: text(300) } }),
    object({ is: { type: 'boolean' } }),
    object({ category: text(120) }),
    object({ source: text(300) }),
    object({ place: text(500) }),
    object({ time: text(100) }),
    object({ text: text(4_000) }),
  ],
};

const { example: _, description: __, ...checked } = valueSchema;
const isValue = new Ajv().compile(checked);

/** A value as the body has it. */
export const ValueField = (options: { optional?: boolean } = {}): PropertyDecorator =>
  field({ allOf: [{ $ref: '#/components/schemas/Value' }] }, options, (target, property) =>
    registerDecorator({
      name: 'isValue',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => isValue(value),
        defaultMessage: () =>
          `${String(property)} must be one of {kind: "exact" | "at-least" | "more-than" | "at-most" | "fewer-than" | "about", n}, ` +
          '{kind: "between", low, high}, {kind: "vague", literal, low?, high?}, {kind: "none" | "some"}, {is}, ' +
          '{category}, {source}, {place}, {time} or {text}, with nothing beside',
      },
    }),
  );
