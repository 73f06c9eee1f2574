import fc from 'fast-check';
import { schemaName, type Schema, type SchemaObject } from '../../src/http/openapi/operations.js';
import type { Description } from './description.js';

/** One value for one place of a request, and whether its schema takes it. */
export interface Case {
  /** JSON pointer to the place */
  at: string;
  value: unknown;
  /** in a few words */
  what: string;
  fits: boolean;
}

/** What is on either side of every limit in a schema. Values that have the wrong type are told only of JSON. */
export class Limits {
  constructor(private readonly description: Description) {}

  resolved(schema: Schema | undefined): SchemaObject {
    const name = schemaName(schema);
    if (name !== undefined) return this.resolved(this.description.components?.schemas?.[name]);
    const own = (schema ?? {}) as SchemaObject;
    return own.allOf?.length === 1 ? this.resolved(own.allOf[0]) : own;
  }

  /** The simplest value that fits. */
  least(schema: Schema | undefined): unknown {
    const own = this.resolved(schema);
    if (own.oneOf) return this.least(own.oneOf[0]);
    if (own.enum) return own.enum[0];
    switch (firstType(own)) {
      case 'object': {
        const { properties = {}, required = [] } = own;
        return Object.fromEntries(required.map((name) => [name, this.least(properties[name])]));
      }
      case 'array':
        return distinct(this.#item(own), own.minItems ?? 0);
      case 'integer':
      case 'number':
        return own.minimum ?? 1;
      case 'boolean':
        return true;
      case undefined:
      default:
        return this.#text(own, own.minLength ?? 1);
    }
  }

  /** @param json false: in a query, where all are texts */
  cases(schema: Schema | undefined, at: string, json = true): Case[] {
    const own = this.resolved(schema);
    const told = (what: string, value: unknown, fits: boolean): Case => ({ at, what, value, fits });
    const types = [own.type].flat();
    const wrong = json && own.type !== undefined ? wrongTypes(types as string[], told) : [];
    if (own.oneOf) return [told('a shape that is none', { nothing: 1 }, false)];
    if (own.enum) {
      return [
        ...own.enum.map((value: unknown) => told('one of them', value, true)),
        told('none of them', 'Zzz', false),
      ];
    }
    switch (firstType(own)) {
      case 'object':
        return [...this.#ofObject(own, at, told), ...wrong];
      case 'array':
        return [...this.#ofArray(own, at, told, json), ...wrong];
      case 'integer':
      case 'number':
        return [...numbers(own, told), ...wrong];
      case 'string':
        return [...this.#ofText(own, told), ...wrong];
      case undefined:
      default:
        return wrong;
    }
  }

  #ofObject(
    { properties = {}, required = [], additionalProperties }: SchemaObject,
    at: string,
    told: Told,
  ): Case[] {
    const whole = this.least({ type: 'object', properties, required }) as Record<string, unknown>;
    const without = required.map((name): Case => {
      const { [name]: _, ...rest } = whole;
      return { at: `${at}/${name}`, what: 'missing', value: rest, fits: false };
    });
    const extra =
      additionalProperties === false
        ? [{ ...told('more', { ...whole, zzz: 1 }, false), at: `${at}/zzz` }]
        : [];
    const inside = Object.entries(properties).flatMap(([name, schema]) =>
      this.cases(schema, `${at}/${name}`).map((one) => ({
        ...one,
        value: putInto(whole, name, one, `${at}/${name}`),
      })),
    );
    return [...without, ...extra, ...inside];
  }

  #ofArray(own: SchemaObject, at: string, told: Told, json: boolean): Case[] {
    const { minItems = 0, maxItems, uniqueItems } = own;
    const item = this.#item(own);
    const cases = [told('as few as may be', distinct(item, minItems), true)];
    if (minItems > 0) cases.push(told('too few', distinct(item, minItems - 1), false));
    if (maxItems !== undefined) {
      cases.push(told('as many as may be', distinct(item, maxItems), true));
      cases.push(told('too many', distinct(item, maxItems + 1), false));
    }
    if (uniqueItems === true) cases.push(told('one twice', [item(0), item(0)], false));
    if (!json) return cases;
    // What is wrong with an item as such is told of the list.
    const length = Math.max(1, minItems);
    const inside = this.cases(own.items as Schema, `${at}/0`).map((one) => ({
      ...one,
      at: one.at === `${at}/0` ? at : one.at,
      value: [one.value, ...distinct(item, length - 1)],
    }));
    return [...cases, ...inside];
  }

  /** Items that are told apart. */
  #item(own: SchemaObject): (place: number) => unknown {
    const items = this.resolved(own.items);
    if (items.enum) return (place) => items.enum![place % items.enum!.length];
    return firstType(items) === 'string' ? (place) => `i${place}` : () => this.least(items);
  }

  #ofText(own: SchemaObject, told: Told): Case[] {
    const { minLength = 0, maxLength, pattern, format } = own;
    const cases: Case[] = [];
    if (minLength > 0 && pattern === undefined)
      cases.push(told('too short', 'x'.repeat(minLength - 1), false));
    if (pattern !== undefined) {
      const samples = fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 7, numRuns: 5 });
      cases.push(
        ...samples
          .filter((text) => text.length <= (maxLength ?? 1_000))
          .map((text) => told('as the pattern', text, true)),
      );
      cases.push(
        ...['', ' ', 'É!', '\u0000'].map((text) =>
          told('not as the pattern', text, new RegExp(pattern, 'u').test(text)),
        ),
      );
    }
    if (maxLength !== undefined) {
      cases.push(told('as long as may be', this.#text(own, maxLength), true));
      const longer = this.#text(own, maxLength + 1);
      if (longer.length > maxLength) cases.push(told('too long', longer, false));
      if (pattern === undefined && format === undefined && maxLength <= 1_000) {
        cases.push(told('as long as may be, in emoji', '🔥'.repeat(maxLength), true));
        cases.push(told('too long, in emoji', '🔥'.repeat(maxLength + 1), false));
        cases.push(told('too long, in what nobody sees', `x${'\ufe0f'.repeat(maxLength)}`, false));
      }
    }
    return cases;
  }

  #text({ pattern, format, enum: values }: SchemaObject, length: number): string {
    if (values) return String(values[0]);
    if (format === 'uri') return 'https://a.example/'.padEnd(length, 'x').slice(0, Math.max(length, 18));
    if (pattern === undefined || new RegExp(pattern).test('x'.repeat(length))) return 'x'.repeat(length);
    const shortest = fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 20 });
    return shortest.toSorted((a, b) => a.length - b.length)[0]!;
  }
}

