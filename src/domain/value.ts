/**
 * What a claim can assert (chapter "Values" of docs/METHOD.md). The shapes are those of the incident file, which is
 * also how they stand in events; a source is named by its id in events and by its name in a dossier.
 */
export const questionTypes = [
  'count',
  'quantity',
  'yes-no',
  'category',
  'source',
  'place',
  'time',
  'text',
] as const;
export type QuestionType = (typeof questionTypes)[number];

/** Numbers: counts are whole, quantities carry the question's unit. JSON numbers of at most 15 significant digits. */
export type NumberValue =
  | { kind: 'exact' | 'at-least' | 'more-than' | 'at-most' | 'fewer-than' | 'about'; n: number }
  | { kind: 'between'; low: number; high: number }
  | { kind: 'vague'; literal: string; low?: number; high?: number }
  | { kind: 'none' }
  | { kind: 'some' };

export type YesNoValue = { is: boolean };
export type CategoryValue = { category: string };
export type SourceValue = { source: string };
export type PlaceValue = { place: string };
/** EDTF (ISO 8601-2), level 1. */
export type TimeValue = { time: string };
export type TextValue = { text: string };

export type Value =
  NumberValue | YesNoValue | CategoryValue | SourceValue | PlaceValue | TimeValue | TextValue;

/** No value at all: "none-reported" is the absence of a report, never a report of absence (that is `none`). */
export const silenceKinds = [
  'not-addressed',
  'no-comment',
  'declined',
  'unable-to-confirm',
  'none-reported',
] as const;
export type SilenceKind = (typeof silenceKinds)[number];

export const stances = ['confirms', 'denies', 'doubts', 'corrects', 'retracts'] as const;
export type Stance = (typeof stances)[number];

export const bases = ['witnessed', 'deduced', 'induced', 'told', 'unknown'] as const;
/** How the origin knows (OpenCTI's objective scale). */
export type Basis = (typeof bases)[number];

export const supersessionKinds = ['update', 'correction', 'retraction'] as const;
export type SupersessionKind = (typeof supersessionKinds)[number];

export const reliabilities = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
/** Source reliability, NATO Admiralty code (AJP-2.1). F is "cannot be judged", not "worst". */
export type Reliability = (typeof reliabilities)[number];

export const credibilities = ['1', '2', '3', '4', '5', '6'] as const;
/** Claim credibility, NATO Admiralty code (AJP-2.1). 6 is "cannot be judged", not "worst". */
export type Credibility = (typeof credibilities)[number];

export const ranks = ['preferred', 'normal', 'deprecated'] as const;
export type Rank = (typeof ranks)[number];
