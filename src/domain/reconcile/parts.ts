import type { Analysis } from './analysis.js';
import type { Saying, VisibleClaim } from './sayings.js';
import type { Standing } from './standing.js';

/** What a claim does on a question. `counting` has an origin; `standing` has none; the others are in no account. */
export const claimParts = [
  'counting',
  'standing',
  'ended',
  'outgrown',
  'silence',
  'response',
  'perhaps-public',
] as const;
export type ClaimPart = (typeof claimParts)[number];

export function partOf({ ends }: Pick<Standing, 'ends'>, saying: Saying): ClaimPart {
  const end = ends.get(saying.name);
  if (end) return end.as === 'outgrown' ? 'outgrown' : 'ended';
  return saying.originKey === null ? 'standing' : 'counting';
}

/** Why a claim has no origin (R3). */
export const noOrigins = ['not-recorded', 'inferred', 'circular'] as const;
export type NoOrigin = (typeof noOrigins)[number];

/** Null where it has one. */
export function noOriginOf(analysis: Analysis, claim: VisibleClaim): NoOrigin | null {
  if (analysis.sayings.originOf(claim).length > 0) return null;
  if (!claim.claim.lineageRecorded) return 'not-recorded';
  return claim.claim.inferred ? 'inferred' : 'circular';
}
