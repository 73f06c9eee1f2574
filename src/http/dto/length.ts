import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * Holds the length of a text to what its schema says, and counts as JSON Schema does: code points (2020-12 validation,
 * 6.3.1). The decorators of class-validator pass over some of them (variation selectors).
 */
export const Length = (min: number, max: number, options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'length',
      constraints: [min, max],
      validator: {
        validate: (value: unknown) => typeof value === 'string' && isWithin(value, min, max),
        defaultMessage: buildMessage(
          (each) => `${each}$property must be $constraint1 to $constraint2 characters long`,
          options,
        ),
      },
    },
    options,
  );

function isWithin(text: string, min: number, max: number): boolean {
  if (text.length < min || text.length > 2 * max) return false;
  let length = 0;
  for (const _ of text) length++;
  return length >= min && length <= max;
}
