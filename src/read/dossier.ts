import { LRUCache } from 'lru-cache';
import type {
  ConstraintDossier,
  Dossier,
  IncidentDossier,
  QuestionDossier,
  SourceDossier,
} from '../domain/reconcile/dossier.js';
import { type Closure, Closures } from './closure.js';
import { DossierNames } from './dossier-names.js';
import { HiddenParts, nothingHidden, signatureOf, type Hidden } from './hidden-parts.js';
import type { StoredConstraint } from './incidents.js';
import { QuestionReader, type QuestionMaterial } from './question-material.js';
import { questionDossier, type Unseen } from './question-dossier.js';
import type { Rows } from './rows.js';
import { SourceClosure, type SourceMaterial } from './source-closure.js';

/** Claims kept in memory, of all questions together: about a kilobyte each. */
const maxClaims = 60_000;

export interface Assembled {
  dossier: Dossier;
  /** of the incident in the dossier */
  name: string;
  /** from what things are called in it to things, and back */
  names: DossierNames;
  closure: Closure;
  /** those in the dossier */
  sources: number[];
}

/**
 * What reconciliation is given, put together from rows. What is known of a question is read again only when something
 * on it changed, and the same object is handed over until then, so that what was worked out of it can be kept too.
 */
export class Dossiers {
  readonly #closures: Closures;
  readonly #reader: QuestionReader;
  readonly #parts: HiddenParts;
  readonly #sources: SourceClosure;
  readonly #materials = new LRUCache<string, QuestionMaterial>({
    maxSize: maxClaims,
    sizeCalculation: ({ claims }) => claims.length + 1,
  });
  readonly #dossiers = new LRUCache<string, Assembled>({
    maxSize: maxClaims,
    sizeCalculation: ({ dossier }) => 1 + dossier.sources.length,
  });
  readonly #questions = new LRUCache<string, QuestionDossier>({
    maxSize: maxClaims,
    sizeCalculation: ({ claims }) => claims.length + 1,
  });

  constructor(
    private readonly rows: Rows,
    private readonly unseen: Unseen,
  ) {
    this.#reader = new QuestionReader(rows.store, rows.questions, rows.claims, rows.documents);
    this.#sources = new SourceClosure(rows.store, rows.sources);
    this.#closures = new Closures(rows, this.#reader);
    this.#parts = new HiddenParts(rows);
  }

  /**
   * The incident's closure as known at a place in log order. `changed`: the last place at which anything in it changed,
   * so what was worked out for that place holds for this one. `cut`: which sources above others are hidden just now.
   */
  of(incident: number, seq: number, hidden = nothingHidden): Assembled & { changed: number; cut: string } {
    const closure = this.#closures.of(incident, seq);
    const changed = this.#closures.changed(closure, seq);
    const whole = this.#assembled(incident, changed, closure, seq, hidden, nobody);
    if (hidden.size === 0) return { changed, cut: '', ...whole };
    // Who merely stands above others may be hidden, and no longer so once something elsewhere names them.
    const gone = new Set(this.#parts.sources(whole.sources, hidden));
    if (gone.size === 0) return { changed, cut: '', ...whole };
    const cut = signatureOf(gone);
    return { changed, cut, ...this.#assembled(incident, changed, closure, seq, hidden, gone) };
  }

  #assembled(
    incident: number,
    changed: number,
    closure: Closure,
    seq: number,
    hidden: Hidden,
    gone: ReadonlySet<number>,
  ): Assembled {
    const key = `${incident} ${changed} ${signatureOf(hidden)} ${signatureOf(gone)}`;
    const known = this.#dossiers.get(key);
    if (known) return known;
    const made = this.#assemble(this.#parts.closure(closure, hidden, seq), seq, hidden, gone);
    this.#dossiers.set(key, made);
    return made;
  }

  #assemble(closure: Closure, seq: number, hidden: Hidden, gone: ReadonlySet<number>): Assembled {
    const materials = closure.questions.flatMap((question) => {
      const material = this.#material(question, seq);
      return material ? [this.#parts.material(material, hidden)] : [];
    });
    const named = namedSources(materials);
    const sources = this.#sources.of(named, seq, new Set([...gone].filter((source) => !named.has(source))));
    const names = new DossierNames(this.rows.store, closure.incidents, materials, sources);
    const faults: string[] = [...closure.faults];
    const incidents = closure.incidents.map((n): IncidentDossier => {
      const state = this.rows.incidents.versions.at(n, seq)!;
      const own = materials.filter(({ state }) => state.incident === n);
      return {
        name: names.incident(n),
        title: state.title,
        ...(state.parent !== null && closure.incidents.includes(state.parent)
          ? { partOf: names.incident(state.parent) }
          : {}),
        questions: own.map((material) => this.#question(material, names, seq, hidden)),
        constraints: state.constraints.flatMap((constraint) => {
          const dossier = constraintDossier(constraint, names);
          if (!dossier && closure.constraints.has(constraint.id)) {
            faults.push(`a constraint of ${names.incident(n)} names a question that is not in the record`);
          }
          return dossier ? [dossier] : [];
        }),
      };
    });
    for (const { missing } of materials) {
      for (const { claim, names: id } of missing) {
        faults.push(`${claim} names the claim ${id}, which is not in the record`);
      }
    }
    const dossier: Dossier = {
      incidents,
      sources: sources.map((material) => sourceDossier(material, sources, names, gone, faults)),
      ties: tiesOf(sources, names),
      independent: relationsOf(sources)
        .filter(({ kind }) => kind === 'independent')
        .flatMap(({ a, b }) => (names.has(a) && names.has(b) ? [[names.source(a), names.source(b)]] : [])),
      wordings: materials
        .flatMap(({ wordings }) => wordings)
        .sort((x, y) => x.ord - y.ord)
        .map(({ a, b, same }) => ({ a: names.claim(a), b: names.claim(b), same })),
      faults,
    };
    return {
      dossier,
      name: names.incident(closure.incident),
      names,
      closure,
      sources: sources.map(({ n }) => n),
    };
  }

  /** What is known of a question that is in the record, without what is hidden. */
  material(question: number, seq: number, hidden = nothingHidden): QuestionMaterial {
    return this.#parts.material(this.#material(question, seq)!, hidden);
  }

  #material(question: number, seq: number): QuestionMaterial | undefined {
    const key = `${question} ${this.#reader.changed(question, seq)}`;
    const known = this.#materials.get(key);
    if (known) return known;
    const material = this.#reader.read(question, seq);
    if (material) this.#materials.set(key, material);
    return material;
  }

  #question(material: QuestionMaterial, names: DossierNames, seq: number, hidden: Hidden): QuestionDossier {
    const cut = material === this.#material(material.n, seq) ? '' : signatureOf(hidden);
    const key = `${material.n} ${this.#reader.changed(material.n, seq)} ${names.signature} ${cut}`;
    const known = this.#questions.get(key);
    if (known) return known;
    const dossier = questionDossier(material, names, this.rows.store, this.unseen);
    this.#questions.set(key, dossier);
    return dossier;
  }
}

