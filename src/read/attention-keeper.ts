import { AttentionMarks } from './attention-marks.js';
import type { AttentionOfIncident } from './attention-of-incident.js';
import { due, type AttentionRows, type Due, type StoredNeed } from './attention-rows.js';
import type { Statement } from './database.js';
import type { LikelySources } from './likely-sources.js';
import type { Rows } from './rows.js';

/** Events looked at, and claims of a source, in one step. */
const eventsAStep = 250;
const claimsAStep = 500;

/**
 * An incident that takes so long (milliseconds) rests after it was looked at for so many times that long: an import may
 * hit it again and again. It rests less where somebody waits for an answer.
 */
const costlyMs = 20;
const restFactor = { asked: 3, unasked: 30 } as const;
const maxCostly = 1_000;

/** Whether somebody waits for it. */
export type Urgency = keyof typeof restFactor;

/** `resting`: all that is due was looked at a moment ago and takes long. */
export type Progress = 'done' | 'more' | 'resting';

/**
 * Keeps what needs a human up to the record: finds what events may have changed, and works that out again, a little at
 * a time. How far it has come stands in the file with what it found, so that a restart goes on where it was.
 */
export class AttentionKeeper {
  readonly #marks: AttentionMarks;
  readonly #claimsOf: Statement<
    [number, number, number, number],
    { published: number; entry: number; incident: number; home: number | null }
  >;
  readonly #costly = new Map<number, { looked: number; took: number }>();

  constructor(
    private readonly rows: Rows,
    private readonly kept: AttentionRows,
    private readonly incidents: AttentionOfIncident,
    private readonly sources: LikelySources,
  ) {
    this.#marks = new AttentionMarks(rows);
    this.#claimsOf = rows.store.db.prepare(`
      SELECT s.published, s.entry, c.incident, q.incident AS home
      FROM claim_source s JOIN claim_row c ON c.n = s.claim LEFT JOIN thing q ON q.n = c.question
      WHERE s.source = ? AND (s.published, s.entry) > (?, ?) ORDER BY s.published, s.entry LIMIT ?`);
  }

  /** Whether all events were looked at and nothing is due. */
  isUpToDate(): boolean {
    return this.kept.seen() === this.#now() && !this.kept.anyDue();
  }

  /** Whether what is kept of an incident may have changed since. */
  isStale(incident: number): boolean {
    return this.kept.seen() < this.#now() || this.kept.isDue(due.incident, incident);
  }

  /** Goes on for about so long, or for one incident if that takes longer; all of it is one transaction. */
  work(milliseconds: number, urgency: Urgency): Progress {
    const { db } = this.rows.store;
    if (db.readonly) return this.isUpToDate() ? 'done' : 'resting';
    if (this.isUpToDate()) return 'done';
    const until = performance.now() + milliseconds;
    return db
      .transaction((): Progress => {
        do {
          const isAtWork = this.#look() || this.#spread() || this.#incident(urgency) || this.#name();
          if (!isAtWork) return this.kept.anyDue() ? 'resting' : 'done';
        } while (performance.now() < until);
        return 'more';
      })
      .immediate();
  }

  #now(): number {
    return this.rows.store.moments.asOf().seq;
  }

  /** The next stretch of the log. */
  #look(): boolean {
    const seen = this.kept.seen();
    const now = this.#now();
    if (seen >= now) return false;
    const upTo = Math.min(now, seen + eventsAStep);
    const { incidents, sources, names } = this.#marks.of(seen, upTo);
    for (const incident of incidents) this.#isDue(incident);
    for (const source of sources) this.kept.add(due.source, source);
    for (const source of names) this.kept.add(due.name, source);
    this.kept.saw(upTo);
    return true;
  }

  #isDue(incident: number): void {
    this.kept.add(due.incident, incident);
    for (const resting of this.kept.restingOn(incident)) this.kept.add(due.incident, resting);
  }

  /** From a source whose ties changed to the incidents in whose claims it stands, or ever stood. */
  #spread(): boolean {
    const next = this.kept.next(due.source);
    if (!next) return false;
    const { n, published, entry } = next;
    const claims = this.#claimsOf.all(n, published, entry, claimsAStep);
    const incidents = new Set(claims.flatMap(({ incident, home }) => [incident, home ?? incident]));
    for (const incident of incidents) this.#isDue(incident);
    const last = claims.at(-1);
    if (claims.length < claimsAStep || !last) this.kept.done(due.source, n);
    else this.kept.goOn(due.source, n, last.published, last.entry);
    return true;
  }

  #incident(urgency: Urgency): boolean {
    const next = this.#notResting(urgency);
    if (!next) return false;
    const { n } = next;
    const began = performance.now();
    const seq = this.#now();
    // An incident that claims name but that never came into the record has nothing to show.
    if (this.rows.incidents.versions.at(n, seq)) this.kept.keep(n, this.incidents.of(n, seq));
    this.kept.done(due.incident, n);
    const looked = performance.now();
    this.#costly.delete(n);
    if (looked - began >= costlyMs) {
      if (this.#costly.size >= maxCostly) this.#costly.clear();
      this.#costly.set(n, { looked, took: looked - began });
    }
    return true;
  }

  #notResting(urgency: Urgency): Due | undefined {
    let next = this.kept.next(due.incident);
    while (next && this.#isResting(next.n, urgency)) next = this.kept.next(due.incident, next.n);
    return next;
  }

  #isResting(incident: number, urgency: Urgency): boolean {
    const costly = this.#costly.get(incident);
    if (!costly) return false;
    return performance.now() < costly.looked + restFactor[urgency] * costly.took;
  }

  #name(): boolean {
    const next = this.kept.next(due.name);
    if (!next) return false;
    this.kept.keepOf(next.n, this.#likely(next.n));
    this.kept.done(due.name, next.n);
    return true;
  }

  #likely(thing: number): StoredNeed | undefined {
    const found = this.sources.before(thing, this.#now());
    if (found.length === 0) return undefined;
    const since = found.reduce((first, likely) => Math.min(first, likely.since), Infinity);
    const data = { claims: [], count: 0, values: [], why: '' };
    return { since, thing, kind: 'likely-same-sources', incident: null, data };
  }
}
