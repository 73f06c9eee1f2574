import { thingKinds } from '../domain/names.js';
import type { Statement } from './database.js';
import type { Store } from './store.js';
import { holds } from './versions.js';

/**
 * What restricted incidents hide from one reader, as things stand now: the incidents themselves, their questions and
 * claims, and the sources and documents that stand in nothing but these.
 */
export interface Hiding {
  /** ids of the hidden incidents */
  readonly incidents: ReadonlySet<string>;
  /** Whether a thing of any kind is hidden; what is not in the record is not. */
  readonly hides: (id: string) => boolean;
  /** How many hidden claims stand in a document. */
  claimsIn(document: string): number;
}

interface ThingRow {
  n: number;
  kind: number;
  incident: number | null;
}

/** Finds what a set of incidents hides. */
export class HidingFinder {
  readonly #thing: Statement<[string], ThingRow>;
  readonly #incidentOf: Statement<[number], number>;
  readonly #standsElsewhere: Record<'source' | 'document', Statement<[number, string], number>>;
  readonly #stands: Record<'source' | 'document', Statement<[number], number>>;
  readonly #claimsIn: Statement<[number, string], number>;

  constructor(private readonly store: Store) {
    const { db } = store;
    const ofDocument = `SELECT c.incident FROM claim_row c WHERE c.document = ? AND c.known_to = ${holds}`;
    const ofSource = `
      SELECT c.incident FROM claim_source s JOIN claim_row c ON c.n = s.claim AND c.known_to = ${holds}
      WHERE s.source = ? AND s.known_to = ${holds}`;
    const one = (claims: string) => db.prepare<[number], number>(`${claims} LIMIT 1`).pluck();
    const elsewhere = (claims: string) =>
      db
        .prepare<[number, string], number>(
          `SELECT 1 FROM (${claims}) WHERE incident NOT IN (SELECT value FROM json_each(?)) LIMIT 1`,
        )
        .pluck();
    this.#thing = db.prepare('SELECT n, kind, incident FROM thing WHERE id = ?');
    this.#incidentOf = db
      .prepare<[number], number>(`SELECT incident FROM claim_row WHERE n = ? AND known_to = ${holds}`)
      .pluck();
    this.#stands = { source: one(ofSource), document: one(ofDocument) };
    this.#standsElsewhere = { source: elsewhere(ofSource), document: elsewhere(ofDocument) };
    this.#claimsIn = db
      .prepare<[number, string], number>(
        `SELECT count(*) FROM claim_row WHERE document = ? AND known_to = ${holds} AND withdrawn = 0
         AND incident IN (SELECT value FROM json_each(?))`,
      )
      .pluck();
  }

  by(incidents: ReadonlySet<string>): Hiding {
    const numbers = new Set([...incidents].flatMap((id) => this.#thing.get(id)?.n ?? []));
    const list = JSON.stringify([...numbers]);
    return {
      incidents,
      hides: (id) => {
        const thing = this.#thing.get(id);
        return thing === undefined ? incidents.has(id) : this.#hides(thing, numbers, list);
      },
      claimsIn: (document) => {
        const n = this.store.names.find(document);
        return n === undefined ? 0 : this.#claimsIn.get(n, list)!;
      },
    };
  }

  #hides({ n, kind, incident }: ThingRow, numbers: ReadonlySet<number>, list: string): boolean {
    const name = thingKinds[kind]!;
    switch (name) {
      case 'incident':
        return numbers.has(n);
      case 'question':
        return incident !== null && numbers.has(incident);
      case 'claim': {
        const own = this.#incidentOf.get(n);
        return own !== undefined && numbers.has(own);
      }
      case 'source':
      case 'document':
        return (
          this.#stands[name].get(n) !== undefined && this.#standsElsewhere[name].get(n, list) === undefined
        );
    }
  }
}
