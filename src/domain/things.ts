import type {
  Attribution,
  Constraint,
  DataOf,
  IncidentDescription,
  QuestionDescription,
  SourceDescription,
  Transcription,
} from './events.js';
import type { Role } from './grants.js';
import type { StreamKind, ThingKind } from './names.js';
import type { Credibility, Rank, Reliability, SupersessionKind } from './value.js';

/**
 * The state of each thing, as far as decisions need it: what its stream says, folded. `entered` is what was first
 * said of it, so that the same key with the same content is recognised after later corrections too.
 */
export interface Incident {
  entered: DataOf<'IncidentOpened'>;
  description: IncidentDescription;
  parent: string | null;
  /** by constraint id; a lifted one is remembered, since it can be declared again */
  constraints: Readonly<Record<string, { relation: Constraint; lifted: boolean }>>;
}
export interface Question {
  entered: DataOf<'QuestionRaised'>;
  description: QuestionDescription;
  /** `event`: the id of the `QuestionResolved` that is in force; null: reopened since */
  resolution?: ({ event: string } & DataOf<'QuestionResolved'>) | null;
}
export interface Source {
  entered: DataOf<'SourceRegistered'>;
  description: SourceDescription;
  reliability?: { reliability: Reliability; reason: string };
  /** the last word on this source and another whose id is greater */
  identity: Readonly<Record<string, { same: boolean; reason: string }>>;
  /** asserted independent of another whose id is greater: the reason */
  independentOf: Readonly<Record<string, string>>;
}
export interface Document {
  entered: DataOf<'DocumentRegistered'>;
  captures: readonly DataOf<'DocumentCaptured'>[];
}
export interface Claim {
  entered: DataOf<'ClaimRecorded'>;
  incident: string;
  question?: string;
  document: string;
  attribution: Attribution;
  transcription: Transcription;
  /** by the superseding claim, as an editor said it; the claim's own `supersedes` is in the transcription */
  supersededBy: Readonly<Record<string, { as: SupersessionKind; reason: string }>>;
  withdrawn: boolean;
  credibility?: { credibility: Credibility; reason: string };
  rank?: { rank: Rank; reason: string };
  /** wordings compared with those of a claim whose id is greater */
  wordings: Readonly<Record<string, { same: boolean; reason: string }>>;
}

/** What one person or program, or everyone, may do. */
export interface Access {
  roles: readonly Role[];
  /** by incident id: the last word; without one everyone may read an incident, and nobody in particular */
  incidents: Readonly<Record<string, boolean>>;
  /** by key id; a revoked one stays, so that it is never granted again */
  keys: Readonly<Record<string, { roles: readonly Role[]; expiresAt: string; revoked: boolean }>>;
}

export interface Things {
  incident: Incident;
  question: Question;
  source: Source;
  document: Document;
  claim: Claim;
  access: Access;
}

/** A thing by its name: what `needs` asks for and the context holds. */
export interface Ref<Kind extends StreamKind = StreamKind> {
  kind: Kind;
  id: string;
}

/** What a decision may look at beside its own stream. A thing that does not exist is undefined. */
export interface Context {
  readonly ledger: string;
  get<Kind extends ThingKind>(kind: Kind, id: string): Things[Kind] | undefined;
}

/** Names of several things of one kind, what is not named left out. */
export function refs(kind: ThingKind, ids: Iterable<string | undefined>): Ref[] {
  const named: Ref[] = [];
  for (const id of ids) if (id !== undefined) named.push({ kind, id });
  return named;
}
