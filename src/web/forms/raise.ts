import { ownNamespace } from '../../domain/names.js';
import { questionTypes } from '../../domain/value.js';
import type { Command, QuestionCommand } from '../../domain/commands.js';
import type { IncidentDetail } from '../../read/answers.js';
import { BadField, Values } from './act.js';
import type { Choice, Field } from './fields.js';
import { descriptionFields, descriptionOf } from './incident-acts.js';
import { wordingFields, wordingOf } from './question-acts.js';
import { momentKey, slugOf } from './slug.js';
import { templates, type Template } from './templates.js';

const keyField = (help: string): Field => ({
  name: 'key',
  label: 'Short name',
  kind: 'line',
  size: 30,
  help,
});

export const incidentFields: Field[] = [
  ...descriptionFields,
  keyField('Small letters, digits, hyphens; left empty, the title gives it. It stands in addresses.'),
];

/** @throws BadField */
export function incidentCommand(values: Values): Command {
  const description = descriptionOf(values);
  const key = values.optional('key') ?? (slugOf(description.title) || momentKey('incident'));
  return { type: 'OpenIncident', namespace: ownNamespace, key, ...description };
}

const typeWords: Record<(typeof questionTypes)[number], string> = {
  count: 'a whole number',
  quantity: 'a measured number',
  'yes-no': 'yes or no',
  category: 'one of a list',
  source: 'a person or body',
  place: 'a place',
  time: 'a time',
  text: 'words',
};

export const questionFields: Field[] = [
  ...wordingFields.slice(0, 1),
  {
    name: 'type',
    label: 'It is answered by',
    kind: 'select',
    choices: [
      { value: '', label: 'choose' },
      ...questionTypes.map((value): Choice => ({ value, label: typeWords[value] })),
    ],
  },
  ...wordingFields.slice(1),
  { name: 'cumulative', label: 'The figure may grow with time (injured so far)', kind: 'check' },
  {
    name: 'multiple',
    label: 'Several answers may stand beside one another (places attacked)',
    kind: 'check',
  },
  keyField('Left empty, the question gives it.'),
];

/** The question typed, or undefined where none was. @throws BadField */
export function questionCommand(values: Values, incident: string): QuestionCommand | undefined {
  const ask = values.text('ask');
  if (ask === '') return undefined;
  return {
    type: 'RaiseQuestion',
    incident,
    key: values.optional('key') ?? (slugOf(ask) || momentKey('question')),
    ask,
    valueType: values.oneOf('type', questionTypes, 'By what it is answered'),
    ...wordingOf(values),
    ...(values.yes('cumulative') && { cumulative: true }),
    ...(values.yes('multiple') && { multiple: true }),
  };
}

/** @throws BadField */
export function templatesIn(values: Values): Template[] {
  return values.list('template').map((key) => {
    const template = templates.find((candidate) => candidate.key === key);
    if (!template) throw new BadField('template', `There is no template “${key}”`);
    return template;
  });
}

/** What a template adds to an incident: the questions that it lacks, and what links them. Questions by key. */
export function templateQuestions(
  template: Template,
  incident: string,
  present: ReadonlySet<string>,
): QuestionCommand[] {
  return template.questions
    .filter(({ key }) => !present.has(key))
    .map(({ key, ask, type, unit, cumulative, multiple, categories, counting, modality }) => ({
      type: 'RaiseQuestion',
      incident,
      key,
      ask,
      valueType: type,
      ...(unit !== undefined && { unit }),
      ...(cumulative && { cumulative }),
      ...(multiple && { multiple }),
      ...(categories && { categories }),
      ...((counting !== undefined || modality !== undefined) && {
        scope: { ...(counting !== undefined && { counting }), ...(modality !== undefined && { modality }) },
      }),
    }));
}

/** Once the questions are there, what links them, by their ids. */
export function templateConstraints(template: Template, incident: IncidentDetail): Command[] {
  const ids = new Map(incident.questionList.map(({ key, id }) => [key, id]));
  return template.constraints.flatMap((constraint): Command[] => {
    const keys =
      constraint.kind === 'sum'
        ? [constraint.total, ...constraint.parts]
        : [constraint.lesser, constraint.greater];
    const [first, ...rest] = keys.map((key) => ids.get(key));
    if (first === undefined || rest.some((id) => id === undefined)) return [];
    const others = rest as string[];
    const relation =
      constraint.kind === 'sum'
        ? { kind: 'sum' as const, total: first, parts: others }
        : { kind: 'at-most' as const, lesser: first, greater: others[0]! };
    return [{ type: 'DeclareConstraint', incident: incident.id, relation }];
  });
}
