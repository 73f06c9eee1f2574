import { documentKinds } from '../../domain/events.js';
import { bases, questionTypes, silenceKinds, stances, supersessionKinds } from '../../domain/value.js';
import type { QuestionDetail, Ref } from '../../read/answers.js';
import { silenceWords } from '../parts/words.js';
import type { Desk } from './act.js';
import { notSaid, sourceChoices } from './claim-acts.js';
import type { Choice, Field } from './fields.js';
import { valueFields, type Answerable } from './value-fields.js';

/** The fields of the form by which a claim is recorded, section by section. */
export interface ClaimFields {
  question: Field[];
  newQuestion: Field[];
  document: Field[];
  newDocument: Field[];
  words: Field[];
  speakers: Field[];
  says: Field[];
  response: Field[];
  details: Field[];
}

const plainChoices = (values: readonly string[], none: string): Choice[] => [
  { value: '', label: none },
  ...values.map((value) => ({ value, label: value })),
];

export function claimFields(
  desk: Desk,
  incident: Ref,
  question: QuestionDetail | Answerable | undefined,
): ClaimFields {
  const detail = desk.views.incidents.get(incident.id);
  const documents = desk.views.documents.list({}, undefined, { limit: 200 }).items;
  return {
    question: [
      {
        name: 'question',
        label: 'On which question',
        kind: 'select',
        choices: [
          { value: '', label: 'none of these: see below' },
          ...(detail?.questionList ?? []).map(({ key, ask }) => ({ value: key, label: ask })),
        ],
      },
    ],
    newQuestion: [
      { name: 'new-ask', label: 'The question', kind: 'line', size: 60 },
      {
        name: 'new-type',
        label: 'It is answered by',
        kind: 'select',
        choices: plainChoices(questionTypes, 'choose'),
      },
      { name: 'new-unit', label: 'Unit', kind: 'line', size: 14 },
    ],
    document: [
      {
        name: 'document',
        label: 'Document',
        kind: 'line',
        size: 50,
        choices: documents.map((document) => ({ value: document.name, label: document.title.slice(0, 90) })),
        help: 'One that is in the ledger, by its name; else leave it empty and fill in the new one.',
      },
    ],
    newDocument: newDocumentFields(desk),
    words: [
      {
        name: 'text',
        label: 'The text of the document',
        kind: 'text',
        rows: 10,
        help: 'Paste it to keep a copy with its SHA-256; then mark the words that say it. It may stay empty.',
      },
      {
        name: 'quote',
        label: 'The words that say it',
        kind: 'text',
        rows: 2,
        help: 'Exactly as they stand there.',
      },
      { name: 'quoteAt', label: 'Where they stand', kind: 'hidden' },
    ],
    speakers: speakerFields(desk),
    says: [
      ...(question ? valueFields(desk, question) : []),
      {
        name: 'silence',
        label: 'Or silence',
        kind: 'select',
        choices: [
          { value: '', label: 'not silent' },
          ...silenceKinds.map((value) => ({ value, label: silenceWords[value] })),
        ],
      },
    ],
    response: [
      {
        name: 'stance',
        label: 'It responds: it',
        kind: 'select',
        choices: plainChoices(stances, 'does not respond'),
      },
      { name: 'responds', label: 'to claims, one a line', kind: 'text', rows: 2 },
      { name: 'supersedes', label: 'Its text says that it replaces the claim', kind: 'line', size: 24 },
      {
        name: 'supersedes-as',
        label: 'as',
        kind: 'select',
        choices: plainChoices(supersessionKinds, 'not said'),
      },
    ],
    details: detailFields,
  };
}

const newDocumentFields = (desk: Desk): Field[] => [
  { name: 'doc-title', label: 'Title', kind: 'line', size: 50 },
  { name: 'doc-publisher', label: 'Published by', kind: 'line', choices: sourceChoices(desk) },
  {
    name: 'doc-kind',
    label: 'Kind',
    kind: 'select',
    choices: documentKinds.map((value) => ({ value, label: value })),
  },
  { name: 'doc-url', label: 'Address', kind: 'line', size: 50, placeholder: 'https://' },
  {
    name: 'doc-publishedAt',
    label: 'Published at',
    kind: 'line',
    size: 24,
    placeholder: '2022-01-05T14:00Z or 2022-01-05',
  },
  { name: 'doc-timeZone', label: 'Its time zone', kind: 'line', size: 20, placeholder: 'America/New_York' },
  { name: 'doc-language', label: 'Language', kind: 'line', size: 6, placeholder: 'en' },
];

const speakerFields = (desk: Desk): Field[] => [
  {
    name: 'speaker',
    label: 'Whose words they are',
    kind: 'line',
    size: 40,
    choices: sourceChoices(desk),
    help: 'By name. Empty: the publisher’s own.',
  },
  {
    name: 'relays',
    label: 'Through whom they came, one a line',
    kind: 'text',
    rows: 2,
    help: 'Between the publisher and the speaker: the agency, the broadcaster. The publisher is taken from the document.',
  },
  { name: 'jointly', label: 'Said together with, one a line', kind: 'text', rows: 2 },
  {
    name: 'basis',
    label: 'How the speaker knows',
    kind: 'select',
    choices: [notSaid, ...bases.map((value) => ({ value, label: value }))],
  },
  { name: 'unrecorded', label: 'The text does not say whose words they are', kind: 'check' },
  { name: 'inferred', label: 'The sum is mine, not the source’s', kind: 'check' },
];

const detailFields: Field[] = [
  { name: 'assertedAt', label: 'When they were said (EDTF)', kind: 'line', size: 24 },
  { name: 'asOf', label: 'The time for which the figure speaks (EDTF)', kind: 'line', size: 24 },
  { name: 'occurredAt', label: 'When it is said to have happened (EDTF)', kind: 'line', size: 24 },
  { name: 'publishedAt', label: 'Published apart from its document at', kind: 'line', size: 24 },
  { name: 'hedge', label: 'How it was weakened', kind: 'line', placeholder: 'reportedly' },
  {
    name: 'utterance',
    label: 'Key of the utterance',
    kind: 'line',
    size: 24,
    help: 'Relays of one saying share it.',
  },
  { name: 'translation', label: 'Translation of the words', kind: 'text', rows: 2 },
  { name: 'translation-language', label: 'Its language', kind: 'line', size: 6, placeholder: 'en' },
  { name: 'note', label: 'Note for readers', kind: 'text', rows: 2 },
];

export const fieldNames = (fields: ClaimFields): Set<string> =>
  new Set(Object.values(fields).flatMap((list: Field[]) => list.map(({ name }) => name)));
