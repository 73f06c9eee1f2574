import type { Category } from '../events.js';
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
} from '../value.js';

/**
 * All that reconciliation is given: what the record held at one `knownAt`, as data. Things are identified by their
 * printed names: a claim, a source and an incident by the key (`namespace:key` where a bare key would be ambiguous
 * among what is loaded, the id where nobody gave a key), a question by `incident/question`. A dossier is closed: it
 * holds every question linked to the incident that is asked for (constraints, responses, supersessions), their
 * claims, and the sources that these name, with the sources' ties up to their tops.
 *
 * Identity matters for speed only: a `QuestionDossier` object that is the same as before means that nothing on that
 * question changed, and may be used as the key of a memo. Dossiers are never mutated.
 */
export interface Dossier {
  incidents: IncidentDossier[];
  sources: SourceDossier[];
  /** `SourcesMarkedSame` and `...Distinct` in order; of those on the same pair the last holds */
  ties: { same: boolean; a: string; b: string }[];
  /** pairs of sources that an editor asserted independent */
  independent: [string, string][];
  /** wordings (of claims with a text or place) that an editor compared; of those on the same pair the last holds */
  wordings: { a: string; b: string; same: boolean }[];
  /** sentences about what could not be loaded as it stands (a dangling reference that slipped past entry) */
  faults: string[];
}

export interface IncidentDossier {
  name: string;
  title: string;
  partOf?: string;
  /** in the order in which they were raised */
  questions: QuestionDossier[];
  constraints: ConstraintDossier[];
}

/** Questions by full name, `incident/question`. */
export type ConstraintDossier =
  | { kind: 'sum'; total: string; parts: string[] }
  | { kind: 'at-most'; lesser: string; greater: string }
  | { kind: 'same'; questions: string[] };

export interface QuestionDossier {
  /** `incident/question` */
  name: string;
  /** `question` */
  key: string;
  ask: string;
  type: QuestionType;
  unit?: string;
  cumulative: boolean;
  multiple: boolean;
  categories: Category[];
  /**
   * In order of entry: the claims that stand under this question (after moves), withdrawn ones left out. A response
   * without a value and without a question stands under the question of its (first) target.
   */
  claims: ClaimDossier[];
  resolution?: ResolutionDossier;
}

export interface ClaimDossier {
  name: string;
  /** order of entry across the whole ledger (R1's tie-break) */
  entry: number;
  /** when it came to this question (recorded, or moved here last): order of entry, for what a resolution had seen */
  placed: number;
  value?: Value;
  silence?: SilenceKind;
  response?: { to: string[]; stance: Stance };
  /** express supersession, by its own text or by an editor's `ClaimSuperseded` on the earlier claim */
  supersedes: { claim: string; as: SupersessionKind }[];
  chain: string[];
  jointly: string[];
  lineageRecorded: boolean;
  inferred: boolean;
  basis?: Basis;
  /** own, else the document's; RFC 3339 instant or date, as entered */
  publishedAt?: string;
  /** the document's, in which its dates are days; IANA */
  timeZone: string;
  /** EDTF, as entered */
  assertedAt?: string;
  /** EDTF, as entered */
  asOf?: string;
  utterance?: string;
  credibility?: Credibility;
  rank: Rank;
}

export interface SourceDossier {
  name: string;
  /** what a reader calls it */
  label: string;
  kind: 'person' | 'office' | 'organisation' | 'group' | 'outlet' | 'unnamed';
  memberOf?: string;
  speaksFor?: string;
  /** identifiers; two sources that share one are one */
  sameAs: string[];
  reliability?: Reliability;
}

export interface ResolutionDossier {
  value: Value;
  claims: string[];
  method: string;
  reason: string;
  /**
   * What the editor had not seen. In a ledger: claims placed on the question after `entry`. In a preview (chapter 3):
   * claims surely published after `publishedAfter`; null: nothing.
   */
  unseen: { entry: number } | { publishedAfter: string | null };
}
