import { streamOf } from '../domain/names.js';
import { upcast } from '../domain/upcast.js';
import type { EventLog, LoggedEvent, Position } from '../log/event-log.js';
import type { AuditEntry, AuditEvent, AuditFilter, Clocks, Page, PageRequest, SetAside } from './answers.js';
import type { EventRow } from './audit-rows.js';
import type { Statement } from './database.js';
import { firstMillisecond, lastMillisecond } from './moments.js';
import { page } from './paging.js';
import type { Store } from './store.js';

type Row = EventRow & { reason: string | null };
/** A filter by numbers and moments; null: any. */
interface Wanted {
  thing: number | null;
  actor: number | null;
  type: number | null;
  from: number;
  to: number;
}
type Between = [seq: number, from: number, to: number, limit: number];

const columns = `
  e.seq, CAST(e.position AS TEXT) AS position, e.id, e.thing, e.revision, e.stream, e.type, e.actor, e.recorded, e.known, s.reason`;
const maxShown = 100;
const first = 0;
const last = Number.MAX_SAFE_INTEGER;

/** Every event, found by who, what, which kind and when; its data is read from the log. */
export class Audit {
  readonly #by: Record<
    'newest' | 'oldest',
    Record<'all' | 'thing' | 'actor' | 'type', Statement<number[], Row>>
  >;
  readonly #at: Statement<[number], Row>;
  readonly #places: Statement<[number, number, number], number>;
  readonly #setAside: Statement<[], Row>;
  readonly #setAsideCount: Statement<[], number>;

