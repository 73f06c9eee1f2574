import type { Observable } from 'rxjs';
import type { ThingKind } from '../domain/names.js';
import type { Dossier } from '../domain/reconcile/dossier.js';
import type { Position } from '../log/event-log.js';
import type { AccessAnswers } from './access.js';
import type { Hiding } from './hiding.js';
import type {
  AuditEntry,
  AuditEvent,
  AuditFilter,
  ClaimDetail,
  ClaimFilter,
  ClaimSummary,
  Clocks,
  DocumentDetail,
  DocumentSummary,
  Hit,
  IncidentDetail,
  IncidentFilter,
  IncidentNeeds,
  IncidentSummary,
  LikelySame,
  NeedFilter,
  NeedPage,
  NewsPage,
  NewsRequest,
  Page,
  PageRequest,
  QuestionDetail,
  QuestionSummary,
  Ref,
  Resolved,
  Said,
  SearchRequest,
  SinceRequest,
  SourceDetail,
  SourceSummary,
  StoredIncidentView,
  ViewDiff,
  ViewDiffRequest,
  ViewRequest,
  ViewsHealth,
} from './answers.js';
import type { OneOfSeveral, RecordOnIncident } from './source-records.js';
import type { OpenedDossier } from './opened-dossier.js';

/**
 * What may be asked of the views. All but what reads the log is synchronous: an answer is of one position. Take each
 * member anew when you ask (a rebuild that swaps in replaces them); ids are those of things, dates those of `Clocks`.
 */
export interface LedgerViews {
  readonly names: {
    /** An id, `namespace:key`, or a bare key; a question's is `[namespace:]incident/question`. */
    resolve(kind: ThingKind, name: string): Resolved;
    /** The id alone of the one thing that a name means; undefined: none, or several, as `resolve` tells. */
    only(kind: ThingKind, name: string): string | undefined;
    ref(id: string): Ref | undefined;
  };
  readonly incidents: {
    /** `status` and `need` are of now, whatever the clocks; `hiding`: from whom something is hidden. */
    list(filter: IncidentFilter, clocks?: Clocks, page?: PageRequest, hiding?: Hiding): Page<IncidentSummary>;
    get(id: string, clocks?: Clocks): IncidentDetail | undefined;
  };
  readonly questions: {
    list(
      filter: { incident?: string; resolved?: boolean },
      clocks?: Clocks,
      page?: PageRequest,
    ): Page<QuestionSummary>;
    get(id: string, clocks?: Clocks): QuestionDetail | undefined;
  };
  readonly sources: {
    list(
      filter: { text?: string; sourceKind?: string },
      clocks?: Clocks,
      page?: PageRequest,
    ): Page<SourceSummary>;
    get(id: string, clocks?: Clocks): SourceDetail | undefined;
    /** Everything it said or passed on, in order of publication (R1). */
    said(id: string, clocks?: Clocks, page?: PageRequest): Page<Said>;
    /** Pairs that share a name or alias and that no editor has spoken on. */
    likelySame(page?: PageRequest): Page<LikelySame>;
  };
  readonly documents: {
    list(
      filter: { text?: string; publisher?: string; url?: string },
      clocks?: Clocks,
      page?: PageRequest,
    ): Page<DocumentSummary>;
    get(id: string, clocks?: Clocks): DocumentDetail | undefined;
  };
  readonly claims: {
    /** In order of publication (R1), the latest last. */
    list(filter: ClaimFilter, clocks?: Clocks, page?: PageRequest): Page<ClaimSummary>;
    get(id: string, clocks?: Clocks): ClaimDetail | undefined;
  };
  readonly incidentViews: {
    /** What reconciliation is given: the incident's closure as known then. */
    dossier(incident: string, knownAt?: string, hidden?: ReadonlySet<string>): Dossier | undefined;
    /** The same with its names, from which the things are found that reconciliation speaks of. */
    opened(incident: string, knownAt?: string, hidden?: ReadonlySet<string>): OpenedDossier | undefined;
    view(incident: string, request?: ViewRequest): StoredIncidentView | undefined;
    /** What is different between two instants, and what brought it about. */
    diff(incident: string, request: ViewDiffRequest): Promise<ViewDiff | undefined>;
    /**
     * What is different since the view had one of these digests, and what brought it about; undefined where no lately
     * passed moment had it.
     */
    since(
      incident: string,
      digests: ReadonlySet<string>,
      request?: SinceRequest,
    ): Promise<ViewDiff | undefined>;
    /** Of the view without `position`: what an editor has seen, and an ETag. */
    digest(view: StoredIncidentView): string;
  };
  /** What needs a human; always of now. `hiding`: what whoever asks may not see. */
  readonly attention: {
    /**
     * Brings what is kept up to the record, with room for others between; false where there was no end of it in the
     * time given (by default two seconds). Answers are right as far as they say that they are complete.
     */
    ready(milliseconds?: number): Promise<boolean>;
    /** What came to be so last first. */
    list(filter: NeedFilter, page?: PageRequest, hiding?: Hiding): NeedPage;
    /** Statuses and needs of an incident, counted; right at once, as a view is. */
    ofIncident(id: string, hiding?: Hiding): IncidentNeeds | undefined;
  };
  readonly sourceRecords: {
    /** Those whose words are taken together as one source's; undefined where it was not in the record then. */
    together(source: string, clocks?: Clocks): OneOfSeveral[] | undefined;
    /** What befell on the next incident before `before` in which they had a part; null: there is none. */
    next(source: string, clocks: Clocks, before: number | null, hiding?: Hiding): RecordOnIncident | null;
  };
  readonly search: {
    find(request: SearchRequest, clocks?: Clocks, page?: PageRequest): Page<Hit>;
  };
  readonly audit: {
    list(filter: AuditFilter, page?: PageRequest): Page<AuditEntry>;
    /** The entry with its data, read from the log; undefined where no such position is known. */
    event(position: Position): Promise<AuditEvent | undefined>;
    /** The events of a thing in order, with their data. */
    history(thing: string, clocks?: Clocks): Promise<AuditEvent[]>;
  };
  readonly news: {
    /** The next events after a position, in log order, and how far that looked. */
    after(request: NewsRequest): NewsPage;
  };

  readonly requestKeys: {
    /** Which request an idempotency key led to an event for; both are hashes (src/http/idempotency.ts). */
    fingerprint(scope: string): string | undefined;
  };

  /** Who may do what: always of now. */
  readonly access: AccessAnswers;

  /** Of the last event applied; null for an empty ledger. */
  position(): Position | null;
  /** Word that the position has risen, while the log is followed. */
  readonly advances: Observable<void>;
  /** Applies all that is in the log. */
  catchUp(): Promise<Position | null>;
  /** Catches up and then follows the log live, until closed. */
  follow(): Promise<void>;
  /** True as soon as the views have reached it; false after `milliseconds`. */
  waitFor(position: Position, milliseconds: number): Promise<boolean>;
  health(): ViewsHealth;
  close(): Promise<void>;
}