type Told = (what: string, value: unknown, fits: boolean) => Case;

const firstType = ({ type, properties }: SchemaObject): string | undefined =>
  [type].flat()[0] ?? (properties ? 'object' : undefined);

const distinct = (item: (place: number) => unknown, length: number): unknown[] =>
  Array.from({ length }, (_, place) => item(place));

function wrongTypes(types: string[], told: Told): Case[] {
  const values: [type: string, value: unknown][] = [
    ['string', 'x'],
    ['number', 1.5],
    ['boolean', true],
    ['null', null],
    ['object', {}],
    ['array', []],
    ['array', [[]]],
  ];
  const isOf = (type: string) => types.includes(type) || (type === 'number' && types.includes('integer'));
  return values.filter(([type]) => !isOf(type)).map(([type, value]) => told(`a ${type}`, value, false));
}

function numbers({ minimum, maximum, type }: SchemaObject, told: Told): Case[] {
  const cases: Case[] = [];
  if (minimum !== undefined) cases.push(told('the least', minimum, true), told('less', minimum - 1, false));
  if (maximum !== undefined) cases.push(told('the most', maximum, true), told('more', maximum + 1, false));
  if (type === 'integer') cases.push(told('a broken number', (minimum ?? 0) + 0.5, false));
  return cases;
}

/** The value of a case within what is around it; one that is about a missing or a further field is whole already. */
function putInto(whole: Record<string, unknown>, name: string, one: Case, at: string): unknown {
  return one.at.startsWith(at) ? { ...whole, [name]: one.value } : whole;
}
