import { policyNames, type PolicyName } from '../../domain/reconcile/view.js';
import type { StoredIncidentView } from '../../read/answers.js';
import { ClaimLinks, type Cards } from '../parts/claims.js';
import { Moment } from '../parts/moment.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { Accounts, Claimed, Reports, type PanelContext, type QuestionPanel } from '../parts/question.js';
import { StatusMark } from '../parts/status.js';
import { instantWords, originsWords, plural } from '../parts/words.js';

interface Link {
  href: string;
  label: string;
}

/** What the page of an incident shows, as its JSON twin gives it. */
export interface IncidentPage {
  href: string;
  /** `questions` are in `panels` */
  view: Omit<StoredIncidentView, 'questions'>;
  panels: QuestionPanel[];
  cards: Cards;
  occurredAt: string | null;
  timeZone: string | null;
  place: string | null;
  description: string | null;
  parts: Link[];
  partOf: Link | null;
  constraints: string[];
  /** to what changed since the instant shown, or between two others */
  diff: string;
  clocks: ClockControls;
  /** what an editor may do from here */
  acts: Link[];
  record: RecordEntry[];
}

/** The two clocks, and where they may be moved: a link to what the reader sees can be shared. */
export interface ClockControls {
  href: string;
  publicAt: string | null;
  knownAt: string | null;
  policy: PolicyName;
  /** what was typed and is no instant */
  problem: string | null;
  /** to the report before and after the instant shown */
  earlier: Link | null;
  later: Link | null;
  now: string | null;
}

/** The current view at a glance, the conflicting reports in time, and the two clocks. */
export function IncidentContent({ data }: { data: IncidentPage }) {
  const context: PanelContext = { cards: data.cards, timeZone: data.timeZone };
  const ordered = data.panels.toSorted((a, b) => urgency(a) - urgency(b));
  return (
    <>
      <IncidentHead data={data} />
      <Clocks controls={data.clocks} />
      {data.view.faults.length > 0 && <Faults faults={data.view.faults} />}
      <AtAGlance panels={ordered} />
      {ordered.map((panel) => (
        <QuestionSection key={panel.question.key} panel={panel} context={context} />
      ))}
      {data.view.perhapsPublic.length > 0 && <PerhapsPublic data={data} />}
      <section class="panel" aria-labelledby="record">
        <h2 id="record">Its record</h2>
        <RecordTable entries={data.record} label="Events of this incident" />
      </section>
    </>
  );
}

function IncidentHead({ data }: { data: IncidentPage }) {
  const urgent = data.panels.filter((panel) => urgency(panel) === 0).length;
  return (
    <div class="title-block">
      <h1>
        <bdi>{data.view.title}</bdi>
      </h1>
      <p class="quiet">
        {data.occurredAt !== null && (
          <Moment at={data.occurredAt} zone={data.occurredAt.includes('T') ? data.timeZone : null} />
        )}
        {data.occurredAt !== null && data.place !== null && ' · '}
        <bdi>{data.place}</bdi>
      </p>
      {data.description !== null && <p dir="auto">{data.description}</p>}
      <p>
        {plural(data.panels.length, 'question')}, <strong>{urgent}</strong> contested or undermined.
        {data.partOf && (
          <>
            {' '}
            Part of{' '}
            <a href={data.partOf.href} dir="auto">
              {data.partOf.label}
            </a>
            .
          </>
        )}
      </p>
      {data.parts.length > 0 && (
        <p>
          Its parts:{' '}
          {data.parts.map((part, index) => (
            <span key={part.href}>
              {index > 0 && ', '}
              <a href={part.href} dir="auto">
                {part.label}
              </a>
            </span>
          ))}
        </p>
      )}
      {data.constraints.length > 0 && (
        <p class="small quiet">
          Questions are linked:{' '}
          {data.constraints.map((text, index) => (
            <span key={text}>
              {index > 0 && ' · '}
              <code class="nowrap">{text.replaceAll('<=', '≤')}</code>
            </span>
          ))}
        </p>
      )}
      <p class="no-print">
        <a href={data.diff}>What changed between two instants</a>
      </p>
      <Acts acts={data.acts} />
    </div>
  );
}

/** What an editor may do from here, as links to forms. */
export function Acts({ acts }: { acts: readonly Link[] }) {
  if (acts.length === 0) return null;
  return (
    <ul class="plain row acts no-print" aria-label="What you can do">
      {acts.map((act) => (
        <li key={act.href}>
          <a class="button small" href={act.href}>
            {act.label}
          </a>
        </li>
      ))}
    </ul>
  );
}

