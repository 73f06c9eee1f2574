import type { Db, Statement } from './database.js';
import type { AsOf } from './moments.js';
import { unknownMoment } from './moments.js';

const visible = 'published <= ? AND known_from <= ? AND known_to > ? AND withdrawn = 0';

/** How many claims there are at the two clocks, read off the indexes of the claims' rows alone. */
export class ClaimCounts {
  readonly #ofIncident: Statement<[number, number, number, number], number>;
  readonly #anyOfIncident: Statement<[number, number, number, number], number>;
  readonly #ofQuestion: Statement<[number, number, number, number], number>;
  readonly #anyOfQuestion: Statement<[number, number, number, number], number>;
  readonly #ofDocument: Statement<[number, number, number, number], number>;

  constructor(db: Db) {
    const count = (column: string) =>
      db
        .prepare<[number, number, number, number], number>(
          `SELECT count(*) FROM claim_row WHERE ${column} = ? AND ${visible}`,
        )
        .pluck();
    const any = (column: string) =>
      db
        .prepare<[number, number, number, number], number>(
          `SELECT 1 FROM claim_row WHERE ${column} = ? AND ${visible} LIMIT 1`,
        )
        .pluck();
    this.#ofIncident = count('incident');
    this.#anyOfIncident = any('incident');
    this.#ofQuestion = count('question');
    this.#anyOfQuestion = any('question');
    this.#ofDocument = count('document');
  }

  ofIncident(n: number, at: AsOf): number {
    return this.#ofIncident.get(n, publicLimit(at), at.seq, at.seq)!;
  }
  anyOfIncident(n: number, at: AsOf): boolean {
    return this.#anyOfIncident.get(n, publicLimit(at), at.seq, at.seq) !== undefined;
  }
  ofQuestion(n: number, at: AsOf): number {
    return this.#ofQuestion.get(n, publicLimit(at), at.seq, at.seq)!;
  }
  anyOfQuestion(n: number, at: AsOf): boolean {
    return this.#anyOfQuestion.get(n, publicLimit(at), at.seq, at.seq) !== undefined;
  }
  ofDocument(n: number, at: AsOf): number {
    return this.#ofDocument.get(n, publicLimit(at), at.seq, at.seq)!;
  }
}

/** As SQLite compares it: without `publicAt` what was published at an unknown time counts too. */
export const publicLimit = ({ publicBy }: AsOf): number => Math.min(publicBy, unknownMoment);
