import { diffViews } from '../domain/reconcile/diff.js';
import type { Clocks, StoredIncidentView, ViewDiff, ViewStamp } from './answers.js';
import type { Audit } from './audit.js';
import { publicLimit } from './claim-counts.js';
import type { Statement } from './database.js';
import type { Dossiers } from './dossier.js';
import type { AsOf } from './moments.js';
import type { Rows } from './rows.js';

/** Events and publications that a diff lists; more of them are counted. */
const mostListed = 500;

type Side<View> = [Clocks, View];

/** What came between two views of one incident: the events of its closure, and what was published. */
export class ViewDiffs {
  readonly #changes: Statement<number[], number>;
  readonly #published: Statement<
    [number, number, number, number, number],
    { n: number; published: number; entry: number }
  >;

  constructor(
    private readonly rows: Rows,
    private readonly dossiers: Dossiers,
    private readonly audit: Audit,
  ) {
    this.#changes = rows.store.db
      .prepare<number[], number>(
        `SELECT known_from FROM claim_row WHERE question = ? AND known_from > ? AND known_from <= ?
         UNION SELECT known_to FROM claim_row WHERE question = ? AND known_to > ? AND known_to <= ?`,
      )
      .pluck();
    this.#published = rows.store.db.prepare(`
      SELECT n, published, entry FROM claim_row
      WHERE question = ? AND published > ? AND published <= ? AND known_from <= ? AND known_to > ? AND withdrawn = 0`);
  }

  /** @param from the earlier side; undefined where the incident was not in the record then */
  async between(
    incident: string,
    from: Side<StoredIncidentView | undefined>,
    to: Side<StoredIncidentView>,
  ): Promise<ViewDiff> {
    const [before, after] = [from, to].map(([clocks]) => this.rows.store.moments.asOf(clocks)) as [
      AsOf,
      AsOf,
    ];
    const published = this.#publishedBetween(incident, before, after);
    const places = this.#placesBetween(incident, before, after);
    const shown = Math.max(0, mostListed - published.length);
    const events = await this.audit.at(places.slice(0, shown));
    return {
      incident: to[1].incident,
      policy: to[1].policy,
      from: this.#stamp(from[0], before),
      to: this.#stamp(to[0], after),
      questions: diffViews(from[1] ?? { questions: [] }, to[1]),
      events: events.map((event) => ({ ...event, question: this.#questionOf(event.thing?.id, after) })),
      published: published.slice(0, mostListed),
      leftOut: Math.max(0, places.length - shown) + Math.max(0, published.length - mostListed),
    };
  }

  /** The latest instants before which or at which what the view is made of was last changed, newest first, without now. */
  instantsBefore(incident: string, limit: number): string[] {
    const { moments } = this.rows.store;
    const now = moments.asOf();
    const places = this.#placesBetween(incident, { ...now, seq: 0 }, now);
    const instants = places.map((place) => moments.instantOf(place));
    // What was recorded in one millisecond cannot be told apart by a clock.
    return [...new Set(instants)].slice(0, -1).slice(-limit).reverse();
  }

  #stamp({ publicAt, knownAt }: Clocks, { seq }: AsOf): ViewStamp {
    return {
      publicAt: publicAt ?? null,
      knownAt: knownAt ?? null,
      position: this.rows.store.moments.position(seq),
    };
  }

  /** In log order, without repeats. */
  #placesBetween(incident: string, before: AsOf, after: AsOf): number[] {
    const [low, high] = [Math.min(before.seq, after.seq), Math.max(before.seq, after.seq)];
    const sides = [before, after].flatMap(({ seq }) => this.#assembled(incident, seq) ?? []);
    const questions = new Set(sides.flatMap(({ closure }) => closure.questions));
    const others = new Set(sides.flatMap(({ closure, sources }) => [...closure.incidents, ...sources]));
    const places = [
      ...[...questions].flatMap((question) => this.#changes.all(question, low, high, question, low, high)),
      ...[...questions, ...others].flatMap((thing) => this.audit.placesOf(thing, low, high)),
    ];
    return [...new Set(places)].sort((a, b) => a - b);
  }

  #publishedBetween(incident: string, before: AsOf, after: AsOf): ViewDiff['published'] {
    const n = this.rows.store.names.known('incident', incident, after.seq);
    const [low, high] = [publicLimit(before), publicLimit(after)].sort((a, b) => a - b) as [number, number];
    if (n === undefined || low === high) return [];
    const { store, claims, questions } = this.rows;
    return questions
      .of(n, after.seq)
      .flatMap((question) =>
        this.#published.all(question, low, high, after.seq, after.seq).map((row) => ({ ...row, question })),
      )
      .sort((a, b) => a.published - b.published || a.entry - b.entry)
      .map(({ n: claim, question }) => ({
        claim: store.ref(claim, after.seq),
        question: store.ref(question, after.seq),
        publishedAt: claims.publishedAt(claim, after.seq),
      }));
  }

  #assembled(incident: string, seq: number) {
    const n = this.rows.store.names.known('incident', incident, seq);
    return n === undefined ? undefined : this.dossiers.of(n, seq);
  }

  #questionOf(thing: string | undefined, { seq }: AsOf): ViewDiff['events'][number]['question'] {
    if (thing === undefined) return null;
    const { store, claims } = this.rows;
    const claim = store.names.known('claim', thing, seq);
    const question =
      claim === undefined ? store.names.known('question', thing, seq) : claims.under(claim, seq);
    return question === null || question === undefined ? null : store.ref(question, seq);
  }
}
