import { BadField, named, reasonField, type Acts, type Desk, type Values } from './act.js';
import type { Field } from './fields.js';
import type { Ref } from '../../read/answers.js';
import type { IncidentDescription } from '../../domain/events.js';

export const descriptionFields: Field[] = [
  { name: 'title', label: 'What people call it', kind: 'line', required: true, size: 70 },
  { name: 'occurredAt', label: 'When it happened (EDTF)', kind: 'line', size: 24, placeholder: '2022-01-05' },
  { name: 'where', label: 'Where', kind: 'line' },
  {
    name: 'timeZone',
    label: 'Time zone of the place',
    kind: 'line',
    size: 24,
    placeholder: 'Asia/Baghdad',
    choices: Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })),
  },
  { name: 'description', label: 'What it is about', kind: 'text', rows: 3 },
];

/** @throws BadField */
export function descriptionOf(values: Values): IncidentDescription {
  const occurredAt = values.optional('occurredAt');
  const place = values.optional('where');
  const timeZone = values.optional('timeZone');
  const description = values.optional('description');
  return {
    title: values.needed('title', 'What people call it'),
    ...(occurredAt !== undefined && { occurredAt }),
    ...(place !== undefined && { place }),
    ...(timeZone !== undefined && { timeZone }),
    ...(description !== undefined && { description }),
  };
}

const relations = [
  { value: 'sum', label: 'the first is the sum of all the others' },
  { value: 'at-most', label: 'the first is at most the second' },
  { value: 'same', label: 'all have the same answer' },
];

export const incidentActs: Acts = {
  describe: {
    needs: 'record',
    title: 'Describe an incident',
    intro: 'The description whole, as it should be.',
    submit: 'Describe it so',
    fields: () => [...descriptionFields, reasonField],
    initial: (desk, incident) => {
      const detail = desk.views.incidents.get(incident.id);
      if (!detail) return {};
      return {
        title: detail.title,
        occurredAt: detail.occurredAt ?? '',
        where: detail.place ?? '',
        timeZone: detail.timeZone ?? '',
        description: detail.description ?? '',
      };
    },
    command: (_desk, incident, values) => ({
      type: 'DescribeIncident',
      incident: incident.id,
      ...descriptionOf(values),
      reason: values.reason(),
    }),
  },
  place: {
    needs: 'resolve',
    title: 'Place an incident under another',
    intro: 'It becomes a part of a larger one: three attacks of one night. Empty takes it out again.',
    submit: 'Place it there',
    fields: () => [{ name: 'parent', label: 'The larger incident', kind: 'line', size: 50 }, reasonField],
    initial: (desk, incident) => ({ parent: desk.views.incidents.get(incident.id)?.partOf?.name ?? '' }),
    command: (desk, incident, values) => {
      const parent = values.optional('parent');
      return {
        type: 'PlaceIncidentUnder',
        incident: incident.id,
        parent: parent === undefined ? null : named(desk, 'incident', 'parent', parent).id,
        reason: values.reason(),
      };
    },
  },
  link: {
    needs: 'record',
    title: 'Link questions',
    intro: 'A sum, a bound or an equality between questions: what contradicts between them is then found.',
    submit: 'Link them',
    fields: (desk, incident) => [
      {
        name: 'relation',
        label: 'Of the questions below,',
        kind: 'radio',
        required: true,
        choices: relations,
      },
      {
        name: 'questions',
        label: 'Questions by their keys, one a line',
        kind: 'text',
        rows: 4,
        required: true,
        help: `Here: ${keysOf(desk, incident).join(', ')}. Of another incident: incident/question.`,
      },
      { ...reasonField, required: false },
    ],
    command: (desk, incident, values) => {
      const questions = values.list('questions').map((name) => questionId(desk, incident, name));
      const reason = values.optional('reason');
      return {
        type: 'DeclareConstraint',
        incident: incident.id,
        relation: relationOf(values, questions),
        ...(reason !== undefined && { reason }),
      };
    },
  },
};

function relationOf(values: Values, questions: string[]) {
  const kind = values.oneOf('relation', ['sum', 'at-most', 'same'], 'How they are linked');
  const [first, ...rest] = questions;
  if (first === undefined || rest.length === 0)
    throw new BadField('questions', 'Name two questions at least');
  if (kind === 'sum') return { kind, total: first, parts: rest };
  if (kind === 'same') return { kind, questions };
  if (rest.length > 1) throw new BadField('questions', 'A bound is between two questions: name two');
  return { kind, lesser: first, greater: rest[0]! };
}

const keysOf = (desk: Desk, incident: Ref): string[] =>
  (desk.views.incidents.get(incident.id)?.questionList ?? []).map(({ key }) => key);

function questionId(desk: Desk, incident: Ref, name: string): string {
  const own = desk.views.incidents.get(incident.id)?.questionList.find(({ key }) => key === name);
  return own?.id ?? named(desk, 'question', 'questions', name).id;
}
