import { thingKinds, type ThingKind } from '../../../src/domain/names.js';
import type { Chance } from './chance.js';

/** What answers told of, so that later requests reach what is there. Of each sort the latest few hundred. */
const sorts = [
  ...thingKinds,
  'user',
  'key',
  'constraint',
  'position',
  'cursor',
  'tag',
  'digest',
  'name',
] as const;
export type Sort = (typeof sorts)[number];
const most = 300;

interface Within {
  incident: string;
  name: string;
}

export class Memory {
  readonly #pools = Object.fromEntries(sorts.map((sort) => [sort, []])) as unknown as Record<Sort, string[]>;

  readonly #within = { question: [] as Within[], constraint: [] as Within[] };

  constructor(private readonly chance: Chance) {}

  one(sort: Sort): string | undefined {
    const pool = this.#pools[sort];
    return pool.length === 0 ? undefined : this.chance.of(pool);
  }

  /** A place within an incident, with that incident: `undefined` where none was told of. */
  within(part: 'question' | 'constraint'): { incident: string; name: string } | undefined {
    const pairs = this.#within[part];
    return pairs.length === 0 ? undefined : this.chance.of(pairs);
  }

  add(sort: Sort, text: string): void {
    const pool = this.#pools[sort];
    if (text === '' || pool.includes(text)) return;
    if (pool.length < most) pool.push(text);
    else pool[this.chance.whole(0, most - 1)] = text;
  }

  /** Learns from an answer that was none of an error. */
  learn(operation: string, body: unknown, etag: unknown): void {
    if (typeof etag === 'string') this.add('tag', etag);
    this.#walk(operation, body);
  }

  #walk(operation: string, body: unknown): void {
    if (Array.isArray(body)) {
      for (const item of body) this.#walk(operation, item);
      return;
    }
    if (typeof body !== 'object' || body === null) return;
    const told = body as Record<string, unknown>;
    this.#thing(told);
    if (typeof told['position'] === 'string') this.add('position', told['position']);
    if (typeof told['next'] === 'string') this.add('cursor', told['next']);
    if (typeof told['seen'] === 'string') this.add('digest', told['seen']);
    if (typeof told['id'] === 'string') {
      if ('keeper' in told) this.add('user', told['id']);
      if ('expiresAt' in told && 'user' in told) this.add('key', told['id']);
      const { constraints } = told as { constraints?: { id: string }[] };
      for (const { id } of constraints ?? []) this.#place('constraint', told['id'], id);
    }
    for (const part of Object.values(told)) this.#walk(operation, part);
  }

  #thing({ kind, id, namespace, key, name }: Record<string, unknown>): void {
    const sort = thingKinds.find((known) => known === kind);
    if (!sort || typeof id !== 'string' || typeof key !== 'string') return;
    this.add(sort, id);
    for (const text of namesOf(sort, String(namespace), key)) this.add(sort, text);
    if (typeof name === 'string') this.add('name', name);
    const [incident, question] = key.split('/');
    if (kind === 'question' && question !== undefined) {
      this.#place('question', `${String(namespace)}:${incident}`, question);
    }
  }

  #place(part: 'question' | 'constraint', incident: string, name: string): void {
    this.#within[part].unshift({ incident, name });
    this.#within[part].length = Math.min(this.#within[part].length, most);
  }
}

/** A question's key stands behind its incident's; in most places it is named without that. */
const namesOf = (kind: ThingKind, namespace: string, key: string): string[] =>
  kind === 'question' ? [key, key.split('/').at(-1)!] : [key, `${namespace}:${key}`];
