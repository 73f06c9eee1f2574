import type { Value } from '../domain/value.js';
import { trackRecord, type Befallen, type Mishap, type OnRecord } from '../domain/reconcile/index.js';
import type { Act, Clocks, Ref } from './answers.js';
import { isSupersession } from './claim-rows.js';
import type { Assembled, Dossiers } from './dossier.js';
import type { Hiding } from './hiding.js';
import type { AsOf } from './moments.js';
import type { Rows } from './rows.js';
import { identifiersOf } from './source-rows.js';

/** One of the sources whose words are taken together, and why. */
export interface OneOfSeveral {
  source: Ref;
  because: 'itself' | 'same' | 'identifier' | 'speaks-for';
}
/** What befell on one incident, in the names that its dossier uses. */
export type Mishappened = Befallen & { question: string };
/** What sources had a part in on one incident, and what befell it; told in full only where somebody reads it. */
export interface RecordOnIncident {
  /** where to go on: ask for the next one before it */
  place: number;
  incident: Ref;
  said: OnRecord['said'];
  befell: Mishappened[];
  told: (one: Mishappened) => BefallenClaim;
  /** null: it is not in the record */
  source: (name: string) => Ref | null;
}
/** One thing that befell one claim, with the claims and acts behind it. */
export interface BefallenClaim {
  claim: Ref;
  incident: Ref;
  question: Ref;
  part: Befallen['part'];
  what: Mishap;
  value: Value;
  by: {
    claim: Ref;
    value: Value | null;
    /** whose words that claim is; empty: nobody's that are recorded */
    origin: Ref[];
    outlet: Ref | null;
    /** where an editor said so, not the claim itself */
    act: Act | null;
  }[];
  /** further claims behind it that are not told */
  byLeftOut: number;
}

/** More sources than these are not one source in any newsroom. */
const mostTogether = 200;
const endings = new Set<Mishap>(['corrected', 'retracted', 'superseded']);

/** What befell the claims of a source, incident by incident, each worked out from what is reconciled there. */
export class SourceRecords {
  constructor(
    private readonly rows: Rows,
    private readonly dossiers: Dossiers,
  ) {}

  /** @throws BadInstant */
  together(id: string, clocks?: Clocks): OneOfSeveral[] | undefined {
    const { seq } = this.rows.store.moments.asOf(clocks);
    const n = this.rows.store.names.known('source', id, seq);
    if (n === undefined) return undefined;
    return [...this.#together(n, seq)].map(([source, because]) => ({
      source: this.rows.store.ref(source, seq),
      because,
    }));
  }

  /** @throws BadInstant */
  next(id: string, clocks: Clocks, before: number | null, hiding?: Hiding): RecordOnIncident | null {
    const { store, claims } = this.rows;
    const at = store.moments.asOf(clocks);
    const n = store.names.known('source', id, at.seq);
    if (n === undefined) return null;
    const together = [...this.#together(n, at.seq).keys()];
    const hidden = new Set(
      [...(hiding?.incidents ?? [])].flatMap((incident) => store.names.find(incident) ?? []),
    );
    let incident = before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const next = claims.incidents.before(together, incident, at.seq);
      if (next === null) return null;
      incident = next;
      // A claim may have named it before it was entered.
      if (!hidden.has(incident) && store.names.known('incident', store.names.id(incident), at.seq)) break;
    }
    return this.#on(incident, together, at, clocks.publicAt ?? null, hidden);
  }

  #on(
    incident: number,
    together: readonly number[],
    at: AsOf,
    publicAt: string | null,
    hidden: ReadonlySet<number>,
  ): RecordOnIncident {
    const opened = this.dossiers.of(incident, at.seq, hidden);
    const { names, dossier, name } = opened;
    const called = new Set(
      together.filter((source) => names.has(source)).map((source) => names.source(source)),
    );
    const told = trackRecord(dossier, name, called, publicAt);
    const ref = this.rows.store.ref(incident, at.seq);
    const sources = new Map<string, Ref | null>();
    const source = (name: string): Ref | null => {
      const n = names.sourceCalled(name);
      if (!sources.has(name)) sources.set(name, n === undefined ? null : this.rows.store.ref(n, at.seq));
      return sources.get(name)!;
    };
    return {
      place: incident,
      incident: ref,
      said: told.flatMap(({ said }) => said),
      befell: told.flatMap(({ question, befell }) => befell.map((one) => ({ ...one, question }))),
      told: (one) => this.#told(one, ref, opened, source, at),
      source,
    };
  }

  #told(
    { claim, by, question, ...rest }: Mishappened,
    incident: Ref,
    { names, name }: Pick<Assembled, 'names' | 'name'>,
    source: (name: string) => Ref | null,
    { seq }: AsOf,
  ): BefallenClaim {
    const { store } = this.rows;
    const n = names.claimCalled(claim)!;
    return {
      claim: store.ref(n, seq),
      incident,
      question: store.ref(names.questionCalled(`${name}/${question}`)!, seq),
      ...rest,
      by: by.map((one) => {
        const other = names.claimCalled(one.claim)!;
        return {
          claim: store.ref(other, seq),
          value: one.value,
          origin: one.origin.flatMap((origin) => source(origin) ?? []),
          outlet: source(one.outlet),
          act: endings.has(rest.what) ? this.#editorial(n, other, seq) : null,
        };
      }),
    };
  }

  /** An editor's word that one claim is superseded by another. */
  #editorial(claim: number, by: number, seq: number): Act | null {
    const said = this.rows.store.relations
      .of(claim, seq)
      .findLast(({ kind, a, b }) => isSupersession(kind) && a === claim && b === by);
    return said ? this.rows.store.act(said.ord, said.reason) : null;
  }

  /** It, those that are one with it, those that speak for any of them, and so on; by number, with the first reason. */
  #together(n: number, seq: number): Map<number, OneOfSeveral['because']> {
    const { relations } = this.rows.store;
    const found = new Map<number, OneOfSeveral['because']>([[n, 'itself']]);
    const add = (source: number, because: OneOfSeveral['because']): void => {
      if (!found.has(source) && found.size < mostTogether) found.set(source, because);
    };
    for (const source of found.keys()) {
      const state = this.rows.sources.versions.at(source, seq);
      if (!state) continue;
      const last = new Map(
        relations
          .of(source, seq)
          .filter(({ kind }) => kind === 'same' || kind === 'distinct')
          .map(({ a, b, kind }) => [a === source ? b : a, kind]),
      );
      for (const [other, kind] of last) if (kind === 'same') add(other, 'same');
      for (const identifier of identifiersOf(state)) {
        for (const other of this.rows.sources.sharing(identifier, seq)) {
          if (last.get(other) !== 'distinct') add(other, 'identifier');
        }
      }
      for (const below of this.rows.sources.below(source, seq)) {
        if (this.rows.sources.versions.at(below, seq)?.speaksFor === source) add(below, 'speaks-for');
      }
    }
    return found;
  }
}
