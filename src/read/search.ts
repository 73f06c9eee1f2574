import { thingKinds, type ThingKind } from '../domain/names.js';
import type { Clocks, Hit, Page, PageRequest, SearchRequest } from './answers.js';
import { type ClaimCounts, publicLimit } from './claim-counts.js';
import { claimText } from './claim-rows.js';
import type { Statement } from './database.js';
import { documentText } from './documents.js';
import { incidentText } from './incidents.js';
import type { AsOf } from './moments.js';
import { page, type Looked } from './paging.js';
import { questionText } from './questions.js';
import type { Rows } from './rows.js';
import { rowOf, searchable } from './search-index.js';
import { sourceText } from './source-rows.js';

/** What was found in a row that held at the two clocks. */
interface Found {
  kind: ThingKind;
  n: number;
  incident: number | null;
  /** of a claim or document: in what it stands, and who had a part in it or published it */
  stands?: { document: number; sources: readonly number[] };
  text: string;
}
/** What is looked for, with its things by number; null: any. */
interface Wanted {
  kinds: ReadonlySet<ThingKind>;
  incident: number | null;
  source: number | null;
  language: string | null;
}
interface Ranked {
  /** where to go on: in things a count of those seen, in claims a row */
  key: [phase: 0 | 1, after: number];
  found: Found;
}

/** Further down than this nobody reads; a narrower search finds it. */
const maxRankedThings = 5_000;
/** Claims looked at for one page where few of those that match pass the filters; the next page goes on. */
const maxLookedAt = 5_000;
const end = Number.MAX_SAFE_INTEGER;

/**
 * Full text over incidents, questions, sources and documents, the best first, then claims, the latest entered first.
 * All words must stand in it; the last may be the beginning of one.
 */
export class Search {
  readonly #things: Statement<[string, number, number], number>;
  readonly #claims: Statement<[string, number, number], number>;

  constructor(
    private readonly rows: Rows,
    private readonly counts: ClaimCounts,
  ) {
    this.#things = rows.store.db
      .prepare<[string, number, number], number>(
        'SELECT rowid FROM search_thing WHERE search_thing MATCH ? ORDER BY rank, rowid LIMIT ? OFFSET ?',
      )
      .pluck();
    this.#claims = rows.store.db
      .prepare<[string, number, number], number>(
        'SELECT rowid FROM search_claim WHERE search_claim MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
      )
      .pluck();
  }

  /** @throws BadCursor, BadInstant */
  find(request: SearchRequest, clocks?: Clocks, paging?: PageRequest): Page<Hit> {
    const at = this.rows.store.moments.asOf(clocks);
    const words = wordsOf(request.text);
    const wanted = this.#wanted(request, at);
    if (words.length === 0 || wanted === undefined) return { items: [], next: null };
    return page(
      paging,
      2,
      (after, limit) => this.#ranked(words, wanted, at, after ?? [0, 0], limit),
      ({ key }) => [...key],
      ({ found }) => this.#hit(found, words, at),
    );
  }

