import type {
  Attribution,
  Category,
  Citation,
  DocumentKind,
  Response,
  Scope,
  SourceKind,
} from '../domain/events.js';
import type { ThingKind } from '../domain/names.js';
import type { QuestionChange } from '../domain/reconcile/diff.js';
import type { CommonValue, IncidentView, PolicyName, Status } from '../domain/reconcile/view.js';
import type {
  Credibility,
  QuestionType,
  Rank,
  Reliability,
  SilenceKind,
  Stance,
  SupersessionKind,
  Value,
} from '../domain/value.js';
import type { Position } from '../log/event-log.js';
import type { NeedKind } from './need-kinds.js';

/**
 * What the views answer. Things are named by `Ref`s; every list and detail can be asked for as of two clocks. Instants
 * are RFC 3339 in UTC unless they are a document's own words. A thing that the record did not hold at `knownAt` is
 * `undefined` in a detail and absent from a list.
 */

/** The two clocks (R1). A date stands for the end of that day in UTC. Absent: now. */
export interface Clocks {
  publicAt?: string;
  knownAt?: string;
}
/** `limit` 1 to 200, default 50; `cursor` is the `next` of the page before. @throws BadCursor */
export interface PageRequest {
  cursor?: string;
  limit?: number;
}
export interface Page<Item> {
  items: Item[];
  /** opaque; null on the last page */
  next: string | null;
}

export interface Ref {
  kind: ThingKind;
  id: string;
  namespace: string;
  /** a question's is unique in its incident only */
  key: string;
  /**
   * as printed and as routes take it: the bare key where one thing of the kind alone has it, else `namespace:key`; the
   * id of what was entered by hand. A question's is `incident/question`.
   */
  name: string;
  /** for a reader: title, ask, a source's name, a claim's quote; '' while it was only referred to */
  label: string;
}

export type Resolved =
  { found: 'one'; thing: Ref } | { found: 'none' } | { found: 'many'; candidates: Ref[] };

/** A human act, or the event that made something so: who, when, why. */
export interface Act {
  position: Position;
  /** id of the event; what `ActUndone` names */
  event: string;
  actor: string;
  recordedAt: string;
  reason?: string;
}

// --- incidents ---------------------------------------------------------------------------------------------------
export interface IncidentSummary extends Ref {
  title: string;
  occurredAt?: string;
  place?: string;
  timeZone?: string;
  partOf: Ref | null;
  questions: number;
  /** not withdrawn; with `publicAt`, those surely public by then */
  claims: number;
  recordedAt: string;
}
export interface IncidentDetail extends IncidentSummary {
  description?: string;
  parts: Ref[];
  /** in the order in which they were raised */
  questionList: QuestionSummary[];
  constraints: ConstraintAnswer[];
  /** of the incident's stream: what `If-Match` compares */
  revision: number;
}
export interface ConstraintAnswer {
  id: string;
  kind: 'sum' | 'at-most' | 'same';
  /** sum: the total, then the parts; at-most: the lesser, the greater; same: all */
  questions: Ref[];
  /** "landed = landed-inside + landed-outside" */
  text: string;
  declared: Act;
}

// --- questions ---------------------------------------------------------------------------------------------------
export interface QuestionSummary extends Ref {
  incident: Ref;
  ask: string;
  type: QuestionType;
  unit?: string;
  scope?: Scope;
  cumulative: boolean;
  multiple: boolean;
  /** not withdrawn; with `publicAt`, those surely public by then */
  claims: number;
  resolved: boolean;
}
export interface QuestionDetail extends QuestionSummary {
  categories: Category[];
  resolution: ResolutionAnswer | null;
  recordedAt: string;
  revision: number;
}
export interface ResolutionAnswer extends Act {
  value: Value;
  /** what the answer rests on */
  claims: Ref[];
  method: string;
  /** digest of the view that the editor saw */
  seen: string;
  reason: string;
}

