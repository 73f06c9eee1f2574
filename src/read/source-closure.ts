import { identifiersOf, type SourceRows, type SourceState } from './source-rows.js';
import { Recent } from './recent.js';
import type { Relation } from './relations.js';
import type { Store } from './store.js';
import { shared } from './touches.js';

export interface SourceMaterial {
  n: number;
  id: string;
  namespace: number;
  key: string | null;
  state: SourceState;
  /** same, distinct, independent */
  relations: Relation[];
  /** share an identifier with it, or are named by it */
  sharing: number[];
}

const nobody: ReadonlySet<number> = new Set();

/**
 * The sources that decide who is whose origin: those named, what they belong to and speak for up to the top, those
 * marked the same and those that share an identifier, and so on (a third source may join two).
 */
export class SourceClosure {
  readonly #materials = new Recent<number, { touched: number; material: SourceMaterial }>(20_000);

  constructor(
    private readonly store: Store,
    private readonly rows: SourceRows,
  ) {}

  /** @param without sources that are to be as if they had never been entered */
  of(named: Iterable<number>, seq: number, without: ReadonlySet<number> = nobody): SourceMaterial[] {
    const touched = this.store.touches.last(shared, seq);
    const found = new Map<number, SourceMaterial>();
    const queue = [...named];
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) {
      if (found.has(n) || without.has(n)) continue;
      const material = this.#material(n, seq, touched);
      if (!material) continue;
      found.set(n, material);
      const { memberOf, speaksFor } = material.state;
      const same = material.relations.filter(({ kind }) => kind === 'same').flatMap(({ a, b }) => [a, b]);
      queue.push(
        ...[memberOf, speaksFor].filter((above) => above !== undefined),
        ...same,
        ...material.sharing,
      );
    }
    return [...found.values()].sort((x, y) => x.state.born - y.state.born);
  }

  #material(n: number, seq: number, touched: number): SourceMaterial | undefined {
    const known = this.#materials.get(n);
    if (known?.touched === touched) return known.material;
    const state = this.rows.versions.at(n, seq);
    if (!state) return undefined;
    const { id, namespace, key } = this.store.names.row(n);
    const material = {
      n,
      id,
      namespace: namespace ?? 0,
      key,
      state,
      relations: this.store.relations.of(n, seq),
      sharing: identifiersOf(state)
        .flatMap((identifier) => this.rows.sharing(identifier, seq))
        .filter((other) => other !== n),
    };
    this.#materials.set(n, { touched, material });
    return material;
  }
}
