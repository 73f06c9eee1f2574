import { LRUCache } from 'lru-cache';
import type { Dossier } from '../domain/reconcile/dossier.js';
import { reconcile, type ReconciledView } from '../domain/reconcile/index.js';
import { digestOf } from './view-digest.js';
import type { StoredIncidentView, ViewDiff, ViewDiffRequest, ViewRequest } from './answers.js';
import type { Audit } from './audit.js';
import { Dossiers } from './dossier.js';
import { nothingHidden, signatureOf, type Hidden } from './hidden-parts.js';
import type { Unseen } from './question-dossier.js';
import type { Rows } from './rows.js';
import { ViewDiffs } from './view-diff.js';

/** Views and dossiers kept: claims and questions in them, all together. */
const maxKept = 100_000;

/** The current view of an incident, and that of any moment: reconciliation of what rows say. */
export class IncidentViews {
  readonly #dossiers: Dossiers;
  readonly #diffs: ViewDiffs;
  readonly #kept = new LRUCache<string, ReconciledView>({ maxSize: maxKept, sizeCalculation: sizeOf });

  constructor(
    private readonly rows: Rows,
    audit: Audit,
    unseen: Unseen,
  ) {
    this.#dossiers = new Dossiers(rows, unseen);
    this.#diffs = new ViewDiffs(rows, this.#dossiers, audit);
  }

  /**
   * What reconciliation is given: the incident's closure as known then.
   * @throws BadInstant
   */
  dossier(incident: string, knownAt?: string, hidden?: ReadonlySet<string>): Dossier | undefined {
    const { seq } = this.rows.store.moments.asOf(knownAt === undefined ? {} : { knownAt });
    const n = this.rows.store.names.known('incident', incident, seq);
    return n === undefined ? undefined : this.#dossiers.of(n, seq, this.#numbers(hidden)).dossier;
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
    const hidden = this.#numbers(request.hidden);
    const { changed, dossier, name } = this.#dossiers.of(n, seq, hidden);
    const key = `${n} ${changed} ${policy} ${publicAt ?? ''} ${signatureOf(hidden)}`;
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

  /**
   * What is different between two instants of either clock, which events brought it about, and by whom.
   * @throws BadInstant
   */
  async diff(incident: string, { from, to, policy, hidden }: ViewDiffRequest): Promise<ViewDiff | undefined> {
    const by = { ...(policy !== undefined && { policy }), ...(hidden && { hidden }) };
    const after = this.view(incident, { ...to, ...by });
    if (!after) return undefined;
    return this.#diffs.between(incident, [from, this.view(incident, { ...from, ...by })], [to, after]);
  }

  #numbers(hidden: ReadonlySet<string> | undefined): Hidden {
    if (!hidden) return nothingHidden;
    return new Set([...hidden].flatMap((id) => this.rows.store.names.find(id) ?? []));
  }

  /** Of the view without `position`: what an editor has seen, and an ETag. */
  digest(view: StoredIncidentView): string {
    return digestOf(view);
  }
}

const sizeOf = ({ questions }: ReconciledView): number =>
  questions.reduce((sum, { history }) => sum + history.length, questions.length + 1);
