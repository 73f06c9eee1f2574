import { sourceKinds } from '../../domain/events.js';
import { reliabilities } from '../../domain/value.js';
import type { Command } from '../../domain/commands.js';
import { reliabilityWords, sourceKindWords } from '../parts/words.js';
import { named, reasonField, type Acts, type Act, type Desk, type Values } from './act.js';
import { sourceChoices } from './claim-acts.js';
import type { Field } from './fields.js';

/** Acts on a pair of sources differ in their word alone. */
function pairAct(
  words: Pick<Act, 'title' | 'intro' | 'submit'>,
  make: (source: string, other: string, reason: string) => Command,
): Act {
  return {
    ...words,
    needs: 'resolve',
    fields: (desk, source) => [
      {
        name: 'other',
        label: 'The other source',
        kind: 'line',
        required: true,
        choices: sourceChoices(desk).filter(({ value }) => value !== source.name),
      },
      reasonField,
    ],
    command: (desk, source, values) => {
      const other = named(desk, 'source', 'other', values.needed('other', 'The other source'));
      return make(source.id, other.id, values.reason());
    },
  };
}

export const sourceActs: Acts = {
  grade: {
    needs: 'assess',
    title: 'Grade a source',
    intro: 'Its reliability, by the Admiralty code. F means that it cannot be judged, not that it is bad.',
    submit: 'Grade it',
    fields: () => [
      {
        name: 'reliability',
        label: 'Reliability',
        kind: 'radio',
        required: true,
        choices: reliabilities.map((value) => ({ value, label: `${value}, ${reliabilityWords[value]}` })),
      },
      reasonField,
    ],
    initial: (desk, source) => ({ reliability: desk.views.sources.get(source.id)?.reliability ?? '' }),
    command: (_desk, source, values) => ({
      type: 'AssessSource',
      source: source.id,
      reliability: values.oneOf('reliability', reliabilities, 'Reliability'),
      reason: values.reason(),
    }),
  },
  same: pairAct(
    {
      title: 'Mark two sources as one',
      intro: 'What either said counts as said by one. Both stay as they were entered, and it can be undone.',
      submit: 'Mark them as one',
    },
    (source, other, reason) => ({ type: 'MarkSourcesSame', source, other, reason }),
  ),
  distinct: pairAct(
    {
      title: 'Mark two sources as distinct',
      intro: 'They are two, whatever their names or identifiers suggest. They are no longer proposed as one.',
      submit: 'Mark them as distinct',
    },
    (source, other, reason) => ({ type: 'MarkSourcesDistinct', source, other, reason }),
  ),
  independent: pairAct(
    {
      title: 'Assert that two sources are independent',
      intro:
        'For unnamed speakers, or two within one institution, that are known to speak from their own knowledge.',
      submit: 'Assert it',
    },
    (source, other, reason) => ({ type: 'AssertIndependence', source, other, reason }),
  ),
  describe: {
    needs: 'resolve',
    title: 'Describe a source',
    intro: 'The description whole, as it should be.',
    submit: 'Describe it so',
    fields: (desk) => [...sourceFields(desk), reasonField],
    initial: (desk, source) => {
      const detail = desk.views.sources.get(source.id);
      if (!detail) return {};
      return {
        name: detail.label,
        kind: detail.sourceKind,
        aliases: detail.aliases.join('\n'),
        memberOf: detail.memberOf?.name ?? '',
        speaksFor: detail.speaksFor?.name ?? '',
        knownTo: detail.knownTo?.name ?? '',
        sameAs: detail.sameAs.join('\n'),
        note: detail.note ?? '',
      };
    },
    command: (desk, source, values) => ({
      type: 'DescribeSource',
      source: source.id,
      ...sourceDescription(desk, values),
      reason: values.reason(),
    }),
  },
};

function sourceFields(desk: Desk): Field[] {
  const choices = sourceChoices(desk);
  return [
    { name: 'name', label: 'Name', kind: 'line', required: true, size: 50 },
    {
      name: 'kind',
      label: 'Kind',
      kind: 'select',
      required: true,
      choices: sourceKinds.map((value) => ({ value, label: sourceKindWords[value] })),
    },
    { name: 'aliases', label: 'Also called, one a line', kind: 'text', rows: 3 },
    {
      name: 'speaksFor',
      label: 'Speaks for',
      kind: 'line',
      choices,
      help: 'The institution whose mouth it is: what it says counts as said by that institution.',
    },
    { name: 'memberOf', label: 'Belongs to', kind: 'line', choices },
    {
      name: 'knownTo',
      label: 'Known only to',
      kind: 'line',
      choices,
      help: 'Of an unnamed speaker: the relay.',
    },
    {
      name: 'sameAs',
      label: 'Identifiers elsewhere, one a line',
      kind: 'text',
      rows: 2,
      placeholder: 'wikidata:Q40469',
    },
    { name: 'note', label: 'Note', kind: 'text', rows: 2 },
  ];
}

function sourceDescription(desk: Desk, values: Values) {
  const tie = (name: string): { [key: string]: string } => {
    const text = values.optional(name);
    return text === undefined ? {} : { [name]: named(desk, 'source', name, text).id };
  };
  const lines = (name: string) =>
    values
      .text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const note = values.optional('note');
  return {
    name: values.needed('name', 'The name'),
    kind: values.oneOf('kind', sourceKinds, 'Kind'),
    ...(lines('aliases').length > 0 && { aliases: lines('aliases') }),
    ...tie('memberOf'),
    ...tie('speaksFor'),
    ...tie('knownTo'),
    ...(lines('sameAs').length > 0 && { sameAs: lines('sameAs') }),
    ...(note !== undefined && { note }),
  };
}
