import type { Db, Statement } from './database.js';
import { holds } from './versions.js';

/** Which claim names which (responds to it, supersedes it), and under which questions the two stand. */
export const claimLinkTables = `
CREATE TABLE claim_link (
  l INTEGER PRIMARY KEY, claim INTEGER NOT NULL, target INTEGER NOT NULL,
  from_question INTEGER, to_question INTEGER,
  known_from INTEGER NOT NULL, known_to INTEGER NOT NULL DEFAULT ${holds}
);
CREATE INDEX claim_link_claim ON claim_link (claim);
CREATE INDEX claim_link_target ON claim_link (target);
CREATE INDEX claim_link_from ON claim_link (from_question);
CREATE INDEX claim_link_to ON claim_link (to_question);
`;

export interface Link {
  target: number;
  from: number | null;
  to: number | null;
}

export class ClaimLinks {
  readonly #open: Statement<[number, number], { l: number } & Link>;
  readonly #insert: Statement<[number, number, number | null, number | null, number]>;
  readonly #close: Statement<[number, number]>;
  readonly #on: Statement<[number, number, number], number>;
  readonly #within: Statement<[number, number, number], number>;
  readonly #linked: Statement<[number, number, number, number, number, number], number | null>;

  constructor(db: Db) {
    this.#open = db.prepare(
      'SELECT l, target, from_question AS "from", to_question AS "to" FROM claim_link WHERE claim = ? AND known_to = ?',
    );
    this.#insert = db.prepare(
      'INSERT INTO claim_link (claim, target, from_question, to_question, known_from) VALUES (?, ?, ?, ?, ?)',
    );
    this.#close = db.prepare('UPDATE claim_link SET known_to = ? WHERE l = ?');
    this.#on = db
      .prepare<[number, number, number], number>(
        'SELECT claim FROM claim_link WHERE target = ? AND known_from <= ? AND known_to > ? ORDER BY claim',
      )
      .pluck();
    this.#within = db
      .prepare<[number, number, number], number>(
        'SELECT DISTINCT claim FROM claim_link WHERE from_question = ? AND known_from <= ? AND known_to > ?',
      )
      .pluck();
    this.#linked = db
      .prepare<[number, number, number, number, number, number], number | null>(
        `SELECT to_question FROM claim_link WHERE from_question IS NOT to_question
           AND from_question = ? AND known_from <= ? AND known_to > ?
         UNION SELECT from_question FROM claim_link WHERE from_question IS NOT to_question
           AND to_question = ? AND known_from <= ? AND known_to > ?`,
      )
      .pluck();
  }

  /** From `seq` on the claim has these links. Says whether one across questions came or went. */
  sync(claim: number, seq: number, wanted: readonly Link[]): boolean {
    const open = new Map(this.#open.all(claim, holds).map((link) => [keyOf(link), link]));
    let crossed = false;
    for (const link of wanted) {
      if (open.delete(keyOf(link))) continue;
      this.#insert.run(claim, link.target, link.from, link.to, seq);
      crossed ||= link.from !== link.to;
    }
    for (const link of open.values()) {
      this.#close.run(seq, link.l);
      crossed ||= link.from !== link.to;
    }
    return crossed;
  }

  /** The claims that name a claim. */
  on(target: number, seq: number): number[] {
    return this.#on.all(target, seq, seq);
  }

  /** The claims under a question that name others. */
  within(question: number, seq: number): number[] {
    return this.#within.all(question, seq, seq);
  }

  /** The questions that are linked to one by claims that name claims. */
  questionsLinkedTo(question: number, seq: number): number[] {
    const found = this.#linked.all(question, seq, seq, question, seq, seq);
    return found.filter((other) => other !== null);
  }
}

const keyOf = ({ target, from, to }: Link): string => `${target} ${from} ${to}`;
