import { accessNeeds, decideAccess, evolveAccess } from './access.js';
import type { Check } from './checks.js';
import { checkClaim } from './claim-check.js';
import { circleRefs, claimRefs } from './claim-refs.js';
import { claimNeeds, decideClaim, evolveClaim } from './claim.js';
import type { Command, UndoCommand } from './commands.js';
import type { Decision, Stored } from './decider.js';
import { decideDocument, documentNeeds, evolveDocument } from './document.js';
import type { DomainEvent } from './events.js';
import { checkIncident, decideIncident, evolveIncident, incidentNeeds, incidentRefs } from './incident.js';
import { firstOfPair, thingId, type StreamKind, type ThingKind } from './names.js';
import {
  checkQuestionChange,
  decideQuestion,
  evolveQuestion,
  questionId,
  questionNeeds,
} from './question.js';
import { checkSource, decideSource, evolveSource, sourceNeeds, sourceRefs } from './source.js';
import type { Claim, Context, Question, Ref, Source, Things } from './things.js';
import { advance, decideUndo, without, type Evolve, type Timeline } from './undo.js';

export type AnyThing = Things[StreamKind];
export type AnyTimeline = Timeline<AnyThing>;
type DirectCommand = Exclude<Command, UndoCommand>;

/** What each kind of thing says for itself; each speaks of its own commands and state, as `kindOf` sends them. */
interface Aggregate {
  evolve: Evolve<AnyThing>;
  needs: (command: DirectCommand, context: Context, thing: AnyThing | undefined) => Ref[];
  decide: (
    command: DirectCommand,
    id: string,
    thing: AnyThing | undefined,
    context: Context,
  ) => Decision<DomainEvent>;
  /** What `check` looks at, for a thing as an undoing would leave it. */
  refs: (thing: AnyThing, context: Context) => Ref[];
  /** What must be true of the thing as an undoing would leave it. */
  check: (id: string, next: AnyThing, context: Context, before: AnyThing | undefined) => Check;
}

const aggregates = {
  incident: {
    evolve: evolveIncident,
    needs: incidentNeeds,
    decide: decideIncident,
    refs: incidentRefs,
    check: checkIncident,
  },
  question: {
    evolve: evolveQuestion,
    needs: questionNeeds,
    decide: decideQuestion,
    refs: () => [],
    check: (_id: string, next: Question, _context: Context, before: Question) =>
      checkQuestionChange(next, before),
  },
  source: {
    evolve: evolveSource,
    needs: sourceNeeds,
    decide: decideSource,
    refs: (source: Source, context: Context) => sourceRefs(source.description, context),
    check: checkSource,
  },
  document: {
    evolve: evolveDocument,
    needs: documentNeeds,
    decide: decideDocument,
    refs: () => [],
    check: () => undefined,
  },
  claim: {
    evolve: evolveClaim,
    needs: claimNeeds,
    decide: decideClaim,
    refs: (claim: Claim, context: Context) => [...claimRefs(claim, context), ...circleRefs(claim, context)],
    check: checkClaim,
  },
  access: {
    evolve: evolveAccess,
    needs: accessNeeds,
    decide: decideAccess,
    refs: () => [],
    check: () => undefined,
  },
} as unknown as Record<StreamKind, Aggregate>;

const kindOf: Record<DirectCommand['type'], StreamKind> = {
  OpenIncident: 'incident',
  DescribeIncident: 'incident',
  PlaceIncidentUnder: 'incident',
  DeclareConstraint: 'incident',
  LiftConstraint: 'incident',
  RaiseQuestion: 'question',
  RewordQuestion: 'question',
  ResolveQuestion: 'question',
  ReopenQuestion: 'question',
  RegisterSource: 'source',
  DescribeSource: 'source',
  AssessSource: 'source',
  MarkSourcesSame: 'source',
  MarkSourcesDistinct: 'source',
  AssertIndependence: 'source',
  RegisterDocument: 'document',
  CaptureDocument: 'document',
  RecordClaim: 'claim',
  CorrectTranscription: 'claim',
  MoveClaim: 'claim',
  CorrectAttribution: 'claim',
  SupersedeClaim: 'claim',
  WithdrawClaim: 'claim',
  AssessClaim: 'claim',
  RankClaim: 'claim',
  CompareWordings: 'claim',
  GrantAccess: 'access',
  RevokeAccess: 'access',
};

/** Folds one more event into what is known of a stream. */
export function evolve(kind: StreamKind, timeline: AnyTimeline, event: Stored<DomainEvent>): AnyTimeline {
  return advance(timeline, event, aggregates[kind].evolve);
}

/**
 * The thing in whose stream the act will stand. Undefined while the incident of a new question is not known.
 * `unnamed` is the id of a claim to which nobody gave a key.
 */
export function subject(command: Command, unnamed: string, context: Context): Ref | undefined {
  if (command.type === 'UndoAct') return command.thing;
  const kind = kindOf[command.type];
  const id = subjectId(command, kind, unnamed, context);
  return id === undefined ? undefined : { kind, id };
}

function subjectId(
  command: DirectCommand,
  kind: StreamKind,
  unnamed: string,
  context: Context,
): string | undefined {
  if (command.type === 'RaiseQuestion') return questionId(command.incident, command.key, context);
  if ('namespace' in command) {
    return command.key === undefined
      ? unnamed
      : thingId(context.ledger, kind as ThingKind, command.namespace, command.key);
  }
  const id = (command as unknown as Record<StreamKind, string>)[kind];
  return 'other' in command ? firstOfPair(id, command.other) : id;
}

/**
 * What else has to be read before `decide` may be asked, judged by what the context holds so far: ask again until it
 * names nothing new.
 */
export function needs(command: Command, timeline: AnyTimeline, context: Context): Ref[] {
  if (command.type !== 'UndoAct') {
    return aggregates[kindOf[command.type]].needs(command, context, timeline.thing);
  }
  const { refs, evolve } = aggregates[command.thing.kind];
  const next = without(timeline, command.event, evolve);
  return next ? refs(next, context) : [];
}

/** What follows from a command, or why it is refused. Pure: everything it looks at is handed in. */
export function decide(
  command: Command,
  id: string,
  timeline: AnyTimeline,
  context: Context,
): Decision<DomainEvent> {
  if (command.type !== 'UndoAct') {
    return aggregates[kindOf[command.type]].decide(command, id, timeline.thing, context);
  }
  const { check, evolve } = aggregates[command.thing.kind];
  return decideUndo(command, timeline, evolve, (next) => check(id, next, context, timeline.thing));
}
