/** What the test server holds of an event. */
export interface ServerEvent {
  position: bigint;
  stream: string;
  revision: number;
  id: string;
  type: string;
  contentType: string;
  metadata: Uint8Array;
  data: Uint8Array;
}
export interface Proposed {
  id: string;
  type: string;
  contentType: string;
  metadata: Uint8Array;
  data: Uint8Array;
}
/** `any`, or the last revision that the stream must have; -1 where it must not exist. */
export type Expected = number | 'any';
export type Written =
  | { ok: true; revision: number; position: bigint }
  | { ok: false; why: 'wrong'; actual: number }
  | { ok: false; why: 'gone' };

interface Stream {
  /** all that was ever written; what lies before `from` was deleted */
  events: ServerEvent[];
  from: number;
  tombstoned: boolean;
}

/**
 * What the nodes of one cluster agree on, with the server's rules of idempotency: the same ids at the same explicit
 * revision are known again, whole; with `any` they are written once more. System events lie between the others, as
 * on a real server.
 */
export class ServerState {
  readonly all: ServerEvent[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Set<() => void>();
  #end = 0n;

  constructor() {
    this.#write('$stats-127.0.0.1:2113', [systemEvent('$statsCollected')]);
  }

  append(name: string, expected: Expected, proposed: readonly Proposed[]): Written {
    const stream = this.#stream(name);
    if (stream.tombstoned) return { ok: false, why: 'gone' };
    const last = stream.events.length - 1;
    const deleted = stream.from === stream.events.length;
    const fits = expected === 'any' || expected === last || (expected === -1 && deleted);
    if (!fits) return this.#repeated(stream, expected, proposed);
    const written = this.#write(name, proposed);
    if (this.all.length % 7 === 0) this.#write('$stats-127.0.0.1:2113', [systemEvent('$statsCollected')]);
    for (const tell of this.#listeners) tell();
    return { ok: true, revision: written.revision, position: written.position };
  }

  #repeated(stream: Stream, expected: number, proposed: readonly Proposed[]): Written {
    const there = stream.events.slice(expected + 1, expected + 1 + proposed.length);
    const same = there.length === proposed.length && there.every(({ id }, i) => id === proposed[i]!.id);
    if (!same) return { ok: false, why: 'wrong', actual: stream.events.length - 1 };
    const { revision, position } = there.at(-1)!;
    return { ok: true, revision, position };
  }

  /** undefined where there is no such stream, or all of it was deleted */
  stream(name: string): ServerEvent[] | 'gone' | undefined {
    const stream = this.#streams.get(name);
    if (stream?.tombstoned) return 'gone';
    if (!stream || stream.from === stream.events.length) return undefined;
    return stream.events.slice(stream.from);
  }

  /** A soft delete lets the stream begin again, at the next revision; a tombstone ends it for good. */
  remove(name: string, expected: Expected, forGood: boolean): Written {
    const stream = this.#stream(name);
    const last = stream.events.length - 1;
    if (stream.tombstoned) return { ok: false, why: 'gone' };
    if (expected !== 'any' && expected !== last) return { ok: false, why: 'wrong', actual: last };
    stream.from = stream.events.length;
    stream.tombstoned = forGood;
    return { ok: true, revision: last, position: this.#end };
  }

  listen(onWrite: () => void): () => void {
    this.#listeners.add(onWrite);
    return () => this.#listeners.delete(onWrite);
  }

  #stream(name: string): Stream {
    const stream = this.#streams.get(name) ?? { events: [], from: 0, tombstoned: false };
    this.#streams.set(name, stream);
    return stream;
  }

  #write(name: string, proposed: readonly Proposed[]): ServerEvent {
    const stream = this.#stream(name);
    for (const one of proposed) {
      const event = { ...one, position: this.#end, stream: name, revision: stream.events.length };
      this.#end += BigInt(100 + one.data.length);
      stream.events.push(event);
      this.all.push(event);
    }
    return stream.events.at(-1)!;
  }
}

const systemEvent = (type: string): Proposed => ({
  id: '00000000-0000-4000-8000-000000000000',
  type,
  contentType: 'application/json',
  metadata: new Uint8Array(),
  data: Buffer.from('{}'),
});
