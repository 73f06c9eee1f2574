import { kindNumber } from './names.js';
import { questionsOf } from './incidents.js';
import type { Statement } from './database.js';
import type { Rows } from './rows.js';
import { identifiersOf, namesOf, type SourceState } from './source-rows.js';
import { shared } from './touches.js';

/** What events may have changed, by number: incidents to be looked at anew, sources by their ties, by their names. */
export interface Marks {
  incidents: Set<number>;
  sources: Set<number>;
  names: Set<number>;
}

interface EventOf {
  seq: number;
  thing: number;
  type: number;
}

/**
 * From a stretch of the log to what it may have changed. Rather too much than too little: where a claim stands and
 * stood, what it names and is named by, whatever the time.
 */
export class AttentionMarks {
  readonly #incidents: Statement<[{ after: number; upTo: number }], number>;
  readonly #ofKind: Statement<[number, number, number], EventOf>;
  readonly #touched: Statement<[number, number], number>;

  constructor(private readonly rows: Rows) {
    const { db } = rows.store;
    const events = 'FROM event e WHERE e.seq > @after AND e.seq <= @upTo';
    // A claim's own rows, then those that an editor's word or its links join it with, by where they stand or stood.
    this.#incidents = db
      .prepare<[{ after: number; upTo: number }], number>(
        `
        WITH
          own (n) AS (SELECT DISTINCT e.thing ${events}),
          claims (n) AS (
            SELECT n FROM own
            UNION SELECT r.b FROM own JOIN relation r ON r.a = own.n
          ),
          -- documents that claims had named before they were there: these are published when they were
          late (n, born) AS (
            SELECT t.n, t.born FROM own JOIN thing t ON t.n = own.n AND t.kind = ${kindNumber('document')}
            WHERE t.born > @after AND EXISTS (SELECT 1 FROM claim_row x WHERE x.document = t.n AND x.entry < t.born)
          ),
          places (incident, question) AS (
            SELECT c.incident, c.question FROM claims JOIN claim_row c ON c.n = claims.n
            UNION SELECT c.incident, c.question
              FROM late JOIN claim_row c ON c.document = late.n AND c.entry < late.born
            UNION SELECT NULL, l.from_question FROM own JOIN claim_link l ON l.claim = own.n
            UNION SELECT NULL, l.to_question FROM own JOIN claim_link l ON l.claim = own.n
            UNION SELECT NULL, l.from_question FROM own JOIN claim_link l ON l.target = own.n
            UNION SELECT NULL, l.to_question FROM own JOIN claim_link l ON l.target = own.n
          )
        SELECT incident FROM places WHERE incident IS NOT NULL
        UNION SELECT q.incident FROM places JOIN thing q ON q.n = places.question WHERE q.incident IS NOT NULL
        UNION SELECT t.incident FROM own JOIN thing t ON t.n = own.n WHERE t.incident IS NOT NULL
        UNION SELECT t.n FROM own JOIN thing t ON t.n = own.n WHERE t.kind = ${kindNumber('incident')}`,
      )
      .pluck();
    this.#ofKind = db.prepare(
      `SELECT e.seq, e.thing, e.type FROM event e JOIN thing t ON t.n = e.thing
       WHERE e.seq > ? AND e.seq <= ? AND t.kind = ? ORDER BY e.seq`,
    );
    this.#touched = db
      .prepare<[number, number], number>('SELECT 1 FROM touch WHERE bucket = ? AND seq = ?')
      .pluck();
  }

  /** @param upTo the last place of the stretch, which begins behind `after` */
  of(after: number, upTo: number): Marks {
    const marks: Marks = {
      incidents: new Set(this.#incidents.all({ after, upTo })),
      sources: new Set(),
      names: new Set(),
    };
    for (const event of this.#ofKind.all(after, upTo, kindNumber('incident'))) {
      this.#constrained(event, marks);
    }
    for (const event of this.#ofKind.all(after, upTo, kindNumber('source'))) this.#source(event, marks);
    return marks;
  }

  /** What a constraint joins, before and after it was declared, lifted or either was taken back. */
  #constrained({ seq, thing, type }: EventOf, { incidents }: Marks): void {
    const name = this.rows.store.words.text(type);
    if (name !== 'ConstraintDeclared' && name !== 'ConstraintLifted' && name !== 'ActUndone') return;
    for (const place of [seq - 1, seq]) {
      const { constraints } = this.rows.incidents.versions.at(thing, place) ?? { constraints: [] };
      for (const question of constraints.flatMap(questionsOf)) {
        const { incident } = this.rows.store.names.row(question);
        if (incident !== null) incidents.add(incident);
      }
    }
  }

  #source({ seq, thing, type }: EventOf, { sources, names }: Marks): void {
    names.add(thing);
    if (this.rows.store.words.text(type) === 'SourceReliabilityAssessed') return;
    // A new source that nothing had named and that is said to be no other changes nothing that was there.
    if (this.#touched.get(shared, seq) === undefined) return;
    const [before, after] = [seq - 1, seq].map((place) => this.rows.sources.versions.at(thing, place));
    const now = this.rows.store.moments.asOf().seq;
    for (const state of [before, after]) {
      for (const name of state ? namesOf(state) : [])
        for (const other of this.rows.sources.named(name, now)) names.add(other);
    }
    const spokenOf = [seq - 1, seq].flatMap((place) =>
      this.rows.store.relations.of(thing, place).flatMap(({ a, b }) => [a, b]),
    );
    const sharing = [before, after].flatMap((state) => this.#sharing(state, now));
    for (const other of [...spokenOf, ...sharing]) names.add(other);
    const isSpoken = this.rows.store.words.text(type) !== 'SourceDescribed';
    if (before && !isSpoken && tiesOf(before) === tiesOf(after)) return;
    this.#reach([thing, ...spokenOf, ...sharing], now, sources);
  }

  #sharing(state: SourceState | undefined, seq: number): number[] {
    return state ? identifiersOf(state).flatMap((name) => this.rows.sources.sharing(name, seq)) : [];
  }

  /** Those from which reconciliation gets to a source: what belongs to it, speaks for it, or is it by another name. */
  #reach(from: readonly number[], seq: number, found: Set<number>): void {
    const queue = [...from];
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) {
      if (found.has(n)) continue;
      found.add(n);
      const same = this.rows.store.relations.of(n, seq).filter(({ kind }) => kind === 'same');
      queue.push(
        ...this.rows.sources.below(n, seq),
        ...same.flatMap(({ a, b }) => [a, b]),
        ...this.#sharing(this.rows.sources.versions.at(n, seq), seq),
      );
    }
  }
}

/** What of a source reconciliation looks at. */
const tiesOf = (state: SourceState | undefined): string =>
  JSON.stringify(state && [state.kind, state.memberOf, state.speaksFor, state.sameAs]);
