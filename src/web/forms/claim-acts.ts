import { bases, credibilities, ranks, supersessionKinds } from '../../domain/value.js';
import type { Ref } from '../../read/answers.js';
import { credibilityWords } from '../parts/words.js';
import { BadField, named, reasonField, type Acts, type Desk } from './act.js';
import type { Choice, Field } from './fields.js';

const choicesOf = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }));
export const notSaid: Choice = { value: '', label: 'not said' };

/** Claims on the same question: those a claim may be set beside. */
function neighbours(desk: Desk, claim: Ref): Choice[] {
  const question = desk.views.claims.get(claim.id)?.question;
  if (!question) return [];
  return desk.views.claims
    .list({ question: question.id }, undefined, { limit: 100 })
    .items.filter(({ id }) => id !== claim.id)
    .map((other) => ({
      value: other.name,
      label: `${other.chain.at(-1)?.label ?? ''}: ${other.label}`.slice(0, 100),
    }));
}

const otherClaim = (desk: Desk, claim: Ref, name: string, label: string): Field => ({
  name,
  label,
  kind: 'line',
  required: true,
  choices: neighbours(desk, claim),
});

export const sourceChoices = (desk: Desk): Choice[] =>
  desk.views.sources
    .list({}, undefined, { limit: 200 })
    .items.map((source) => ({ value: source.name, label: source.label }));

/** Chains are typed one source a line, as they are read: the publisher first, the origin last. */
export const chainText = (sources: readonly Ref[]): string => sources.map(({ name }) => name).join('\n');

