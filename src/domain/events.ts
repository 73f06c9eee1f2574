import type { Grant, GrantName } from './grants.js';
import type {
  Basis,
  Credibility,
  QuestionType,
  Rank,
  Reliability,
  SilenceKind,
  Stance,
  SupersessionKind,
  Value,
} from './value.js';

/**
 * Every event of the ledger: past tense, what happened in the newsroom. Things are named by id (a UUIDv5 of ledger,
 * kind, namespace and key, see names.ts). An event stands in the stream of its first subject, whose id is therefore
 * not repeated in the data. Optional fields are absent, never null or undefined.
 */
type Event<Type extends string, Data> = { type: Type; data: Data };

// --- incidents ---------------------------------------------------------------------------------------------------
export interface IncidentDescription {
  title: string;
  /** EDTF */
  occurredAt?: string;
  place?: string;
  description?: string;
  /** IANA zone of the place, for showing local time */
  timeZone?: string;
}
export type Constraint =
  | { kind: 'sum'; total: string; parts: string[] }
  | { kind: 'at-most'; lesser: string; greater: string }
  | { kind: 'same'; questions: string[] };

export type IncidentEvent =
  | Event<'IncidentOpened', { namespace: string; key: string } & IncidentDescription>
  | Event<'IncidentDescribed', IncidentDescription & { reason: string }>
  /** `parent: null` takes it out from under its parent. */
  | Event<'IncidentPlacedUnder', { parent: string | null; reason?: string }>
  /** `constraint` is its id: UUIDv5 of its kind and questions, so that declaring it again adds nothing. */
  | Event<'ConstraintDeclared', { constraint: string; relation: Constraint; reason?: string }>
  | Event<'ConstraintLifted', { constraint: string; reason: string }>;

// --- questions ---------------------------------------------------------------------------------------------------
export interface Scope {
  place?: string;
  population?: string;
  modality?: string;
  /** EDTF */
  window?: string;
  counting?: string;
}
export interface Category {
  key: string;
  label: string;
  broader?: string[];
}
export interface QuestionDescription {
  ask: string;
  unit?: string;
  scope?: Scope;
  categories?: Category[];
}
export type QuestionEvent =
  | Event<
      'QuestionRaised',
      {
        incident: string;
        key: string;
        type: QuestionType;
        cumulative?: boolean;
        multiple?: boolean;
      } & QuestionDescription
    >
  | Event<'QuestionReworded', QuestionDescription & { reason: string }>
  /**
   * `claims`: what the answer rests on; `stood`: the claims that stood when she decided; `seen`: the digest of the
   * view that she saw (without `position`).
   */
  | Event<
      'QuestionResolved',
      {
        value: Value;
        claims: string[];
        stood: string[];
        stoodMore?: number;
        method: string;
        seen: string;
        reason: string;
      }
    >
  | Event<'QuestionReopened', { reason: string }>;

// --- sources -----------------------------------------------------------------------------------------------------
export const sourceKinds = ['person', 'office', 'organisation', 'group', 'outlet', 'unnamed'] as const;
export type SourceKind = (typeof sourceKinds)[number];
export interface SourceDescription {
  name: string;
  kind: SourceKind;
  aliases?: string[];
  memberOf?: string;
  /** the institution whose mouth it is: what it says is that institution's; implies memberOf */
  speaksFor?: string;
  /** unnamed only: the relay through which alone it is known */
  knownTo?: string;
  /** identifiers elsewhere (wikidata:Q40469), or namespace:key of a source in this ledger */
  sameAs?: string[];
  note?: string;
}
export type SourceEvent =
  | Event<'SourceRegistered', { namespace: string; key: string } & SourceDescription>
  | Event<'SourceDescribed', SourceDescription & { reason: string }>
  | Event<'SourceReliabilityAssessed', { reliability: Reliability; reason: string }>
  | Event<'SourcesMarkedSame', { other: string; reason: string }>
  | Event<'SourcesMarkedDistinct', { other: string; reason: string }>
  | Event<'IndependenceAsserted', { other: string; reason: string }>;

