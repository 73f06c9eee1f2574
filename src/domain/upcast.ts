import type { Stored } from './decider.js';
import type { DomainEvent, DomainEventType } from './events.js';

/**
 * Stored events are never rewritten. When the data of a type changes, its `schema` is raised by one here, and the
 * data of the version before is brought to the new shape on every read, one version at a time, from raw JSON.
 */
export interface EventVersions {
  /** the version that is written now */
  schema: number;
  /** from each older version to the next one */
  from: Readonly<Record<number, (data: RawData) => RawData>>;
}
export type RawData = Readonly<Record<string, unknown>>;
export type Registry = Readonly<Record<string, EventVersions>>;

const first: EventVersions = { schema: 1, from: {} };
export const eventVersions: Readonly<Record<DomainEventType, EventVersions>> = {
  IncidentOpened: first,
  IncidentDescribed: first,
  IncidentPlacedUnder: first,
  ConstraintDeclared: first,
  ConstraintLifted: first,
  QuestionRaised: first,
  QuestionReworded: first,
  QuestionResolved: first,
  QuestionReopened: first,
  SourceRegistered: first,
  SourceDescribed: first,
  SourceReliabilityAssessed: first,
  SourcesMarkedSame: first,
  SourcesMarkedDistinct: first,
  IndependenceAsserted: first,
  DocumentRegistered: first,
  DocumentCaptured: first,
  ClaimRecorded: first,
  ClaimTranscriptionCorrected: first,
  ClaimMovedToQuestion: first,
  AttributionCorrected: first,
  ClaimSuperseded: first,
  ClaimWithdrawn: first,
  ClaimCredibilityAssessed: first,
  ClaimRanked: first,
  WordingsCompared: first,
  AccessGranted: first,
  AccessRevoked: first,
  ActUndone: first,
};

export const schemaOf = (type: DomainEventType): number => eventVersions[type].schema;

/** An event that this version of the program does not know: of a newer one, or damaged. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/** The parts of a stored envelope that say what happened. */
export interface RawEvent {
  id: string;
  type: string;
  schema: number;
  data: RawData;
}

/**
 * A stored event in the shape of today. What is stored stays as it is; the data handed in is not changed.
 * @throws UnknownEvent a type or version that is not in the registry
 */
export function upcast(
  { id, type, schema, data }: RawEvent,
  registry: Registry = eventVersions,
): Stored<DomainEvent> {
  const versions = Object.hasOwn(registry, type) ? registry[type] : undefined;
  if (!versions) throw new UnknownEvent(`event ${id} is of type ${type}, which this version does not know`);
  if (!Number.isInteger(schema) || schema < 1 || schema > versions.schema) {
    throw new UnknownEvent(
      `event ${id} is ${type} in version ${schema}; this program reads up to ${versions.schema}: use a newer one`,
    );
  }
  let current = data;
  for (let version = schema; version < versions.schema; version += 1) {
    const raise = versions.from[version];
    if (!raise) throw new UnknownEvent(`event ${id}: ${type} cannot be read in version ${version}`);
    current = raise(current);
  }
  return { id, type, data: current } as Stored<DomainEvent>;
}
