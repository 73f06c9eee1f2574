import type { QuestionType, SilenceKind, Value } from '../value.js';

/** The rules that are in force. A change of an answer is a new version; old ones stay runnable. */
export const method = 'reconciliation@1';

export const policyNames = [
  'accounts@1',
  'range@1',
  'conservative@1',
  'two-source@1',
  'majority@1',
  'low-best-high@1',
  'ranked@1',
] as const;
export type PolicyName = (typeof policyNames)[number];

export interface Range {
  min: number;
  max: number;
}
/** A number's or a time's (RFC 3339, end exclusive) interval; no upper end: `high: null`. */
export interface IntervalValue {
  low: number | string | null;
  high: number | string | null;
  lowOpen?: boolean;
  highOpen?: boolean;
}
/** What several claims have in common. */
export type CommonValue = IntervalValue | Value | { categories: string[] } | { sources: string[] };

export interface AccountView {
  value: CommonValue;
  claims: string[];
  origins: Range;
  statedBy: Range;
  agreed: CommonValue | null;
  ruledOut: boolean;
  deniedBy: string[];
  doubtedBy: string[];
  firstReport: string | null;
  lastReport: string | null;
}

export const statuses = [
  'resolution-undermined',
  'resolved',
  'contested',
  'overtaken',
  'uncompared',
  'corroborated',
  'independence-unclear',
  'single-origin',
  'retracted',
  'derived',
  'unattributed',
  'silent',
  'unreported',
] as const;
export type Status = (typeof statuses)[number];

export type Ending = 'update' | 'correction' | 'retraction' | 'disowned' | 'outgrown';

export const relations = [
  'retracts',
  'corrects',
  'responds',
  'updates',
  'silent',
  'repeats',
  'late',
  'relay-divergence',
  'outgrows',
  'violates-constraint',
  'first',
  'anew',
  'uncompared',
  'contradicts',
  'refines',
  'corroborates',
  'attributes',
  'echoes',
  'compatible',
] as const;
export type Relation = (typeof relations)[number];

export interface AnswerView {
  value: CommonValue | null;
  low: number | string | null;
  high: number | string | null;
  orMore: boolean;
  orFewer: boolean;
  best: CommonValue | null;
  account: number | null;
  decidedBy: string | null;
  steps: string[];
}

export interface QuestionView {
  key: string;
  ask: string;
  type: QuestionType;
  unit?: string;
  status: Status;
  origins: Range;
  accounts: AccountView[];
  superseded: { claim: string; by: string; as: Ending }[];
  silences: { claim: string; kind: SilenceKind; endedBy: string | null }[];
  circular: string[];
  divergences: [string, string][];
  derived: { value: CommonValue; constraints: string[]; claims: string[] } | null;
  violations: {
    kind: 'together' | 'at-its-word';
    constraints: string[];
    claims: string[];
    questions: string[];
  }[];
  history: { claim: string; relation: Relation; with: string[]; against: string[] }[];
  answer: AnswerView | null;
}

/** The view of one incident as data (chapter 3, "The view as data"). */
export interface IncidentView {
  incident: string;
  title: string;
  publicAt: string | null;
  knownAt: string | null;
  method: string;
  policy: PolicyName;
  position: string | null;
  faults: string[];
  perhapsPublic: string[];
  questions: QuestionView[];
}
