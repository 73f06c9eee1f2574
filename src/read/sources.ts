import type {
  Clocks,
  LikelySame,
  Page,
  PageRequest,
  Ref,
  Said,
  SourceDetail,
  SourceSummary,
} from './answers.js';
import type { ClaimRows } from './claim-rows.js';
import { roles } from './claim-sources.js';
import type { Claims } from './claims.js';
import type { Statement } from './database.js';
import { fold } from './fold.js';
import { isOpenTo } from './likely-sources.js';
import type { AsOf } from './moments.js';
import { page } from './paging.js';
import type { Relation, RelationKind } from './relations.js';
import { identifiersOf, namesOf, type SourceRows, type SourceState } from './source-rows.js';
import type { Store } from './store.js';

interface ListedRow {
  n: number;
  born: number;
  data: string;
}
const beforeAll = [-Number.MAX_SAFE_INTEGER, 0];

export class Sources {
  readonly #list: Statement<
    [number, number, number, string, string | null, string | null, number],
    ListedRow
  >;
  readonly #alike: Statement<
    [number, number, number, number, number, number, number],
    { a: number; b: number; name: string }
  >;

  constructor(
    private readonly store: Store,
    private readonly rows: SourceRows,
    private readonly claimRows: ClaimRows,
    private readonly claims: Claims,
  ) {
    this.#list = store.db.prepare(`
      SELECT n, born, data FROM source_row
      WHERE known_from <= ? AND known_to > ? AND born > ? AND instr(folded, ?) > 0 AND (? IS NULL OR kind = ?)
      ORDER BY born LIMIT ?`);
    this.#alike = store.db.prepare(`
      SELECT x.owner AS a, y.owner AS b, min(x.value) AS name
      FROM source_name x JOIN source_name y ON y.value = x.value AND y.owner > x.owner
      WHERE x.known_from <= ? AND x.known_to > ? AND y.known_from <= ? AND y.known_to > ?
        AND (x.owner, y.owner) > (?, ?)
      GROUP BY x.owner, y.owner ORDER BY x.owner, y.owner LIMIT ?`);
  }

  /**
   * In order of entry; with `publicAt` those that had a part in a claim surely public by then.
   * @throws BadCursor, BadInstant
   */
  list(
    filter: { text?: string; sourceKind?: string },
    clocks?: Clocks,
    request?: PageRequest,
  ): Page<SourceSummary> {
    const at = this.store.moments.asOf(clocks);
    const text = fold(filter.text ?? '');
    const kind = filter.sourceKind ?? null;
    return page(
      request,
      1,
      (after, limit) => this.#rows(at, after?.[0] ?? 0, text, kind, limit),
      ({ born }) => [born],
      ({ n, data }) => this.#summary(n, JSON.parse(data) as SourceState, at),
    );
  }

  #rows(at: AsOf, after: number, text: string, kind: string | null, limit: number): ListedRow[] {
    const found: ListedRow[] = [];
    let last = after;
    while (found.length < limit) {
      const rows = this.#list.all(at.seq, at.seq, last, text, kind, kind, limit);
      found.push(...rows.filter(({ n }) => at.publicBy === Infinity || this.claimRows.sources.any(n, at)));
      if (rows.length < limit) break;
      last = rows.at(-1)!.born;
    }
    return found.slice(0, limit);
  }

  /** @throws BadInstant */
  get(id: string, clocks?: Clocks): SourceDetail | undefined {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('source', id, at.seq);
    const state = n === undefined ? undefined : this.rows.versions.at(n, at.seq);
    if (n === undefined || state === undefined) return undefined;
    const relations = this.store.relations.of(n, at.seq);
    const others = (kind: RelationKind) =>
      relations
        .filter((relation) => relation.kind === kind && this.#isLastWord(relation, relations))
        .map(({ a, b, ord, reason }) => ({
          ...this.store.act(ord, reason),
          source: this.store.ref(a === n ? b : a, at.seq),
        }));
    return {
      ...this.#summary(n, state, at),
      same: others('same'),
      distinct: others('distinct'),
      independent: others('independent'),
      identified: identifiersOf(state).flatMap((identifier) =>
        this.rows
          .sharing(identifier, at.seq)
          .filter((other) => other !== n)
          .map((other) => ({ source: this.store.ref(other, at.seq), identifier })),
      ),
      members: this.rows.below(n, at.seq).map((member) => this.store.ref(member, at.seq)),
      likelySame: this.#likelySame(n, state, relations, at),
      graded: state.graded === undefined ? null : this.store.act(state.graded.ord, state.graded.reason),
      recordedAt: this.store.recordedAt(state.born),
      revision: this.store.revision(n),
    };
  }

  /**
   * Everything that it said or passed on, in order of publication (R1).
   * @throws BadCursor, BadInstant
   */
  said(id: string, clocks?: Clocks, request?: PageRequest): Page<Said> {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('source', id, at.seq);
    if (n === undefined) return { items: [], next: null };
    return page(
      request,
      2,
      (after, limit) => this.claimRows.sources.of(n, at, after ?? beforeAll, limit),
      ({ published, entry }) => [published, entry],
      ({ claim, role }) => ({
        claim: this.claims.summary(claim, this.claimRows.versions.at(claim, at.seq)!, at),
        role: roles[role]!,
      }),
    );
  }

  /**
   * Pairs that share a name or an alias, and on which no editor and no identifier has spoken.
   * @throws BadCursor
   */
  likelySame(request?: PageRequest): Page<LikelySame> {
    const at = this.store.moments.asOf();
    return page(
      request,
      2,
      (after, limit) => this.#alikeRows(at, after ?? [0, 0], limit),
      ({ a, b }) => [a, b],
      ({ a, b, name }) => ({
        source: this.store.ref(a, at.seq),
        other: this.store.ref(b, at.seq),
        because: name,
      }),
    );
  }

  #alikeRows(at: AsOf, after: readonly number[], limit: number) {
    const found: { a: number; b: number; name: string }[] = [];
    let [a, b] = after as [number, number];
    while (found.length < limit) {
      const rows = this.#alike.all(at.seq, at.seq, at.seq, at.seq, a, b, limit);
      found.push(...rows.filter((pair) => this.#isOpen(pair.a, pair.b, at)));
      if (rows.length < limit) break;
      ({ a, b } = rows.at(-1)!);
    }
    return found.slice(0, limit);
  }

  #likelySame(n: number, state: SourceState, relations: Relation[], at: AsOf): LikelySame[] {
    const spokenOf = new Set(relations.flatMap(({ a, b }) => [a, b]));
    const found = new Map<number, string>();
    for (const name of namesOf(state)) {
      for (const other of this.rows.named(name, at.seq)) {
        if (other !== n && !spokenOf.has(other) && !found.has(other)) found.set(other, name);
      }
    }
    return [...found]
      .filter(([other]) => this.#isOpen(n, other, at))
      .map(([other, because]) => ({
        source: this.store.ref(n, at.seq),
        other: this.store.ref(other, at.seq),
        because,
      }));
  }

  /** No editor has spoken on the pair, and they share no identifier. */
  #isOpen(a: number, b: number, at: AsOf): boolean {
    return isOpenTo({ store: this.store, sources: this.rows }, a, at.seq)(b);
  }

  /** Of "same" and "distinct" on one pair, the last holds. */
  #isLastWord(relation: Relation, all: readonly Relation[]): boolean {
    if (relation.kind === 'independent') return true;
    const pair = new Set([relation.a, relation.b]);
    return !all.some(
      ({ kind, a, b, ord }) =>
        (kind === 'same' || kind === 'distinct') && ord > relation.ord && pair.has(a) && pair.has(b),
    );
  }

  #summary(n: number, state: SourceState, at: AsOf): SourceSummary {
    const ref = (other: number | undefined): Ref | null =>
      other === undefined ? null : this.store.ref(other, at.seq);
    return {
      ...this.store.ref(n, at.seq),
      sourceKind: state.kind,
      aliases: state.aliases ?? [],
      memberOf: ref(state.memberOf),
      speaksFor: ref(state.speaksFor),
      knownTo: ref(state.knownTo),
      sameAs: state.sameAs ?? [],
      reliability: state.graded?.reliability ?? null,
      ...(state.note === undefined ? {} : { note: state.note }),
    };
  }
}
