import type { Dossier, SourceDossier } from './dossier.js';

/**
 * Who is who (R3): sources that are one, whose mouth a source is, and to which organisation it belongs at the top.
 * All by name; a source that the dossier does not hold stands for itself.
 */
export class Sources {
  private readonly byName: ReadonlyMap<string, SourceDossier>;
  private readonly one: ReadonlyMap<string, string>;
  private readonly members = new Map<string, SourceDossier[]>();
  private readonly carried = new Map<string, string>();
  private readonly tops = new Map<string, string>();
  private readonly below = new Map<string, Set<string>>();
  private readonly asserted: ReadonlySet<string>;
  readonly faults: string[] = [];

  constructor(dossier: Dossier) {
    this.byName = new Map(dossier.sources.map((source) => [source.name, source]));
    this.one = identities(dossier);
    for (const source of dossier.sources) {
      const same = this.members.get(this.of(source.name));
      if (same) same.push(source);
      else this.members.set(this.of(source.name), [source]);
    }
    this.asserted = new Set(dossier.independent.map(([a, b]) => pairKey(this.carry(a), this.carry(b))));
  }

  /** The one name for all sources that are the same as this. */
  of(name: string): string {
    return this.one.get(name) ?? name;
  }

  /** On to the institution whose mouth it is, along `speaksFor`. */
  carry(name: string): string {
    return this.carried.get(name) ?? this.climb(name, this.carried, (source) => source.speaksFor);
  }

  /** Top of `speaksFor` and `memberOf`: its root organisation, or itself. */
  root(name: string): string {
    return (
      this.tops.get(name) ??
      this.climb(
        name,
        this.tops,
        (source) => source.speaksFor ?? source.memberOf,
        (source) => source.memberOf,
      )
    );
  }

  /** Named: not an unnamed speaker (a name that any of the same sources has, names them all). */
  isNamed(name: string): boolean {
    return this.sameAs(name).some((source) => source.kind !== 'unnamed');
  }
  isOutlet(name: string): boolean {
    return this.sameAs(name).some((source) => source.kind === 'outlet');
  }
  label(name: string): string {
    return this.byName.get(name)?.label ?? name;
  }
  /** The last grade given to any of the sources that are one. */
  reliability(name: string): SourceDossier['reliability'] {
    return this.sameAs(name).findLast((source) => source.reliability)?.reliability;
  }

  /** Whether an editor asserted, with a reason, that the two are independent. */
  assertedIndependent(a: string, b: string): boolean {
    return this.asserted.has(pairKey(a, b));
  }
  get anyAsserted(): boolean {
    return this.asserted.size > 0;
  }

  /** As values (R2): the source with all that belong to it or speak for it, at any depth. */
  downward(name: string): ReadonlySet<string> {
    const top = this.of(name);
    const known = this.below.get(top);
    if (known) return known;
    const all = new Set([top]);
    for (const one of all) {
      for (const source of this.byName.values()) {
        const above = [source.speaksFor, source.memberOf].some(
          (up) => up !== undefined && this.of(up) === one,
        );
        if (above) all.add(this.of(source.name));
      }
    }
    this.below.set(top, all);
    return all;
  }

  /** As values: the source with all to which it belongs or for which it speaks, at any depth. */
  upward(name: string): ReadonlySet<string> {
    const all = new Set([this.of(name)]);
    for (const one of all) {
      for (const { speaksFor, memberOf } of this.sameAs(one)) {
        for (const up of [speaksFor, memberOf]) if (up !== undefined) all.add(this.of(up));
      }
    }
    return all;
  }

  private sameAs(name: string): SourceDossier[] {
    return this.members.get(this.of(name)) ?? [];
  }

  /** Follows ties upward; a circle that slipped past entry is a fault, broken where it would close. */
  private climb(
    name: string,
    memo: Map<string, string>,
    ...ties: ((source: SourceDossier) => string | undefined)[]
  ): string {
    const given = memo.get(name);
    if (given !== undefined) return given;
    const start = this.of(name);
    const known = memo.get(start);
    if (known !== undefined) {
      memo.set(name, known);
      return known;
    }
    const path = [start];
    for (;;) {
      const here = path.at(-1)!;
      const next = ties
        .map((tie) =>
          this.sameAs(here)
            .map(tie)
            .find((up) => up !== undefined && this.of(up) !== here),
        )
        .find((up) => up !== undefined);
      if (next === undefined) break;
      const up = this.of(next);
      if (path.includes(up)) {
        this.faults.push(
          `The ties of source ${up} lead back to itself; they are followed no further than ${here}.`,
        );
        break;
      }
      path.push(up);
    }
    memo.set(start, path.at(-1)!);
    return path.at(-1)!;
  }
}

/** The same for two names in either order. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a}\n${b}` : `${b}\n${a}`);

/**
 * Joins what is marked the same or shares an identifier, but not two on whom the last word is that they are distinct;
 * a third may still join those. Each group is named by its source that was registered first.
 */
function identities(dossier: Dossier): Map<string, string> {
  const parent = new Map(dossier.sources.map(({ name }) => [name, name]));
  const order = new Map(dossier.sources.map(({ name }, index) => [name, index]));
  const find = (name: string): string => {
    let at = name;
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  const join = (a: string, b: string): void => {
    const [x, y] = [find(a), find(b)];
    if (x === y) return;
    if ((order.get(x) ?? 0) < (order.get(y) ?? 0)) parent.set(y, x);
    else parent.set(x, y);
  };
  const words = new Map(dossier.ties.map((tie) => [pairKey(tie.a, tie.b), tie]));
  for (const { same, a, b } of words.values()) if (same && order.has(a) && order.has(b)) join(a, b);
  const holders = new Map<string, string[]>();
  for (const { name, sameAs } of dossier.sources) {
    for (const identifier of new Set([...sameAs, name])) {
      const others = holders.get(identifier) ?? [];
      for (const other of others) if (words.get(pairKey(name, other))?.same !== false) join(name, other);
      holders.set(identifier, [...others, name]);
    }
  }
  return new Map([...parent.keys()].map((name) => [name, find(name)]));
}
