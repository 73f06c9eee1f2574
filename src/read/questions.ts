import type { QuestionDescription } from '../domain/events.js';
import type { QuestionType } from '../domain/value.js';
import type {
  Clocks,
  Page,
  PageRequest,
  QuestionDetail,
  QuestionSummary,
  ResolutionAnswer,
} from './answers.js';
import type { ActOf } from './acts.js';
import type { ClaimCounts } from './claim-counts.js';
import type { Statement } from './database.js';
import type { AsOf } from './moments.js';
import { page } from './paging.js';
import type { Happening, HappeningOf, Projector, Store } from './store.js';
import { numberedValue, type StoredValue, valueWithIds } from './stored-value.js';
import { shared } from './touches.js';
import { versionColumns, Versions } from './versions.js';

export const questionTables = `
CREATE TABLE question_row (${versionColumns},
  incident INTEGER NOT NULL, label TEXT NOT NULL, resolved INTEGER NOT NULL, born INTEGER NOT NULL
);
CREATE INDEX question_row_n ON question_row (n);
CREATE INDEX question_row_incident ON question_row (incident, born);
CREATE INDEX question_row_born ON question_row (born);
`;

export interface StoredResolution {
  ord: number;
  value: StoredValue;
  claims: number[];
  method: string;
  seen: string;
  reason: string;
}
export interface QuestionState extends QuestionDescription {
  born: number;
  incident: number;
  key: string;
  type: QuestionType;
  cumulative: boolean;
  multiple: boolean;
  resolution?: StoredResolution;
}

export const questionText = ({ ask, unit, scope, categories }: QuestionState): string =>
  [
    ask,
    unit,
    scope?.place,
    scope?.population,
    scope?.counting,
    ...(categories ?? []).map(({ label }) => label),
  ]
    .filter((text) => text !== undefined)
    .join('\n');

type QuestionAct = ActOf<'QuestionReworded' | 'QuestionResolved' | 'QuestionReopened'>;

export class QuestionRows implements Projector {
  readonly versions: Versions<QuestionState>;
  readonly #of: Statement<[number, number, number], number>;

  constructor(private readonly store: Store) {
    this.versions = new Versions<QuestionState>(
      store.db,
      'question_row',
      ['incident', 'label', 'resolved', 'born'],
      (state) => [state.incident, state.ask, state.resolution ? 1 : 0, state.born],
      (v, state) => store.search.addThing('question', v, questionText(state)),
    );
    this.#of = store.db
      .prepare<[number, number, number], number>(
        'SELECT n FROM question_row WHERE incident = ? AND known_from <= ? AND known_to > ? ORDER BY born',
      )
      .pluck();
    store.labels.set('question', (n, seq) => this.versions.at(n, seq)?.ask ?? '');
  }

  born({ seq, id, data }: HappeningOf<'QuestionRaised'>) {
    const raised = data;
    const { incident: incidentId, key, type, cumulative, multiple, ...description } = raised;
    const incident = this.store.names.number('incident', incidentId);
    const namespace = this.store.names.namespaceOf(this.store.names.row(incident));
    const { n, referred } = this.store.names.born('question', id, { namespace, key, incident }, seq);
    this.versions.begin(n, seq, {
      ...description,
      born: seq,
      incident,
      key,
      type,
      cumulative: cumulative ?? false,
      multiple: multiple ?? false,
    });
    this.store.touches.add(incident, seq);
    if (referred) this.store.touches.add(shared, seq);
    return { n, referred };
  }

