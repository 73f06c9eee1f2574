import fc from 'fast-check';
import { keyPattern, thingKinds } from '../../../src/domain/names.js';
import { schemaName, type Schema, type SchemaObject } from '../../../src/http/openapi/operations.js';
import type { Description } from '../description.js';
import type { Chance } from './chance.js';
import type { Memory, Sort } from './memory.js';

/** Which sort of thing a field names, where its name does not say so itself. */
const sortOf: Readonly<Record<string, Sort>> = {
  chain: 'source',
  jointly: 'source',
  publisher: 'source',
  memberOf: 'source',
  speaksFor: 'source',
  knownTo: 'source',
  other: 'source',
  to: 'claim',
  by: 'claim',
  claims: 'claim',
  claim: 'claim',
  parent: 'incident',
  total: 'question',
  parts: 'question',
  lesser: 'question',
  greater: 'question',
  questions: 'question',
  people: 'user',
  thing: 'claim',
  after: 'position',
};
const sorts = new Set<string>([...thingKinds, 'user', 'key', 'constraint', 'position', 'cursor']);

/** Values that fit their schemas, of things that are there where they name any. */
export class Values {
  readonly #patterns = new Map<string, string[]>();

  constructor(
    private readonly description: Description,
    private readonly chance: Chance,
    private readonly memory: Memory,
  ) {}

  /** @param name of the field or parameter: what it is called says what it names */
  fitting(schema: Schema | undefined, name: string, depth = 0): unknown {
    const own = this.resolved(schema);
    if (own.enum) return this.chance.of(own.enum as unknown[]);
    if (own.oneOf) return this.fitting(this.chance.of(own.oneOf), name, depth);
    if (own.allOf) return this.fitting(own.allOf[0], name, depth);
    const type = Array.isArray(own.type) ? this.chance.of<string>(own.type) : own.type;
    switch (type) {
      case 'object':
        return this.#object(own, depth);
      case 'array':
        return this.#array(own, name, depth);
      case 'integer':
      case 'number':
        return this.#number(own, type);
      case 'boolean':
        return this.chance.is(0.5);
      case 'null':
        return null;
      case undefined:
      default:
        return this.text(own, name);
    }
  }

  resolved(schema: Schema | undefined): SchemaObject {
    const name = schemaName(schema);
    if (name !== undefined) return this.resolved(this.description.components?.schemas?.[name]);
    return (schema ?? {}) as SchemaObject;
  }

  #object({ properties = {}, required = [] }: SchemaObject, depth: number): Record<string, unknown> {
    const optional = depth > 2 ? 0.1 : 0.4;
    const chosen = Object.entries(properties).filter(
      ([name]) => required.includes(name) || this.chance.is(optional),
    );
    return Object.fromEntries(chosen.map(([name, schema]) => [name, this.fitting(schema, name, depth + 1)]));
  }

  #array({ items, minItems = 0, maxItems = 4 }: SchemaObject, name: string, depth: number): unknown[] {
    const length = this.chance.whole(minItems, Math.min(maxItems, Math.max(minItems, 3)));
    return Array.from({ length }, () => this.fitting(items as Schema, name, depth + 1));
  }

  #number({ minimum = -10, maximum = 1_000 }: SchemaObject, type: 'integer' | 'number'): number {
    const edge = this.chance.weighed([
      [1, minimum],
      [1, maximum],
      [6, undefined],
    ]);
    if (edge !== undefined) return edge;
    const whole = this.chance.whole(minimum, Math.min(maximum, minimum + 60));
    return type === 'integer' || this.chance.is(0.7) ? whole : whole + 0.5;
  }

  text({ pattern, minLength = 1, maxLength = 60, format }: SchemaObject, name: string): string {
    const learnt = this.named(name);
    if (learnt !== undefined && this.chance.is(pattern === keyPattern.source && name === 'key' ? 0.1 : 0.9)) {
      return learnt;
    }
    if (format === 'uri') return this.chance.of(['https://gazette.example/1', 'http://a.example/?q=1#x']);
    if (pattern?.includes('T\\d{2}') === true && this.chance.is(0.8)) return this.chance.of(instants);
    if (pattern !== undefined)
      return name === 'key' ? this.chance.key() : this.chance.of(this.#matching(pattern));
    if (/At$|^asOf$|^window$|^time$/.test(name)) return this.chance.of(times);
    if (name === 'timeZone') return this.chance.of(['Europe/Copenhagen', 'UTC', 'Asia/Baghdad']);
    const length = this.chance.is(0.05) ? maxLength : this.chance.whole(minLength, Math.min(maxLength, 40));
    return Array.from(this.chance.of(words).repeat(length)).slice(0, length).join('');
  }

  /** Something that is there, where the field names a thing. */
  named(name: string): string | undefined {
    const there = always[name];
    if (there) return this.chance.of(there);
    const sort = sortOf[name] ?? (sorts.has(name) ? (name as Sort) : undefined);
    return sort && this.memory.one(sort);
  }

  #matching(pattern: string): string[] {
    const seed = this.chance.seed;
    const found =
      this.#patterns.get(pattern) ?? fc.sample(fc.stringMatching(new RegExp(pattern)), { seed, numRuns: 40 });
    this.#patterns.set(pattern, found);
    return found;
  }
}

/** What no answer tells of. */
const always: Readonly<Record<string, string[]>> = {
  path: ['0/000', '0/000.p/3', '1/000.p/1', 'entries/000', 'entries/000.p/2', '0/x001/234'],
  module: ['index.js', 'malformed.js'],
  index: ['0', '1'],
};
const words = ['five rockets ', 'fire ', 'über ', 'القاعدة ', 'x', 'depot ', 'a "quote" ', '🔥 '];
const instants = [
  '2026-03-01',
  '2026-03-01T08:00:00Z',
  '2026-03-02T23:59:59.5+01:00',
  '2027-01-01T00:00Z',
  '2026-11-30',
];
const times = [
  '2026-03-01',
  '2026-03',
  '2026',
  '2026-03-01T08:00:00Z',
  '2026-03-01/2026-03-02',
  '2026-03-01~',
];
