import type { ClaimDossier, QuestionDossier } from './dossier.js';
import type { Extent } from './extent.js';
import type { Moments } from './moments.js';
import type { Value } from '../value.js';

/** A claim that is visible at the clocks, with what R1 and R3 make of it. */
export interface VisibleClaim {
  readonly claim: ClaimDossier;
  readonly name: string;
  /** place in R1's order among all claims of the dossier */
  readonly order: number;
  readonly published: Moments;
  /** when its origin spoke, where the claim says so */
  readonly asserted: Moments | null;
  /** of what time it speaks, where it says so */
  readonly asOf: Moments | null;
  /** the chain with all its sources carried along, steps from a source to itself left out */
  readonly chain: readonly string[];
  /** the chain without its end */
  readonly relays: readonly string[];
  /** ends of the chain, joint speakers too, sorted; whether or not they count as an origin */
  readonly ends: readonly string[];
  /** lineage recorded, not inferred, and the chain does not return to a source in it */
  readonly hasLineage: boolean;
  readonly returns: boolean;
  /** where its own value or silence stands; pure responses: none */
  readonly question: QuestionDossier | undefined;
}

/** A value that a claim gives on one question: its own, or the one that it confirms. */
export interface Saying {
  /** from 0 among all that are said on any question by what is visible: a place for what is worked out of it */
  readonly place: number;
  readonly claim: VisibleClaim;
  readonly name: string;
  readonly order: number;
  readonly value: Value;
  readonly extent: Extent;
  /** sorted; empty: no origin */
  readonly origin: readonly string[];
  /** the origin as one string; null: none */
  readonly originKey: string | null;
  readonly circular: boolean;
}
