import type { IncidentFilter } from './answers.js';
import { needMark, statusMark } from './attention-rows.js';
import type { Statement } from './database.js';
import { fold } from './fold.js';
import type { Hiding } from './hiding.js';
import type { AsOf } from './moments.js';
import type { Store } from './store.js';

/** What goes into a list of incidents: the version's row and its state. */
export interface ListedIncident {
  n: number;
  born: number;
  data: string;
}
/** What is said of incidents beside what is kept of them. */
export interface SeenOtherwise {
  /** Those whose kept rows do not hold for who asks, and whether such a one has a mark. */
  besides(hiding: Hiding | undefined): {
    affected: ReadonlySet<number>;
    has: (incident: number, mark: string) => boolean;
  };
}
interface Wanted {
  seq: number;
  before: number;
  text: string;
  parent: number | null;
  /** numbers, as JSON */
  among: string | null;
  mark: string | null;
  also: string | null;
  limit: number;
}
type Query = Statement<[Wanted], ListedIncident>;

/** The incidents that fit a filter, the latest entered first. */
export class IncidentList {
  readonly #all: Query;
  #marked: Query | undefined;

  constructor(
    private readonly store: Store,
    private readonly attention: () => SeenOtherwise,
  ) {
    this.#all = store.db.prepare(`
      SELECT i.n, i.born, i.data FROM incident_row i
      WHERE i.born < @before AND ${fits} ORDER BY i.born DESC LIMIT @limit`);
  }

  /** Undefined where nothing can fit: what the filter names is not there. */
  asked(
    filter: IncidentFilter,
    at: AsOf,
    hiding?: Hiding,
  ): ((before: number, limit: number) => ListedIncident[]) | undefined {
    const { names } = this.store;
    const parent = filter.parent === undefined ? null : names.known('incident', filter.parent, at.seq);
    if (parent === undefined) return undefined;
    const among = filter.among?.flatMap((id) => names.known('incident', id, at.seq) ?? []);
    const [mark, also] = [
      ...(filter.status === undefined ? [] : [statusMark(filter.status)]),
      ...(filter.need === undefined ? [] : [needMark(filter.need === 'any' ? undefined : filter.need)]),
    ];
    const wanted = {
      seq: at.seq,
      text: fold(filter.text ?? ''),
      parent,
      among: among === undefined ? null : JSON.stringify(among),
      mark: mark ?? null,
      also: also ?? null,
    };
    if (mark === undefined) return (before, limit) => this.#all.all({ ...wanted, before, limit });
    const marks = also === undefined ? [mark] : [mark, also];
    return (before, limit) => this.#withMarks({ ...wanted, before, limit }, marks, hiding);
  }

  /** By what is kept, but for those incidents that somebody sees otherwise: these are looked at one by one. */
  #withMarks(wanted: Wanted, marks: readonly string[], hiding: Hiding | undefined): ListedIncident[] {
    this.#marked ??= this.store.db.prepare(`
      SELECT i.n, i.born, i.data FROM attention_mark m CROSS JOIN incident_row i ON i.n = m.incident
      WHERE m.mark = @mark AND m.born < @before AND ${fits}
        AND (@also IS NULL OR EXISTS (SELECT 1 FROM attention_mark o WHERE o.mark = @also AND o.born = m.born))
      ORDER BY m.born DESC LIMIT @limit`);
    const { affected, has } = this.attention().besides(hiding);
    if (affected.size === 0) return this.#marked.all(wanted);
    const found: ListedIncident[] = [];
    for (let { before } = wanted; found.length < wanted.limit;) {
      const rows = this.#marked.all({ ...wanted, before });
      found.push(...rows.filter(({ n }) => !affected.has(n)));
      if (rows.length < wanted.limit) break;
      before = rows.at(-1)!.born;
    }
    const fitting = [...affected].filter((n) => marks.every((mark) => has(n, mark)));
    const asked =
      wanted.among === null
        ? fitting
        : (JSON.parse(wanted.among) as number[]).filter((n) => fitting.includes(n));
    const others = this.#all.all({ ...wanted, among: JSON.stringify(asked) });
    return [...found, ...others].sort((a, b) => b.born - a.born).slice(0, wanted.limit);
  }
}

const fits = `
  i.known_from <= @seq AND i.known_to > @seq AND instr(i.folded, @text) > 0
  AND (@parent IS NULL OR i.parent = @parent)
  AND (@among IS NULL OR i.n IN (SELECT value FROM json_each(@among)))`;
