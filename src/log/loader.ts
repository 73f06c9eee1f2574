import type { LRUCache } from 'lru-cache';
import { streamOf, type StreamKind, type ThingKind } from '../domain/names.js';
import { evolve, type AnyTimeline } from '../domain/rules.js';
import type { Context, Ref, Things } from '../domain/things.js';
import { emptyTimeline } from '../domain/undo.js';
import { upcast } from '../domain/upcast.js';
import type { Envelope } from './envelope.js';
import { comparePositions, noStream, type EventLog, type Position } from './event-log.js';

/** A stream folded up to a revision. Never changed: the next state is another one. */
export interface Loaded {
  readonly timeline: AnyTimeline;
  readonly revision: number;
  /** of its last event; undefined for a stream that does not exist */
  readonly position: Position | undefined;
  /** idempotency keys seen in it, with the revision of the event each led to */
  readonly keys: ReadonlyMap<string, number>;
}
/** Of a stream that does not exist. */
export const nothing: Loaded = {
  timeline: emptyTimeline,
  revision: noStream,
  position: undefined,
  keys: new Map(),
};

/** The state after one more event. */
export function follow(kind: StreamKind, loaded: Loaded, envelope: Envelope, position: Position): Loaded {
  const { key, revision } = envelope;
  return {
    timeline: evolve(kind, loaded.timeline, upcast(envelope)),
    revision,
    position,
    keys: key === undefined ? loaded.keys : new Map([...loaded.keys, [key, revision]]),
  };
}

/** What handling commands needs of a log. */
export type Streams = Pick<EventLog, 'ledger' | 'append' | 'readStream'>;

const pageSize = 500;

/**
 * Streams, folded, the ones used lately kept in memory. With one writer what is kept is right. With several it may lag
 * behind; then an append finds out (WrongExpectedRevision), and every answer that appends nothing is looked over with
 * `latest` before it is given.
 */
export class Loader {
  readonly #log: Streams;
  readonly #kept: LRUCache<string, Loaded>;
  readonly #reading = new Map<string, Promise<Loaded>>();

  constructor(log: Streams, kept: LRUCache<string, Loaded>) {
    this.#log = log;
    this.#kept = kept;
  }

  kept(stream: string): Loaded | undefined {
    return this.#kept.get(stream);
  }

  /** As the log has it now: what was kept, and what came after. Several who ask at once read once. */
  latest(ref: Ref): Promise<Loaded> {
    const stream = streamOf(ref.kind, ref.id);
    const running = this.#reading.get(stream);
    if (running) return running;
    const reading = this.#read(ref.kind, stream).finally(() => this.#reading.delete(stream));
    this.#reading.set(stream, reading);
    return reading;
  }

  /** As it was before the log reached a position; read from the log, and not kept. */
  async before({ kind, id }: Ref, end: Position): Promise<Loaded> {
    let loaded = nothing;
    for (;;) {
      const from = loaded.revision + 1;
      const page = await this.#log.readStream(streamOf(kind, id), { from, limit: pageSize });
      for (const { envelope, position } of page) {
        if (comparePositions(position, end) >= 0) return loaded;
        loaded = follow(kind, loaded, envelope, position);
      }
      if (page.length < pageSize) return loaded;
    }
  }

  /** A later state wins over an earlier one, whichever is known first. */
  keep(stream: string, loaded: Loaded): void {
    const kept = this.#kept.peek(stream);
    if (loaded.revision > (kept?.revision ?? noStream)) this.#kept.set(stream, loaded);
  }

  async #read(kind: StreamKind, stream: string): Promise<Loaded> {
    let loaded = this.#kept.get(stream) ?? nothing;
    for (;;) {
      const page = await this.#log.readStream(stream, { from: loaded.revision + 1, limit: pageSize });
      for (const { envelope, position } of page) loaded = follow(kind, loaded, envelope, position);
      if (page.length < pageSize) break;
    }
    this.keep(stream, loaded);
    return loaded;
  }
}

/** What one command looks at: streams loaded for it, by name. */
export class Surroundings implements Context {
  readonly #loaded = new Map<StreamKind, Map<string, Loaded>>();
  /** whether some of it was kept from before, and may lag behind where several write */
  mayLag = false;

  constructor(readonly ledger: string) {}

  get<Kind extends ThingKind>(kind: Kind, id: string): Things[Kind] | undefined {
    return this.#loaded.get(kind)?.get(id)?.timeline.thing as Things[Kind] | undefined;
  }
  of({ kind, id }: Ref): Loaded {
    return this.#loaded.get(kind)?.get(id) ?? nothing;
  }
  timeline(ref: Ref | undefined): AnyTimeline {
    return ref ? this.of(ref).timeline : emptyTimeline;
  }
  has({ kind, id }: Ref): boolean {
    return this.#loaded.get(kind)?.has(id) ?? false;
  }
  add({ kind, id }: Ref, loaded: Loaded): void {
    const known = this.#loaded.get(kind);
    if (known) known.set(id, loaded);
    else this.#loaded.set(kind, new Map([[id, loaded]]));
  }
}
