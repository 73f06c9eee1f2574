import type { ClaimDetail, ClaimFilter, ClaimSummary, Clocks, Page, PageRequest, Ref } from './answers.js';
import { publicLimit } from './claim-counts.js';
import { type ClaimRows, type ClaimState, isSupersession } from './claim-rows.js';
import type { Statement } from './database.js';
import type { DocumentRows } from './documents.js';
import type { AsOf } from './moments.js';
import { page } from './paging.js';
import type { Store } from './store.js';
import { valueWithIds } from './stored-value.js';

interface ListedRow {
  n: number;
  published: number;
  entry: number;
  data: string;
}
type Listing = Statement<[number, number, number, number, number, number, number, number], ListedRow>;
/** A filter with its things by number. */
type Wanted = { [Field in 'incident' | 'question' | 'document' | 'source']?: number } & {
  withdrawn: boolean;
};

const beforeAll = [-Number.MAX_SAFE_INTEGER, 0];

export class Claims {
  readonly #by: Record<'incident' | 'question' | 'document', Listing>;
  readonly #all: Statement<[number, number, number, number, number, number], ListedRow>;

  constructor(
    private readonly store: Store,
    private readonly rows: ClaimRows,
    private readonly documents: DocumentRows,
  ) {
    const by = (column: string): Listing =>
      store.db.prepare(`
        SELECT n, published, entry, data FROM claim_row
        WHERE ${column} = ? AND (published, entry) > (?, ?) AND published <= ?
          AND known_from <= ? AND known_to > ? AND withdrawn <= ?
        ORDER BY published, entry LIMIT ?`);
    this.#by = { incident: by('incident'), question: by('question'), document: by('document') };
    this.#all = store.db.prepare(`
      SELECT n, published, n AS entry, data FROM claim_row
      WHERE n > ? AND published <= ? AND known_from <= ? AND known_to > ? AND withdrawn <= ?
      ORDER BY n LIMIT ?`);
  }

  /**
   * In order of publication (R1), the latest last; without a filter that names a thing, in order of entry. With several
   * filters all must fit.
   * @throws BadCursor, BadInstant
   */
  list(filter: ClaimFilter, clocks?: Clocks, request?: PageRequest): Page<ClaimSummary> {
    const at = this.store.moments.asOf(clocks);
    const wanted = this.#wanted(filter, at);
    if (wanted === undefined) return { items: [], next: null };
    return page(
      request,
      2,
      (after, limit) => this.#fitting(wanted, at, after ?? beforeAll, limit),
      ({ published, entry }) => [published, entry],
      ({ n, data }) => this.summary(n, JSON.parse(data) as ClaimState, at),
    );
  }

  /** @throws BadInstant */
  get(id: string, clocks?: Clocks): ClaimDetail | undefined {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('claim', id, at.seq);
    const state = n === undefined ? undefined : this.rows.versions.at(n, at.seq);
    if (n === undefined || state === undefined) return undefined;
    const relations = this.store.relations.of(n, at.seq);
    const { credibility, rank, withdrawn } = state;
    return {
      ...this.summary(n, state, at),
      responses: this.#responses(n, at),
      supersededBy: [
        ...this.#supersededByWord(n, at),
        ...relations.flatMap(({ kind, a, b }) =>
          a === n && isSupersession(kind) ? [{ claim: this.store.ref(b, at.seq), as: kind }] : [],
        ),
      ],
      wordings: relations.flatMap(({ kind, a, b, ord, reason }) =>
        kind === 'same-wording' || kind === 'other-wording'
          ? [
              {
                ...this.store.act(ord, reason),
                claim: this.store.ref(a === n ? b : a, at.seq),
                same: kind === 'same-wording',
              },
            ]
          : [],
      ),
      graded: credibility === undefined ? null : this.store.act(credibility.ord, credibility.reason),
      ranked: rank === undefined ? null : this.store.act(rank.ord, rank.reason),
      withdrawal: withdrawn === undefined ? null : this.store.act(withdrawn.ord, withdrawn.reason),
      revision: this.store.revision(n),
    };
  }

  #wanted(filter: ClaimFilter, { seq }: AsOf): Wanted | undefined {
    const wanted: Wanted = { withdrawn: filter.withdrawn ?? false };
    for (const kind of ['incident', 'question', 'document', 'source'] as const) {
      const id = filter[kind];
      if (id === undefined) continue;
      const n = this.store.names.known(kind, id, seq);
      if (n === undefined) return undefined;
      wanted[kind] = n;
    }
    return wanted;
  }

  /** Reads on along the narrowest index until enough rows fit the other filters too. */
  #fitting(wanted: Wanted, at: AsOf, after: readonly number[], limit: number): ListedRow[] {
    const found: ListedRow[] = [];
    let last = after;
    while (found.length < limit) {
      const rows = this.#rows(wanted, at, last, limit);
      found.push(...rows.filter(({ data }) => fits(JSON.parse(data) as ClaimState, wanted)));
      const end = rows.at(-1);
      if (rows.length < limit || !end) break;
      last = [end.published, end.entry];
    }
    return found.slice(0, limit);
  }

  #rows(wanted: Wanted, at: AsOf, after: readonly number[], limit: number): ListedRow[] {
    const [published, entry] = after as [number, number];
    const withdrawn = wanted.withdrawn ? 1 : 0;
    for (const column of ['question', 'document', 'incident'] as const) {
      const n = wanted[column];
      if (n === undefined) continue;
      return this.#by[column].all(n, published, entry, publicLimit(at), at.seq, at.seq, withdrawn, limit);
    }
    if (wanted.source !== undefined) {
      return this.rows.sources.of(wanted.source, at, after, limit).map((said) => ({
        n: said.claim,
        published: said.published,
        entry: said.entry,
        data: JSON.stringify(this.rows.versions.at(said.claim, at.seq)),
      }));
    }
    return this.#all
      .all(entry, publicLimit(at), at.seq, at.seq, withdrawn, limit)
      .map((row) => ({ ...row, published: 0 }));
  }

  summary(n: number, state: ClaimState, at: AsOf): ClaimSummary {
    const ref = (other: number): Ref => this.store.ref(other, at.seq);
    const { entry, placed: _, incident, question, document, value, response, supersedes, ...rest } = state;
    const { chain, jointly, credibility, rank, withdrawn, publishedAt, ...said } = rest;
    const from = this.documents.published(document);
    const published = publishedAt ?? from.publishedAt;
    const under = question ?? this.rows.under(n, at.seq);
    const byEditors = this.rows.superseded(n, at.seq);
    return {
      ...said,
      ...this.store.ref(n, at.seq),
      incident: ref(incident),
      question: under === null ? null : ref(under),
      document: ref(document),
      ...(value === undefined ? {} : { value: valueWithIds(value, this.store.names) }),
      ...(response === undefined ? {} : { response: { to: response.to.map(ref), stance: response.stance } }),
      chain: chain.map(ref),
      jointly: (jointly ?? []).map(ref),
      lineageRecorded: said.lineageRecorded ?? true,
      inferred: said.inferred ?? false,
      ...(published === undefined ? {} : { publishedAt: published }),
      timeZone: from.timeZone ?? 'UTC',
      supersedes: [...(supersedes ? [supersedes] : []), ...byEditors].map(({ claim, as }) => ({
        claim: ref(claim),
        as,
      })),
      credibility: credibility?.credibility ?? null,
      rank: rank?.rank ?? 'normal',
      withdrawn: withdrawn !== undefined,
      recordedAt: this.store.recordedAt(entry),
    };
  }

  #responses(n: number, at: AsOf): ClaimDetail['responses'] {
    return this.#naming(n, at).flatMap(([claim, { response }]) =>
      response?.to.includes(n) ? [{ claim: this.store.ref(claim, at.seq), stance: response.stance }] : [],
    );
  }

  #supersededByWord(n: number, at: AsOf): ClaimDetail['supersededBy'] {
    return this.#naming(n, at).flatMap(([claim, { supersedes }]) =>
      supersedes?.claim === n ? [{ claim: this.store.ref(claim, at.seq), as: supersedes.as }] : [],
    );
  }

  /** Claims that name this one; of those published later than `publicAt` nothing is told. */
  #naming(n: number, at: AsOf): [number, ClaimState][] {
    return this.rows.links.on(n, at.seq).flatMap((claim): [number, ClaimState][] => {
      const state = this.rows.versions.at(claim, at.seq);
      return state && this.rows.published(state) <= publicLimit(at) ? [[claim, state]] : [];
    });
  }
}

function fits(state: ClaimState, { incident, question, document, source }: Wanted): boolean {
  return (
    (incident === undefined || state.incident === incident) &&
    (question === undefined || state.question === undefined || state.question === question) &&
    (document === undefined || state.document === document) &&
    (source === undefined || [...state.chain, ...(state.jointly ?? [])].includes(source))
  );
}
