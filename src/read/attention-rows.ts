import type { CommonValue, Status } from '../domain/reconcile/view.js';
import type { Db, Statement } from './database.js';
import type { NeedKind } from './need-kinds.js';
import { holds } from './versions.js';

/**
 * What needs a human, kept. `seen`: events up to that place were looked at; `due`: what these may have changed and
 * nobody has worked out again; `mark`: what can be said of an incident (a status that a question of it has, a kind of
 * need), with how often, in the order in which incidents are listed; `item`: the needs, by when they came to be so;
 * `rest`: on which other incidents the view of one rests; `above`: on which sources that stand in
 * none of its claims. None of it is filled by a rebuild: it is worked off
 * afterwards, and comes to the same.
 */
export const attentionTables = `
CREATE TABLE attention_seen (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE attention_due (
  kind INTEGER NOT NULL, n INTEGER NOT NULL, published INTEGER NOT NULL, entry INTEGER NOT NULL,
  PRIMARY KEY (kind, n)
) WITHOUT ROWID;
CREATE TABLE attention_mark (
  mark TEXT NOT NULL, born INTEGER NOT NULL, incident INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (mark, born)
) WITHOUT ROWID;
CREATE INDEX attention_mark_incident ON attention_mark (incident);
CREATE TABLE attention_item (
  since INTEGER NOT NULL, thing INTEGER NOT NULL, kind TEXT NOT NULL, incident INTEGER, data TEXT NOT NULL,
  PRIMARY KEY (since, thing, kind)
) WITHOUT ROWID;
CREATE INDEX attention_item_incident ON attention_item (incident, kind);
CREATE INDEX attention_item_kind ON attention_item (kind);
CREATE INDEX attention_item_thing ON attention_item (thing);
CREATE TABLE attention_rest (incident INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (incident, other))
  WITHOUT ROWID;
CREATE INDEX attention_rest_other ON attention_rest (other);
CREATE TABLE attention_above (incident INTEGER NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (incident, source))
  WITHOUT ROWID;
CREATE INDEX attention_above_source ON attention_above (source);
`;

/** Raise it when the same record gives other needs than before: what was kept is then worked out anew. */
export const attentionVersion = 1;

/** What is due: an incident to be looked at, a source whose name others may have, one to be told to its incidents. */
export const due = { incident: 0, name: 1, source: 2 } as const;
export type DueKind = (typeof due)[keyof typeof due];

/** Things by number. */
export interface StoredNeed {
  since: number;
  /** a question or a source */
  thing: number;
  kind: NeedKind;
  /** null for a source */
  incident: number | null;
  data: NeedData;
}
export interface NeedData {
  /** the first few, in R1's order */
  claims: number[];
  /** how many in all */
  count: number;
  values: CommonValue[];
  why: string;
}
/** What is the case with one incident. */
export interface IncidentAttention {
  /** place in log order at which it was opened */
  born: number;
  /** of its questions, as they were raised */
  statuses: Status[];
  needs: StoredNeed[];
  /** other incidents on which that rests */
  rests: number[];
  /** sources in whose name others speak, or who are others by another name, and who stand in none of its claims */
  above: number[];
}
export interface Due {
  n: number;
  published: number;
  entry: number;
}
export interface ItemRow extends Omit<StoredNeed, 'data'> {
  data: string;
}

export const statusMark = (status: Status): string => `status ${status}`;
/** @param kind undefined: anything */
export const needMark = (kind?: NeedKind): string => (kind === undefined ? 'need' : `need ${kind}`);

/** All that can be said of an incident, with how often. */
export function marksOf({ statuses, needs }: IncidentAttention): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (mark: string) => counts.set(mark, (counts.get(mark) ?? 0) + 1);
  for (const status of statuses) count(statusMark(status));
  for (const { kind } of needs) {
    count(needMark(kind));
    count(needMark());
  }
  return counts;
}

/** The claims in which a source stands. */
const standing = `
  SELECT 1 FROM claim_source s JOIN claim_row c ON c.n = s.claim AND c.known_to = ${holds}
  WHERE s.source = tied.source AND s.known_to = ${holds}`;

export class AttentionRows {
  readonly #seen: Statement<[], { version: number; seq: number }>;
  readonly #saw: Statement<[number, number]>;
  readonly #add: Statement<[number, number]>;
  readonly #next: Statement<[number, number], Due>;
  readonly #any: Statement<[], number>;
  readonly #isDue: Statement<[number, number], number>;
  readonly #goOn: Statement<[number, number, number, number]>;
  readonly #done: Statement<[number, number]>;
  readonly #forget: Record<'marks' | 'items' | 'rests' | 'above' | 'thing', Statement<[number]>>;
  readonly #mark: Statement<[string, number, number, number]>;
  readonly #item: Statement<[number, number, string, number | null, string]>;
  readonly #rest: Statement<[number, number]>;
  readonly #above: Statement<[number, number]>;
  readonly #resting: Statement<[number], number>;
  readonly #marksOf: Statement<[number], { mark: string; count: number }>;
  readonly #restingOnAny: Statement<[{ hidden: string }], number>;