const nobody: ReadonlySet<number> = new Set();

const namedOnQuestion = new WeakMap<QuestionMaterial, ReadonlySet<number>>();

/** Sources that claims and resolutions name; of each question worked out once. */
function namedSources(materials: readonly QuestionMaterial[]): Set<number> {
  const all = new Set<number>();
  for (const material of materials) {
    const known = namedOnQuestion.get(material) ?? namedOn(material);
    namedOnQuestion.set(material, known);
    for (const source of known) all.add(source);
  }
  return all;
}

function namedOn({ state, claims }: QuestionMaterial): Set<number> {
  const sources = new Set<number>();
  if (state.resolution && 'source' in state.resolution.value) sources.add(state.resolution.value.source);
  for (const { state: claim } of claims) {
    for (const source of claim.chain) sources.add(source);
    for (const source of claim.jointly ?? []) sources.add(source);
    if (claim.value && 'source' in claim.value) sources.add(claim.value.source);
  }
  return sources;
}

/** Undefined where it names a question that is not loaded. */
function constraintDossier(constraint: StoredConstraint, names: DossierNames): ConstraintDossier | undefined {
  const question = (n: number) => names.question(n);
  switch (constraint.kind) {
    case 'sum': {
      const total = question(constraint.total);
      const parts = constraint.parts.map(question);
      if (total === undefined || !allThere(parts)) return undefined;
      return { kind: 'sum', total, parts };
    }
    case 'at-most': {
      const [lesser, greater] = [question(constraint.lesser), question(constraint.greater)];
      if (lesser === undefined || greater === undefined) return undefined;
      return { kind: 'at-most', lesser, greater };
    }
    case 'same': {
      const questions = constraint.questions.map(question);
      return allThere(questions) ? { kind: 'same', questions } : undefined;
    }
  }
}

const allThere = (names: (string | undefined)[]): names is string[] => !names.includes(undefined);

function sourceDossier(
  { n, state }: SourceMaterial,
  all: readonly SourceMaterial[],
  names: DossierNames,
  gone: ReadonlySet<number>,
  faults: string[],
): SourceDossier {
  const above = (tie: 'memberOf' | 'speaksFor') => {
    const other = state[tie];
    if (other === undefined) return {};
    if (names.has(other)) return { [tie]: names.source(other) };
    if (gone.has(other)) return {};
    faults.push(`${names.source(n)} is tied to a source that is not in the record`);
    return {};
  };
  // Another source may say by name that it is the same as this one; then the name is an identifier of both.
  const meant = all.some((other) => other.n !== n && other.state.sameAs?.includes(state.own));
  return {
    name: names.source(n),
    label: state.name,
    kind: state.kind,
    ...above('memberOf'),
    ...above('speaksFor'),
    sameAs: [...(state.sameAs ?? []), ...(meant ? [state.own] : [])],
    ...(state.graded === undefined ? {} : { reliability: state.graded.reliability }),
  };
}

/** Each once, in the order in which they were said. */
function relationsOf(sources: readonly SourceMaterial[]) {
  const found = new Map(
    sources.flatMap(({ relations }) => relations.map((relation) => [relation.ord, relation])),
  );
  return [...found.values()].sort((x, y) => x.ord - y.ord);
}

const tiesOf = (sources: readonly SourceMaterial[], names: DossierNames): Dossier['ties'] =>
  relationsOf(sources).flatMap(({ kind, a, b }) =>
    (kind === 'same' || kind === 'distinct') && names.has(a) && names.has(b)
      ? [{ same: kind === 'same', a: names.source(a), b: names.source(b) }]
      : [],
  );