// --- sources -----------------------------------------------------------------------------------------------------
export interface SourceSummary extends Ref {
  sourceKind: SourceKind;
  aliases: string[];
  memberOf: Ref | null;
  speaksFor: Ref | null;
  knownTo: Ref | null;
  sameAs: string[];
  reliability: Reliability | null;
  note?: string;
}
export interface SourceDetail extends SourceSummary {
  same: (Act & { source: Ref })[];
  distinct: (Act & { source: Ref })[];
  independent: (Act & { source: Ref })[];
  /** share an identifier with it, without an editor's word */
  identified: { source: Ref; identifier: string }[];
  /** those that belong to it or speak for it */
  members: Ref[];
  likelySame: LikelySame[];
  graded: Act | null;
  recordedAt: string;
  revision: number;
}
/** A proposal, never a fact: an editor marks them the same, or distinct. */
export interface LikelySame {
  source: Ref;
  other: Ref;
  /** the name or alias that both have, as compared (no case, no marks, single spaces) */
  because: string;
}
export interface Said {
  claim: ClaimSummary;
  /** the end of the chain, one who said it jointly, or who passed it on */
  role: 'origin' | 'jointly' | 'relay';
}

// --- documents ---------------------------------------------------------------------------------------------------
export interface DocumentSummary extends Ref {
  publisher: Ref;
  title: string;
  documentKind: DocumentKind;
  url?: string;
  language?: string;
  publishedAt?: string;
  timeZone?: string;
  note?: string;
  captures: number;
  claims: number;
}
export interface DocumentDetail extends DocumentSummary {
  captureList: CaptureAnswer[];
  recordedAt: string;
  revision: number;
}
export interface CaptureAnswer extends Act {
  index: number;
  sha256?: string;
  /** bytes */
  length?: number;
  mediaType?: string;
  capturedAt?: string;
  archivedAt?: string;
}

// --- claims ------------------------------------------------------------------------------------------------------
export interface ClaimSummary extends Ref {
  incident: Ref;
  question: Ref | null;
  document: Ref;
  value?: Value;
  silence?: SilenceKind;
  response?: { to: Ref[]; stance: Stance };
  hedge?: string;
  citation?: Citation;
  chain: Ref[];
  jointly: Ref[];
  lineageRecorded: boolean;
  inferred: boolean;
  basis?: NonNullable<Attribution['basis']>;
  /** own, else the document's, as entered */
  publishedAt?: string;
  timeZone: string;
  assertedAt?: string;
  asOf?: string;
  occurredAt?: string;
  utterance?: string;
  note?: string;
  capture?: number;
  supersedes: { claim: Ref; as: SupersessionKind }[];
  credibility: Credibility | null;
  rank: Rank;
  withdrawn: boolean;
  recordedAt: string;
}
export interface ClaimDetail extends ClaimSummary {
  /** what responds to it */
  responses: { claim: Ref; stance: Response['stance'] }[];
  supersededBy: { claim: Ref; as: SupersessionKind }[];
  wordings: (Act & { claim: Ref; same: boolean })[];
  graded: Act | null;
  ranked: Act | null;
  withdrawal: Act | null;
  revision: number;
}
export interface ClaimFilter {
  incident?: string;
  question?: string;
  document?: string;
  source?: string;
  /** also those withdrawn; default false */
  withdrawn?: boolean;
}

// --- audit, search -----------------------------------------------------------------------------------------------
export interface AuditEntry {
  position: Position;
  id: string;
  stream: string;
  revision: number;
  type: string;
  actor: string;
  recordedAt: string;
  /** null for a stream of no thing */
  thing: Ref | null;
  /** why it was not applied to the views; absent when it was */
  setAside?: string;
}
/** With the event's data, upcast to today's shape. */
export interface AuditEvent extends AuditEntry {
  correlation: string;
  causation: string;
  data: Record<string, unknown>;
}
export interface AuditFilter {
  actor?: string;
  /** id of a thing */
  thing?: string;
  type?: string;
  /** recorded from and up to; a date is the whole day in UTC */
  from?: string;
  to?: string;
  order?: 'newest' | 'oldest';
  /** only what stands after it in the log; of a list that begins with the oldest */
  after?: Position;
}
/** One event, for whoever follows what happens. */
export interface News extends AuditEntry {
  /** where the thing belongs now; null for a source, a document and what is about no thing */
  incident: Ref | null;
}
export interface NewsRequest {
  after: Position;
  /** at most so many events are looked at, 1 to 200 */
  limit: number;
  /** id: what bears on it, with the sources and documents that stand in its claims */
  incident?: string;
  /** id */
  thing?: string;
  type?: string;
}
export interface NewsPage {
  items: News[];
  /** what was looked at ends here: ask on after it */
  upTo: Position;
}
export interface SearchRequest {
  text: string;
  kinds?: ThingKind[];
  /** id */
  incident?: string;
  /** id: only claims that this source said or passed on, and documents that it published */
  source?: string;
  /** only documents in this language and claims that stand in one; a tag means the narrower ones too (RFC 4647, 3.3.1) */
  language?: string;
}
export interface Hit {
  thing: Ref;
  incident: Ref | null;
  /** the text that was found, its words in order; where it matched, `[start, end)` in UTF-16 units */
  text: string;
  marks: [number, number][];
}

