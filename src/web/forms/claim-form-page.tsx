import { FieldControl, Problems, Section, valueOf, type Field, type Typed } from './fields.js';
import type { ClaimFields } from './claim-form.js';
import { sourceKinds } from '../../domain/events.js';
import { sourceKindWords } from '../parts/words.js';
import type { UnknownSource } from './source-picker.js';

export interface ClaimFormPage {
  action: string;
  back: { href: string; label: string };
  fields: ClaimFields;
  /** the question's words, once one is chosen */
  ask: string | null;
  unknown: UnknownSource[];
  typed: Typed;
  problem: string | null;
}

export function ClaimFormContent({ data }: { data: ClaimFormPage }) {
  const { fields, typed } = data;
  const list = (some: readonly Field[]) =>
    some.map((field) => <FieldControl key={field.name} field={field} typed={typed} />);
  return (
    <>
      <div class="title-block">
        <h1>Record a claim</h1>
        <p>
          What one source asserts, with the words that say it. In{' '}
          <a href={data.back.href} dir="auto">
            {data.back.label}
          </a>
          .
        </p>
      </div>
      <Problems typed={typed} general={data.problem} />
      <form method="post" action={data.action} class="act stack">
        <input type="hidden" name="once" value={valueOf(typed, 'once')} />
        {data.unknown.length > 0 && <UnknownSources data={data} />}
        <Section title="Where it stands">
          {list(fields.document)}
          <details open={valueOf(typed, 'doc-title') !== ''}>
            <summary>A document that is not in the ledger yet</summary>
            <div class="fields">{list(fields.newDocument)}</div>
          </details>
          {list(fields.words)}
          <p data-needs-script hidden>
            <button type="button" class="small" data-take-selection>
              Take the words marked in the text
            </button>
          </p>
        </Section>
        <Section title="Whose words">{list(fields.speakers)}</Section>
        <Section title="What it says">
          {list(fields.question)}
          <p>
            <button name="step" value="refresh" class="small">
              Take this question
            </button>{' '}
            <span class="quiet small">
              Its kind of answer decides what is asked below. Nothing typed is lost.
            </span>
          </p>
          <details open={valueOf(typed, 'new-ask') !== ''}>
            <summary>A question that this incident does not have yet</summary>
            <div class="fields">{list(fields.newQuestion)}</div>
          </details>
          {data.ask === null ? (
            <p class="notice">Choose a question first, or let it respond to a claim.</p>
          ) : (
            <p class="quiet" dir="auto">
              {data.ask}
            </p>
          )}
          <div class="fields">{list(fields.says)}</div>
          <details open={valueOf(typed, 'stance') !== '' || valueOf(typed, 'supersedes') !== ''}>
            <summary>It responds to another claim, or replaces it</summary>
            <div class="stack">{list(fields.response)}</div>
          </details>
        </Section>
        <details>
          <summary>When it was said, how it was weakened, a translation, a note</summary>
          <Section title="Details">{list(fields.details)}</Section>
        </details>
        <p class="row">
          <button class="primary" name="step" value="record">
            Record it
          </button>
          <a href={data.back.href}>Leave it</a>
        </p>
      </form>
    </>
  );
}

/** Names that no source has: one of those that resemble it, or a new one, made in place. */
function UnknownSources({ data }: { data: ClaimFormPage }) {
  return (
    <section class="notice" role="alert" aria-labelledby="unknown-sources">
      <h2 id="unknown-sources">Who is this?</h2>
      <p>
        Nobody of this name is in the ledger. Two names of one source split what it said: choose it where it
        is there already.
      </p>
      {data.unknown.map((source) => (
        <UnknownSourceFields key={source.field} source={source} typed={data.typed} />
      ))}
    </section>
  );
}

function UnknownSourceFields({ source, typed }: { source: UnknownSource; typed: Typed }) {
  const { field } = source;
  const choices = [
    ...source.candidates.map((candidate) => ({
      value: candidate.name,
      label: `${candidate.label} (${candidate.about})`,
    })),
    { value: 'new', label: 'none of these: a new source' },
  ];
  return (
    <Section title={`“${source.typed}”`}>
      <input type="hidden" name={`${field}-name`} value={source.typed} />
      <FieldControl
        field={{ name: field, label: 'It is', kind: 'radio', choices }}
        typed={withNew(typed, source)}
      />
      <div class="fields">
        <FieldControl
          field={{
            name: `${field}-kind`,
            label: 'A new one is',
            kind: 'select',
            choices: [
              { value: '', label: 'choose' },
              ...sourceKinds.map((value) => ({ value, label: sourceKindWords[value] })),
            ],
          }}
          typed={typed}
        />
        <FieldControl
          field={{ name: `${field}-speaksFor`, label: 'speaks for', kind: 'line', size: 24 }}
          typed={typed}
        />
        <FieldControl
          field={{ name: `${field}-memberOf`, label: 'belongs to', kind: 'line', size: 24 }}
          typed={typed}
        />
        <FieldControl
          field={{ name: `${field}-knownTo`, label: 'unnamed: known only to', kind: 'line', size: 24 }}
          typed={typed}
        />
      </div>
    </Section>
  );
}

/** Where nothing resembles the name there is nothing to choose from. */
const withNew = (typed: Typed, source: UnknownSource): Typed =>
  source.candidates.length > 0 || valueOf(typed, source.field) !== ''
    ? typed
    : { ...typed, values: { ...typed.values, [source.field]: 'new' } };
