import type { Example } from '../../../src/http/openapi/examples.js';
import { bodiesOf, parametersOf, type Parameter } from '../../../src/http/openapi/operations.js';
import type { DescribedOperation, Query } from '../description.js';
import type { Chance } from './chance.js';
import type { Draft } from './draft.js';
import { hostileBytes, hostileJson, hostileTexts, mediaTypes } from './hostile.js';
import type { Memory } from './memory.js';
import type { Values } from './values.js';

/** What is sent, with the header that says what it is. */
type Sending = Pick<Draft, 'body' | 'bytes'> & { headers?: Record<string, string> };

export const manners = ['valid', 'nearly', 'hostile'] as const;
export type Manner = (typeof manners)[number];

/** Makes requests from the description: such as it asks for, such with one thing wrong, and such as nobody asks for. */
export class Requests {
  constructor(
    private readonly chance: Chance,
    private readonly values: Values,
    private readonly memory: Memory,
    private readonly examples: Record<string, Example[]>,
  ) {}

  make(operation: DescribedOperation, who: string, manner: Manner): Draft {
    const draft = this.#valid(operation, who);
    if (manner === 'nearly') this.#spoil(draft);
    if (manner === 'hostile') {
      for (let count = this.chance.whole(1, 3); count > 0; count--) this.#attack(draft);
    }
    return draft;
  }

  #valid(operation: DescribedOperation, who: string): Draft {
    const example = this.#example(operation.id);
    const parameters = parametersOf(operation.operation);
    const { headers, ...sent } = this.#body(operation, example);
    return {
      operation,
      who,
      path: this.#path(parameters, example),
      query: this.#query(parameters),
      headers: { ...this.#headers(parameters), ...headers },
      ...sent,
    };
  }

