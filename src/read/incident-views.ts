import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Dossier } from '../domain/reconcile/dossier.js';
import { reconcile, type ReconciledView } from '../domain/reconcile/index.js';
import { digestOf } from './view-digest.js';
import type { OpenedDossier } from './opened-dossier.js';
import type {
  Ref,
  SinceRequest,
  StoredIncidentView,
  ViewDiff,
  ViewDiffRequest,
  ViewRequest,
} from './answers.js';
import type { Audit } from './audit.js';
import { Dossiers } from './dossier.js';
import { nothingHidden, signatureOf, type Hidden } from './hidden-parts.js';
import type { Unseen } from './question-dossier.js';
import type { Rows } from './rows.js';
import { ViewDiffs } from './view-diff.js';

/** How far back a view is looked for by its digest: so many changes, and so long. */
const mostInstants = 50;
const searchMs = 1_000;

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

  /** What views are made of: one store for all who reckon with it, so that nothing is put together twice. */
  get dossiers(): Dossiers {
    return this.#dossiers;
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
   * The same with its names, from which the things are found that reconciliation speaks of.
   * @throws BadInstant
   */
  opened(incident: string, knownAt?: string, hidden?: ReadonlySet<string>): OpenedDossier | undefined {
    const { store } = this.rows;
    const { seq } = store.moments.asOf(knownAt === undefined ? {} : { knownAt });
    const n = store.names.known('incident', incident, seq);
    if (n === undefined) return undefined;
    const { dossier, name, names } = this.#dossiers.of(n, seq, this.#numbers(hidden));
    const claim = (called: string): number | undefined => names.claimCalled(called);
    const sources = new Map<string, Ref | undefined>();
    const source = (called: string): Ref | undefined => {
      // What was only referred to, and never entered, is called by its id.
      const n = names.sourceCalled(called) ?? store.names.find(called);
      return ifThere(n, (known) => store.ref(known, seq));
    };
    return {
      dossier,
      incident: name,
      position: store.moments.position(seq),
      claimId: (called) => ifThere(claim(called), (known) => store.names.id(known)),
      claim: (called) => ifThere(claim(called), (known) => store.ref(known, seq)),
      source: (called) => {
        if (!sources.has(called)) sources.set(called, source(called));
        return sources.get(called);
      },
      called: (id) => ifThere(store.names.known('claim', id, seq), (known) => names.claim(known)),
    };
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
    const { changed, cut, dossier, name } = this.#dossiers.of(n, seq, hidden);
    const key = `${n} ${changed} ${policy} ${publicAt ?? ''} ${signatureOf(hidden)} ${cut}`;
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

  /**
   * What is different since the view had one of these digests, the latest such moment, and what brought it about;
   * undefined where none of the moments that are looked at, the latest ones, had it.
   */
  async since(
    incident: string,
    digests: ReadonlySet<string>,
    request: SinceRequest = {},
  ): Promise<ViewDiff | undefined> {
    const until = performance.now() + searchMs;
    for (const knownAt of this.#diffs.instantsBefore(incident, mostInstants)) {
      const then = this.view(incident, { ...request, knownAt });
      if (then && digests.has(digestOf({ ...then, knownAt: null }))) {
        return this.diff(incident, { ...request, from: { knownAt }, to: {} });
      }
      if (performance.now() > until) return undefined;
      await nextTurn(); // others have theirs meanwhile
    }
    return undefined;
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

const ifThere = <T>(n: number | undefined, answer: (n: number) => T): T | undefined =>
  n === undefined ? undefined : answer(n);

const sizeOf = ({ questions }: ReconciledView): number =>
  questions.reduce((sum, { history }) => sum + history.length, questions.length + 1);
