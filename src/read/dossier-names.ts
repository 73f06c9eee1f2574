import type { ClaimMaterial, QuestionMaterial } from './question-material.js';
import type { SourceMaterial } from './source-closure.js';
import type { Store } from './store.js';

interface Named {
  n: number;
  id: string;
  namespace: number;
  key: string | null;
}

/**
 * What things are called in one dossier: the bare key where it is unique among what is loaded, else `namespace:key`;
 * the id of what was entered without a key.
 */
export class DossierNames {
  /** the same for two dossiers that call things alike */
  readonly signature: string;
  readonly #incidents: Map<number, string>;
  readonly #questions: Map<number, string>;
  readonly #sources: Map<number, string>;
  readonly #loaded: readonly ClaimMaterial[];
  readonly #takenByClaims: ReadonlySet<string>;
  #claims: Map<number, string> | undefined;
  #claimNumbers: Map<string, number> | undefined;
  #sourceNumbers: Map<string, number> | undefined;

  constructor(
    private readonly store: Store,
    incidents: readonly number[],
    questions: readonly QuestionMaterial[],
    sources: readonly SourceMaterial[],
  ) {
    const ambiguous: string[] = [];
    const takenBy = (things: readonly Named[], kind: string) => {
      const taken = takenTwice(things);
      ambiguous.push(...[...taken].sort().map((key) => `${kind} ${key}`));
      return taken;
    };
    const called = (things: readonly Named[], kind: string) => this.#all(things, takenBy(things, kind));
    this.#incidents = called(
      incidents.map((n) => {
        const { id, namespace, key } = store.names.row(n);
        return { n, id, namespace: namespace ?? 0, key };
      }),
      'incident',
    );
    this.#questions = new Map(
      questions.map(({ n, state }) => [n, `${this.#incidents.get(state.incident)}/${state.key}`]),
    );
    this.#sources = called(sources, 'source');
    this.#loaded = questions.flatMap(({ claims }) => claims);
    this.#takenByClaims = takenBy(this.#loaded, 'claim');
    this.signature = ambiguous.join('\n');
  }

  incident(n: number): string {
    return this.#incidents.get(n)!;
  }
  /** `incident/question`; undefined for one that is not loaded */
  question(n: number): string | undefined {
    return this.#questions.get(n);
  }
  /** The number of a question that is loaded, by its full name here. */
  questionCalled(name: string): number | undefined {
    for (const [n, called] of this.#questions) if (called === name) return n;
    return undefined;
  }
  /** whether a source is loaded */
  has(source: number): boolean {
    return this.#sources.has(source);
  }
  source(n: number): string {
    return this.#sources.get(n) ?? this.#elsewhere(n);
  }
  claim(n: number): string {
    return this.#loadedClaims().get(n) ?? this.#elsewhere(n);
  }
  /** The number of a claim that is loaded, by what it is called here. */
  claimCalled(name: string): number | undefined {
    this.#claimNumbers ??= new Map([...this.#loadedClaims()].map(([n, called]) => [called, n]));
    return this.#claimNumbers.get(name);
  }
  /** The number of a source that is loaded, by what it is called here. */
  sourceCalled(name: string): number | undefined {
    this.#sourceNumbers ??= new Map([...this.#sources].map(([n, called]) => [called, n]));
    return this.#sourceNumbers.get(name);
  }
  /** of a claim that is loaded: most are asked for only when their question is made anew */
  loadedClaim(claim: ClaimMaterial): string {
    return this.#printed(claim, this.#takenByClaims);
  }

  #loadedClaims(): ReadonlyMap<number, string> {
    this.#claims ??= this.#all(this.#loaded, this.#takenByClaims);
    return this.#claims;
  }

  #all(things: readonly Named[], taken: ReadonlySet<string>): Map<number, string> {
    return new Map(things.map((thing) => [thing.n, this.#printed(thing, taken)]));
  }

  /** What is not loaded (a claim that a resolution rested on and that was moved away since) cannot be mistaken. */
  #elsewhere(n: number): string {
    const { id, namespace, key } = this.store.names.row(n);
    return key === null ? id : `${this.store.words.text(namespace ?? 0)}:${key}`;
  }

  #printed({ id, namespace, key }: Named, taken: ReadonlySet<string>): string {
    if (key === null) return id;
    return taken.has(key) ? `${this.store.words.text(namespace)}:${key}` : key;
  }
}

/** Keys that two of the things have, which can only be so where they come from two namespaces. */
function takenTwice(things: readonly Named[]): ReadonlySet<string> {
  const first = things[0]?.namespace;
  if (things.every(({ namespace }) => namespace === first)) return new Set();
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { key } of things) {
    if (key === null) continue;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  return twice;
}
