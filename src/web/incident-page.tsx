import type { AccountView, IncidentView, PolicyName, QuestionView } from '../domain/reconcile/view.js';
import { policyNames } from '../domain/reconcile/view.js';
import { TimelineFigure, maxMarks, type Timeline } from './figures/timeline.js';
import { StatusMark } from './parts/status.js';
import {
  instantWords,
  originsWords,
  plural,
  relationWords,
  silenceWords,
  valueWords,
  type Labels,
} from './parts/words.js';

/** What a page shows of a claim beside its key. */
export interface ClaimCard {
  name: string;
  href: string;
  /** whose words: the origin, or the last named of a chain without one */
  origin: string;
  outlet: string;
  /** as recorded; null: unknown */
  publishedAt: string | null;
  /** the value, the silence or the response in words */
  says: string;
  quote: string | null;
}

export interface IncidentPage {
  view: IncidentView;
  href: string;
  occurredAt: string | null;
  localTime: string | null;
  place: string | null;
  description: string | null;
  parts: { href: string; title: string }[];
  partOf: { href: string; title: string } | null;
  /** every claim that the view names */
  cards: ReadonlyMap<string, ClaimCard>;
  labels(question: QuestionView): Labels;
  /** the questions' timelines, where there is more than one mark to draw */
  timelines: ReadonlyMap<string, Timeline>;
}

/** The current view at a glance, the conflicting reports in time, and the two clocks. */
export function IncidentContent({ data }: { data: IncidentPage }) {
  const { view } = data;
  const contested = view.questions.filter((question) => urgency(question) === 0).length;
  return (
    <>
      <IncidentHead data={data} contested={contested} />
      <Clocks href={data.href} publicAt={view.publicAt} knownAt={view.knownAt} policy={view.policy} />
      {view.faults.length > 0 && <Faults faults={view.faults} />}
      <AtAGlance data={data} />
      {view.questions.map((question) => (
        <QuestionPanel key={question.key} data={data} question={question} />
      ))}
      {view.perhapsPublic.length > 0 && <PerhapsPublic data={data} />}
    </>
  );
}

