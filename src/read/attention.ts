import { setTimeout as pause } from 'node:timers/promises';
import { statuses, type Status } from '../domain/reconcile/view.js';
import type { IncidentNeeds, Need, NeedFilter, NeedPage, PageRequest } from './answers.js';
import { AttentionKeeper, type Progress, type Urgency } from './attention-keeper.js';
import { AttentionOfIncident } from './attention-of-incident.js';
import { AttentionRows, marksOf, needMark, statusMark, type ItemRow } from './attention-rows.js';
import type { Statement } from './database.js';
import type { Dossiers } from './dossier.js';
import { nothingHidden, type Hidden } from './hidden-parts.js';
import type { Hiding } from './hiding.js';
import type { SeenOtherwise } from './incident-list.js';
import { LikelySources, type LikelySource } from './likely-sources.js';
import { needKinds, type NeedKind } from './need-kinds.js';
import { page } from './paging.js';
import type { Rows } from './rows.js';
import { settledBy } from './settled-by.js';

/** Milliseconds: how long an answer waits for what is due, and how long others wait meanwhile. */
const patience = 2_000;
const slice = 8;
const restPause = 20;

interface Listed {
  row: ItemRow;
  /** of a source: those that it may be */
  alike: LikelySource[];
}
/** What of the kept rows does not hold for somebody from whom something is hidden. */
interface Cut {
  hiding: Hiding;
  hidden: Hidden;
  /** incidents that are shown and whose view rests on a hidden one: for them it is worked out as they are asked for */
  affected: ReadonlySet<number>;
}

/** What needs a human, as it is kept, and what it says of an incident. Always of now. */
export class Attention implements SeenOtherwise {
  readonly #kept: AttentionRows;
  readonly #keeper: AttentionKeeper;
  readonly #incidents: AttentionOfIncident;
  readonly #sources: LikelySources;
  readonly #lists = new Map<string, Statement<[Record<string, unknown>], ItemRow>>();

  constructor(
    private readonly rows: Rows,
    dossiers: Dossiers,
    /** ends what reads the file together, so that it can be written */
    private readonly beforeWriting: () => void,
  ) {
    const { db } = rows.store;
    this.#kept = new AttentionRows(db);
    this.#incidents = new AttentionOfIncident(rows, dossiers);
    this.#sources = new LikelySources(rows);
    this.#keeper = new AttentionKeeper(rows, this.#kept, this.#incidents, this.#sources);
  }

  /** Works off some of what is due, for about so long. */
  work(milliseconds: number, urgency: Urgency = 'unasked'): Progress {
    this.beforeWriting();
    return this.#keeper.work(milliseconds, urgency);
  }

  /** Works off what is due, with room for others between; false where that was not done in time. */
  async ready(milliseconds = patience): Promise<boolean> {
    const until = performance.now() + milliseconds;
    for (;;) {
      // A rebuild may have put another file in the place of this one.
      if (!this.rows.store.db.open) return false;
      const progress = this.work(slice, 'asked');
      if (progress === 'done') return true;
      if (performance.now() >= until) return false;
      await pause(progress === 'resting' ? restPause : 0);
    }
  }

