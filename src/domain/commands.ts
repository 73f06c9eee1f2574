import type { Constraint, DataOf, DomainEventType } from './events.js';
import type { ThingKind } from './names.js';
import type { QuestionType } from './value.js';

/**
 * Everything that can be asked of the ledger: imperative, one act on one thing, all things by id. A command carries
 * what its event will say; what is true already adds nothing. Things are made by namespace and key, from which their
 * id follows (names.ts).
 */
type Order<Type extends string, Data> = { type: Type } & Data;
/** What an event of this type says. */
type As<Type extends DomainEventType> = DataOf<Type>;

export type IncidentCommand =
  | Order<'OpenIncident', As<'IncidentOpened'>>
  /** The description whole, as it should be. */
  | Order<'DescribeIncident', { incident: string } & As<'IncidentDescribed'>>
  /** `parent: null` takes it out from under its parent. */
  | Order<'PlaceIncidentUnder', { incident: string } & As<'IncidentPlacedUnder'>>
  /** Questions by id, of this or other incidents. */
  | Order<'DeclareConstraint', { incident: string; relation: Constraint; reason?: string }>
  | Order<'LiftConstraint', { incident: string } & As<'ConstraintLifted'>>;

export type QuestionCommand =
  /** Its key is unique in its incident, whose namespace it takes. `valueType` is the event's `type`. */
  | Order<'RaiseQuestion', Omit<As<'QuestionRaised'>, 'type'> & { valueType: QuestionType }>
  /** The wording whole; categories may be added and relabelled, none taken away. */
  | Order<'RewordQuestion', { question: string } & As<'QuestionReworded'>>
  | Order<'ResolveQuestion', { question: string } & As<'QuestionResolved'>>
  | Order<'ReopenQuestion', { question: string } & As<'QuestionReopened'>>;

export type SourceCommand =
  | Order<'RegisterSource', As<'SourceRegistered'>>
  /** The description whole, as it should be. */
  | Order<'DescribeSource', { source: string } & As<'SourceDescribed'>>
  | Order<'AssessSource', { source: string } & As<'SourceReliabilityAssessed'>>
  /** The two in either order: the event stands with the one whose id is smaller, so all on a pair is in one stream. */
  | Order<'MarkSourcesSame', { source: string } & As<'SourcesMarkedSame'>>
  | Order<'MarkSourcesDistinct', { source: string } & As<'SourcesMarkedDistinct'>>
  | Order<'AssertIndependence', { source: string } & As<'IndependenceAsserted'>>;

export type DocumentCommand =
  | Order<'RegisterDocument', As<'DocumentRegistered'>>
  /** The text, where it is held, is in the content store before this. The capture's index is the next one. */
  | Order<'CaptureDocument', { document: string } & Omit<As<'DocumentCaptured'>, 'index'>>;

export type ClaimCommand =
  /** Without a key it is named by its id: a new one, or one that follows from the idempotency key. */
  | Order<'RecordClaim', As<'ClaimRecorded'>>
  /** The transcription whole, as it should have been. */
  | Order<'CorrectTranscription', { claim: string } & As<'ClaimTranscriptionCorrected'>>
  | Order<'MoveClaim', { claim: string; question: string; reason: string }>
  /** The attribution whole, as it should have been. */
  | Order<'CorrectAttribution', { claim: string } & As<'AttributionCorrected'>>
  | Order<'SupersedeClaim', { claim: string } & As<'ClaimSuperseded'>>
  | Order<'WithdrawClaim', { claim: string } & As<'ClaimWithdrawn'>>
  | Order<'AssessClaim', { claim: string } & As<'ClaimCredibilityAssessed'>>
  | Order<'RankClaim', { claim: string } & As<'ClaimRanked'>>
  /** The two in either order, as with sources. */
  | Order<'CompareWordings', { claim: string } & As<'WordingsCompared'>>;

export type AccessCommand =
  /** `access`: the opaque id of whoever gets it, or `everyone`. */
  | Order<'GrantAccess', { access: string } & As<'AccessGranted'>>
  | Order<'RevokeAccess', { access: string } & As<'AccessRevoked'>>;

/** Takes back one act: `event` is the id of an event in the stream of `thing`. */
export type UndoCommand = Order<
  'UndoAct',
  { thing: { kind: ThingKind; id: string }; event: string; reason: string }
>;

export type Command =
  | IncidentCommand
  | QuestionCommand
  | SourceCommand
  | DocumentCommand
  | ClaimCommand
  | AccessCommand
  | UndoCommand;
export type CommandType = Command['type'];