  constructor(
    private readonly store: Store,
    private readonly log: EventLog,
  ) {
    const listing = (order: 'newest' | 'oldest') => {
      const [direction, beyond] = order === 'newest' ? ['DESC', '<'] : ['ASC', '>'];
      const by = (where: string): Statement<number[], Row> =>
        store.db.prepare(`
          SELECT ${columns} FROM event e LEFT JOIN set_aside s ON s.seq = e.seq
          WHERE ${where} e.seq ${beyond} ? AND e.recorded >= ? AND e.recorded <= ?
          ORDER BY e.seq ${direction} LIMIT ?`);
      return {
        all: by(''),
        thing: by('e.thing = ? AND'),
        actor: by('e.actor = ? AND'),
        type: by('e.type = ? AND'),
      };
    };
    this.#by = { newest: listing('newest'), oldest: listing('oldest') };
    this.#places = store.db
      .prepare<[number, number, number], number>(
        'SELECT seq FROM event WHERE thing = ? AND seq > ? AND seq <= ?',
      )
      .pluck();
    this.#setAside = store.db.prepare(`
      SELECT ${columns} FROM set_aside s JOIN event e ON e.seq = s.seq ORDER BY s.seq DESC LIMIT ${maxShown}`);
    this.#setAsideCount = store.db.prepare<[], number>('SELECT count(*) FROM set_aside').pluck();
    this.#at = store.db.prepare(`
      SELECT ${columns} FROM event e LEFT JOIN set_aside s ON s.seq = e.seq WHERE e.seq = ?`);
  }

  /**
   * The newest first, unless asked otherwise.
   * @throws BadCursor, BadInstant
   */
  list(filter: AuditFilter = {}, request?: PageRequest): Page<AuditEntry> {
    const seq = this.store.moments.asOf().seq;
    const order = filter.order ?? 'newest';
    const wanted = this.#wanted(filter);
    const begin =
      order === 'newest'
        ? last
        : filter.after === undefined
          ? first
          : this.store.moments.placeOf(filter.after);
    if (wanted === undefined) return { items: [], next: null };
    return page(
      request,
      1,
      (after, limit) => this.#rows(order, wanted, after?.[0] ?? begin, limit),
      (row) => [row.seq],
      (row) => this.#entry(row, seq),
    );
  }

  /** With its data; undefined where the log has no such event, or one that cannot be read. */
  async event(position: Position): Promise<AuditEvent | undefined> {
    const row = this.#at.get(this.store.moments.placeOf(position));
    return row?.position === position ? (await this.#withData([row]))[0] : undefined;
  }

  /**
   * The events of a thing in order, with their data; those that cannot be read are left out.
   * @throws BadInstant
   */
  async history(thing: string, clocks?: Clocks): Promise<AuditEvent[]> {
    const { seq } = this.store.moments.asOf(clocks);
    const n = this.store.names.find(thing);
    if (n === undefined) return [];
    const rows = this.#by.oldest.thing.all(n, first, -last, last, -1);
    return this.#withData(rows.filter((row) => row.seq <= seq));
  }

  /** Places in log order, after one and up to another, of the events of a thing. */
  placesOf(thing: number, after: number, upTo: number): number[] {
    return this.#places.all(thing, after, upTo);
  }

  /** The events at these places, with their data; those that cannot be read are left out. */
  async at(places: readonly number[]): Promise<AuditEvent[]> {
    return this.#withData(places.flatMap((place) => this.#at.get(place) ?? []));
  }

  /** What could not be applied: the latest of it, and how many there are. */
  setAside(): { items: SetAside[]; count: number } {
    const items = this.#setAside.all().map((row) => ({
      position: row.position,
      id: row.id,
      type: this.store.words.text(row.type),
      reason: row.reason ?? '',
    }));
    return { items, count: this.#setAsideCount.get()! };
  }

  /** Undefined where nothing can fit. */
  #wanted({ thing, actor, type, from, to }: AuditFilter): Wanted | undefined {
    const numberOf = (text: string | undefined, find: (text: string) => number | undefined) =>
      text === undefined ? null : find(text);
    const n = numberOf(thing, (id) => this.store.names.find(id));
    const by = numberOf(actor, (word) => this.store.words.find(word));
    const what = numberOf(type, (word) => this.store.words.find(word));
    if (n === undefined || by === undefined || what === undefined) return undefined;
    return {
      thing: n,
      actor: by,
      type: what,
      from: from === undefined ? -last : firstMillisecond(from),
      to: to === undefined ? last : lastMillisecond(to),
    };
  }

  #rows(order: 'newest' | 'oldest', wanted: Wanted, after: number, limit: number): Row[] {
    const { thing, actor, type, from, to } = wanted;
    const driving = thing !== null ? 'thing' : actor !== null ? 'actor' : type !== null ? 'type' : 'all';
    const statement = this.#by[order][driving];
    const found: Row[] = [];
    let beyond = after;
    while (found.length < limit) {
      const between: Between = [beyond, from, to, limit];
      const rows =
        driving === 'all' ? statement.all(...between) : statement.all(wanted[driving]!, ...between);
      found.push(
        ...rows.filter(
          (row) =>
            (thing === null || row.thing === thing) &&
            (actor === null || row.actor === actor) &&
            (type === null || row.type === type),
        ),
      );
      if (rows.length < limit) break;
      beyond = rows.at(-1)!.seq;
    }
    return found.slice(0, limit);
  }

  #entry(row: Row, seq: number): AuditEntry {
    const { position, id, thing, revision, stream, type, actor, recorded, reason } = row;
    const subject = thing === null ? null : this.store.ref(thing, seq);
    return {
      position,
      id,
      stream: subject === null ? this.#word(stream) : streamOf(subject.kind, subject.id),
      revision,
      type: this.store.words.text(type),
      actor: this.store.words.text(actor),
      recordedAt: new Date(recorded).toISOString(),
      thing: subject,
      ...(reason === null ? {} : { setAside: reason }),
    };
  }

  #word(number: number | null): string {
    return number === null ? '' : this.store.words.text(number);
  }

  async #withData(rows: readonly Row[]): Promise<AuditEvent[]> {
    const seq = this.store.moments.asOf().seq;
    const events: AuditEvent[] = [];
    for (const row of rows) {
      const entry = this.#entry(row, seq);
      const event = await this.#logged(entry);
      if (!event) continue;
      const { envelope } = event;
      events.push({
        ...entry,
        correlation: envelope.correlation,
        causation: envelope.causation,
        data: entry.setAside === undefined ? { ...upcast(envelope).data } : envelope.data,
      });
    }
    return events;
  }

  async #logged({ stream, revision, position }: AuditEntry): Promise<LoggedEvent | undefined> {
    if (stream === '' || revision < 0) return undefined;
    const [event] = await this.log.readStream(stream, { from: revision, limit: 1 });
    return event?.position === position ? event : undefined;
  }
}
