import type { Status } from '../../domain/reconcile/view.js';
import { ClaimLink, type Cards } from '../parts/claims.js';
import { Accounts, type QuestionPanel } from '../parts/question.js';
import { StatusMark } from '../parts/status.js';
import { FieldControl, Problems, Section, valueOf, type Field, type Typed } from './fields.js';

/** What a decision would do, worked out before it is made. */
export interface ResolvePreview {
  words: string;
  /** on this question and those linked to it, where something changes */
  changes: { ask: string; before: Status | null; after: Status | null; sentences: string[] }[];
  /** claims that stand in no account together with all that it rests on */
  against: string[];
}

export interface ResolvePage {
  panel: QuestionPanel;
  cards: Cards;
  timeZone: string | null;
  action: string;
  back: string;
  valueFields: Field[];
  reason: Field;
  /** claims that stand, by account */
  choices: { words: string; claims: string[] }[];
  typed: Typed;
  problem: string | null;
  preview: ResolvePreview | null;
  /** what came to stand, or stands no longer, since the form was opened; null: nothing changed */
  arrived: { come: string[]; gone: string[]; otherwise: boolean } | null;
}

export function ResolveContent({ data }: { data: ResolvePage }) {
  const chosen = new Set(valueOf(data.typed, 'claims').split('\n'));
  return (
    <>
      <div class="title-block">
        <h1>Decide a question</h1>
        <p>
          <a href={data.back} dir="auto">
            {data.panel.question.ask}
          </a>{' '}
          <StatusMark status={data.panel.question.status} />
        </p>
        <p>
          The answer overrides every policy and says so. It stays yours to take back, and is shown as
          undermined when evidence comes that does not fit it.
        </p>
      </div>
      {data.arrived && <Arrived data={data} />}
      <Problems typed={data.typed} general={data.problem} />
      {data.preview && <Preview data={data} preview={data.preview} />}
      <div class="columns">
        <form method="post" action={data.action} class="act stack">
          <input type="hidden" name="seen" value={valueOf(data.typed, 'seen')} />
          <input type="hidden" name="stood" value={valueOf(data.typed, 'stood')} />
          <Section title="The answer">
            {data.valueFields.map((field) => (
              <FieldControl key={field.name} field={field} typed={data.typed} />
            ))}
          </Section>
          <Section title="It rests on">
            <div id="f-claims" class="stack">
              {data.choices.map((group) => (
                <div key={group.words}>
                  <bdi class="value">{group.words}</bdi>
                  {group.claims.map((claim) => (
                    <div key={claim}>
                      <label class="choice">
                        <input type="checkbox" name="claims" value={claim} checked={chosen.has(claim)} />{' '}
                        <bdi>
                          {data.cards[claim]?.attributed ? data.cards[claim].origin : 'origin not recorded'}
                        </bdi>
                        , in <bdi>{data.cards[claim]?.outlet}</bdi>
                      </label>{' '}
                      <span class="small">
                        (<ClaimLink cards={data.cards} claim={claim} />)
                      </span>
                    </div>
                  ))}
                </div>
              ))}
              {data.choices.length === 0 && <p class="quiet">No claim stands on this question.</p>}
            </div>
          </Section>
          <FieldControl field={data.reason} typed={data.typed} />
          <p class="row">
            <button name="step" value="preview">
              Preview
            </button>
            <button class="primary" name="step" value="decide">
              {data.arrived ? 'Decide all the same' : 'Decide'}
            </button>
            <a href={data.back}>Leave it open</a>
          </p>
        </form>
        <section class="panel" aria-labelledby="now">
          <h2 id="now">What is claimed now</h2>
          <Accounts panel={data.panel} context={{ cards: data.cards, timeZone: data.timeZone }} />
        </section>
      </div>
    </>
  );
}

function Arrived({ data }: { data: ResolvePage }) {
  const { come, gone, otherwise } = data.arrived!;
  return (
    <section class="notice wrong" role="alert" aria-labelledby="arrived">
      <h2 id="arrived">The record changed while you were deciding</h2>
      {come.length > 0 && (
        <p>
          Came since:{' '}
          {come.map((claim, index) => (
            <span key={claim}>
              {index > 0 && ', '}
              <ClaimLink cards={data.cards} claim={claim} /> ({data.cards[claim]?.origin}:{' '}
              {data.cards[claim]?.says})
            </span>
          ))}
        </p>
      )}
      {gone.length > 0 && <p>Stands no longer: {gone.join(', ')}</p>}
      {otherwise && <p>Something else of this incident is not as you saw it: look at what is claimed now.</p>}
      <p>Nothing was recorded, and nothing that you typed is lost.</p>
    </section>
  );
}

function Preview({ data, preview }: { data: ResolvePage; preview: ResolvePreview }) {
  return (
    <section class="panel" aria-labelledby="preview">
      <h2 id="preview">Preview</h2>
      <p>
        Decided as <bdi class="value">{preview.words}</bdi>. Nothing is recorded yet.
      </p>
      {preview.changes.length > 0 && (
        <ul class="plain stack">
          {preview.changes.map((change) => (
            <li key={change.ask}>
              <span dir="auto">{change.ask}</span>{' '}
              {change.before !== null && change.after !== null && (
                <span class="nowrap">
                  <StatusMark status={change.before} /> → <StatusMark status={change.after} />
                </span>
              )}
              {change.sentences.slice(change.before === null ? 0 : 1).map((sentence) => (
                <div key={sentence} class="small quiet" dir="auto">
                  {sentence}
                </div>
              ))}
            </li>
          ))}
        </ul>
      )}
      <p>
        {preview.against.length === 0
          ? 'No other account stands beside what it rests on.'
          : 'In no account with what it rests on: '}
        {preview.against.map((claim, index) => (
          <span key={claim}>
            {index > 0 && ', '}
            <ClaimLink cards={data.cards} claim={claim} /> ({data.cards[claim]?.says})
          </span>
        ))}
      </p>
    </section>
  );
}