  /** Undefined where nothing can fit. */
  #wanted({ kinds, incident, source, language }: SearchRequest, { seq }: AsOf): Wanted | undefined {
    const { names } = this.rows.store;
    const number = (kind: ThingKind, id: string | undefined) =>
      id === undefined ? null : names.known(kind, id, seq);
    const within = number('incident', incident);
    const by = number('source', source);
    if (within === undefined || by === undefined) return undefined;
    return {
      kinds: new Set(kinds ?? thingKinds),
      incident: within,
      source: by,
      language: language === undefined ? null : language.toLowerCase(),
    };
  }

  #passes(found: Found, { kinds, incident, source, language }: Wanted, at: AsOf): boolean {
    return (
      kinds.has(found.kind) &&
      (incident === null || found.incident === incident) &&
      (source === null || found.stands?.sources.includes(source) === true) &&
      (language === null || this.#isIn(language, found.stands?.document, at)) &&
      this.#isPublic(found, at)
    );
  }

  #isIn(language: string, document: number | undefined, { seq }: AsOf): boolean {
    const own = document === undefined ? undefined : this.rows.documents.versions.at(document, seq)?.language;
    const tag = own?.toLowerCase();
    return tag === language || tag?.startsWith(`${language}-`) === true;
  }

  #ranked(
    words: readonly string[],
    wanted: Wanted,
    at: AsOf,
    [phase, after]: readonly number[],
    limit: number,
  ): Looked<Ranked> {
    const { kinds } = wanted;
    const query = queryOf(words);
    const hits: Ranked[] = [];
    if (phase === 0 && [...kinds].some((kind) => kind !== 'claim')) {
      const ids = this.#things.all(query, maxRankedThings, after!);
      for (const [index, id] of ids.entries()) {
        if (hits.length === limit) return whole(hits);
        const found = this.#thing(id, at);
        if (found && this.#passes(found, wanted, at)) hits.push({ key: [0, after! + index + 1], found });
      }
    }
    if (!kinds.has('claim')) return whole(hits);
    let below = phase === 1 ? after! : end;
    for (let looked = 0; hits.length < limit;) {
      const ids = this.#claims.all(query, below, limit);
      for (const v of ids) {
        const found = this.#claim(v, at);
        if (found && this.#passes(found, wanted, at)) hits.push({ key: [1, v], found });
      }
      if (ids.length < limit) break;
      below = ids.at(-1)!;
      looked += ids.length;
      if (looked >= maxLookedAt && hits.length < limit) return { rows: hits, until: [1, below] };
    }
    return whole(hits.slice(0, limit));
  }

  #claim(v: number, { seq }: AsOf): Found | undefined {
    const row = this.rows.claims.versions.inRow(v, seq);
    if (!row || row.state.withdrawn !== undefined) return undefined;
    const { incident, document, chain, jointly } = row.state;
    const stands = { document, sources: [...chain, ...(jointly ?? [])] };
    return { kind: 'claim', n: row.n, incident, stands, text: claimText(row.state) };
  }

  #thing(id: number, { seq }: AsOf): Found | undefined {
    const { kind, v } = rowOf(id);
    switch (kind) {
      case 'incident': {
        const row = this.rows.incidents.versions.inRow(v, seq);
        return row && { kind, n: row.n, incident: row.n, text: incidentText(row.state) };
      }
      case 'question': {
        const row = this.rows.questions.versions.inRow(v, seq);
        return row && { kind, n: row.n, incident: row.state.incident, text: questionText(row.state) };
      }
      case 'source': {
        const row = this.rows.sources.versions.inRow(v, seq);
        return row && { kind, n: row.n, incident: null, text: sourceText(row.state) };
      }
      case 'document': {
        const row = this.rows.documents.versions.inRow(v, seq);
        if (!row) return undefined;
        const stands = { document: row.n, sources: [row.state.publisher] };
        return { kind, n: row.n, incident: null, stands, text: documentText(row.state) };
      }
      case 'claim':
        return undefined;
    }
  }

  /** Of an incident, a question or a source something must have been public by then. */
  #isPublic({ kind, n }: Found, at: AsOf): boolean {
    if (at.publicBy === Infinity) return true;
    switch (kind) {
      case 'incident':
        return this.counts.anyOfIncident(n, at);
      case 'question':
        return this.counts.anyOfQuestion(n, at);
      case 'source':
        return this.rows.claims.sources.any(n, at);
      case 'document':
        return this.rows.documents.published(n).moment <= publicLimit(at);
      case 'claim': {
        const state = this.rows.claims.versions.at(n, at.seq)!;
        return this.rows.claims.published(state) <= publicLimit(at);
      }
    }
  }

  #hit({ kind, n, incident, text }: Found, words: readonly string[], at: AsOf): Hit {
    return {
      thing: this.rows.store.ref(n, at.seq),
      incident: incident === null || kind === 'incident' ? null : this.rows.store.ref(incident, at.seq),
      text,
      marks: marksOf(text, words),
    };
  }
}

const whole = (rows: Ranked[]): Looked<Ranked> => ({ rows, until: null });

const wordPattern = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const compared = searchable;

const wordsOf = (text: string): string[] => (text.match(wordPattern) ?? []).map(compared);

/** Words only, each quoted: nothing that a person types is read as the search engine's own language. */
const queryOf = (words: readonly string[]): string => `${words.map((word) => `"${word}"`).join(' ')}*`;

function marksOf(text: string, words: readonly string[]): [number, number][] {
  const beginning = words.at(-1)!;
  return [...text.matchAll(wordPattern)].flatMap(({ 0: word, index }): [number, number][] => {
    const folded = compared(word);
    const isMeant = words.includes(folded) || folded.startsWith(beginning);
    return isMeant ? [[index, index + word.length]] : [];
  });
}
