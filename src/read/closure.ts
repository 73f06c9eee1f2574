import { questionsOf } from './incidents.js';
import type { QuestionReader } from './question-material.js';
import type { Rows } from './rows.js';
import { shared } from './touches.js';
import { Recent } from './recent.js';

/** What an incident's view is made of. */
export interface Closure {
  incident: number;
  /** those whose questions are loaded or whose constraints link them, and what they are part of; in order of entry */
  incidents: number[];
  /** in the order in which they were raised */
  questions: number[];
  /** ids of the constraints that link them */
  constraints: ReadonlySet<string>;
  faults: string[];
}

const maxClosures = 500;

/**
 * Which questions decide an incident's view: its own, and those linked to them by constraints, responses and
 * supersessions, directly or not, in whatever incident.
 */
export class Closures {
  readonly #known = new Recent<string, Closure>(maxClosures);
  readonly #unplaced;

  constructor(
    private readonly rows: Rows,
    private readonly reader: QuestionReader,
  ) {
    this.#unplaced = rows.store.db
      .prepare<[number, number, number], string>(
        `SELECT coalesce(t.key, t.id) FROM claim_row c JOIN thing t ON t.n = c.n
         WHERE c.question IS NULL AND c.incident = ? AND c.known_from <= ? AND c.known_to > ? AND c.withdrawn = 0`,
      )
      .pluck();
  }

  of(incident: number, seq: number): Closure {
    const key = `${incident} ${this.#changed(incident, seq)}`;
    const known = this.#known.get(key);
    if (known) return known;
    const closure = this.#find(incident, seq);
    this.#known.set(key, closure);
    return closure;
  }

  /** The last place in log order, up to `seq`, at which anything that the view is made of changed. */
  changed(closure: Closure, seq: number): number {
    return closure.questions.reduce(
      (last, question) => Math.max(last, this.reader.changed(question, seq)),
      this.#changed(closure.incident, seq),
    );
  }

  #changed(incident: number, seq: number): number {
    const { touches } = this.rows.store;
    return Math.max(touches.last(shared, seq), touches.last(incident, seq));
  }

  #find(incident: number, seq: number): Closure {
    const questions = new Set<number>();
    const constraints = new Set<string>();
    const linking = new Set<number>();
    const queue = [...this.rows.questions.of(incident, seq)];
    for (let question = queue.pop(); question !== undefined; question = queue.pop()) {
      if (questions.has(question)) continue;
      questions.add(question);
      queue.push(...this.rows.claims.links.questionsLinkedTo(question, seq));
      for (const holder of this.rows.incidents.constraining(question, seq)) {
        for (const constraint of this.rows.incidents.versions.at(holder, seq)?.constraints ?? []) {
          const linked = questionsOf(constraint);
          if (!linked.includes(question)) continue;
          constraints.add(constraint.id);
          linking.add(holder);
          queue.push(...linked);
        }
      }
    }
    const raised = [...questions].flatMap((n) => {
      const state = this.rows.questions.versions.at(n, seq);
      return state ? [{ n, born: state.born, incident: state.incident }] : [];
    });
    return {
      incident,
      incidents: this.#withWholes(
        [incident, ...raised.map((question) => question.incident), ...linking],
        seq,
      ),
      questions: raised.sort((x, y) => x.born - y.born).map(({ n }) => n),
      constraints,
      faults: this.#unplaced
        .all(incident, seq, seq)
        .map((claim) => `${claim} stands under no question: what it responds to is not in the record`),
    };
  }

  /** With what they are parts of, up to the top. */
  #withWholes(incidents: readonly number[], seq: number): number[] {
    const found = new Map<number, number>();
    const queue = [...incidents];
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) {
      const state = found.has(n) ? undefined : this.rows.incidents.versions.at(n, seq);
      if (!state) continue;
      found.set(n, state.born);
      if (state.parent !== null) queue.push(state.parent);
    }
    return [...found].sort(([, x], [, y]) => x - y).map(([n]) => n);
  }
}
