import type { CommandType } from '../domain/commands.js';
import type { Capability } from './capabilities.js';

/**
 * What each command takes, by whatever way it comes: a route, a form, a line of an import. To enter something, or to
 * say it better, is recording; to grade is assessing; what changes how others' claims count is for editors.
 */
export const needOf: Readonly<Record<CommandType, Capability>> = {
  OpenIncident: 'record',
  DescribeIncident: 'record',
  PlaceIncidentUnder: 'resolve',
  DeclareConstraint: 'record',
  LiftConstraint: 'resolve',
  RaiseQuestion: 'record',
  RewordQuestion: 'resolve',
  ResolveQuestion: 'resolve',
  ReopenQuestion: 'resolve',
  RegisterSource: 'record',
  DescribeSource: 'resolve',
  AssessSource: 'assess',
  MarkSourcesSame: 'resolve',
  MarkSourcesDistinct: 'resolve',
  AssertIndependence: 'resolve',
  RegisterDocument: 'record',
  CaptureDocument: 'record',
  RecordClaim: 'record',
  CorrectTranscription: 'record',
  MoveClaim: 'resolve',
  CorrectAttribution: 'resolve',
  SupersedeClaim: 'resolve',
  WithdrawClaim: 'resolve',
  AssessClaim: 'assess',
  RankClaim: 'assess',
  CompareWordings: 'resolve',
  GrantAccess: 'administer',
  RevokeAccess: 'administer',
  UndoAct: 'resolve',
};
