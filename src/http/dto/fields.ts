import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Length } from './length.js';
import { keyMaxLength, keyPattern } from '../../domain/names.js';

/**
 * The kinds of fields that requests are made of: each says once what is checked and what the API's description tells
 * of it. Lengths are in code points and keep an event under its 65,535 bytes in all but contrived cases.
 */
interface Common {
  description?: string;
  example?: unknown;
  optional?: boolean;
  /** null is a value of its own here */
  nullable?: boolean;
}

/** A key of the ledger's own namespace, where one is chosen. */
export const KeyField = (options: Common = {}) =>
  field(
    { type: String, pattern: keyPattern.source, maxLength: keyMaxLength },
    options,
    IsString(),
    Length(1, keyMaxLength),
    Matches(keyPattern, {
      message: '$property must be lower-case letters and digits, with single dots or hyphens between them',
    }),
  );

export const nameMaxLength = 300;
export const nameShape = 'an id, namespace:key, or a key that one thing alone has';

/** A thing of the ledger, in any of the three ways to name one. */
export const NameField = (thing: string, options: Common = {}) =>
  field(
    { type: String, minLength: 1, maxLength: nameMaxLength },
    { description: `${thing}: ${nameShape}`, ...options },
    IsString(),
    Length(1, nameMaxLength),
  );

export const NamesField = (thing: string, options: Common & { min?: number; max?: number } = {}) =>
  field(
    {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: nameMaxLength },
      minItems: options.min ?? 1,
      maxItems: options.max ?? 100,
    },
    { description: `${thing}: each ${nameShape}`, ...options },
    IsArray(),
    ArrayMinSize(options.min ?? 1),
    ArrayMaxSize(options.max ?? 100),
    IsString({ each: true }),
    Length(1, nameMaxLength, { each: true }),
  );

export const TextField = (options: Common & { max?: number } = {}) =>
  field(
    { type: String, minLength: 1, maxLength: options.max ?? 2_000 },
    options,
    IsString(),
    Length(1, options.max ?? 2_000),
  );

const textsMaxLength = 500;

export const TextsField = (options: Common & { maxItems?: number } = {}) =>
  field(
    {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: textsMaxLength },
      uniqueItems: true,
      maxItems: options.maxItems ?? 100,
    },
    options,
    IsArray(),
    ArrayMaxSize(options.maxItems ?? 100),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, textsMaxLength, { each: true }),
  );

/** Every human judgement carries one. */
export const ReasonField = (options: Common = {}) =>
  TextField({ description: 'Why; it stands in the record', max: 4_000, ...options });

export const EnumField = (values: readonly string[], options: Common = {}) =>
  field({ type: String, enum: [...values] }, options, IsIn([...values]));

export const BooleanField = (options: Common = {}) => field({ type: Boolean }, options, IsBoolean());

export const IntegerField = (options: Common & { max?: number } = {}) =>
  field(
    { type: 'integer', minimum: 0, maximum: options.max ?? 1_000_000_000 },
    options,
    IsInt(),
    Min(0),
    Max(options.max ?? 1_000_000_000),
  );

const [date, time] = ['\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])', '([01]\\d|2[0-3]):[0-5]\\d'];
const instantPattern = new RegExp(`^${date}(T${time}(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]${time}))?$`);

/** What `publishedAt` and the clocks take. */
export const InstantField = (options: Common = {}) =>
  field(
    { type: String, pattern: instantPattern.source, example: '2022-01-05T15:07:21Z' },
    options,
    IsString(),
    Matches(instantPattern, {
      message:
        '$property must be an RFC 3339 instant with its zone (2022-01-05T14:00Z) or a date (2022-01-05)',
    }),
  );

export const EdtfField = (options: Common = {}) =>
  field(
    { type: String, minLength: 4, maxLength: 100, example: '2022-01-05' },
    options,
    IsString(),
    Length(4, 100),
  );

/** The server never fetches it; pages show it as text or as a link that gives nothing away. */
export const UrlField = (options: Common = {}) =>
  field(
    { type: String, format: 'uri', maxLength: 2_000 },
    options,
    Length(1, 2_000),
    IsUrl(
      { protocols: ['http', 'https'], require_protocol: true, disallow_auth: true, require_tld: false },
      { message: '$property must be an http or https address without a user name or password' },
    ),
  );

export const ObjectField = (type: () => new () => object, options: Common = {}) =>
  field({ type: () => type() }, options, IsObject(), ValidateNested(), Type(type));

export const ObjectsField = (type: () => new () => object, options: Common & { maxItems?: number } = {}) =>
  field(
    { type: () => type(), isArray: true, maxItems: options.maxItems ?? 500 },
    options,
    IsArray(),
    ArrayMaxSize(options.maxItems ?? 500),
    // ValidateNested looks into lists in a list, and finds nothing wrong with an empty one.
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );

export function field(
  schema: ApiPropertyOptions,
  options: Common,
  ...checks: PropertyDecorator[]
): PropertyDecorator {
  const { description, example, optional = false, nullable = false } = options;
  return applyDecorators(
    ApiProperty({
      ...schema,
      required: !optional,
      ...(nullable && { nullable }),
      ...(description !== undefined && { description }),
      ...(example !== undefined && { example }),
    } as ApiPropertyOptions),
    ...(optional || nullable ? [ValidateIf((_, value) => !absent(value, optional, nullable))] : []),
    ...checks,
  );
}

/** `IsOptional` lets null pass where only absence is meant. */
const absent = (value: unknown, optional: boolean, nullable: boolean): boolean =>
  (optional && value === undefined) || (nullable && value === null);
