import { Analysis } from './analysis.js';
import type { Dossier, QuestionDossier } from './dossier.js';
import { historiesOf } from './history.js';
import type { Told } from './telling.js';
import { push } from './origins.js';
import { questionsOf } from './linked-groups.js';
import { Casebook } from './visible.js';

/**
 * Questions that bear on one another, by a constraint, a response or an express supersession, and no others: what is
 * worked out for them holds as long as none of them changed. Most questions stand alone.
 */
export class Component {
  private readonly results = new Map<string, ComponentResult>();
  readonly casebook: Casebook;

  constructor(dossier: Dossier) {
    this.casebook = new Casebook(dossier);
  }

  /** What follows from what was public at an instant (null: from all); worked out once. */
  at(publicAt: string | null): ComponentResult {
    const known = this.results.get(publicAt ?? '');
    if (known) return known;
    const made = new ComponentResult(this.casebook, publicAt);
    if (this.results.size >= maxInstants) this.results.delete(this.results.keys().next().value!);
    this.results.set(publicAt ?? '', made);
    return made;
  }
}
const maxInstants = 8;

export class ComponentResult {
  readonly analysis: Analysis;
  private told: ReadonlyMap<string, Told[]> | undefined;

  constructor(
    private readonly casebook: Casebook,
    readonly publicAt: string | null,
  ) {
    this.analysis = new Analysis(casebook, casebook.visibleAt(publicAt), publicAt === null);
  }
  history(question: QuestionDossier): readonly Told[] {
    this.told ??= historiesOf(this.casebook, this.analysis.visible);
    return this.told.get(question.name) ?? [];
  }
  faults(): string[] {
    return [...this.casebook.faults, ...this.casebook.sources.faults, ...this.analysis.sayings.faults];
  }
}

interface Kept {
  members: readonly QuestionDossier[];
  surroundings: string;
  component: Component;
}
/** By the first question of the component, whose object stays the same as long as nothing on it changed. */
const kept = new WeakMap<QuestionDossier, Kept>();
const split = new WeakMap<Dossier, ReadonlyMap<string, Component>>();

/** The component of each question of a dossier, by the question's name. */
export function componentsOf(dossier: Dossier): ReadonlyMap<string, Component> {
  const known = split.get(dossier);
  if (known) return known;
  const made = splitUp(dossier);
  split.set(dossier, made);
  return made;
}

function splitUp(dossier: Dossier): Map<string, Component> {
  const groupOf = groupsOfQuestions(dossier);
  const members = new Map<string, QuestionDossier[]>();
  for (const incident of dossier.incidents) {
    for (const question of incident.questions) push(members, groupOf(question.name), question);
  }
  const { sources, ties, independent, wordings } = dossier;
  const people = JSON.stringify([sources, ties, independent]);
  const components = new Map<string, Component>();
  for (const questions of members.values()) {
    const names = new Set(questions.map(({ name }) => name));
    const claims = new Set(questions.flatMap((question) => question.claims.map(({ name }) => name)));
    const part: Dossier = {
      incidents: dossier.incidents.map((incident) => ({
        ...incident,
        questions: incident.questions.filter(({ name }) => names.has(name)),
        constraints: incident.constraints.filter((constraint) =>
          questionsOf(constraint).some((name) => names.has(name)),
        ),
      })),
      sources,
      ties,
      independent,
      wordings: wordings.filter(({ a, b }) => claims.has(a) && claims.has(b)),
      faults: [],
    };
    const constraints = part.incidents.map((incident) => [incident.name, incident.constraints]);
    const surroundings = JSON.stringify([part.wordings, constraints]) + people;
    const component = reuse(questions, surroundings) ?? keep(questions, surroundings, new Component(part));
    for (const { name } of questions) components.set(name, component);
  }
  return components;
}

function reuse(questions: readonly QuestionDossier[], surroundings: string): Component | undefined {
  const known = kept.get(questions[0]!);
  const same =
    known?.surroundings === surroundings &&
    known.members.length === questions.length &&
    known.members.every((member, index) => member === questions[index]);
  return same ? known.component : undefined;
}

function keep(members: readonly QuestionDossier[], surroundings: string, component: Component): Component {
  kept.set(members[0]!, { members, surroundings, component });
  return component;
}

/** Joined by constraints, responses and supersessions. */
function groupsOfQuestions(dossier: Dossier): (question: string) => string {
  const parent = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    while (parent.has(at)) at = parent.get(at)!;
    return at;
  };
  const join = (a: string, b: string): void => {
    if (find(a) !== find(b)) parent.set(find(a), find(b));
  };
  const questions = dossier.incidents.flatMap((incident) => incident.questions);
  const home = new Map(
    questions.flatMap((question) => question.claims.map(({ name }) => [name, question.name] as const)),
  );
  for (const { constraints } of dossier.incidents) {
    for (const constraint of constraints) {
      const [first, ...others] = questionsOf(constraint);
      for (const other of others) join(first!, other);
    }
  }
  for (const question of questions) {
    for (const { response, supersedes } of question.claims) {
      for (const name of [...(response?.to ?? []), ...supersedes.map(({ claim }) => claim)]) {
        const other = home.get(name);
        if (other !== undefined) join(question.name, other);
      }
    }
  }
  return find;
}