// --- documents ---------------------------------------------------------------------------------------------------
export const documentKinds = [
  'article',
  'statement',
  'post',
  'broadcast',
  'briefing',
  'report',
  'dataset',
  'interview',
  'correspondence',
  'image',
  'video',
  'audio',
] as const;
export type DocumentKind = (typeof documentKinds)[number];
export type DocumentEvent =
  | Event<
      'DocumentRegistered',
      {
        namespace: string;
        key: string;
        publisher: string;
        title: string;
        kind: DocumentKind;
        url?: string;
        language?: string;
        /** RFC 3339 instant (seconds may lack), or a date: some time on that day in `timeZone`, else UTC */
        publishedAt?: string;
        timeZone?: string;
        note?: string;
      }
    >
  /** The text, where it is held, lies in the content store under its SHA-256; a capture may be held as a hash alone. */
  | Event<
      'DocumentCaptured',
      {
        index: number;
        sha256?: string;
        /** bytes */
        length?: number;
        mediaType?: string;
        capturedAt?: string;
        archivedAt?: string;
      }
    >;

// --- claims ------------------------------------------------------------------------------------------------------
/** W3C Web Annotation TextQuoteSelector and TextPositionSelector (offsets in Unicode code points). */
export interface Citation {
  exact: string;
  prefix?: string;
  suffix?: string;
  start?: number;
  end?: number;
  page?: string;
  time?: string;
  translation?: { text: string; language: string; by?: string };
}
export interface Response {
  to: string[];
  stance: Stance;
}
export interface Attribution {
  /** source ids: the document's publisher first, the origin last */
  chain: string[];
  jointly?: string[];
  /** false where the last of the chain cannot be the origin and the text names none */
  lineageRecorded?: boolean;
  /** true where the recorder did the arithmetic, not the source */
  inferred?: boolean;
  basis?: Basis;
}
/** What was transcribed from the document, and can have been mistyped. */
export interface Transcription {
  value?: Value;
  silence?: SilenceKind;
  response?: Response;
  hedge?: string;
  citation?: Citation;
  capture?: number;
  /** EDTF */
  occurredAt?: string;
  /** EDTF */
  asOf?: string;
  /** EDTF */
  assertedAt?: string;
  publishedAt?: string;
  supersedes?: { claim: string; as: SupersessionKind };
  /** namespace:key; claims with the same are relays of one saying */
  utterance?: string;
  note?: string;
}
export type ClaimEvent =
  | Event<
      'ClaimRecorded',
      /** `key` is absent where nobody gave one: the claim is then named by its id. */
      {
        namespace: string;
        key?: string;
        incident: string;
        question?: string;
        document: string;
      } & Attribution &
        Transcription
    >
  /** The transcription as it should have been, whole. */
  | Event<'ClaimTranscriptionCorrected', Transcription & { reason: string }>
  | Event<'ClaimMovedToQuestion', { incident: string; question: string; reason: string }>
  /** The attribution as it should have been, whole. */
  | Event<'AttributionCorrected', Attribution & { reason: string }>
  | Event<'ClaimSuperseded', { by: string; as: SupersessionKind; reason: string }>
  | Event<'ClaimWithdrawn', { reason: string }>
  | Event<'ClaimCredibilityAssessed', { credibility: Credibility; reason: string }>
  | Event<'ClaimRanked', { rank: Rank; reason: string }>
  | Event<'WordingsCompared', { other: string; same: boolean; reason: string }>;

// --- access ------------------------------------------------------------------------------------------------------
/** In the stream of whoever has the access: an opaque id, or `everyone`. Names of people are not in the log. */
export type AccessEvent =
  | Event<'AccessGranted', { grant: Grant; reason: string }>
  | Event<'AccessRevoked', { grant: GrantName; reason: string }>;

// --- any stream --------------------------------------------------------------------------------------------------
/** Takes back the judgement `undone` (an event of the same stream), where no opposite event exists. */
export type UndoEvent = Event<'ActUndone', { undone: string; of: DomainEventType; reason: string }>;

export type DomainEvent =
  IncidentEvent | QuestionEvent | SourceEvent | DocumentEvent | ClaimEvent | AccessEvent | UndoEvent;
export type DomainEventType =
  | (IncidentEvent | QuestionEvent | SourceEvent | DocumentEvent | ClaimEvent | AccessEvent)['type']
  | 'ActUndone';
export type DataOf<Type extends DomainEventType> = Extract<DomainEvent, { type: Type }>['data'];