// --- what needs a human ------------------------------------------------------------------------------------------
/** One thing that waits for an editor; a question may wait for several reasons. */
export interface Need {
  kind: NeedKind;
  /** the question; of a source, it and those before it that it may be */
  things: Ref[];
  /** null for sources */
  incident: Ref | null;
  /** when that was recorded without which it would not be so, and where in the log */
  since: { position: Position; recordedAt: string };
  /** in a sentence */
  why: string;
  /** the first of those concerned; `claimCount`: all of them */
  claims: Ref[];
  claimCount: number;
  /** what they say, where that is the point */
  values: CommonValue[];
  /** of sources: the (folded) name that the first has in common with each of the others */
  shared: string[];
  /** operations of the API that settle it, those first that fit best */
  settledBy: readonly string[];
}
export interface NeedFilter {
  kind?: NeedKind;
  /** id */
  incident?: string;
  /** only what came to be so at or after it; a date: its beginning in UTC */
  since?: string;
}
export interface NeedPage extends Page<Need> {
  /** events up to this one were looked at */
  position: Position | null;
  /** whether that is all there is: if not, some of it may be settled already, and some may be missing */
  complete: boolean;
}
/** What is the case with an incident, counted. */
export interface IncidentNeeds {
  statuses: { status: Status; questions: number }[];
  needs: { kind: NeedKind; count: number }[];
}
export interface IncidentFilter {
  text?: string;
  /** id */
  parent?: string;
  /** ids */
  among?: readonly string[];
  /** with a question of this status now */
  status?: Status;
  /** in which something waits for a human now */
  need?: NeedKind | 'any';
}

// --- the view of an incident -------------------------------------------------------------------------------------
export interface ViewRequest extends Clocks {
  /** default accounts@1 */
  policy?: PolicyName;
  /** ids of incidents that are to be as if they had never been entered */
  hidden?: ReadonlySet<string>;
}
/** Chapter "The view as data": as reconciliation has it, with `knownAt` and `position` filled in. */
export interface StoredIncidentView extends IncidentView {
  /** true where `knownAt` is later than what the views have seen: what is recorded until then will change it */
  provisional?: true;
}

/** From one pair of instants to another; either clock may stand still. */
export interface ViewDiffRequest {
  from: Clocks;
  to: Clocks;
  policy?: PolicyName;
  hidden?: ReadonlySet<string>;
}
export type SinceRequest = Pick<ViewRequest, 'policy' | 'hidden'>;
export interface ViewDiff {
  incident: string;
  policy: PolicyName;
  from: ViewStamp;
  to: ViewStamp;
  /** questions whose part of the view is different, and how */
  questions: QuestionChange[];
  /** what was recorded between the two `knownAt` and bears on the view, in order: which event, by whom */
  events: (AuditEvent & { question: Ref | null })[];
  /** claims that became surely public between the two `publicAt`, in R1's order */
  published: { claim: Ref; question: Ref; publishedAt: string | null }[];
  /** further events and publications that are not listed, since there are too many */
  leftOut: number;
}
export interface ViewStamp {
  publicAt: string | null;
  knownAt: string | null;
  position: Position | null;
}

// --- health ------------------------------------------------------------------------------------------------------
export interface SetAside {
  position: Position;
  id: string;
  type: string;
  reason: string;
}
export interface ViewsHealth {
  position: Position | null;
  /** `recordedAt` (running maximum) of the last event seen */
  recordedAt: string | null;
  /** events applied, set aside ones included */
  events: number;
  /** milliseconds since a known event was waiting to be applied; 0 when none waits */
  lag: number;
  following: boolean;
  /** why it does not get on, while that lasts */
  failure?: string;
  setAside: SetAside[];
  setAsideCount: number;
  /** a rebuild under way beside the file that answers */
  rebuild: RebuildProgress | null;
}
export interface RebuildProgress {
  events: number;
  /** how far through the log, 0 to 1 */
  fraction: number;
}
