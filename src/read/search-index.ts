import { thingKinds, type ThingKind } from '../domain/names.js';
import type { Db, Statement } from './database.js';
import { kindNumber } from './names.js';

/**
 * Full text of every version of every thing, so that it is found as it was known then. Claims, which are many, apart
 * from the rest. Only the index is kept; the words stand in the rows. Texts are folded before they get here, and cut at
 * what is no letter or digit, so that the quickest tokenizer will do for every script. Of claims it is kept in which
 * rows a word stands, not where.
 */
export const searchTables = `
CREATE VIRTUAL TABLE search_claim USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE VIRTUAL TABLE search_thing USING fts5(text, content='', contentless_delete=1, tokenize='ascii');
`;

/** Rows of kinds other than claims share one index; the row's number and its kind make one number. */
const rowid = (kind: ThingKind, v: number): number => v * thingKinds.length + kindNumber(kind);
export const rowOf = (id: number): { kind: ThingKind; v: number } => ({
  kind: thingKinds[id % thingKinds.length]!,
  v: Math.floor(id / thingKinds.length),
});

const plain = /^[\x20-\x7e\n]*$/;
/** Without marks and case, words apart, as they are compared in searching. */
export const searchable = (text: string): string =>
  plain.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{Co}]+/gu, ' ')
        .trim();

export class SearchIndex {
  readonly #addClaim: Statement<[number, string]>;
  readonly #addThing: Statement<[number, string]>;

  constructor(db: Db) {
    this.#addClaim = db.prepare('INSERT INTO search_claim (rowid, text) VALUES (?, ?)');
    this.#addThing = db.prepare('INSERT INTO search_thing (rowid, text) VALUES (?, ?)');
  }

  addClaim(v: number, text: string): void {
    this.#addClaim.run(v, searchable(text));
  }

  addThing(kind: ThingKind, v: number, text: string): void {
    this.#addThing.run(rowid(kind, v), searchable(text));
  }
}
