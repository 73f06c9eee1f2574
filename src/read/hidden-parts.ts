import type { Closure } from './closure.js';
import type { Statement } from './database.js';
import { questionsOf } from './incidents.js';
import type { ClaimMaterial, QuestionMaterial } from './question-material.js';
import type { Rows } from './rows.js';
import { holds } from './versions.js';

/** Incidents by number; for whom these are hidden, reconciliation is as if they had never been entered. */
export type Hidden = ReadonlySet<number>;
export const nothingHidden: Hidden = new Set();

/** Part of the key of whatever is kept. */
export const signatureOf = (hidden: Hidden): string => [...hidden].sort((a, b) => a - b).join();

/** Takes hidden incidents out of what a view is made of. */
export class HiddenParts {
  readonly #incidentNow: Statement<[number], number>;
  readonly #incidentsOf: Statement<[number], number>;

  constructor(private readonly rows: Rows) {
    this.#incidentsOf = rows.store.db
      .prepare<[number], number>(
        `SELECT c.incident FROM claim_source s JOIN claim_row c ON c.n = s.claim AND c.known_to = ${holds}
         WHERE s.source = ? AND s.known_to = ${holds}`,
      )
      .pluck();
    this.#incidentNow = rows.store.db
      .prepare<[number], number>(`SELECT incident FROM claim_row WHERE n = ? AND known_to = ${holds}`)
      .pluck();
  }

  closure(closure: Closure, hidden: Hidden, seq: number): Closure {
    if (hidden.size === 0) return closure;
    const questions = closure.questions.filter((question) => {
      const incident = this.rows.questions.versions.at(question, seq)?.incident;
      return incident !== undefined && !hidden.has(incident);
    });
    const incidents = closure.incidents.filter((incident) => !hidden.has(incident));
    if (questions.length === closure.questions.length && incidents.length === closure.incidents.length)
      return closure;
    const left = new Set(questions);
    const whole = closure.incidents
      .flatMap((incident) => this.rows.incidents.versions.at(incident, seq)?.constraints ?? [])
      .filter((constraint) => questionsOf(constraint).every((question) => left.has(question)));
    const constraints = new Set(whole.map(({ id }) => id).filter((id) => closure.constraints.has(id)));
    return { ...closure, incidents, questions, constraints };
  }

  /** Of these sources those that stand in hidden incidents and in no others (as `Hiding` has it). */
  sources(candidates: readonly number[], hidden: Hidden): number[] {
    return candidates.filter((source) => {
      let stands = false;
      for (const incident of this.#incidentsOf.iterate(source)) {
        if (!hidden.has(incident)) return false;
        stands = true;
      }
      return stands;
    });
  }

  /** The same object where nothing in it is hidden. */
  material(material: QuestionMaterial, hidden: Hidden): QuestionMaterial {
    if (hidden.size === 0) return material;
    const isShown = (claim: number): boolean => !hidden.has(this.#incidentNow.get(claim) ?? 0);
    const claims = material.claims
      .filter(({ n, state }) => !hidden.has(state.incident) && isShown(n))
      .map((claim) => withoutLinks(claim, isShown));
    const wordings = material.wordings.filter(({ a, b }) => isShown(a) && isShown(b));
    const { resolution } = material.state;
    const restsOn = resolution?.claims.filter(isShown);
    const isWhole =
      claims.length === material.claims.length &&
      claims.every((claim, index) => claim === material.claims[index]) &&
      wordings.length === material.wordings.length &&
      restsOn?.length === resolution?.claims.length;
    if (isWhole) return material;
    const state = resolution
      ? { ...material.state, resolution: { ...resolution, claims: restsOn ?? [] } }
      : material.state;
    return { ...material, state, claims, wordings };
  }
}

function withoutLinks(claim: ClaimMaterial, isShown: (claim: number) => boolean): ClaimMaterial {
  const respondsTo = claim.respondsTo.filter(isShown);
  const supersedes = claim.supersedes.filter((earlier) => isShown(earlier.claim));
  const isWhole =
    respondsTo.length === claim.respondsTo.length && supersedes.length === claim.supersedes.length;
  return isWhole ? claim : { ...claim, respondsTo, supersedes };
}
