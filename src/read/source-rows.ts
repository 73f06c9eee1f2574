import type { SourceDescription } from '../domain/events.js';
import type { Reliability } from '../domain/value.js';
import type { ActOf } from './acts.js';
import { fold } from './fold.js';
import type { Relation } from './relations.js';
import { spanTable, Spans } from './spans.js';
import type { Happening, HappeningOf, Projector, Store } from './store.js';
import { shared } from './touches.js';
import { versionColumns, Versions } from './versions.js';

export const sourceTables = `
CREATE TABLE source_row (${versionColumns},
  label TEXT NOT NULL, folded TEXT NOT NULL, kind TEXT NOT NULL, born INTEGER NOT NULL
);
CREATE INDEX source_row_n ON source_row (n);
CREATE INDEX source_row_born ON source_row (born);
${spanTable('source_identifier', 'TEXT')}
${spanTable('source_name', 'TEXT')}
${spanTable('source_above', 'INTEGER')}
`;

export interface SourceState extends Omit<SourceDescription, 'memberOf' | 'speaksFor' | 'knownTo'> {
  born: number;
  /** as another source may name it in its `sameAs`: its own namespace:key */
  own: string;
  memberOf?: number;
  speaksFor?: number;
  knownTo?: number;
  graded?: { reliability: Reliability; ord: number; reason: string };
}

type SourceAct = ActOf<
  | 'SourceDescribed'
  | 'SourceReliabilityAssessed'
  | 'SourcesMarkedSame'
  | 'SourcesMarkedDistinct'
  | 'IndependenceAsserted'
>;

const relationOf = {
  SourcesMarkedSame: 'same',
  SourcesMarkedDistinct: 'distinct',
  IndependenceAsserted: 'independent',
} as const;

export class SourceRows implements Projector {
  readonly versions: Versions<SourceState>;
  readonly #identifiers: Spans<string>;
  readonly #names: Spans<string>;
  readonly #above: Spans<number>;

  constructor(private readonly store: Store) {
    this.versions = new Versions<SourceState>(
      store.db,
      'source_row',
      ['label', 'folded', 'kind', 'born'],
      (state) => [state.name, namesOf(state).join('\n'), state.kind, state.born],
      (v, state) => store.search.addThing('source', v, sourceText(state)),
    );
    this.#identifiers = new Spans<string>(store.db, 'source_identifier');
    this.#names = new Spans<string>(store.db, 'source_name');
    this.#above = new Spans<number>(store.db, 'source_above');
    store.labels.set('source', (n, seq) => this.versions.at(n, seq)?.name ?? '');
  }

  born({ seq, id, data }: HappeningOf<'SourceRegistered'>) {
    const { namespace, key, ...description } = data;
    const { n, referred } = this.store.names.born('source', id, { namespace, key }, seq);
    const state = this.#numbered(description, { born: seq, own: `${namespace}:${key}` });
    this.versions.begin(n, seq, state);
    this.#index(n, undefined, state, seq);
    // A new source changes what is already shown only if something named it before, or it is said to be another one.
    if (referred || identifiersOf(state).some((name) => this.sharing(name, seq).length > 1)) {
      this.store.touches.add(shared, seq);
    }
    return { n, referred };
  }

  acted(n: number, { seq }: Happening, acts: readonly SourceAct[]): void {
    const before = this.versions.at(n, seq)!;
    const after = acts.reduce((state, act) => this.#apply(state, act), this.versions.first(n)!);
    this.versions.replace(n, seq, after);
    this.#index(n, before, after, seq);
    this.store.relations.sync(
      n,
      acts.flatMap((act) => this.#relation(n, act)),
      seq,
    );
    this.store.touches.add(shared, seq);
  }

  #numbered(
    { memberOf, speaksFor, knownTo, ...rest }: SourceDescription,
    kept: Pick<SourceState, 'born' | 'own' | 'graded'>,
  ): SourceState {
    const number = (id: string) => this.store.names.number('source', id);
    return {
      ...rest,
      ...kept,
      ...(memberOf === undefined ? {} : { memberOf: number(memberOf) }),
      ...(speaksFor === undefined ? {} : { speaksFor: number(speaksFor) }),
      ...(knownTo === undefined ? {} : { knownTo: number(knownTo) }),
    };
  }

  #apply(state: SourceState, { ord, type, data }: SourceAct): SourceState {
    switch (type) {
      case 'SourceDescribed': {
        const { reason: _, ...description } = data;
        const { born, own, graded } = state;
        return this.#numbered(description, { born, own, ...(graded ? { graded } : {}) });
      }
      case 'SourceReliabilityAssessed': {
        const { reliability, reason } = data;
        return { ...state, graded: { reliability, ord, reason } };
      }
      case 'SourcesMarkedSame':
      case 'SourcesMarkedDistinct':
      case 'IndependenceAsserted':
        return state;
    }
  }

  #relation(n: number, { ord, type, data }: SourceAct): Relation[] {
    if (type === 'SourceDescribed' || type === 'SourceReliabilityAssessed') return [];
    const { other, reason } = data;
    return [{ kind: relationOf[type], a: n, b: this.store.names.number('source', other), ord, reason }];
  }

  #index(n: number, before: SourceState | undefined, after: SourceState, seq: number): void {
    this.#identifiers.change(n, before ? identifiersOf(before) : [], identifiersOf(after), seq);
    this.#names.change(n, before ? namesOf(before) : [], namesOf(after), seq);
    this.#above.change(n, before ? aboveOf(before) : [], aboveOf(after), seq);
  }

  /** Sources that have the identifier, or are meant by it. */
  sharing(identifier: string, seq: number): number[] {
    return this.#identifiers.owners(identifier, seq);
  }

  /** Sources that have the (folded) name or alias. */
  named(folded: string, seq: number): number[] {
    return this.#names.owners(folded, seq);
  }

  /** Those that belong to a source, speak for it, or are known to it alone. */
  below(n: number, seq: number): number[] {
    return this.#above.owners(n, seq);
  }
}

export const sourceText = ({ name, aliases, note }: SourceState): string =>
  [name, ...(aliases ?? []), ...(note === undefined ? [] : [note])].join('\n');

/** Its identifiers elsewhere, and its own name, by which another source may say that it is the same. */
export const identifiersOf = (state: SourceState): string[] => [state.own, ...(state.sameAs ?? [])];
export const namesOf = (state: SourceState): string[] => [
  ...new Set([state.name, ...(state.aliases ?? [])].map(fold)),
];
const aboveOf = ({ memberOf, speaksFor }: SourceState): number[] =>
  [memberOf, speaksFor].filter((n) => n !== undefined);
