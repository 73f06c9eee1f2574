import { ApiProperty } from '@nestjs/swagger';

// A class is named by a function so that files may refer to each other; @nestjs/swagger knows one by its name, `type`.
/** Short forms of @ApiProperty for what answers hold, so that a class reads like the interface that it implements. */
type Class = new () => object;
interface Note {
  description?: string;
  example?: unknown;
}

export const Text = (note: Note = {}) => ApiProperty({ type: String, ...note });
export const OptionalText = (note: Note = {}) => ApiProperty({ type: String, required: false, ...note });
export const NullableText = (note: Note = {}) => ApiProperty({ type: String, nullable: true, ...note });
export const Moment = (note: Note = {}) => ApiProperty({ type: String, format: 'date-time', ...note });
export const Whole = (note: Note = {}) => ApiProperty({ type: 'integer', ...note });
export const OptionalWhole = (note: Note = {}) => ApiProperty({ type: 'integer', required: false, ...note });
export const Flag = (note: Note = {}) => ApiProperty({ type: Boolean, ...note });
export const Texts = (note: Note = {}) => ApiProperty({ type: String, isArray: true, ...note });
export const One = (of: readonly string[], note: Note = {}) =>
  ApiProperty({ type: String, enum: [...of], ...note });
export const OneOrNull = (of: readonly string[], note: Note = {}) =>
  ApiProperty({
    oneOf: [{ type: 'string', enum: [...of] }, { type: 'null' }],
    ...note,
  });
export const OptionalOne = (of: readonly string[], note: Note = {}) =>
  ApiProperty({ type: String, enum: [...of], required: false, ...note });
export const Part = (of: () => Class, note: Note = {}) => ApiProperty({ type: () => of(), ...note });
export const OptionalPart = (of: () => Class, note: Note = {}) =>
  ApiProperty({ type: () => of(), required: false, ...note });
export const Parts = (of: () => Class, note: Note = {}) =>
  ApiProperty({ type: () => of(), isArray: true, ...note });
export const OptionalParts = (of: () => Class, note: Note = {}) =>
  ApiProperty({ type: () => of(), isArray: true, required: false, ...note });

/** A part or null: OpenAPI 3.1 says it with a union. The class stands among the document's schemas by its name. */
export const PartOrNull = (name: string, note: Note = {}) =>
  ApiProperty({
    oneOf: [{ $ref: `#/components/schemas/${name}` }, { type: 'null' }],
    ...note,
  });

export const AValue = (required = true) =>
  ApiProperty({ allOf: [{ $ref: '#/components/schemas/Value' }], required });
export const ACommonValue = (note: Note = {}) =>
  ApiProperty({ allOf: [{ $ref: '#/components/schemas/CommonValue' }], ...note });
export const ACommonValueOrNull = (note: Note = {}) =>
  ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/CommonValue' }, { type: 'null' }],
    ...note,
  });
