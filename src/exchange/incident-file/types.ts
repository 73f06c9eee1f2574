import type {
  Category,
  Citation,
  DocumentKind,
  IncidentDescription,
  Scope,
  SourceKind,
} from '../../domain/events.js';
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
} from '../../domain/value.js';

/**
 * The incident file, version 1, as TypeScript sees it after it was checked against incident-file.schema.json. Things
 * are named by their keys in the file.
 */
export const incidentFileFormat = 'incident-ledger/incident-file@1';

export interface IncidentFile {
  format: typeof incidentFileFormat;
  namespace: string;
  title: string;
  note?: string;
  sources: FileSource[];
  documents: FileDocument[];
  incidents: FileIncident[];
  claims: FileClaim[];
  acts?: FileAct[];
}

export interface FileSource {
  key: string;
  name: string;
  kind: SourceKind;
  aliases?: string[];
  memberOf?: string;
  knownTo?: string;
  speaksFor?: string;
  sameAs?: string[];
  note?: string;
}

export interface FileCapture {
  capturedAt?: string;
  sha256?: string;
  text?: string;
  mediaType?: string;
  archivedAt?: string;
}
export interface FileDocument {
  key: string;
  publisher: string;
  title: string;
  kind: DocumentKind;
  url?: string;
  language?: string;
  publishedAt?: string;
  timeZone?: string;
  note?: string;
  captures?: FileCapture[];
}

export interface FileQuestion {
  key: string;
  ask: string;
  type: QuestionType;
  unit?: string;
  cumulative?: boolean;
  multiple?: boolean;
  scope?: Scope;
  categories?: (Omit<Category, 'broader'> & { broader?: string | string[] })[];
}
/** Questions as `question` of the same incident or `incident/question`. */
export type FileConstraint = { reason?: string } & (
  | { kind: 'sum'; total: string; parts: string[] }
  | { kind: 'at-most'; lesser: string; greater: string }
  | { kind: 'same'; questions: string[] }
);
export interface FileIncident extends IncidentDescription {
  key: string;
  partOf?: string;
  questions: FileQuestion[];
  constraints?: FileConstraint[];
}

export interface FileClaim {
  key: string;
  incident: string;
  question?: string;
  document: string;
  chain: string[];
  jointly?: string[];
  lineageRecorded?: boolean;
  inferred?: boolean;
  basis?: Basis;
  value?: Value;
  silence?: SilenceKind;
  response?: { to: string | string[]; stance: Stance };
  hedge?: string;
  citation?: Citation;
  capture?: number;
  occurredAt?: string;
  asOf?: string;
  assertedAt?: string;
  publishedAt?: string;
  supersedes?: { claim: string; as: SupersessionKind };
  utterance?: string;
  note?: string;
}

export type FileAct = { reason: string; at?: string } & (
  | { act: 'assess-source'; source: string; reliability: Reliability }
  | { act: 'assess-claim'; claim: string; credibility: Credibility }
  | { act: 'rank'; claim: string; rank: Rank }
  | { act: 'mark-same' | 'mark-distinct' | 'assert-independence'; sources: [string, string] }
  | { act: 'supersede'; claim: string; by: string; as: SupersessionKind }
  | { act: 'move'; claim: string; incident: string; question: string }
  | { act: 'withdraw'; claim: string }
  | { act: 'resolve'; incident: string; question: string; value: Value; claims: string[] }
  | { act: 'reopen'; incident: string; question: string }
  | { act: 'compare-wordings'; claims: [string, string]; same: boolean }
  | { act: 'correct-attribution'; claim: string; chain?: string[]; lineageRecorded?: boolean }
);

/** One thing of a file: what stands on a line of incident lines, and what an incident file holds in its lists. */
export type Item =
  | { kind: 'source'; body: FileSource }
  | { kind: 'document'; body: FileDocument }
  | { kind: 'incident'; body: FileIncident }
  | { kind: 'claim'; body: FileClaim }
  | { kind: 'act'; body: FileAct };
export const itemKinds = ['source', 'document', 'incident', 'claim', 'act'] as const;
export type ItemKind = Item['kind'];

/** The list of an incident file in which each kind of thing stands. */
export const listOf = {
  source: 'sources',
  document: 'documents',
  incident: 'incidents',
  claim: 'claims',
  act: 'acts',
} as const satisfies Record<ItemKind, keyof IncidentFile>;
