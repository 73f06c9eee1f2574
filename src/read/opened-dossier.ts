import type { Dossier } from '../domain/reconcile/dossier.js';
import type { Position } from '../log/event-log.js';
import type { Ref } from './answers.js';

/** What reconciliation is given of an incident, with the way from its names back to things. */
export interface OpenedDossier {
  dossier: Dossier;
  /** the incident's name in it */
  incident: string;
  /** up to which the record was known */
  position: Position | null;
  /** The id of a claim by its name here; undefined for what is not in the dossier. */
  claimId(name: string): string | undefined;
  claim(name: string): Ref | undefined;
  source(name: string): Ref | undefined;
  /** What a claim is called here; undefined for what was not in the record then. */
  called(claim: string): string | undefined;
}