  /**
   * What waits, what came to be so last first.
   * @throws BadCursor, BadInstant
   */
  list(filter: NeedFilter, request?: PageRequest, hiding?: Hiding): NeedPage {
    const { seq } = this.rows.store.moments.asOf();
    const cut = hiding && this.#cut(hiding);
    const incident =
      filter.incident === undefined ? null : this.rows.store.names.known('incident', filter.incident, seq);
    const complete = this.#keeper.isUpToDate();
    const position = this.rows.store.moments.position(this.#kept.seen());
    if (incident === undefined || (incident !== null && cut?.hidden.has(incident)))
      return { items: [], next: null, position, complete };
    const wanted = {
      kind: filter.kind ?? null,
      incident,
      from: filter.since === undefined ? 0 : this.rows.store.moments.before(filter.since) + 1,
    };
    const found = page(
      request,
      3,
      (after, limit) => this.#listed(wanted, after, limit, seq, cut),
      ({ row: { since, thing, kind } }) => [since, thing, needKinds.indexOf(kind)],
      (listed) => this.#need(listed, seq),
    );
    return { ...found, position, complete };
  }

  /** How many questions of an incident have which status, and how many needs there are of which kind. */
  ofIncident(id: string, hiding?: Hiding): IncidentNeeds | undefined {
    const { seq } = this.rows.store.moments.asOf();
    const n = this.rows.store.names.known('incident', id, seq);
    const cut = hiding && this.#cut(hiding);
    if (n === undefined || cut?.hidden.has(n)) return undefined;
    const marks = this.#marksNow(n, seq, cut);
    const count = (mark: string) => marks.get(mark) ?? 0;
    const counted = <Name extends Status | NeedKind>(names: readonly Name[], mark: (name: Name) => string) =>
      names.flatMap((name) => (count(mark(name)) === 0 ? [] : [{ name, count: count(mark(name)) }]));
    return {
      statuses: counted(statuses, statusMark).map(({ name, count }) => ({ status: name, questions: count })),
      needs: counted(needKinds, needMark).map(({ name, count }) => ({ kind: name, count })),
    };
  }

  /** As kept, or worked out now where that may not hold. */
  #marksNow(incident: number, seq: number, cut?: Cut): Map<string, number> {
    return cut?.affected.has(incident) || this.#keeper.isStale(incident)
      ? marksOf(this.#incidents.of(incident, seq, cut?.hidden))
      : this.#kept.marksOf(incident);
  }

  besides(hiding: Hiding | undefined): ReturnType<SeenOtherwise['besides']> {
    if (!hiding) return { affected: nothingHidden, has: () => false };
    const { seq } = this.rows.store.moments.asOf();
    const cut = this.#cut(hiding);
    return { affected: cut.affected, has: (n, mark) => this.#marksNow(n, seq, cut).has(mark) };
  }

  #cut(hiding: Hiding): Cut {
    const hidden = new Set([...hiding.incidents].flatMap((id) => this.rows.store.names.find(id) ?? []));
    const affected = new Set(this.#kept.restingOnAny([...hidden]).filter((n) => !hidden.has(n)));
    return { hiding, hidden, affected };
  }

  #listed(
    wanted: { kind: NeedKind | null; incident: number | null; from: number },
    after: readonly number[] | undefined,
    limit: number,
    seq: number,
    cut: Cut | undefined,
  ): Listed[] {
    let place = placeOf(after);
    const extra = cut ? this.#extra(wanted, place, seq, cut) : [];
    const found: Listed[] = [];
    while (found.length < limit) {
      const rows = this.#query(wanted).all({ ...wanted, ...place, limit });
      found.push(...rows.flatMap((row) => this.#shown(row, seq, cut) ?? []));
      if (rows.length < limit) break;
      place = placeAfter(rows.at(-1)!);
    }
    return [...found, ...extra].sort((a, b) => compareItems(a.row, b.row)).slice(0, limit);
  }

  #query(wanted: {
    kind: NeedKind | null;
    incident: number | null;
  }): Statement<[Record<string, unknown>], ItemRow> {
    const where = [
      ...(wanted.kind === null ? [] : ['kind = @kind']),
      ...(wanted.incident === null ? [] : ['incident = @incident']),
    ];
    const key = where.join(' AND ');
    let query = this.#lists.get(key);
    if (!query) {
      query = this.rows.store.db.prepare(
        `SELECT since, thing, kind, incident, data FROM attention_item
         WHERE ${[...where, 'since >= @from', 'since <= @since'].join(' AND ')}
           AND NOT (since = @since AND (thing, kind) <= (@thing, @afterKind))
         ORDER BY since DESC, thing, kind LIMIT @limit`,
      );
      this.#lists.set(key, query);
    }
    return query;
  }

  /** Undefined for what is hidden, for what is worked out otherwise, and for a name that was spoken on meanwhile. */
  #shown(row: ItemRow, seq: number, cut: Cut | undefined): Listed | undefined {
    if (row.incident !== null)
      return cut?.hidden.has(row.incident) || cut?.affected.has(row.incident)
        ? undefined
        : { row, alike: [] };
    const isShown = (source: number) => !cut?.hiding.hides(this.rows.store.names.id(source));
    if (!isShown(row.thing)) return undefined;
    const alike = this.#sources.before(row.thing, seq, isShown);
    return alike.length === 0 ? undefined : { row, alike };
  }

  /** Needs of the incidents that somebody sees otherwise than all. */
  #extra(
    { kind, incident, from }: { kind: NeedKind | null; incident: number | null; from: number },
    place: ReturnType<typeof placeOf>,
    seq: number,
    { affected, hidden }: Cut,
  ): Listed[] {
    const asked = incident === null ? [...affected] : affected.has(incident) ? [incident] : [];
    return asked
      .flatMap((n) => this.#incidents.of(n, seq, hidden).needs)
      .map((need): ItemRow => ({ ...need, data: JSON.stringify(need.data) }))
      .filter((row) => (kind === null || row.kind === kind) && row.since >= from && isAfter(row, place))
      .map((row) => ({ row, alike: [] }));
  }

  #need({ row, alike }: Listed, seq: number): Need {
    const { store } = this.rows;
    const ref = (n: number) => store.ref(n, seq);
    const { claims, count, values, why } = JSON.parse(row.data) as {
      claims: number[];
      count: number;
      values: Need['values'];
      why: string;
    };
    const since = alike.reduce(
      (first, { since }) => Math.min(first, since),
      alike.length > 0 ? Infinity : row.since,
    );
    const { position, recordedAt } = store.act(since);
    return {
      kind: row.kind,
      things: [row.thing, ...alike.map(({ source }) => source)].map(ref),
      incident: row.incident === null ? null : ref(row.incident),
      since: { position, recordedAt },
      why: alike.length > 0 ? sharedNames(alike) : why,
      claims: claims.map(ref),
      claimCount: count,
      values,
      shared: alike.map(({ because }) => because),
      settledBy: settledBy[row.kind],
    };
  }
}

function sharedNames(alike: readonly LikelySource[]): string {
  const names = [...new Set(alike.map(({ because }) => `"${because}"`))];
  const others = alike.length === 1 ? '1 source before it has' : `${alike.length} sources before it have`;
  return `${others} the same name: ${names.join(', ')}`;
}

interface Place {
  since: number;
  thing: number;
  afterKind: string;
}
const placeOf = (after: readonly number[] | undefined): Place =>
  after === undefined
    ? { since: Number.MAX_SAFE_INTEGER, thing: -1, afterKind: '' }
    : { since: after[0]!, thing: after[1]!, afterKind: needKinds[after[2]!] ?? '' };
const placeAfter = ({ since, thing, kind }: ItemRow): Place => ({ since, thing, afterKind: kind });

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const compareItems = (a: ItemRow, b: ItemRow): number =>
  b.since - a.since || a.thing - b.thing || compareText(a.kind, b.kind);
const isAfter = (row: ItemRow, { since, thing, afterKind }: Place): boolean =>
  row.since < since ||
  (row.since === since && (row.thing > thing || (row.thing === thing && row.kind > afterKind)));
