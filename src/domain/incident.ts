import { checkConstraint, constraintId, questionsOf, warnOfUnits } from './constraint.js';
import {
  checkEdtf,
  checkKey,
  checkReason,
  checkText,
  checkZone,
  firstOf,
  otherContent,
  reachable,
  unknown,
  type Check,
} from './checks.js';
import type { IncidentCommand } from './commands.js';
import { differences, sameContent } from './content.js';
import { accept, nothingToDo, refuse, rejection, type Decision } from './decider.js';
import { dataOf } from './event-fields.js';
import type { IncidentDescription, IncidentEvent } from './events.js';
import { refs, type Context, type Incident, type Ref } from './things.js';

type Event = IncidentEvent;

export function evolveIncident(incident: Incident | undefined, event: Event): Incident | undefined {
  if (event.type === 'IncidentOpened') {
    const { namespace: _namespace, key: _key, ...description } = event.data;
    return { entered: event.data, description, parent: null, constraints: {} };
  }
  if (!incident) return undefined;
  switch (event.type) {
    case 'IncidentDescribed': {
      const { reason: _reason, ...description } = event.data;
      return { ...incident, description };
    }
    case 'IncidentPlacedUnder':
      return { ...incident, parent: event.data.parent };
    case 'ConstraintDeclared': {
      const { constraint, relation } = event.data;
      return {
        ...incident,
        constraints: { ...incident.constraints, [constraint]: { relation, lifted: false } },
      };
    }
    case 'ConstraintLifted': {
      const { constraint } = event.data;
      const known = incident.constraints[constraint];
      return known
        ? { ...incident, constraints: { ...incident.constraints, [constraint]: { ...known, lifted: true } } }
        : incident;
    }
  }
}

/** What the rules look at for an incident as it is or would be: its parents up to the top. */
export function incidentRefs(incident: Incident | undefined, context: Context): Ref[] {
  return incident?.parent ? refs('incident', parentsOf(incident.parent, context)) : [];
}
const parentsOf = (start: string, context: Context): Set<string> =>
  reachable([start], (id) => {
    const parent = context.get('incident', id)?.parent;
    return parent ? [parent] : [];
  });

export function incidentNeeds(command: IncidentCommand, context: Context): Ref[] {
  switch (command.type) {
    case 'PlaceIncidentUnder':
      return command.parent === null ? [] : refs('incident', parentsOf(command.parent, context));
    case 'DeclareConstraint':
      return refs('question', questionsOf(command.relation));
    case 'OpenIncident':
    case 'DescribeIncident':
    case 'LiftConstraint':
      return [];
  }
}

/** What must be true of an incident however it came to be so: R3 refuses a circle among parts. */
export function checkIncident(id: string, incident: Incident, context: Context): Check {
  const { parent, description } = incident;
  return firstOf(
    () => checkDescription(description),
    () =>
      parent === null || context.get('incident', parent) ? undefined : unknown('incident', parent, 'parent'),
    () =>
      parent !== null && parentsOf(parent, context).has(id)
        ? rejection('circle', 'an incident cannot be a part of itself, also not by way of others', 'parent')
        : undefined,
  );
}

function checkDescription(description: IncidentDescription): Check {
  return firstOf(
    () => checkText(description.title, 'title'),
    () => checkEdtf(description.occurredAt, 'occurredAt'),
    () => checkZone(description.timeZone),
  );
}

export function decideIncident(
  command: IncidentCommand,
  id: string,
  incident: Incident | undefined,
  context: Context,
): Decision<Event> {
  if (command.type === 'OpenIncident') return open(command, id, incident, context);
  if (!incident) return refuse(unknown('incident', id, 'incident'));
  switch (command.type) {
    case 'DescribeIncident':
      return change(
        id,
        incident,
        { type: 'IncidentDescribed', data: dataOf('IncidentDescribed', command) },
        context,
      );
    case 'PlaceIncidentUnder':
      return change(
        id,
        incident,
        { type: 'IncidentPlacedUnder', data: dataOf('IncidentPlacedUnder', command) },
        context,
      );
    case 'DeclareConstraint':
      return declare(command, incident, context);
    case 'LiftConstraint':
      return lift(command, incident);
  }
}

function open(
  command: Extract<IncidentCommand, { type: 'OpenIncident' }>,
  id: string,
  incident: Incident | undefined,
  context: Context,
): Decision<Event> {
  const data = dataOf('IncidentOpened', command);
  const event: Event = { type: 'IncidentOpened', data };
  if (incident) {
    const { namespace, key } = incident.entered;
    const differing = differences(data, { namespace, key, ...incident.description });
    return differing.length === 0 || sameContent(data, incident.entered)
      ? nothingToDo
      : refuse(otherContent('incident', `${namespace}:${key}`, differing));
  }
  const wrong = firstOf(
    () => checkKey(data.namespace, 'namespace'),
    () => checkKey(data.key, 'key'),
    () => checkIncident(id, evolveIncident(undefined, event)!, context),
  );
  return wrong ? refuse(wrong) : accept(event);
}

/** An act that leaves the incident as it is adds nothing. */
function change(
  id: string,
  incident: Incident,
  event: Exclude<Event, { type: 'IncidentOpened' }>,
  context: Context,
): Decision<Event> {
  const next = evolveIncident(incident, event)!;
  if (sameContent(next, incident)) return nothingToDo;
  const wrong = firstOf(
    () => (event.data.reason === undefined ? undefined : checkReason(event.data.reason)),
    () => checkIncident(id, next, context),
  );
  return wrong ? refuse(wrong) : accept(event);
}

function declare(
  command: Extract<IncidentCommand, { type: 'DeclareConstraint' }>,
  incident: Incident,
  context: Context,
): Decision<Event> {
  const constraint = constraintId(context.ledger, command.relation);
  if (incident.constraints[constraint]?.lifted === false) return nothingToDo;
  const wrong = checkConstraint(command.relation, context);
  if (wrong) return refuse(wrong);
  const data = dataOf('ConstraintDeclared', { ...command, constraint });
  return accept({ type: 'ConstraintDeclared', data }, warnOfUnits(command.relation, context));
}

function lift(
  command: Extract<IncidentCommand, { type: 'LiftConstraint' }>,
  incident: Incident,
): Decision<Event> {
  const known = incident.constraints[command.constraint];
  if (!known) return refuse(unknown('constraint', command.constraint, 'constraint'));
  if (known.lifted) return nothingToDo;
  const wrong = checkReason(command.reason);
  return wrong
    ? refuse(wrong)
    : accept({ type: 'ConstraintLifted', data: dataOf('ConstraintLifted', command) });
}