  acted(n: number, { seq }: Happening, acts: readonly QuestionAct[]): void {
    const after = acts.reduce((state, act) => this.#apply(state, act), this.versions.first(n)!);
    this.versions.replace(n, seq, after);
    this.store.touches.add(n, seq);
  }

  #apply(state: QuestionState, { ord, type, data }: QuestionAct): QuestionState {
    switch (type) {
      case 'QuestionReworded': {
        const { reason: _, ...description } = data;
        const { born, incident, key, type, cumulative, multiple, resolution } = state;
        const kept = { born, incident, key, type, cumulative, multiple };
        return { ...description, ...kept, ...(resolution ? { resolution } : {}) };
      }
      case 'QuestionResolved': {
        const { value, claims, method, seen, reason } = data;
        const resolution = {
          ord,
          value: numberedValue(value, this.store.names),
          claims: claims.map((claim) => this.store.names.number('claim', claim)),
          method,
          seen,
          reason,
        };
        return { ...state, resolution };
      }
      case 'QuestionReopened': {
        const { resolution: _, ...open } = state;
        return open;
      }
    }
  }

  /** In the order in which they were raised. */
  of(incident: number, seq: number): number[] {
    return this.#of.all(incident, seq, seq);
  }
}

export class Questions {
  readonly #list: Record<'all' | 'incident', Statement<unknown[], { n: number; born: number }>>;

  constructor(
    private readonly store: Store,
    private readonly rows: QuestionRows,
    private readonly counts: ClaimCounts,
  ) {
    const by = (where: string): Statement<unknown[], { n: number; born: number }> =>
      store.db.prepare(`
        SELECT n, born FROM question_row
        WHERE ${where} known_from <= ? AND known_to > ? AND born > ? AND (? IS NULL OR resolved = ?)
        ORDER BY born LIMIT ?`);
    this.#list = { all: by(''), incident: by('incident = ? AND') };
  }

  /**
   * In the order in which they were raised. Resolutions have no part in a `publicAt` list (R1).
   * @throws BadCursor, BadInstant
   */
  list(
    filter: { incident?: string; resolved?: boolean },
    clocks?: Clocks,
    request?: PageRequest,
  ): Page<QuestionSummary> {
    const at = this.store.moments.asOf(clocks);
    const incident =
      filter.incident === undefined ? null : this.store.names.known('incident', filter.incident, at.seq);
    if (incident === undefined) return { items: [], next: null };
    const resolved = filter.resolved === undefined ? null : Number(filter.resolved);
    return page(
      request,
      1,
      (after, limit) => {
        const rest = [at.seq, at.seq, after?.[0] ?? 0, resolved, resolved, limit];
        return incident === null ? this.#list.all.all(...rest) : this.#list.incident.all(incident, ...rest);
      },
      ({ born }) => [born],
      ({ n }) => this.summary(n, at),
    );
  }

  /** @throws BadInstant */
  get(id: string, clocks?: Clocks): QuestionDetail | undefined {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('question', id, at.seq);
    const state = n === undefined ? undefined : this.rows.versions.at(n, at.seq);
    if (n === undefined || state === undefined) return undefined;
    return {
      ...this.summary(n, at),
      categories: state.categories ?? [],
      resolution: state.resolution === undefined ? null : this.#resolution(state.resolution, at),
      recordedAt: this.store.recordedAt(state.born),
      revision: this.store.revision(n),
    };
  }

  of(incident: number, seq: number): number[] {
    return this.rows.of(incident, seq);
  }

  summary(n: number, at: AsOf): QuestionSummary {
    const { incident, ask, type, unit, scope, cumulative, multiple, resolution } = this.rows.versions.at(
      n,
      at.seq,
    )!;
    return {
      ...this.store.ref(n, at.seq),
      incident: this.store.ref(incident, at.seq),
      ask,
      type,
      ...(unit === undefined ? {} : { unit }),
      ...(scope === undefined ? {} : { scope }),
      cumulative,
      multiple,
      claims: this.counts.ofQuestion(n, at),
      resolved: resolution !== undefined,
    };
  }

  #resolution({ ord, value, claims, method, seen, reason }: StoredResolution, at: AsOf): ResolutionAnswer {
    return {
      ...this.store.act(ord),
      value: valueWithIds(value, this.store.names),
      claims: claims.map((claim) => this.store.ref(claim, at.seq)),
      method,
      seen,
      reason,
    };
  }
}
