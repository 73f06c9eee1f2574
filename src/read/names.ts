import { thingId, thingKinds, type ThingKind } from '../domain/names.js';
import type { Ref, Resolved } from './answers.js';
import type { Db, Statement } from './database.js';
import type { Words } from './words.js';
import { Recent } from './recent.js';

/**
 * Every thing by a small number, which all other tables use. A thing that was only referred to so far has no `born`
 * (the place in log order at which it was first said what it is).
 */
export const nameTables = `
CREATE TABLE thing (
  n INTEGER PRIMARY KEY, kind INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  namespace INTEGER, key TEXT, incident INTEGER, born INTEGER
);
`;
export const nameIndexes = `
CREATE INDEX thing_key ON thing (key, kind, born);
`;

export interface ThingRow {
  n: number;
  kind: number;
  id: string;
  namespace: number | null;
  key: string | null;
  /** of a question: its incident */
  incident: number | null;
  born: number | null;
}
/** What a thing is called at a place in the log's order: each kind's view knows its own. */
export type LabelOf = (kind: ThingKind, n: number, seq: number) => string;

const maxCandidates = 20;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const kindNumber = (kind: ThingKind): number => thingKinds.indexOf(kind);
const kindOf = (number: number): ThingKind => thingKinds[number]!;

export class Names {
  readonly #numbers = new Recent<string, number>(50_000);
  /** ids by kind and name, until a thing comes that might have the same name; of claims, which come all the time, none */
  readonly #only = new Recent<string, string>(20_000);
  readonly #find: Statement<[string], ThingRow>;
  readonly #row: Statement<[number], ThingRow>;
  readonly #refer: Statement<[number, string]>;
  readonly #bear: Statement<[number, string, number, string | null, number | null, number]>;
  readonly #bearReferred: Statement<[number, string | null, number | null, number, number]>;
  readonly #byKey: Statement<[string, number, number, number], ThingRow>;
  readonly #inIncident: Statement<[string, number, number, number], ThingRow>;

