import { setImmediate as nextTurn } from 'node:timers/promises';
import { mishaps, type Mishap } from '../domain/reconcile/index.js';
import type { Position } from '../log/event-log.js';
import type { Clocks, Page, PageRequest, Ref } from './answers.js';
import type { LedgerViews } from './ledger-views.js';
import { BadCursor, decodedPlace, encodedPlace } from './paging.js';
import type { BefallenClaim, OneOfSeveral, RecordOnIncident } from './source-records.js';

export type Part = BefallenClaim['part'];
export const parts = ['said', 'passed-on'] as const satisfies readonly Part[];

/** How often what a source said, and what it passed on, met with what, and by whom. */
export interface SourceRecord {
  source: Ref;
  /** whose words are taken together with its own */
  sources: OneOfSeveral[];
  publicAt: string | null;
  knownAt: string | null;
  position: Position | null;
  /** how many incidents these numbers are of, the latest entered first */
  incidents: number;
  said: Tally;
  passedOn: Tally;
  /** whose claims are behind the numbers, the most often first; of what diverged, the outlets */
  by: { part: Part; what: Mishap; source: Ref | null; claims: number }[];
  byLeftOut: number;
  /** goes on with further incidents, whose numbers add to these; null: these are all */
  next: string | null;
}
/** Claims (values, and what confirms one), silences, and of how many claims each is true. */
export type Tally = { claims: number; silences: number } & Record<Mishap, number>;

/** Looked at for one answer: after so many incidents, or so many claims, it ends and says where to go on. */
const mostIncidents = 500;
const mostClaims = 20_000;
const byTold = 100;
/** Others are let in between after so many milliseconds. */
const turnMs = 10;

/** Undefined where the record did not hold it then. @throws BadInstant, BadCursor */
export async function sourceRecord(
  views: LedgerViews,
  id: string,
  clocks: Clocks = {},
  cursor?: string,
): Promise<SourceRecord | undefined> {
  const sources = views.sourceRecords.together(id, clocks);
  const own = sources?.find(({ because }) => because === 'itself');
  if (!sources || !own) return undefined;
  const position = views.position();
  const tallies: Record<Part, Tally> = { said: emptyTally(), 'passed-on': emptyTally() };
  const by = new Map<string, SourceRecord['by'][number]>();
  let [place] = cursor === undefined ? [null] : decoded(cursor);
  let incidents = 0;
  let claims = 0;
  for await (const found of walk(views, id, clocks, place)) {
    count(found, tallies, by);
    ({ place } = found);
    incidents += 1;
    claims += found.said.length;
    if (incidents === mostIncidents || claims >= mostClaims) break;
  }
  const isWhole = place === null || views.sourceRecords.next(id, clocks, place) === null;
  const ranked = [...by.values()].sort((a, b) => b.claims - a.claims);
  return {
    source: own.source,
    sources,
    publicAt: clocks.publicAt ?? null,
    knownAt: clocks.knownAt ?? null,
    position,
    incidents,
    said: tallies.said,
    passedOn: tallies['passed-on'],
    by: ranked.slice(0, byTold),
    byLeftOut: Math.max(0, ranked.length - byTold),
    next: isWhole ? null : encodedPlace([place!, 0]),
  };
}

const emptyTally = (): Tally => ({
  claims: 0,
  silences: 0,
  ...(Object.fromEntries(mishaps.map((what) => [what, 0])) as Record<Mishap, number>),
});

function count(
  { said, befell, source: refOf }: RecordOnIncident,
  tallies: Record<Part, Tally>,
  by: Map<string, SourceRecord['by'][number]>,
): void {
  for (const { part, silent } of said) tallies[part][silent ? 'silences' : 'claims'] += 1;
  for (const { part, what, by: behind } of befell) {
    tallies[part][what] += 1;
    // Of one saying it is the outlets that differ, and its origin is the source itself.
    const speakers = new Set(
      behind.flatMap(({ origin, outlet }) =>
        what === 'diverged' ? [outlet] : origin.length === 0 ? [null] : origin,
      ),
    );
    for (const speaker of speakers) {
      const source = speaker === null ? null : refOf(speaker);
      const key = `${part} ${what} ${source?.id ?? ''}`;
      const known = by.get(key) ?? { part, what, source, claims: 0 };
      known.claims += 1;
      by.set(key, known);
    }
  }
}

/**
 * The claims behind one number, the incidents entered last first; a page may be short where much was looked through.
 * @throws BadInstant, BadCursor
 */
export async function befallenClaims(
  views: LedgerViews,
  id: string,
  { what, part }: { what: Mishap; part: Part },
  clocks: Clocks = {},
  request: PageRequest = {},
): Promise<Page<BefallenClaim> | undefined> {
  if (!views.sourceRecords.together(id, clocks)) return undefined;
  const limit = Math.min(200, Math.max(1, request.limit ?? 50));
  let [place, skipped]: [number | null, number] =
    request.cursor === undefined ? [null, 0] : decoded(request.cursor);
  const items: BefallenClaim[] = [];
  let incidents = 0;
  for await (const found of walk(views, id, clocks, place)) {
    const fitting = found.befell.filter((one) => one.what === what && one.part === part).slice(skipped);
    const room = limit - items.length;
    items.push(...fitting.slice(0, room).map((one) => found.told(one)));
    // A cursor stands before its incident: what was told of it already is passed over.
    if (fitting.length > room) return { items, next: encodedPlace([found.place + 1, skipped + room]) };
    place = found.place;
    skipped = 0;
    incidents += 1;
    if (incidents === mostIncidents) break;
  }
  const isWhole = place === null || views.sourceRecords.next(id, clocks, place) === null;
  return { items, next: isWhole ? null : encodedPlace([place!, 0]) };
}

async function* walk(
  views: LedgerViews,
  id: string,
  clocks: Clocks,
  from: number | null,
): AsyncGenerator<RecordOnIncident, void, void> {
  let since = performance.now();
  for (let place = from; ;) {
    const found = views.sourceRecords.next(id, clocks, place);
    if (!found) return;
    ({ place } = found);
    yield found;
    if (performance.now() - since < turnMs) continue;
    await nextTurn();
    since = performance.now();
  }
}

/** @throws BadCursor */
function decoded(cursor: string): [number, number] {
  const place = decodedPlace(cursor, 2) as [number, number];
  if (place.some((part) => part < 0)) throw new BadCursor();
  return place;
}
