import type { Dossier } from '../domain/reconcile/dossier.js';
import { Dossiers } from './dossier.js';
import type { Unseen } from './question-dossier.js';
import type { Rows } from './rows.js';

export class IncidentViews {
  readonly #dossiers: Dossiers;

  constructor(
    private readonly rows: Rows,
    unseen: Unseen,
  ) {
    this.#dossiers = new Dossiers(rows, unseen);
  }

  /**
   * What reconciliation is given: the incident's closure as known then.
   * @throws BadInstant
   */
  dossier(incident: string, knownAt?: string): Dossier | undefined {
    const { seq } = this.rows.store.moments.asOf(knownAt === undefined ? {} : { knownAt });
    const n = this.rows.store.names.known('incident', incident, seq);
    return n === undefined ? undefined : this.#dossiers.dossier(n, seq);
  }
}
