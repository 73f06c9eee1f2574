import { checkReason, type Check } from './checks.js';
import type { UndoCommand } from './commands.js';
import { sameContent } from './content.js';
import { accept, nothingToDo, refuse, reject, type Decision, type Stored } from './decider.js';
import type { DomainEvent, DomainEventType } from './events.js';
import type { Claim, Incident, Question, Things } from './things.js';

/** A stream as decisions know it: the thing as it is, and every act that made it so, undone ones among them. */
export interface Timeline<Thing> {
  thing: Thing | undefined;
  acts: readonly Stored<DomainEvent>[];
}
export type Evolve<Thing> = (thing: Thing | undefined, event: Stored<DomainEvent>) => Thing | undefined;

export const emptyTimeline: Timeline<never> = { thing: undefined, acts: [] };

/** Folds one more event of a stream. An undone act is as if it had never been; later acts on the same thing hold. */
export function advance<Thing>(
  timeline: Timeline<Thing>,
  event: Stored<DomainEvent>,
  evolve: Evolve<Thing>,
): Timeline<Thing> {
  const acts = [...timeline.acts, event];
  return { acts, thing: event.type === 'ActUndone' ? replay(acts, evolve) : evolve(timeline.thing, event) };
}

/**
 * The acts that have effect, in order, without what was undone and without the undoings. An undoing may itself be
 * undone, which brings the act back; so they are read from the last one backwards.
 */
export function inForce<Act extends { id: string; type: string; data: object }>(acts: readonly Act[]): Act[] {
  const undone = new Set<string>();
  const kept: Act[] = [];
  for (const act of acts.toReversed()) {
    if (undone.has(act.id)) continue;
    if (act.type === 'ActUndone') undone.add((act.data as { undone: string }).undone);
    else kept.push(act);
  }
  return kept.reverse();
}

const replay = <Thing>(acts: readonly Stored<DomainEvent>[], evolve: Evolve<Thing>): Thing | undefined =>
  inForce(acts).reduce<Thing | undefined>(evolve, undefined);

/** The thing as it would be if the act (or undoing) had never been. */
export function without<Thing>(
  timeline: Timeline<Thing>,
  event: string,
  evolve: Evolve<Thing>,
): Thing | undefined {
  return replay(
    timeline.acts.filter(({ id }) => id !== event),
    evolve,
  );
}

/** What was entered stays entered: there is nothing before it to go back to. */
const lasting: Partial<Record<DomainEventType, string>> = {
  IncidentOpened: 'an incident stays: describe it anew',
  QuestionRaised: 'a question stays: reword it',
  SourceRegistered: 'a source stays: describe it anew',
  DocumentRegistered: 'a document stays: withdraw the claims that it should not carry',
  DocumentCaptured: 'a capture stays: it says what was found, and claims may cite it',
};

/**
 * Undo is another event: the opposite one where it is listed and restores what was before, else `ActUndone`. Undoing
 * an undoing brings the act back. What is undone already stays so.
 */
export function decideUndo<Thing extends Things[keyof Things]>(
  command: UndoCommand,
  timeline: Timeline<Thing>,
  evolve: Evolve<Thing>,
  check: (next: Thing) => Check,
): Decision<DomainEvent> {
  const { event, reason } = command;
  const act = timeline.acts.find(({ id }) => id === event);
  if (!timeline.thing || !act) {
    return reject(
      'unknown-event',
      `there is no event ${event} in the record of this ${command.thing.kind}`,
      'event',
    );
  }
  if (isUndone(act, timeline.acts)) return nothingToDo;
  const stays = lasting[act.type];
  if (stays !== undefined) return reject('not-undoable', stays, 'event');
  const missing = checkReason(reason);
  if (missing) return refuse(missing);
  const next = without(timeline, event, evolve);
  const opposite = oppositeOf(act, timeline.thing, next, reason);
  if (opposite === 'already') return nothingToDo;
  if (opposite) return accept(opposite);
  const wrong = next && check(next);
  if (wrong) return refuse({ ...wrong, message: `it cannot be undone now. ${wrong.message}` });
  return accept({ type: 'ActUndone', data: { undone: event, of: act.type, reason } });
}

function isUndone(act: Stored<DomainEvent>, acts: readonly Stored<DomainEvent>[]): boolean {
  const undoings = acts.filter((other) => other.type === 'ActUndone' && other.data.undone === act.id);
  return undoings.some((undoing) => !isUndone(undoing, acts));
}

/**
 * The listed opposite, where the act still has its effect: of recording, withdrawing; of declaring a constraint,
 * lifting it, and the reverse; of resolving, reopening (but not where an earlier resolution has to come back). The
 * opposite of reopening would be a new decision, and of "the same" a claim that they are distinct: these two are
 * taken back by `ActUndone`, which says no more than that.
 */
function oppositeOf(
  act: Stored<DomainEvent>,
  thing: Things[keyof Things],
  next: Things[keyof Things] | undefined,
  reason: string,
): DomainEvent | 'already' | undefined {
  if (act.type === 'ClaimRecorded') {
    return (thing as Claim).withdrawn ? 'already' : { type: 'ClaimWithdrawn', data: { reason } };
  }
  if (act.type === 'QuestionResolved' && (thing as Question).resolution === null) return 'already';
  if (sameContent(thing, next)) return undefined;
  if (act.type === 'QuestionResolved') {
    return (next as Question | undefined)?.resolution
      ? undefined
      : { type: 'QuestionReopened', data: { reason } };
  }
  if (act.type === 'ConstraintDeclared' || act.type === 'ConstraintLifted') {
    const { constraint } = act.data;
    const { relation, lifted } = (thing as Incident).constraints[constraint]!;
    if (act.type === 'ConstraintLifted') {
      return { type: 'ConstraintDeclared', data: { constraint, relation, reason } };
    }
    return lifted ? 'already' : { type: 'ConstraintLifted', data: { constraint, reason } };
  }
  return undefined;
}
