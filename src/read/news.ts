import { thingKinds } from '../domain/names.js';
import { comparePositions, type Position } from '../log/event-log.js';
import type { Audit } from './audit.js';
import type { News, NewsPage, NewsRequest, Ref } from './answers.js';
import type { Statement } from './database.js';
import type { Store } from './store.js';
import { holds } from './versions.js';

interface Thing {
  n: number;
  kind: number;
  incident: number | null;
}

/** Before the first event of a log. */
export const beginning: Position = '0';

/** Events in log order after a position, with the incident that they are about: what somebody who follows is told. */
export class NewsView {
  readonly #thing: Statement<[string], Thing>;
  readonly #incidentOf: Statement<[number], number>;
  readonly #stoodIn: Record<'claim' | 'document' | 'source', Statement<[number, number], number>>;

  constructor(
    private readonly store: Store,
    private readonly audit: Audit,
    private readonly reached: () => Position | null,
  ) {
    const { db } = store;
    const one = (sql: string) => db.prepare<[number, number], number>(`${sql} LIMIT 1`).pluck();
    this.#thing = db.prepare('SELECT n, kind, incident FROM thing WHERE id = ?');
    this.#incidentOf = db
      .prepare<[number], number>(`SELECT incident FROM claim_row WHERE n = ? AND known_to = ${holds}`)
      .pluck();
    this.#stoodIn = {
      // Also where it was moved away from: the page that lost it has changed.
      claim: one('SELECT 1 FROM claim_row WHERE n = ? AND incident = ?'),
      document: one(`SELECT 1 FROM claim_row WHERE document = ? AND incident = ? AND known_to = ${holds}`),
      source: one(`
        SELECT 1 FROM claim_source s JOIN claim_row c ON c.n = s.claim AND c.known_to = ${holds}
        WHERE s.source = ? AND c.incident = ? AND s.known_to = ${holds}`),
    };
  }

  after({ after, limit, incident, ...filter }: NewsRequest): NewsPage {
    const now = this.reached() ?? beginning;
    const { items, next } = this.audit.list({ ...filter, after, order: 'oldest' }, { limit });
    const upTo = next === null ? (comparePositions(after, now) > 0 ? after : now) : items.at(-1)!.position;
    const about = incident === undefined ? undefined : this.#thing.get(incident)?.n;
    const seq = this.store.moments.asOf().seq;
    const news = items.flatMap((entry): News[] => {
      const thing = entry.thing === null ? undefined : this.#thing.get(entry.thing.id);
      if (incident !== undefined && (thing === undefined || !this.#bearsOn(thing, about))) return [];
      return [{ ...entry, incident: thing === undefined ? null : this.#incident(thing, seq) }];
    });
    return { items: news, upTo };
  }

  /** Where it belongs now; a source or a document is of no incident. */
  #incident({ n, kind, incident }: Thing, seq: number): Ref | null {
    const name = thingKinds[kind]!;
    const number = name === 'incident' ? n : name === 'claim' ? this.#incidentOf.get(n) : incident;
    return number === undefined || number === null ? null : this.store.ref(number, seq);
  }

  #bearsOn({ n, kind, incident }: Thing, about: number | undefined): boolean {
    if (about === undefined) return false;
    const name = thingKinds[kind]!;
    if (name === 'incident') return n === about;
    if (name === 'question') return incident === about;
    return this.#stoodIn[name].get(n, about) !== undefined;
  }
}