  constructor(
    private readonly db: Db,
    private readonly ledger: string,
    private readonly words: Words,
  ) {
    this.#find = db.prepare('SELECT * FROM thing WHERE id = ?');
    this.#row = db.prepare('SELECT * FROM thing WHERE n = ?');
    this.#refer = db.prepare('INSERT INTO thing (kind, id) VALUES (?, ?)');
    this.#bear = db.prepare(
      'INSERT OR IGNORE INTO thing (kind, id, namespace, key, incident, born) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#bearReferred = db.prepare(
      'UPDATE thing SET namespace = ?, key = ?, incident = ?, born = ? WHERE n = ?',
    );
    this.#byKey = db.prepare(
      'SELECT * FROM thing WHERE key = ? AND kind = ? AND born <= ? ORDER BY n LIMIT ?',
    );
    this.#inIncident = db.prepare(
      'SELECT * FROM thing WHERE key = ? AND kind = ? AND born <= ? AND incident = ?',
    );
  }

  /** The number of a thing that something refers to, a new one if need be: for writing. */
  number(kind: ThingKind, id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const n = this.#find.get(id)?.n ?? Number(this.#refer.run(kindNumber(kind), id).lastInsertRowid);
    this.#numbers.set(id, n);
    return n;
  }

  /** A thing comes into the record. `referred`: something had named it before. @throws if it was there already */
  born(
    kind: ThingKind,
    id: string,
    name: { namespace: string; key?: string | undefined; incident?: number },
    seq: number,
  ): { n: number; referred: boolean } {
    if (kind !== 'claim') this.#only.clear();
    const namespace = this.words.number(name.namespace);
    const incident = name.incident ?? null;
    const key = name.key ?? null;
    const added = this.#bear.run(kindNumber(kind), id, namespace, key, incident, seq);
    if (added.changes === 1) {
      const n = Number(added.lastInsertRowid);
      // Claims are many and are seldom named again; they would push out those that every claim names.
      if (kind !== 'claim') this.#numbers.set(id, n);
      return { n, referred: false };
    }
    const row = this.#find.get(id)!;
    if (row.born !== null) throw new Error(`the ${kind} ${id} is in the record already`);
    this.#bearReferred.run(namespace, key, incident, seq, row.n);
    return { n: row.n, referred: true };
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#numbers.clear();
    this.#only.clear();
    this.words.forget();
  }

  /** The number of a thing in the record by `seq`; undefined if it is not, or of another kind. */
  known(kind: ThingKind, id: string, seq: number): number | undefined {
    return this.#known(kind, id, seq)?.n;
  }

  #known(kind: ThingKind, id: string, seq: number): ThingRow | undefined {
    const row = this.#find.get(id);
    return row && row.kind === kindNumber(kind) && row.born !== null && row.born <= seq ? row : undefined;
  }

  /** The number of whatever has the id, though it was only referred to so far. */
  find(id: string): number | undefined {
    return this.#find.get(id)?.n;
  }

  row(n: number): ThingRow {
    return this.#row.get(n)!;
  }

  id(n: number): string {
    return this.row(n).id;
  }

  namespaceOf(row: ThingRow): string {
    return row.namespace === null ? '' : this.words.text(row.namespace);
  }

  ref(n: number, seq: number, labelOf: LabelOf): Ref {
    const row = this.row(n);
    const kind = kindOf(row.kind);
    return {
      kind,
      id: row.id,
      namespace: this.namespaceOf(row),
      key: row.key ?? row.id,
      name: this.printed(row, seq),
      label: labelOf(kind, n, seq),
    };
  }

  /** The bare key where one thing of its kind alone has it, else `namespace:key`; the id of what has no key. */
  printed(row: ThingRow, seq: number): string {
    if (row.key === null) return row.id;
    if (kindOf(row.kind) === 'question') {
      return `${row.incident === null ? '' : this.printed(this.row(row.incident), seq)}/${row.key}`;
    }
    const alone = this.#byKey.all(row.key, row.kind, seq, 2).length < 2;
    return alone ? row.key : `${this.namespaceOf(row)}:${row.key}`;
  }

  /** An id, `namespace:key`, or a bare key; a question's key is `incident/question`. */
  resolve(kind: ThingKind, name: string, seq: number, labelOf: LabelOf): Resolved {
    const rows = this.#matching(kind, name, seq);
    if (rows.length === 0) return { found: 'none' };
    const refs = rows.map(({ n }) => this.ref(n, seq, labelOf));
    return refs.length === 1 ? { found: 'one', thing: refs[0]! } : { found: 'many', candidates: refs };
  }

  /** The id of the one thing that a name means now; undefined where it means none, or one of several. */
  only(kind: ThingKind, name: string, now: () => number): string | undefined {
    // What another process writes is not noticed here.
    const kept = kind !== 'claim' && !this.db.readonly;
    const known = kept ? this.#only.get(`${kind} ${name}`) : undefined;
    if (known !== undefined) return known;
    const rows = this.#matching(kind, name, now());
    const id = rows.length === 1 ? rows[0]!.id : undefined;
    if (kept && id !== undefined) this.#only.set(`${kind} ${name}`, id);
    return id;
  }

  #matching(kind: ThingKind, name: string, seq: number): ThingRow[] {
    if (uuid.test(name)) {
      const row = this.#known(kind, name, seq);
      if (row) return [row];
    }
    const colon = name.indexOf(':');
    if (colon !== -1) {
      const id = thingId(this.ledger, kind, name.slice(0, colon), name.slice(colon + 1));
      const row = this.#known(kind, id, seq);
      return row ? [row] : [];
    }
    if (kind !== 'question') return this.#byKey.all(name, kindNumber(kind), seq, maxCandidates);
    const slash = name.lastIndexOf('/');
    if (slash === -1) return this.#byKey.all(name, kindNumber(kind), seq, maxCandidates);
    return this.#matching('incident', name.slice(0, slash), seq).flatMap(({ n }) =>
      this.#inIncident.all(name.slice(slash + 1), kindNumber('question'), seq, n),
    );
  }
}