  constructor(private readonly db: Db) {
    this.#seen = db.prepare('SELECT version, seq FROM attention_seen');
    this.#saw = db.prepare('INSERT OR REPLACE INTO attention_seen VALUES (1, ?, ?)');
    // What was begun is begun again: it has changed since.
    this.#add = db.prepare('INSERT OR REPLACE INTO attention_due VALUES (?, ?, -1, 0)');
    this.#next = db.prepare(
      'SELECT n, published, entry FROM attention_due WHERE kind = ? AND n > ? ORDER BY n LIMIT 1',
    );
    this.#any = db.prepare<[], number>('SELECT 1 FROM attention_due LIMIT 1').pluck();
    this.#isDue = db
      .prepare<[number, number], number>('SELECT 1 FROM attention_due WHERE kind = ? AND n = ?')
      .pluck();
    this.#goOn = db.prepare('UPDATE attention_due SET published = ?, entry = ? WHERE kind = ? AND n = ?');
    this.#done = db.prepare('DELETE FROM attention_due WHERE kind = ? AND n = ?');
    this.#forget = {
      marks: db.prepare('DELETE FROM attention_mark WHERE incident = ?'),
      items: db.prepare('DELETE FROM attention_item WHERE incident = ?'),
      rests: db.prepare('DELETE FROM attention_rest WHERE incident = ?'),
      above: db.prepare('DELETE FROM attention_above WHERE incident = ?'),
      thing: db.prepare('DELETE FROM attention_item WHERE thing = ?'),
    };
    this.#mark = db.prepare('INSERT OR REPLACE INTO attention_mark VALUES (?, ?, ?, ?)');
    this.#item = db.prepare('INSERT OR REPLACE INTO attention_item VALUES (?, ?, ?, ?, ?)');
    this.#rest = db.prepare('INSERT OR IGNORE INTO attention_rest VALUES (?, ?)');
    this.#above = db.prepare('INSERT OR IGNORE INTO attention_above VALUES (?, ?)');
    this.#resting = db
      .prepare<[number], number>('SELECT incident FROM attention_rest WHERE other = ?')
      .pluck();
    this.#marksOf = db.prepare('SELECT mark, count FROM attention_mark WHERE incident = ?');
    this.#restingOnAny = db
      .prepare<[{ hidden: string }], number>(
        `SELECT incident FROM attention_rest WHERE other IN (SELECT value FROM json_each(@hidden))
         UNION SELECT incident FROM attention_above WHERE source IN (
           SELECT DISTINCT source FROM attention_above AS tied
           WHERE EXISTS (${standing}) AND NOT EXISTS (${standing} AND c.incident NOT IN (SELECT value FROM json_each(@hidden))))`,
      )
      .pluck();
  }

  /** Events up to this place were looked at; what an older version had kept is thrown away. */
  seen(): number {
    const row = this.#seen.get();
    if (row?.version === attentionVersion) return row.seq;
    if (row) {
      for (const table of ['due', 'mark', 'item', 'rest', 'above'])
        this.db.exec(`DELETE FROM attention_${table}`);
      this.saw(0);
    }
    return 0;
  }
  saw(seq: number): void {
    this.#saw.run(attentionVersion, seq);
  }

  add(kind: DueKind, n: number): void {
    this.#add.run(kind, n);
  }
  /** The first in the order of numbers, after one. */
  next(kind: DueKind, after = 0): Due | undefined {
    return this.#next.get(kind, after);
  }
  anyDue(): boolean {
    return this.#any.get() !== undefined;
  }
  isDue(kind: DueKind, n: number): boolean {
    return this.#isDue.get(kind, n) !== undefined;
  }
  goOn(kind: DueKind, n: number, published: number, entry: number): void {
    this.#goOn.run(published, entry, kind, n);
  }
  done(kind: DueKind, n: number): void {
    this.#done.run(kind, n);
  }

  keep(incident: number, found: IncidentAttention): void {
    this.#forget.marks.run(incident);
    this.#forget.items.run(incident);
    this.#forget.rests.run(incident);
    this.#forget.above.run(incident);
    for (const [mark, count] of marksOf(found)) this.#mark.run(mark, found.born, incident, count);
    for (const need of found.needs) this.#keepNeed(need);
    for (const other of found.rests) this.#rest.run(incident, other);
    for (const source of found.above) this.#above.run(incident, source);
  }

  /** What is the matter with a thing of no incident. */
  keepOf(thing: number, need: StoredNeed | undefined): void {
    this.#forget.thing.run(thing);
    if (need) this.#keepNeed(need);
  }

  #keepNeed({ since, thing, kind, incident, data }: StoredNeed): void {
    this.#item.run(since, thing, kind, incident, JSON.stringify(data));
  }

  /** The incidents whose view rests on what stands in this one. */
  restingOn(incident: number): number[] {
    return this.#resting.all(incident);
  }
  /** The incidents whose view is another where these are hidden, with the sources that stand in nothing else. */
  restingOnAny(incidents: readonly number[]): number[] {
    return this.#restingOnAny.all({ hidden: JSON.stringify(incidents) });
  }

  /** What is kept of an incident, with how often. */
  marksOf(incident: number): Map<string, number> {
    return new Map(this.#marksOf.all(incident).map(({ mark, count }) => [mark, count]));
  }
}
