import { LRUCache } from 'lru-cache';
import type { Dossier } from '../domain/reconcile/dossier.js';
import { reconcile, type ReconciledView } from '../domain/reconcile/index.js';
import { digestOf } from './view-digest.js';
import type { StoredIncidentView, ViewRequest } from './answers.js';
import { Dossiers } from './dossier.js';
import type { Unseen } from './question-dossier.js';
import type { Rows } from './rows.js';

/** Views and dossiers kept: claims and questions in them, all together. */
const maxKept = 100_000;

/** The current view of an incident, and that of any moment: reconciliation of what rows say. */
export class IncidentViews {
  readonly #dossiers: Dossiers;
  readonly #kept = new LRUCache<string, ReconciledView>({ maxSize: maxKept, sizeCalculation: sizeOf });

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
    return n === undefined ? undefined : this.#dossiers.of(n, seq).dossier;
  }

  /**
   * The view as data (docs/METHOD.md), worked out again only where something changed since it was asked last.
   * @throws BadInstant
   */
  view(incident: string, request: ViewRequest = {}): StoredIncidentView | undefined {
    const { publicAt, knownAt, policy = 'accounts@1' } = request;
    const { seq, provisional } = this.rows.store.moments.asOf(request);
    const n = this.rows.store.names.known('incident', incident, seq);
    if (n === undefined) return undefined;
    const { changed, dossier, name } = this.#dossiers.of(n, seq);
    const key = `${n} ${changed} ${policy} ${publicAt ?? ''}`;
    let view = this.#kept.get(key);
    if (!view) {
      view = reconcile(dossier, name, { publicAt: publicAt ?? null, policy });
      this.#kept.set(key, view);
    }
    const { incident: printed, title, publicAt: at, method, policy: by, ...rest } = view;
    return {
      incident: printed,
      title,
      publicAt: at,
      knownAt: knownAt ?? null,
      ...(provisional ? { provisional } : {}),
      method,
      policy: by,
      position: this.rows.store.moments.position(seq),
      ...rest,
    };
  }

  /** Of the view without `position`: what an editor has seen, and an ETag. */
  digest(view: StoredIncidentView): string {
    return digestOf(view);
  }
}

const sizeOf = ({ questions }: ReconciledView): number =>
  questions.reduce((sum, { history }) => sum + history.length, questions.length + 1);
