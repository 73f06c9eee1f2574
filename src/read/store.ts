import type { DomainEvent, DomainEventType } from '../domain/events.js';
import type { ThingKind } from '../domain/names.js';
import type { Act, Ref, Resolved } from './answers.js';
import { Acts, type StoredAct } from './acts.js';
import { Moments } from './moments.js';
import { Names } from './names.js';
import { Relations } from './relations.js';
import { SearchIndex } from './search-index.js';
import type { Db, Statement } from './database.js';
import { Touches } from './touches.js';
import { Words } from './words.js';

/**
 * An event on its way into the views, upcast. `seq`: its place in log order, from 1, which is R1's order of entry;
 * `id`: of the thing in whose stream it stands.
 */
export type Happening = { seq: number; kind: ThingKind; id: string } & DomainEvent;
export type HappeningOf<Type extends DomainEventType> = Extract<Happening, { type: Type }>;

/** How one kind of thing gets into its tables. */
export interface Projector {
  /** the thing comes into the record. `referred`: something had named it before */
  born(event: Happening): { n: number; referred: boolean };
  /** something was done to it; `acts` are all in force now, in order */
  acted(n: number, event: Happening, acts: readonly StoredAct[]): void;
}

/** What every view needs of the file: numbers for things and words, places in log order, acts and their order. */
export class Store {
  readonly words: Words;
  readonly names: Names;
  readonly acts: Acts;
  readonly relations: Relations;
  readonly touches: Touches;
  readonly moments: Moments;
  readonly search: SearchIndex;
  /** what a thing of a kind is called at a place in log order; each kind's view fills in its own */
  readonly labels = new Map<ThingKind, (n: number, seq: number) => string>();
  readonly #event: Statement<
    [number],
    { position: string; id: string; actor: number; recorded: number; revision: number }
  >;
  readonly #revision: Statement<[number], number | null>;

  constructor(
    readonly db: Db,
    readonly ledger: string,
  ) {
    this.words = new Words(db);
    this.names = new Names(db, ledger, this.words);
    this.acts = new Acts(db);
    this.relations = new Relations(db);
    this.touches = new Touches(db);
    this.moments = new Moments(db);
    this.search = new SearchIndex(db);
    this.#event = db.prepare(
      'SELECT CAST(position AS TEXT) AS position, id, actor, recorded, revision FROM event WHERE seq = ?',
    );
    this.#revision = db
      .prepare<[number], number | null>('SELECT max(revision) FROM event WHERE thing = ?')
      .pluck();
  }

  ref(n: number, seq: number): Ref {
    return this.names.ref(n, seq, this.#labelOf);
  }

  resolve(kind: ThingKind, name: string, seq: number): Resolved {
    return this.names.resolve(kind, name, seq, this.#labelOf);
  }

  /** Who did it and when, by its place in log order. */
  act(ord: number, reason?: string): Act {
    const event = this.#event.get(ord)!;
    return {
      position: event.position,
      event: event.id,
      actor: this.words.text(event.actor),
      recordedAt: new Date(event.recorded).toISOString(),
      ...(reason === undefined ? {} : { reason }),
    };
  }

  recordedAt(ord: number): string {
    return new Date(this.#event.get(ord)!.recorded).toISOString();
  }

  /** Of the thing's stream, now. */
  revision(n: number): number {
    return this.#revision.get(n) ?? -1;
  }

  readonly #labelOf = (kind: ThingKind, n: number, seq: number): string =>
    this.labels.get(kind)?.(n, seq) ?? '';
}
