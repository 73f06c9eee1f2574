import { BadField, reasonField, type Acts, type Values } from './act.js';
import type { Field } from './fields.js';
import type { Category, Scope } from '../../domain/events.js';

export const questionActs: Acts = {
  reopen: {
    needs: 'resolve',
    title: 'Reopen a question',
    intro: 'The decision is taken back; it stays in the record. From now on the claims answer again.',
    submit: 'Reopen it',
    fields: () => [reasonField],
    command: (_desk, question, values) => ({
      type: 'ReopenQuestion',
      question: question.id,
      reason: values.reason(),
    }),
  },
  reword: {
    needs: 'resolve',
    title: 'Reword a question',
    intro:
      'The wording whole, as it should be. Its kind of answer stays; categories may be added and relabelled.',
    submit: 'Reword it',
    fields: () => [...wordingFields, reasonField],
    initial: (desk, question) => {
      const detail = desk.views.questions.get(question.id);
      if (!detail) return {};
      return {
        ask: detail.ask,
        unit: detail.unit ?? '',
        ...scopeTexts(detail.scope),
        categories: detail.categories.map(categoryLine).join('\n'),
      };
    },
    command: (_desk, question, values) => ({
      type: 'RewordQuestion',
      question: question.id,
      ask: values.needed('ask', 'The question'),
      ...wordingOf(values),
      reason: values.reason(),
    }),
  },
};

/** What a question may say beside its words. */
export const wordingFields: Field[] = [
  {
    name: 'ask',
    label: 'The question',
    kind: 'line',
    size: 70,
    placeholder: 'How many rockets landed inside the perimeter?',
  },
  { name: 'unit', label: 'Unit of a number', kind: 'line', size: 20, placeholder: 'rockets' },
  { name: 'place', label: 'Place that it is about', kind: 'line' },
  { name: 'population', label: 'Of whom', kind: 'line' },
  { name: 'modality', label: 'Fired, landed, intercepted, …', kind: 'line', size: 20 },
  { name: 'window', label: 'Time window (EDTF)', kind: 'line', size: 24, placeholder: '2022-01-05' },
  {
    name: 'counting',
    label: 'Counting rule',
    kind: 'line',
    help: 'Who counts: “with the attacker”, “dead and injured”.',
  },
  {
    name: 'categories',
    label: 'Categories, one a line',
    kind: 'text',
    rows: 4,
    help: 'key: label, or key < broader: label. Only for a question that asks for one of a list.',
    placeholder: 'strike: Strike\nairstrike < strike: Airstrike',
  },
];

const scopeFields = ['place', 'population', 'modality', 'window', 'counting'] as const;

function scopeTexts(scope: Scope | undefined): Record<string, string> {
  return Object.fromEntries(scopeFields.map((name) => [name, scope?.[name] ?? '']));
}

/** Unit, scope and categories, as far as given. @throws BadField */
export function wordingOf(values: Values): { unit?: string; scope?: Scope; categories?: Category[] } {
  const unit = values.optional('unit');
  const scope = Object.fromEntries(
    scopeFields.flatMap((name) => {
      const text = values.optional(name);
      return text === undefined ? [] : [[name, text]];
    }),
  ) as Scope;
  const categories = categoriesOf(values.text('categories'));
  return {
    ...(unit !== undefined && { unit }),
    ...(Object.keys(scope).length > 0 && { scope }),
    ...(categories.length > 0 && { categories }),
  };
}

const categoryLine = ({ key, label, broader = [] }: Category): string =>
  `${key}${broader.length > 0 ? ` < ${broader.join(' ')}` : ''}: ${label}`;

function categoriesOf(text: string): Category[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.map((line) => {
    const cut = line.indexOf(':');
    const [key = '', ...broader] = line
      .slice(0, cut)
      .split(/[\s<]+/)
      .filter(Boolean);
    const label = line.slice(cut + 1).trim();
    if (cut < 1 || key === '' || label === '') {
      throw new BadField('categories', `“${line}” is no category: write key: label, or key < broader: label`);
    }
    return { key, label, ...(broader.length > 0 && { broader }) };
  });
}