export const claimActs: Acts = {
  grade: {
    needs: 'assess',
    title: 'Grade a claim',
    intro:
      'The credibility of what is said, by the Admiralty code. 6 means unknown, not middling. It is never averaged.',
    submit: 'Grade it',
    fields: () => [
      {
        name: 'credibility',
        label: 'Credibility',
        kind: 'radio',
        required: true,
        choices: credibilities.map((value) => ({ value, label: `${value}, ${credibilityWords[value]}` })),
      },
      reasonField,
    ],
    initial: (desk, claim) => ({ credibility: desk.views.claims.get(claim.id)?.credibility ?? '' }),
    command: (_desk, claim, values) => ({
      type: 'AssessClaim',
      claim: claim.id,
      credibility: values.oneOf('credibility', credibilities, 'Credibility'),
      reason: values.reason(),
    }),
  },
  rank: {
    needs: 'assess',
    title: 'Rank a claim',
    intro:
      'Preferred claims answer under the policy ranked@1, deprecated ones never do. Nothing is hidden by it.',
    submit: 'Rank it',
    fields: () => [
      { name: 'rank', label: 'Rank', kind: 'radio', required: true, choices: choicesOf(ranks) },
      reasonField,
    ],
    initial: (desk, claim) => ({ rank: desk.views.claims.get(claim.id)?.rank ?? '' }),
    command: (_desk, claim, values) => ({
      type: 'RankClaim',
      claim: claim.id,
      rank: values.oneOf('rank', ranks, 'Rank'),
      reason: values.reason(),
    }),
  },
  move: {
    needs: 'resolve',
    title: 'Move a claim to the question that it really answers',
    intro:
      'The claim stays as it was entered; from now on it stands under the other question. Before, it stood here.',
    submit: 'Move it',
    fields: (desk, claim) => [
      {
        name: 'question',
        label: 'Question, as incident/question',
        kind: 'line',
        required: true,
        size: 60,
        choices: questionsAround(desk, claim),
        help: 'Of this incident by suggestion; of any other by its name.',
      },
      reasonField,
    ],
    command: (desk, claim, values) => ({
      type: 'MoveClaim',
      claim: claim.id,
      question: named(desk, 'question', 'question', values.needed('question', 'The question')).id,
      reason: values.reason(),
    }),
  },
  supersede: {
    needs: 'resolve',
    title: 'Say that a later claim replaces this one',
    intro:
      'For what a text does not say itself: an update written into an old page, a figure that was corrected.',
    submit: 'Mark it superseded',
    fields: (desk, claim) => [
      otherClaim(desk, claim, 'by', 'The later claim'),
      { name: 'as', label: 'As', kind: 'radio', required: true, choices: choicesOf(supersessionKinds) },
      reasonField,
    ],
    command: (desk, claim, values) => ({
      type: 'SupersedeClaim',
      claim: claim.id,
      by: named(desk, 'claim', 'by', values.needed('by', 'The later claim')).id,
      as: values.oneOf('as', supersessionKinds, 'As'),
      reason: values.reason(),
    }),
  },
  compare: {
    needs: 'resolve',
    title: 'Compare the wordings of two claims',
    intro:
      'Two texts or two places: say whether they mean the same, or exclude each other. Until then they are not compared.',
    submit: 'Record the comparison',
    fields: (desk, claim) => [
      otherClaim(desk, claim, 'other', 'The other claim'),
      {
        name: 'same',
        label: 'The two',
        kind: 'radio',
        required: true,
        choices: [
          { value: 'yes', label: 'mean the same' },
          { value: 'no', label: 'exclude each other' },
        ],
      },
      reasonField,
    ],
    command: (desk, claim, values) => ({
      type: 'CompareWordings',
      claim: claim.id,
      other: named(desk, 'claim', 'other', values.needed('other', 'The other claim')).id,
      same: values.oneOf('same', ['yes', 'no'], 'The two') === 'yes',
      reason: values.reason(),
    }),
  },
  withdraw: {
    needs: 'resolve',
    title: 'Withdraw a claim',
    intro:
      'For what should never have been entered. It stays in the record and counts for nothing. A claim that its source took back is not withdrawn: record the retraction.',
    submit: 'Withdraw it',
    fields: () => [reasonField],
    command: (_desk, claim, values) => ({ type: 'WithdrawClaim', claim: claim.id, reason: values.reason() }),
  },
  attribution: {
    needs: 'resolve',
    title: 'Correct who said it, and through whom',
    intro: 'The attribution whole, as it should have been entered.',
    submit: 'Correct it',
    fields: (desk) => attributionFields(desk),
    initial: (desk, claim) => {
      const detail = desk.views.claims.get(claim.id);
      if (!detail) return {};
      return {
        chain: chainText(detail.chain),
        jointly: chainText(detail.jointly),
        basis: detail.basis ?? '',
        unrecorded: detail.lineageRecorded ? '' : 'yes',
        inferred: detail.inferred ? 'yes' : '',
      };
    },
    command: (desk, claim, values) => {
      const chain = values.list('chain').map((name) => named(desk, 'source', 'chain', name).id);
      if (chain.length === 0) throw new BadField('chain', 'The chain is missing: at least the publisher');
      const jointly = values.list('jointly').map((name) => named(desk, 'source', 'jointly', name).id);
      const basis = values.optional('basis');
      return {
        type: 'CorrectAttribution',
        claim: claim.id,
        chain,
        ...(jointly.length > 0 && { jointly }),
        ...(values.yes('unrecorded') && { lineageRecorded: false }),
        ...(values.yes('inferred') && { inferred: true }),
        ...(basis !== undefined && { basis: values.oneOf('basis', bases, 'Basis') }),
        reason: values.reason(),
      };
    },
  },
};

function attributionFields(desk: Desk): Field[] {
  return [
    {
      name: 'chain',
      label: 'Through whom it reached us, one source a line',
      kind: 'text',
      required: true,
      rows: 4,
      help: 'The publisher first, then every relay, the speaker last.',
    },
    { name: 'jointly', label: 'Said together with, one source a line', kind: 'text', rows: 2 },
    {
      name: 'basis',
      label: 'How the speaker knows',
      kind: 'select',
      choices: [notSaid, ...choicesOf(bases)],
    },
    { name: 'unrecorded', label: 'The text does not say whose words they are', kind: 'check' },
    { name: 'inferred', label: 'The sum is the recorder’s, not the source’s', kind: 'check' },
    { ...reasonField, choices: sourceChoices(desk) },
  ];
}

function questionsAround(desk: Desk, claim: Ref): Choice[] {
  const incident = desk.views.claims.get(claim.id)?.incident;
  const detail = incident && desk.views.incidents.get(incident.id);
  return (detail?.questionList ?? []).map((question) => ({ value: question.name, label: question.ask }));
}
