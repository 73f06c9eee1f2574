import type { ThingKind } from '../domain/names.js';
import type { Ref, Resolved } from './answers.js';
import type { Store } from './store.js';

/** Which thing a name means, now. */
export class NameAnswers {
  constructor(private readonly store: Store) {}

  /** An id, `namespace:key`, or a bare key that one thing alone has; a question's key is `incident/question`. */
  resolve(kind: ThingKind, name: string): Resolved {
    return this.store.resolve(kind, name, this.#now());
  }

  /** The id of the one thing that a name means; undefined where it means none, or one of several. */
  only(kind: ThingKind, name: string): string | undefined {
    return this.store.names.only(kind, name, () => this.#now());
  }

  ref(id: string): Ref | undefined {
    const n = this.store.names.find(id);
    return n === undefined ? undefined : this.store.ref(n, this.#now());
  }

  #now(): number {
    return this.store.moments.asOf().seq;
  }
}