function IncidentHead({ data, contested }: { data: IncidentPage; contested: number }) {
  return (
    <div class="title-block">
      <h1>
        <bdi>{data.view.title}</bdi>
      </h1>
      <p class="quiet">
        {[data.place, data.occurredAt && `${data.occurredAt} UTC`, data.localTime]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {data.description !== null && <p dir="auto">{data.description}</p>}
      <p>
        {plural(data.view.questions.length, 'question')}, {contested} contested or undermined.
      </p>
      {data.partOf && (
        <p>
          Part of <a href={data.partOf.href}>{data.partOf.title}</a>.
        </p>
      )}
      {data.parts.length > 0 && (
        <p>
          Parts:{' '}
          {data.parts.map((part, index) => (
            <span key={part.href}>
              {index > 0 && ', '}
              <a href={part.href}>{part.title}</a>
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** Two instants and a policy, in the address: a link to what the reader sees can be shared. */
export function Clocks(props: {
  href: string;
  publicAt: string | null;
  knownAt: string | null;
  policy: PolicyName;
}) {
  return (
    <form method="get" action={props.href} class="panel no-print" aria-label="Two clocks and a policy">
      <div class="fields">
        <div class="field">
          <label for="public-at">As the public could know at</label>
          <input
            id="public-at"
            name="publicAt"
            value={props.publicAt ?? ''}
            placeholder="2022-01-05T14:00Z"
          />
        </div>
        <div class="field">
          <label for="known-at">As this ledger knew at</label>
          <input id="known-at" name="knownAt" value={props.knownAt ?? ''} placeholder="2022-01-05T14:00Z" />
        </div>
        <div class="field">
          <label for="policy">Policy</label>
          <select id="policy" name="policy">
            {policyNames.map((name) => (
              <option key={name} value={name} selected={name === props.policy}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <button class="primary">Show</button>
        {(props.publicAt !== null || props.knownAt !== null) && <a href={props.href}>Back to now</a>}
      </div>
      {(props.publicAt !== null || props.knownAt !== null) && (
        <p class="notice">
          The whole page shows{' '}
          {[
            props.publicAt !== null && `what was public at ${props.publicAt}`,
            props.knownAt !== null && `what this ledger knew at ${props.knownAt}`,
          ]
            .filter(Boolean)
            .join(', of ')}
          .
        </p>
      )}
    </form>
  );
}

function Faults({ faults }: { faults: string[] }) {
  return (
    <section class="notice wrong" aria-label="Faults in the record">
      <h2>Faults in the record</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </section>
  );
}

const urgentFirst = ['resolution-undermined', 'contested'];
const urgency = (question: QuestionView): number => (urgentFirst.includes(question.status) ? 0 : 1);

/** One line a question, those in dispute first. */
function AtAGlance({ data }: { data: IncidentPage }) {
  const ordered = data.view.questions.toSorted((a, b) => urgency(a) - urgency(b));
  return (
    <section aria-labelledby="glance" class="stack">
      <h2 id="glance">At a glance</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="glance">
        <table>
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Status</th>
              <th scope="col">What is claimed</th>
              <th scope="col">Origins</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((question) => (
              <tr key={question.key}>
                <th scope="row">
                  <a href={`#q-${question.key}`} dir="auto">
                    {question.ask}
                  </a>
                </th>
                <td>
                  <StatusMark status={question.status} />
                </td>
                <td>
                  <Claimed data={data} question={question} />
                </td>
                <td class="nowrap">{originsWords(question.origins)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Claimed({ data, question }: { data: IncidentPage; question: QuestionView }) {
  const labels = data.labels(question);
  if (question.accounts.length === 0 && question.derived) {
    return <span class="quiet">derived: {valueWords(question.derived.value, question.unit, labels)}</span>;
  }
  return (
    <ul class="plain">
      {question.accounts.map((account, index) => (
        <li key={index}>
          <bdi class="value">{valueWords(account.value, question.unit, labels)}</bdi>{' '}
          <span class="quiet small">{support(data, account)}</span>
        </li>
      ))}
    </ul>
  );
}

/** "6 outlets, 1 origin". */
function support(data: IncidentPage, account: AccountView): string {
  const outlets = new Set(account.claims.map((claim) => data.cards.get(claim)?.outlet ?? claim));
  return `${plural(outlets.size, 'outlet')}, ${originsWords(account.origins)}`;
}

function QuestionPanel({ data, question }: { data: IncidentPage; question: QuestionView }) {
  const timeline = data.timelines.get(question.key);
  return (
    <section class="panel" id={`q-${question.key}`} aria-labelledby={`h-${question.key}`}>
      <div class="row">
        <h2 id={`h-${question.key}`}>
          <a href={`${data.href}/questions/${question.key}`} dir="auto">
            {question.ask}
          </a>
        </h2>
        <StatusMark status={question.status} />
      </div>
      <Accounts data={data} question={question} />
      {question.answer?.value && (
        <p>
          Answer by {question.answer.decidedBy ?? data.view.policy}:{' '}
          <strong>{valueWords(question.answer.value, question.unit, data.labels(question))}</strong>
        </p>
      )}
      {timeline && (
        <figure>
          <div class="scroll figure-wide">
            <TimelineFigure timeline={timeline} />
          </div>
          <figcaption class="quiet small">
            Bars show what a claim allows, an arrow an open end, hollow marks have ended or have no origin,
            crosses are silences. The rows below say the same.
            {timeline.marks.length > maxMarks &&
              ` The figure shows the first ${maxMarks} of ${timeline.marks.length}.`}
          </figcaption>
        </figure>
      )}
      <History data={data} question={question} />
    </section>
  );
}

function Accounts({ data, question }: { data: IncidentPage; question: QuestionView }) {
  const labels = data.labels(question);
  return (
    <ul class="plain stack">
      {question.accounts.map((account, index) => (
        <li key={index}>
          <bdi class="value big">{valueWords(account.value, question.unit, labels)}</bdi>{' '}
          <span>{support(data, account)}</span>
          {account.agreed && (
            <span class="quiet"> · agreed by two: {valueWords(account.agreed, question.unit, labels)}</span>
          )}
          {account.ruledOut && <span class="quiet"> · ruled out by linked questions</span>}
        </li>
      ))}
      {question.derived && (
        <li class="quiet">
          Derived: <span class="value">{valueWords(question.derived.value, question.unit, labels)}</span> from{' '}
          {question.derived.constraints.join('; ')}
        </li>
      )}
      {question.violations.map((violation, index) => (
        <li key={`v${index}`}>
          These cannot all be true ({violation.constraints.join('; ')}):{' '}
          <ClaimLinks data={data} claims={violation.claims} />
        </li>
      ))}
      {question.silences.map((silence) => (
        <li key={silence.claim} class="quiet">
          <ClaimLink card={data.cards.get(silence.claim)} text="origin" /> {silenceWords[silence.kind]}
          {silence.endedBy !== null && ', and spoke later'}.
        </li>
      ))}
    </ul>
  );
}

/** A claim that is not there (it was withdrawn meanwhile) is no link. */
function ClaimLink({ card, text }: { card: ClaimCard | undefined; text: 'name' | 'origin' }) {
  if (!card) return <span class="quiet">a claim no longer there</span>;
  return (
    <a href={card.href} title={card.says}>
      <bdi>{card[text]}</bdi>
    </a>
  );
}

export function ClaimLinks({ data, claims }: { data: Pick<IncidentPage, 'cards'>; claims: string[] }) {
  return (
    <>
      {claims.map((claim, index) => (
        <span key={claim}>
          {index > 0 && ', '}
          <ClaimLink card={data.cards.get(claim)} text="name" />
        </span>
      ))}
    </>
  );
}

/** The history of conflicting reports, in the order of publication. */
function History({ data, question }: { data: IncidentPage; question: QuestionView }) {
  if (question.history.length === 0) return null;
  return (
    <details open={question.history.length <= 12}>
      <summary>{plural(question.history.length, 'report')}, in the order of publication</summary>
      <ol class="story">
        {question.history.map((entry) => {
          const card = data.cards.get(entry.claim);
          return (
            <li key={entry.claim}>
              <span class="quiet small">
                {card?.publishedAt ? instantWords(card.publishedAt) : 'date unknown'}
              </span>
              <div>
                <ClaimLink card={card} text="origin" /> <span class="quiet">in</span>{' '}
                <bdi>{card?.outlet}</bdi>: <bdi class="value">{card?.says}</bdi>{' '}
                <span class="quiet">
                  {relationWords[entry.relation]}{' '}
                  <ClaimLinks data={data} claims={[...entry.with, ...entry.against]} />
                </span>
                {card?.quote && (
                  <div class="quote" dir="auto">
                    {`“${card.quote}”`}
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ol>
    </details>
  );
}

function PerhapsPublic({ data }: { data: IncidentPage }) {
  return (
    <section class="panel" aria-labelledby="perhaps">
      <h2 id="perhaps">Perhaps public by then</h2>
      <p class="quiet">Their time of publication is not known well enough; nothing above uses them.</p>
      <p>
        <ClaimLinks data={data} claims={data.view.perhapsPublic} />
      </p>
    </section>
  );
}
