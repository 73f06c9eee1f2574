import type { ConstraintDossier, Dossier } from './dossier.js';
import { push } from './origins.js';
import type { Linked, LinkedConstraint } from './propagate.js';
import type { Casebook } from './visible.js';

/** Questions of numbers or times, in the groups that constraints make of them. */
export function linkedGroups(dossier: Dossier, casebook: Casebook): Linked[] {
  const group = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    while (group.has(at)) at = group.get(at)!;
    return at;
  };
  const constraints = dossier.incidents.flatMap((incident) =>
    incident.constraints
      .filter((relation) => fitsTypes(relation, casebook))
      .map((relation) => ({ relation, text: constraintText(relation, incident.name) })),
  );
  for (const { relation } of constraints) {
    const [first, ...others] = questionsOf(relation).map(find);
    for (const other of others) if (find(other) !== find(first!)) group.set(find(other), find(first!));
  }
  const groups = new Map<string, LinkedConstraint[]>();
  for (const constraint of constraints) push(groups, find(questionsOf(constraint.relation)[0]!), constraint);
  return [...groups].map(([root, own]) => ({
    constraints: own,
    questions: [...casebook.questions.values()].filter(({ name }) => find(name) === root),
  }));
}

export const questionsOf = (relation: ConstraintDossier): string[] => {
  switch (relation.kind) {
    case 'sum':
      return [relation.total, ...relation.parts];
    case 'at-most':
      return [relation.lesser, relation.greater];
    case 'same':
      return relation.questions;
  }
};

/** Over numbers, the last two also over times; a constraint with a question that is not there links nothing. */
function fitsTypes(relation: ConstraintDossier, casebook: Casebook): boolean {
  const types = questionsOf(relation).map((name) => casebook.questions.get(name)?.type);
  const numbers = types.every((type) => type === 'count' || type === 'quantity');
  return numbers || (relation.kind !== 'sum' && types.every((type) => type === 'time'));
}

/** "landed = landed-inside + landed-outside"; questions of other incidents as `incident/question`. */
export function constraintText(relation: ConstraintDossier, incident: string): string {
  const near = (name: string): string =>
    name.startsWith(`${incident}/`) ? name.slice(incident.length + 1) : name;
  switch (relation.kind) {
    case 'sum':
      return `${near(relation.total)} = ${relation.parts.map(near).join(' + ')}`;
    case 'at-most':
      return `${near(relation.lesser)} <= ${near(relation.greater)}`;
    case 'same':
      return relation.questions.map(near).join(' = ');
  }
}
