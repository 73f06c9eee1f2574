import type { Ending } from '../../domain/reconcile/view.js';
import type { SilenceKind } from '../../domain/value.js';

/** Where a value stands: numbers have an interval (no upper end: null), all others a row. */
export type Place = { low: number; high: number | null } | { row: string };

/** One claim as the timeline draws it. Instants in milliseconds since 1970, UTC. */
export interface TimelineMark {
  claim: string;
  href: string;
  /** whose words */
  origin: string;
  /** the value or silence in words */
  words: string;
  /** earliest and latest moment at which it may have been published */
  from: number;
  at: number;
  /** null: a silence */
  place: Place | null;
  silence: SilenceKind | null;
  /** what ended it; null: it stands */
  ended: Ending | null;
  /** the claim that ended it */
  endedBy: string | null;
  attributed: boolean;
}
/** An account as a band across the figure. */
export interface TimelineBand {
  place: Place;
  label: string;
}
export interface Timeline {
  /** names the figure for those who do not see it */
  label: string;
  marks: TimelineMark[];
  bands: TimelineBand[];
  /** the instant that the page shows, drawn as a line; null: now */
  clock: number | null;
  /** how many reports there are, where not all are drawn */
  of: number;
}

/** More marks than this say nothing to the eye; a figure that is capped says so. */
export const maxMarks = 240;
/** Rows of values that are no numbers. */
export const maxRows = 14;
