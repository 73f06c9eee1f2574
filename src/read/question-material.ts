import type { ClaimRows, ClaimState } from './claim-rows.js';
import type { Statement } from './database.js';
import type { DocumentRows } from './documents.js';
import type { QuestionRows, QuestionState } from './questions.js';
import type { Store } from './store.js';

/** A claim as rows have it, with what it is called and what was said of it elsewhere. */
export interface ClaimMaterial {
  n: number;
  id: string;
  namespace: number;
  key: string | null;
  state: ClaimState;
  /** own, else the document's */
  publishedAt: string | undefined;
  timeZone: string;
  /** claims that it responds to; those withdrawn or never recorded are left out */
  respondsTo: number[];
  supersedes: { claim: number; as: 'update' | 'correction' | 'retraction' }[];
}
/** Everything on one question as known at one place in log order, nothing named yet. */
export interface QuestionMaterial {
  n: number;
  state: QuestionState;
  claims: ClaimMaterial[];
  wordings: { a: number; b: number; same: boolean; ord: number }[];
  /** claims named by others here that were never recorded */
  missing: { claim: string; names: string }[];
}

interface Row {
  n: number;
  id: string;
  namespace: number;
  key: string | null;
  data: string;
}

/** Reads what is known of one question, one look-up along an index for all of its claims. */
export class QuestionReader {
  readonly #claims: Statement<[number, number, number], Row>;
  readonly #lastClaim: Statement<[number, number], number | null>;
  #changes = { seq: -1, last: new Map<number, number>() };
  readonly #known: Statement<[number, number, number], { id: string; withdrawn: number }>;

  constructor(
    private readonly store: Store,
    private readonly questions: QuestionRows,
    private readonly claims: ClaimRows,
    private readonly documents: DocumentRows,
  ) {
    this.#claims = store.db.prepare(`
      SELECT c.n, t.id, t.namespace, t.key, c.data FROM claim_row c JOIN thing t ON t.n = c.n
      WHERE c.question = ? AND c.known_from <= ? AND c.known_to > ? AND c.withdrawn = 0 ORDER BY c.entry`);
    this.#lastClaim = store.db
      .prepare<[number, number], number | null>(
        'SELECT max(known_from) FROM claim_row WHERE question = ? AND known_from <= ?',
      )
      .pluck();
    this.#known = store.db.prepare(`
      SELECT t.id, c.withdrawn FROM claim_row c JOIN thing t ON t.n = c.n
      WHERE c.n = ? AND c.known_from <= ? AND c.known_to > ?`);
  }

  /** The last place in log order, up to `seq`, at which anything on the question changed. */
  changed(question: number, seq: number): number {
    // A view asks several times for each of its questions; what was known at a place never changes.
    if (this.#changes.seq !== seq) this.#changes = { seq, last: new Map() };
    const known = this.#changes.last.get(question);
    if (known !== undefined) return known;
    const last = Math.max(this.store.touches.last(question, seq), this.#lastClaim.get(question, seq) ?? 0);
    this.#changes.last.set(question, last);
    return last;
  }

  read(question: number, seq: number): QuestionMaterial | undefined {
    const state = this.questions.versions.at(question, seq);
    if (!state) return undefined;
    const naming = new Set(this.claims.links.within(question, seq));
    const missing: QuestionMaterial['missing'] = [];
    const claims = this.#claims.all(question, seq, seq).map((row): ClaimMaterial => {
      const claim = JSON.parse(row.data) as ClaimState;
      const { publishedAt, timeZone } = this.documents.published(claim.document);
      return {
        n: row.n,
        id: row.id,
        namespace: row.namespace,
        key: row.key,
        state: claim,
        publishedAt: claim.publishedAt ?? publishedAt,
        timeZone: timeZone ?? 'UTC',
        respondsTo: this.#there(row, claim.response?.to ?? [], seq, missing),
        supersedes: naming.has(row.n) ? this.#superseded(row, claim, seq, missing) : [],
      };
    });
    const compared = state.type === 'text' || state.type === 'place';
    const wordings = compared ? this.#wordings(claims, seq) : [];
    return { n: question, state, claims, wordings, missing };
  }

  #superseded(row: Row, state: ClaimState, seq: number, missing: QuestionMaterial['missing']) {
    const byEditors = this.claims.superseded(row.n, seq).map(({ claim, as }) => ({ claim, as }));
    const own = state.supersedes;
    // Of the same pair the last word holds, and an editor's comes after the text's.
    const itself = own && !byEditors.some(({ claim }) => claim === own.claim) ? [own] : [];
    const said = [...itself, ...byEditors];
    return said.filter(({ claim }) => this.#there(row, [claim], seq, missing).length === 1);
  }

  #there(row: Row, named: readonly number[], seq: number, missing: QuestionMaterial['missing']): number[] {
    return named.filter((n) => {
      const known = this.#known.get(n, seq, seq);
      if (!known) missing.push({ claim: row.key ?? row.id, names: this.store.names.id(n) });
      return known?.withdrawn === 0;
    });
  }

  #wordings(claims: readonly ClaimMaterial[], seq: number): QuestionMaterial['wordings'] {
    const found = new Map<number, QuestionMaterial['wordings'][number]>();
    for (const { n } of claims) {
      for (const { kind, a, b, ord } of this.store.relations.of(n, seq)) {
        if (kind !== 'same-wording' && kind !== 'other-wording') continue;
        found.set(ord, { a, b, same: kind === 'same-wording', ord });
      }
    }
    return [...found.values()].sort((x, y) => x.ord - y.ord);
  }
}
