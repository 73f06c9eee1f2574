import type { Category } from '../../domain/events.js';
import type { QuestionType, Value } from '../../domain/value.js';
import { BadField, named, type Desk, type Values } from './act.js';
import { sourceChoices } from './claim-acts.js';
import type { Choice, Field } from './fields.js';

/** What a form needs to know of a question to take a value for it. */
export interface Answerable {
  type: QuestionType;
  unit?: string;
  categories: readonly Category[];
}

const numberChoices: Choice[] = [
  { value: '', label: 'no value' },
  { value: 'exact', label: 'exactly' },
  { value: 'at-least', label: 'at least' },
  { value: 'more-than', label: 'more than' },
  { value: 'at-most', label: 'at most' },
  { value: 'fewer-than', label: 'fewer than' },
  { value: 'about', label: 'about' },
  { value: 'between', label: 'between (two numbers)' },
  { value: 'vague', label: 'vague, in words (“dozens”)' },
  { value: 'none', label: 'none: they say that there were none' },
  { value: 'some', label: 'some, no number given' },
];

/** The fields by which a value is given, as the question's type asks. */
export function valueFields(desk: Desk, question: Answerable): Field[] {
  const line = (help?: string): Field[] => [
    { name: 'value', label: 'The value', kind: 'line', size: 40, ...(help !== undefined && { help }) },
  ];
  switch (question.type) {
    case 'count':
    case 'quantity':
      return numberFields(question.unit);
    case 'yes-no':
      return [
        {
          name: 'value',
          label: 'The value',
          kind: 'select',
          choices: [
            { value: '', label: 'no value' },
            { value: 'yes', label: 'yes' },
            { value: 'no', label: 'no' },
          ],
        },
      ];
    case 'category':
      return [
        {
          name: 'value',
          label: 'The value',
          kind: 'select',
          choices: [
            { value: '', label: 'no value' },
            ...question.categories.map(({ key, label }) => ({ value: key, label })),
          ],
        },
      ];
    case 'source':
      return [
        { name: 'value', label: 'The value: a source', kind: 'line', choices: sourceChoices(desk), size: 40 },
      ];
    case 'place':
      return line('A place, by the name that the text gives it.');
    case 'time':
      return line('2022-01-05, 2022-01-05T14:00Z, 2022-01-05T21:00Z/2022-01-06T02:00Z, 2022-01-05~ (EDTF).');
    case 'text':
      return [{ name: 'value', label: 'The value', kind: 'text', rows: 2 }];
  }
}

const numberFields = (unit: string | undefined): Field[] => [
  {
    name: 'number',
    label: `The value${unit === undefined ? '' : `, in ${unit}`}`,
    kind: 'select',
    choices: numberChoices,
    help: '“None reported” is no value but a silence; “none” says that there were none.',
  },
  {
    name: 'low',
    label: 'Number',
    kind: 'line',
    size: 10,
    help: 'Of between: the lower. Of a vague word: its least, if known.',
  },
  { name: 'high', label: 'Upper number', kind: 'line', size: 10, help: 'Of between and vague only.' },
  { name: 'literal', label: 'The vague word', kind: 'line', size: 20 },
];

/** What was given, or undefined where nothing was. @throws BadField, Problem */
export function readValue(desk: Desk, question: Answerable, values: Values): Value | undefined {
  switch (question.type) {
    case 'count':
    case 'quantity':
      return readNumber(values);
    case 'yes-no':
      return values.text('value') === ''
        ? undefined
        : { is: values.oneOf('value', ['yes', 'no'], 'The value') === 'yes' };
    case 'category':
    case 'source':
    case 'place':
    case 'time':
    case 'text': {
      const text = values.text('value');
      if (text === '') return undefined;
      if (question.type === 'category') return { category: text };
      if (question.type === 'source') return { source: named(desk, 'source', 'value', text).id };
      if (question.type === 'place') return { place: text };
      return question.type === 'time' ? { time: text } : { text };
    }
  }
}

function readNumber(values: Values): Value | undefined {
  const kind = values.text('number');
  if (kind === '' && values.text('low') === '') return undefined;
  switch (kind === '' ? 'exact' : kind) {
    case 'none':
      return { kind: 'none' };
    case 'some':
      return { kind: 'some' };
    case 'between':
      return {
        kind: 'between',
        low: values.number('low', 'The lower number'),
        high: values.number('high', 'The upper number'),
      };
    case 'vague':
      return {
        kind: 'vague',
        literal: values.needed('literal', 'The vague word'),
        ...(values.text('low') !== '' && { low: values.number('low', 'The least') }),
        ...(values.text('high') !== '' && { high: values.number('high', 'The most') }),
      };
    case 'exact':
    case 'at-least':
    case 'more-than':
    case 'at-most':
    case 'fewer-than':
    case 'about':
      return {
        kind: (kind === '' ? 'exact' : kind) as 'exact',
        n: values.number('low', 'The number'),
      };
    default:
      throw new BadField('number', 'The value: choose one');
  }
}

/** A value as the fields above take it, to begin a form with. */
export function typedValue(value: Value): Record<string, string> {
  if ('is' in value) return { value: value.is ? 'yes' : 'no' };
  if ('category' in value) return { value: value.category };
  if ('source' in value) return { value: value.source };
  if ('place' in value) return { value: value.place };
  if ('time' in value) return { value: value.time };
  if ('text' in value) return { value: value.text };
  return {
    number: value.kind,
    ...('n' in value && { low: String(value.n) }),
    ...('low' in value && value.low !== undefined && { low: String(value.low) }),
    ...('high' in value && value.high !== undefined && { high: String(value.high) }),
    ...('literal' in value && { literal: value.literal }),
  };
}
