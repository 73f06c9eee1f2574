import type { Db, Statement } from './database.js';
import { Recent } from './recent.js';

/** Words that come again and again (namespaces, actors, types), each stored once and meant by a number. */
export const wordTables = `
CREATE TABLE word (w INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
`;

export class Words {
  readonly #byText = new Recent<string, number>(10_000);
  readonly #byNumber = new Recent<number, string>(10_000);
  readonly #find: Statement<[string], number>;
  readonly #text: Statement<[number], string>;
  readonly #add: Statement<[string]>;

  constructor(db: Db) {
    this.#find = db.prepare<[string], number>('SELECT w FROM word WHERE text = ?').pluck();
    this.#text = db.prepare<[number], string>('SELECT text FROM word WHERE w = ?').pluck();
    this.#add = db.prepare('INSERT INTO word (text) VALUES (?)');
  }

  /** The number of a word, a new one if need be: for writing. */
  number(text: string): number {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const number = this.#find.get(text) ?? Number(this.#add.run(text).lastInsertRowid);
    this.#byText.set(text, number);
    return number;
  }

  /** The number of a word that was met before: for asking. */
  find(text: string): number | undefined {
    return this.#find.get(text);
  }

  text(number: number): string {
    const known = this.#byNumber.get(number);
    if (known !== undefined) return known;
    const text = this.#text.get(number) ?? '';
    this.#byNumber.set(number, text);
    return text;
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#byText.clear();
    this.#byNumber.clear();
  }
}
