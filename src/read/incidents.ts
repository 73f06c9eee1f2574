import type { Constraint, IncidentDescription } from '../domain/events.js';
import type {
  Clocks,
  ConstraintAnswer,
  IncidentDetail,
  IncidentFilter,
  IncidentSummary,
  Page,
  PageRequest,
  QuestionSummary,
  Ref,
} from './answers.js';
import type { ActOf } from './acts.js';
import type { ClaimCounts } from './claim-counts.js';
import type { Statement } from './database.js';
import { fold } from './fold.js';
import type { Hiding } from './hiding.js';
import { IncidentList, type ListedIncident, type SeenOtherwise } from './incident-list.js';
import type { AsOf } from './moments.js';
import { page } from './paging.js';
import { spanTable, Spans } from './spans.js';
import type { Happening, HappeningOf, Projector, Store } from './store.js';
import { shared } from './touches.js';
import { versionColumns, Versions } from './versions.js';

export const incidentTables = `
CREATE TABLE incident_row (${versionColumns},
  label TEXT NOT NULL, folded TEXT NOT NULL, parent INTEGER, born INTEGER NOT NULL
);
CREATE INDEX incident_row_n ON incident_row (n);
CREATE INDEX incident_row_parent ON incident_row (parent);
CREATE INDEX incident_row_born ON incident_row (born);
${spanTable('constraint_question', 'INTEGER')}
`;

/** Questions by number. */
export type StoredConstraint = { id: string; ord: number; reason?: string } & (
  | { kind: 'sum'; total: number; parts: number[] }
  | { kind: 'at-most'; lesser: number; greater: number }
  | { kind: 'same'; questions: number[] }
);
export interface IncidentState extends IncidentDescription {
  born: number;
  parent: number | null;
  constraints: StoredConstraint[];
}

export const incidentText = ({ title, place, description }: IncidentState): string =>
  [title, place, description].filter((text) => text !== undefined).join('\n');

/** sum: the total, then the parts; at-most: the lesser, the greater; same: all. */
export function questionsOf(constraint: StoredConstraint): number[] {
  switch (constraint.kind) {
    case 'sum':
      return [constraint.total, ...constraint.parts];
    case 'at-most':
      return [constraint.lesser, constraint.greater];
    case 'same':
      return constraint.questions;
  }
}

type IncidentAct = ActOf<
  'IncidentDescribed' | 'IncidentPlacedUnder' | 'ConstraintDeclared' | 'ConstraintLifted'
>;

export class IncidentRows implements Projector {
  readonly versions: Versions<IncidentState>;
  readonly #constrained: Spans<number>;
  readonly #parts: Statement<[number, number, number], number>;

  constructor(private readonly store: Store) {
    this.versions = new Versions<IncidentState>(
      store.db,
      'incident_row',
      ['label', 'folded', 'parent', 'born'],
      (state) => [state.title, fold(incidentText(state)), state.parent, state.born],
      (v, state) => store.search.addThing('incident', v, incidentText(state)),
    );
    this.#constrained = new Spans<number>(store.db, 'constraint_question');
    this.#parts = store.db
      .prepare<[number, number, number], number>(
        'SELECT n FROM incident_row WHERE parent = ? AND known_from <= ? AND known_to > ? ORDER BY born',
      )
      .pluck();
    store.labels.set('incident', (n, seq) => this.versions.at(n, seq)?.title ?? '');
  }

  born({ seq, id, data }: HappeningOf<'IncidentOpened'>) {
    const { namespace, key, ...description } = data;
    const { n, referred } = this.store.names.born('incident', id, { namespace, key }, seq);
    this.versions.begin(n, seq, { ...description, born: seq, parent: null, constraints: [] });
    if (referred) this.store.touches.add(shared, seq);
    return { n, referred };
  }

  acted(n: number, { seq }: Happening, acts: readonly IncidentAct[]): void {
    const before = this.versions.at(n, seq)!;
    const after = acts.reduce((state, act) => this.#apply(state, act), this.versions.first(n)!);
    this.versions.replace(n, seq, after);
    this.#constrained.change(n, constrainedBy(before), constrainedBy(after), seq);
    this.store.touches.add(shared, seq);
  }

  #apply(state: IncidentState, { ord, type, data }: IncidentAct): IncidentState {
    switch (type) {
      case 'IncidentDescribed': {
        const { reason: _, ...description } = data;
        const { born, parent, constraints } = state;
        return { ...description, born, parent, constraints };
      }
      case 'IncidentPlacedUnder': {
        const { parent } = data;
        return { ...state, parent: parent === null ? null : this.store.names.number('incident', parent) };
      }
      case 'ConstraintDeclared': {
        const { constraint, relation, reason } = data;
        const declared = {
          id: constraint,
          ord,
          ...(reason === undefined ? {} : { reason }),
          ...this.#numbered(relation),
        };
        return { ...state, constraints: [...without(state, constraint), declared] };
      }
      case 'ConstraintLifted': {
        const { constraint } = data;
        return { ...state, constraints: without(state, constraint) };
      }
    }
  }