  /** A recorded request, half of the time: what an operation is really for is more than its schema tells. */
  #example(id: string): Example | undefined {
    const all = this.examples[id]?.filter(({ answer }) => answer.status < 300) ?? [];
    return all.length > 0 && this.chance.is(0.5) ? this.chance.of(all) : undefined;
  }

  #path(parameters: Parameter[], example: Example | undefined): Record<string, string> {
    const places = parameters.filter((parameter) => parameter.in === 'path');
    const values = places.map(({ name, schema }) => {
      const shown = example?.path?.[name];
      // Ids in a recorded example are of another ledger.
      if (shown !== undefined && !isId(shown)) return [name, shown] as const;
      return [name, this.values.named(name) ?? String(this.values.fitting(schema, name))] as const;
    });
    const path = Object.fromEntries(values);
    return example === undefined && this.chance.is(0.9) ? this.#together(path) : path;
  }

  /** Of what stands within an incident, with that incident. */
  #together(path: Record<string, string>): Record<string, string> {
    const part = (['question', 'constraint'] as const).find((name) => name in path);
    const pair = part && this.memory.within(part);
    return pair ? { ...path, incident: pair.incident, [part]: pair.name } : path;
  }

  #query(parameters: Parameter[]): Query {
    const chosen = parameters.filter(
      (parameter) =>
        parameter.in === 'query' &&
        (parameter.required === true || this.chance.is(rarely.has(parameter.name) ? 0.03 : 0.25)),
    );
    const values = chosen.map(({ name, schema }) => {
      const value = this.values.fitting(schema, name);
      return [name, Array.isArray(value) ? value.map(String) : String(value)] as const;
    });
    return Object.fromEntries(values);
  }

  #headers(parameters: Parameter[]): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const { name, in: place, schema } of parameters) {
      if (place !== 'header') continue;
      if (name === 'If-Match') headers[name] = this.chance.is(0.7) ? '*' : (this.memory.one('tag') ?? '*');
      else if (this.chance.is(0.3)) {
        headers[name] =
          name === 'If-None-Match'
            ? (this.memory.one('tag') ?? '*')
            : String(this.values.fitting(schema, name)).replace(/[^\x21-\x7e]/g, 'x');
      }
    }
    return headers;
  }

  #body(operation: DescribedOperation, example: Example | undefined): Sending {
    const bodies = Object.entries(bodiesOf(operation.operation));
    if (bodies.length === 0) return {};
    if (example?.body !== undefined) return this.#fromExample(example);
    const [mediaType, { schema }] = this.chance.of(bodies);
    if (mediaType === 'application/json' && this.values.resolved(schema).type === 'object') {
      return { body: this.values.fitting(schema, '') };
    }
    // A file, a table, bytes: there is no schema that would say what is good in it.
    const shown = (this.examples[operation.id] ?? []).filter(
      (one) => one.body !== undefined && (one.mediaType ?? 'application/json') === mediaType,
    );
    if (shown.length > 0) return this.#fromExample(this.chance.of(shown));
    const type = mediaType.includes('*')
      ? this.chance.of(['text/plain', 'text/html', 'image/png'])
      : mediaType;
    return { bytes: Buffer.from(this.chance.key()), headers: { 'content-type': type } };
  }

  /** Its own things go by other keys this time, or nothing would ever be new. */
  #fromExample({ body, mediaType }: Example): Sending {
    if (typeof body === 'string') {
      const headers = { 'content-type': mediaType ?? 'application/json' };
      return { bytes: Buffer.from(body), headers };
    }
    const fresh = this.chance.is(0.8);
    const renew = (value: unknown, name: string): unknown => {
      if (Array.isArray(value)) return value.map((item) => renew(item, name));
      if (typeof value === 'object' && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, renew(part, key)]));
      }
      if (typeof value !== 'string') return value;
      if (name === 'key' && fresh) return this.chance.key();
      if (isId(value) || this.chance.is(0.05)) return this.values.named(name) ?? value;
      return value;
    };
    // An incident file names its own things by their keys.
    const isFile = typeof body === 'object' && body !== null && 'format' in body;
    return { body: isFile ? { ...body, namespace: this.chance.key() } : renew(body, '') };
  }

  /** One thing of it is wrong. */
  #spoil(draft: Draft): void {
    const { chance } = this;
    const kinds: [number, () => void][] = [[1, () => this.#oddHeader(draft)]];
    if (draft.body !== undefined) kinds.push([8, () => (draft.body = this.#spoilt(draft.body, 0.3))]);
    const parameters = parametersOf(draft.operation.operation);
    const places = Object.keys(draft.path);
    if (places.length > 0) {
      kinds.push([2, () => (draft.path[chance.of(places)] = this.memory.one('name') ?? chance.key())]);
    }
    const queries = parameters.filter((parameter) => parameter.in === 'query');
    if (queries.length > 0) {
      kinds.push([3, () => (draft.query[chance.of(queries).name] = this.#oddText())]);
      kinds.push([1, () => (draft.query[chance.of(queries).name] = ['1', '2'])]);
    }
    kinds.push([1, () => (draft.query['colour'] = 'red')]);
    if ('If-Match' in draft.headers) {
      kinds.push([2, () => Reflect.deleteProperty(draft.headers, 'If-Match')]);
      kinds.push([
        2,
        () => (draft.headers['If-Match'] = chance.of(['"0"', 'W/"1-x"', '"999"', '""', 'x', '*, *', ','])),
      ]);
    }
    chance.weighed(kinds)();
  }

  #spoilt(value: unknown, here: number): unknown {
    const { chance } = this;
    if (Array.isArray(value) && value.length > 0 && !chance.is(here)) {
      const at = chance.whole(0, value.length - 1);
      return value.with(at, this.#spoilt(value[at], here + 0.3));
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const fields = { ...value } as Record<string, unknown>;
      const names = Object.keys(fields);
      const name = names.length === 0 ? 'x' : chance.of(names);
      chance.weighed([
        [1, () => Reflect.deleteProperty(fields, name)],
        [1, () => (fields[chance.of(strangeNames)] = hostileJson(chance))],
        [5, () => (fields[name] = this.#spoilt(fields[name], here + 0.3))],
      ])();
      return fields;
    }
    if (typeof value === 'string' && chance.is(0.3)) {
      return chance.of([
        value.repeat(chance.of([2, 50, 500])),
        value.toUpperCase(),
        ` ${value} `,
        `${value}\0`,
      ]);
    }
    if (typeof value === 'number' && chance.is(0.3))
      return chance.of([value + 0.5, -value, value * 1e15, String(value)]);
    return hostileJson(chance);
  }

  #oddText(): string {
    return this.chance.of(hostileTexts);
  }

  #oddHeader(draft: Draft): void {
    const name = this.chance.of(oddHeaders);
    draft.headers[name] = headerSafe(this.chance.is(0.3) ? this.#oddText() : this.chance.of(oddHeaderValues));
  }

  #attack(draft: Draft): void {
    const { chance } = this;
    const json = draft.body === undefined ? '{"reason":"x"}' : JSON.stringify(draft.body);
    const places = Object.keys(draft.path);
    const queries = parametersOf(draft.operation.operation, 'query').map(({ name }) => name);
    chance.weighed<() => void>([
      [2, () => this.#oddHeader(draft)],
      [draft.body === undefined ? 0.3 : 3, () => (draft.bytes = hostileBytes(chance, json))],
      [draft.body === undefined ? 0.1 : 2, () => (draft.headers['content-type'] = chance.of(mediaTypes))],
      [draft.body === undefined ? 0.1 : 2, () => (draft.body = this.#spoilt(this.#spoilt(draft.body, 0), 0))],
      [draft.body === undefined ? 0.1 : 1, () => (draft.body = hostileJson(chance))],
      [places.length > 0 ? 3 : 0, () => (draft.path[chance.of(places)] = this.#oddText())],
      [
        queries.length > 0 ? 3 : 0.5,
        () => (draft.query[chance.of([...queries, '__proto__', '', 'a[b]'])] = this.#oddText()),
      ],
      [0.3, () => (draft.query['x'.repeat(chance.of([1, 4_000]))] = 'y'.repeat(chance.of([1, 20_000])))],
    ])();
  }
}

/** Parameters that mostly lead to an empty answer. */
const rarely = new Set(['cursor', 'knownAt', 'publicAt', 'from', 'to', 'thing', 'url']);

const strangeNames = ['__proto__', 'constructor', 'prototype', 'toString', '', 'extra', 'a.b', 'a/b~', '\0'];

const oddHeaders = [
  'Accept',
  'Accept-Encoding',
  'Accept-Language',
  'Authorization',
  'Connection',
  'Content-Encoding',
  'Content-Type',
  'Cookie',
  'Expect',
  'Forwarded',
  'Host',
  'Idempotency-Key',
  'If-Match',
  'If-Modified-Since',
  'If-None-Match',
  'Last-Event-ID',
  'Origin',
  'Prefer',
  'Range',
  'Referer',
  'Sec-Fetch-Site',
  'Transfer-Encoding',
  'X-Correlation-ID',
  'X-Forwarded-For',
  'X-HTTP-Method-Override',
  'X-Request-ID',
];
const oddHeaderValues = [
  '',
  '*',
  'text/html',
  'application/xml;q=1, */*;q=0',
  'gzip',
  'chunked',
  '100-continue',
  'bytes=0-1',
  'null',
  'cross-site',
  'https://attacker.example',
  'localhost:80',
  'attacker.example',
  'DELETE',
  'Bearer ilk_0123456789abcdef_x',
  'Basic YTpi',
  'x'.repeat(20_000),
  '"key"',
  '18446744073709551616',
  'ledger-session-0=x; ledger-session-0=y',
];

/** What a client can send at all: Node refuses the rest before it leaves. */
const headerSafe = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');

const isId = (text: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9a-f]{16}$/.test(text);