export function Clocks({ controls }: { controls: ClockControls }) {
  const { publicAt, knownAt } = controls;
  return (
    <section class="clocks" aria-label="Two clocks and a policy">
      <form method="get" action={controls.href} class="fields no-print">
        <ClockField name="publicAt" label="As the public could know at" value={publicAt} />
        <ClockField name="knownAt" label="As this ledger knew at" value={knownAt} />
        <div class="field">
          <label for="policy">Policy</label>
          <select id="policy" name="policy">
            {policyNames.map((name) => (
              <option key={name} value={name} selected={name === controls.policy}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <button class="primary">Show</button>
        <ul class="plain row">
          {[controls.earlier, controls.later].map(
            (step) =>
              step && (
                <li key={step.label}>
                  <a href={step.href}>{step.label}</a>
                </li>
              ),
          )}
          {controls.now !== null && (
            <li>
              <a href={controls.now}>Back to now</a>
            </li>
          )}
        </ul>
      </form>
      {controls.problem !== null && (
        <p class="notice wrong" role="alert">
          {controls.problem}
        </p>
      )}
      {(publicAt !== null || knownAt !== null) && (
        <p class="notice">
          The whole page shows
          {publicAt !== null && (
            <>
              {' '}
              what was <strong>public at {instantWords(publicAt)}</strong>
            </>
          )}
          {publicAt !== null && knownAt !== null && ', of'}
          {knownAt !== null && (
            <>
              {' '}
              what this ledger <strong>knew at {instantWords(knownAt)}</strong>
            </>
          )}
          . The address of this page keeps the instant.
        </p>
      )}
    </section>
  );
}

function ClockField({ name, label, value }: { name: string; label: string; value: string | null }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        value={value ?? ''}
        placeholder="2022-01-05T14:00Z"
        size={20}
        autocomplete="off"
      />
    </div>
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

/** Those in dispute first, then those that one voice alone carries, then what is settled or still. */
const order = [
  ['resolution-undermined', 'contested'],
  ['overtaken', 'uncompared', 'independence-unclear', 'single-origin'],
  ['corroborated', 'resolved', 'derived', 'unattributed', 'retracted'],
];
function urgency({ question }: QuestionPanel): number {
  const place = order.findIndex((group) => group.includes(question.status));
  return place === -1 ? order.length : place;
}

/** One line a question. */
function AtAGlance({ panels }: { panels: QuestionPanel[] }) {
  if (panels.length === 0) return <p class="notice">No question has been raised yet.</p>;
  return (
    <section aria-labelledby="glance" class="stack">
      <h2 id="glance">At a glance</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="glance">
        <table class="glance">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Status</th>
              <th scope="col">What is claimed</th>
              <th scope="col">Origins</th>
            </tr>
          </thead>
          <tbody>
            {panels.map((panel) => (
              <tr key={panel.question.key}>
                <th scope="row">
                  <a href={`#q-${panel.question.key}`} dir="auto">
                    {panel.question.ask}
                  </a>
                </th>
                <td>
                  <StatusMark status={panel.question.status} />
                </td>
                <td>
                  <Claimed panel={panel} />
                </td>
                <td class="nowrap">{originsWords(panel.question.origins)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function QuestionSection({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const { question } = panel;
  return (
    <section class="panel" id={`q-${question.key}`} aria-labelledby={`h-${question.key}`}>
      <div class="row">
        <h2 id={`h-${question.key}`}>
          <a href={panel.href} dir="auto">
            {question.ask}
          </a>
        </h2>
        <StatusMark status={question.status} />
      </div>
      <Accounts panel={panel} context={context} />
      {panel.reports > 0 && <Reports panel={panel} context={context} open={false} />}
    </section>
  );
}

/** R1: used for nothing, and said apart. */
function PerhapsPublic({ data }: { data: IncidentPage }) {
  return (
    <section class="panel" aria-labelledby="perhaps">
      <h2 id="perhaps">Perhaps public by then</h2>
      <p class="quiet">When they were published is not known well enough to say. Nothing above uses them.</p>
      <p>
        <ClaimLinks cards={data.cards} claims={data.view.perhapsPublic} />
      </p>
    </section>
  );
}