  #numbered(relation: Constraint) {
    const number = (id: string) => this.store.names.number('question', id);
    switch (relation.kind) {
      case 'sum':
        return { kind: relation.kind, total: number(relation.total), parts: relation.parts.map(number) };
      case 'at-most':
        return { kind: relation.kind, lesser: number(relation.lesser), greater: number(relation.greater) };
      case 'same':
        return { kind: relation.kind, questions: relation.questions.map(number) };
    }
  }

  parts(n: number, seq: number): number[] {
    return this.#parts.all(n, seq, seq);
  }

  /** The incidents that hold a constraint on the question. */
  constraining(question: number, seq: number): number[] {
    return this.#constrained.owners(question, seq);
  }
}

const without = (state: IncidentState, constraint: string): StoredConstraint[] =>
  state.constraints.filter(({ id }) => id !== constraint);
const constrainedBy = (state: IncidentState): number[] => state.constraints.flatMap(questionsOf);

/** What the list and the detail of incidents ask of the questions' view. */
export interface QuestionsOfIncident {
  of(incident: number, seq: number): number[];
  summary(n: number, at: AsOf): QuestionSummary;
}

export class Incidents {
  readonly #list: IncidentList;

  constructor(
    private readonly store: Store,
    private readonly rows: IncidentRows,
    private readonly questions: QuestionsOfIncident,
    private readonly counts: ClaimCounts,
    attention: () => SeenOtherwise,
  ) {
    this.#list = new IncidentList(store, attention);
  }

  /**
   * The latest entered first. With `publicAt` only incidents of which a claim was surely public by then.
   * @throws BadCursor, BadInstant
   */
  list(
    filter: IncidentFilter,
    clocks?: Clocks,
    request?: PageRequest,
    hiding?: Hiding,
  ): Page<IncidentSummary> {
    const at = this.store.moments.asOf(clocks);
    const asked = this.#list.asked(filter, at, hiding);
    if (!asked) return { items: [], next: null };
    return page(
      request,
      1,
      (after, limit) => this.#rows(at, after?.[0] ?? Number.MAX_SAFE_INTEGER, asked, limit),
      ({ born }) => [born],
      (row) => this.#summary(row.n, JSON.parse(row.data) as IncidentState, at),
    );
  }

  #rows(
    at: AsOf,
    before: number,
    asked: (before: number, limit: number) => ListedIncident[],
    limit: number,
  ): ListedIncident[] {
    const found: ListedIncident[] = [];
    let last = before;
    while (found.length < limit) {
      const rows = asked(last, limit);
      found.push(...rows.filter(({ n }) => at.publicBy === Infinity || this.counts.anyOfIncident(n, at)));
      if (rows.length < limit) break;
      last = rows.at(-1)!.born;
    }
    return found.slice(0, limit);
  }

  /** @throws BadInstant */
  get(id: string, clocks?: Clocks): IncidentDetail | undefined {
    const at = this.store.moments.asOf(clocks);
    const n = this.store.names.known('incident', id, at.seq);
    const state = n === undefined ? undefined : this.rows.versions.at(n, at.seq);
    if (n === undefined || state === undefined) return undefined;
    return {
      ...this.#summary(n, state, at),
      ...(state.description === undefined ? {} : { description: state.description }),
      parts: this.rows.parts(n, at.seq).map((part) => this.store.ref(part, at.seq)),
      questionList: this.questions.of(n, at.seq).map((question) => this.questions.summary(question, at)),
      constraints: state.constraints.map((constraint) => this.#constraint(n, constraint, at)),
      revision: this.store.revision(n),
    };
  }

  #summary(n: number, state: IncidentState, at: AsOf): IncidentSummary {
    const { title, occurredAt, place, timeZone, parent, born } = state;
    return {
      ...this.store.ref(n, at.seq),
      title,
      ...(occurredAt === undefined ? {} : { occurredAt }),
      ...(place === undefined ? {} : { place }),
      ...(timeZone === undefined ? {} : { timeZone }),
      partOf: parent === null ? null : this.store.ref(parent, at.seq),
      questions: this.questions.of(n, at.seq).length,
      claims: this.counts.ofIncident(n, at),
      recordedAt: this.store.recordedAt(born),
    };
  }

  #constraint(incident: number, constraint: StoredConstraint, at: AsOf): ConstraintAnswer {
    const refs = questionsOf(constraint).map((n) => this.store.ref(n, at.seq));
    const own = this.store.ref(incident, at.seq);
    const names = refs.map((ref) => nameWithin(own, ref));
    const [first, ...rest] = names;
    const text = {
      sum: `${first} = ${rest.join(' + ')}`,
      'at-most': `${first} <= ${rest[0]}`,
      same: names.join(' = '),
    }[constraint.kind];
    return {
      id: constraint.id,
      kind: constraint.kind,
      questions: refs,
      text,
      declared: this.store.act(constraint.ord, constraint.reason),
    };
  }
}

/** A question of the incident itself by its key alone, one of another as `incident/question`. */
const nameWithin = (incident: Ref, question: Ref): string =>
  question.name === `${incident.name}/${question.key}` ? question.key : question.name;
