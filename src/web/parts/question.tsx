import type { AccountView, QuestionView } from '../../domain/reconcile/view.js';
import type { Timeline } from '../figures/timeline-data.js';
import { maxMarks } from '../figures/timeline-data.js';
import { TimelineFigure } from '../figures/timeline.js';
import { ClaimLink, ClaimLinks, type Cards } from './claims.js';
import { Moment } from './moment.js';
import {
  answerWords,
  figure,
  originsWords,
  plural,
  relationWords,
  silenceWords,
  valueWords,
  type Labels,
} from './words.js';

/** A question as a page shows it: the view's answer, and what the eye needs beside it. */
export interface QuestionPanel {
  /** its history is cut to what the page lists; `reports` says how many there are */
  question: QuestionView;
  href: string;
  labels: Labels;
  /** how many outlets carry each account; null where there are too many claims to count them for a page */
  outlets: (number | null)[];
  reports: number;
  /** null where there is nothing to compare */
  timeline: Timeline | null;
}
/** What every part of a page of one incident needs: its claims, and the zone of its place. */
export interface PanelContext {
  cards: Cards;
  timeZone: string | null;
}

/** "6 outlets, 1 origin": repetition and independence, side by side. */
export function supportWords(account: AccountView, outlets: number | null): string {
  const told = outlets === null ? plural(account.claims.length, 'claim') : plural(outlets, 'outlet');
  return `${told}, ${originsWords(account.origins)}`;
}

/** The accounts in a cell of the overview. */
export function Claimed({ panel }: { panel: QuestionPanel }) {
  const { question, labels } = panel;
  if (question.accounts.length === 0) return <ClaimedOtherwise panel={panel} />;
  const shown = question.accounts.slice(0, 4);
  return (
    <ul class="plain accounts-brief">
      {shown.map((account, index) => (
        <li key={index}>
          <bdi class="value">{valueWords(account.value, question.unit, labels)}</bdi>{' '}
          <span class="quiet small">{supportWords(account, panel.outlets[index] ?? null)}</span>
        </li>
      ))}
      {question.accounts.length > shown.length && (
        <li class="quiet small">and {question.accounts.length - shown.length} more</li>
      )}
    </ul>
  );
}

function ClaimedOtherwise({ panel }: { panel: QuestionPanel }) {
  const { question } = panel;
  if (question.derived) {
    return (
      <span class="quiet">
        derived: <bdi class="value">{valueWords(question.derived.value, question.unit, panel.labels)}</bdi>
      </span>
    );
  }
  const kinds = [...new Set(question.silences.map((silence) => silenceWords[silence.kind]))];
  if (kinds.length > 0) return <span class="quiet">{kinds.join('; ')}</span>;
  return <span class="quiet">nothing</span>;
}

/** Every account in full, and what else is to be said of the question: what follows, what clashes, who was silent. */
export function Accounts({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const { question } = panel;
  return (
    <div class="stack">
      {question.accounts.length > 0 && (
        <ul class="plain accounts">
          {question.accounts.map((account, index) => (
            <li key={index} class={`account b${index % 5}`}>
              <Account panel={panel} context={context} account={account} index={index} />
            </li>
          ))}
        </ul>
      )}
      {question.answer && (
        <p>
          <span class="quiet">Answer:</span>{' '}
          <bdi class="value">{answerWords(question.answer, question.unit, panel.labels)}</bdi>
        </p>
      )}
      {question.derived && <Derived panel={panel} context={context} />}
      <Violations panel={panel} context={context} />
      <Silences panel={panel} context={context} />
      {question.circular.length > 0 && (
        <p class="quiet">
          Circular, they lead back to themselves and count for nothing:{' '}
          <ClaimLinks cards={context.cards} claims={question.circular} />
        </p>
      )}
    </div>
  );
}

function Account(props: {
  panel: QuestionPanel;
  context: PanelContext;
  account: AccountView;
  index: number;
}) {
  const { panel, context, account } = props;
  const { unit } = panel.question;
  return (
    <>
      <p>
        <bdi class="value big">{valueWords(account.value, unit, panel.labels)}</bdi>{' '}
        <span class="support">{supportWords(account, panel.outlets[props.index] ?? null)}</span>
        {account.origins.max > account.statedBy.max && (
          <span class="quiet"> · stated by {originsWords(account.statedBy)}, the others are compatible</span>
        )}
        {account.agreed && (
          <span class="quiet">
            {' '}
            · two agree on <bdi>{valueWords(account.agreed, unit, panel.labels)}</bdi>
          </span>
        )}
      </p>
      <p class="small quiet">
        <ClaimLinks cards={context.cards} claims={account.claims} />
        {account.firstReport !== null && (
          <>
            {' · first '}
            <Moment
              at={account.firstReport}
              zone={account.firstReport.includes('T') ? context.timeZone : null}
            />
          </>
        )}
      </p>
      {account.ruledOut && <p class="small">✕ Ruled out by what is said on linked questions.</p>}
      {account.deniedBy.length > 0 && (
        <p class="small">
          ≠ Denied by <ClaimLinks cards={context.cards} claims={account.deniedBy} />
        </p>
      )}
      {account.doubtedBy.length > 0 && (
        <p class="small">
          ? Doubted by <ClaimLinks cards={context.cards} claims={account.doubtedBy} />
        </p>
      )}
    </>
  );
}

/** Sets of claims that break the same links are told together. */
function Violations({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const groups = Map.groupBy(panel.question.violations, (violation) => violation.constraints.join('; '));
  return (
    <>
      {[...groups].map(([constraints, violations]) => (
        <div key={constraints} class="notice wrong">
          <p>
            These cannot all be true, since <code>{constraints}</code>:
          </p>
          <ul>
            {violations.slice(0, 8).map((violation, index) => (
              <li key={index}>
                <ClaimLinks cards={context.cards} claims={violation.claims} />
              </li>
            ))}
            {violations.length > 8 && <li>and {figure(violations.length - 8)} more such sets</li>}
          </ul>
        </div>
      ))}
    </>
  );
}

function Derived({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const derived = panel.question.derived!;
  return (
    <p>
      <span aria-hidden="true">∑ </span>
      <span class="quiet">Follows from linked questions:</span>{' '}
      <bdi class="value">{valueWords(derived.value, panel.question.unit, panel.labels)}</bdi>{' '}
      <span class="quiet small">
        ({derived.constraints.join('; ')}; <ClaimLinks cards={context.cards} claims={derived.claims} />)
      </span>
    </p>
  );
}

function Silences({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const { silences } = panel.question;
  if (silences.length === 0) return null;
  return (
    <ul class="plain small">
      {silences.slice(0, 8).map((silence) => (
        <li key={silence.claim} class="quiet">
          <span aria-hidden="true">… </span>
          <ClaimLink cards={context.cards} claim={silence.claim} by="origin" /> {silenceWords[silence.kind]}
          {silence.endedBy !== null && (
            <>
              {' '}
              and spoke later (<ClaimLink cards={context.cards} claim={silence.endedBy} />)
            </>
          )}
        </li>
      ))}
      {silences.length > 8 && <li class="quiet">and {figure(silences.length - 8)} more silences</li>}
    </ul>
  );
}

/** The figure with its caption; its rows stand in the table of reports. */
export function Reports({
  panel,
  context,
  open,
}: {
  panel: QuestionPanel;
  context: PanelContext;
  open: boolean;
}) {
  const { timeline } = panel;
  return (
    <>
      {timeline && (
        <figure>
          <div class="scroll figure-wide" tabIndex={0} role="group" aria-label={`Figure: ${timeline.label}`}>
            <TimelineFigure timeline={timeline} />
          </div>
          <figcaption class="quiet small">
            A dot is a claim at the time of its publication, a line beside it the day when only the day is
            known, a line upward the range it allows (an arrow: no upper end). Hollow: the record does not say
            whose words. Dashed: it has ended, an arrow leads to what ended it; crossed: taken back. Bands are
            accounts.
            {timeline.of > maxMarks &&
              ` The figure shows the first ${figure(maxMarks)} of ${figure(timeline.of)} reports.`}
          </figcaption>
        </figure>
      )}
      <details open={open}>
        <summary>{plural(panel.reports, 'report')} in the order of publication</summary>
        <ReportsTable panel={panel} context={context} />
      </details>
    </>
  );
}

export function ReportsTable({ panel, context }: { panel: QuestionPanel; context: PanelContext }) {
  const { question } = panel;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={`Reports: ${question.ask}`}>
        <table class="reports">
          <thead>
            <tr>
              <th scope="col">Published</th>
              <th scope="col">Who says it</th>
              <th scope="col">What</th>
              <th scope="col">In</th>
              <th scope="col">And so it</th>
            </tr>
          </thead>
          <tbody>
            {question.history.map((entry) => (
              <ReportRow key={entry.claim} panel={panel} context={context} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
      {panel.reports > question.history.length && (
        <p class="small">
          Shown are {figure(question.history.length)} of {plural(panel.reports, 'report')}.{' '}
          <a href={panel.href}>All of them stand on the page of the question.</a>
        </p>
      )}
    </>
  );
}

function ReportRow(props: {
  panel: QuestionPanel;
  context: PanelContext;
  entry: QuestionView['history'][number];
}) {
  const { panel, context, entry } = props;
  const card = Object.hasOwn(context.cards, entry.claim) ? context.cards[entry.claim] : undefined;
  const ended = panel.question.superseded.find((end) => end.claim === entry.claim);
  return (
    <tr class={ended ? 'has-ended' : ''}>
      <td class="nowrap small">
        {card ? <Moment at={card.publishedAt} zone={zoneOf(card, context)} /> : ''}
      </td>
      <td>
        {card?.attributed === false && <span class="quiet">not recorded</span>}
        {card?.attributed === true && <bdi>{card.origin}</bdi>}
      </td>
      <td>
        <a href={card?.href ?? '#'}>
          <bdi class="value">{card?.says ?? entry.claim}</bdi>
        </a>
        {card?.quote && (
          <div class="quote small" dir="auto">
            “{card.quote}”
          </div>
        )}
      </td>
      <td>
        <bdi>{card?.outlet}</bdi>
      </td>
      <td>
        {relationWords[entry.relation]}{' '}
        <ClaimLinks cards={context.cards} claims={[...entry.with, ...entry.against]} />
        {ended && (
          <div class="small">
            ✕ ended ({ended.as}) by <ClaimLink cards={context.cards} claim={ended.by} />
          </div>
        )}
      </td>
    </tr>
  );
}

/** A date alone is a day of its document's zone; an instant is shown in the zone of the incident's place. */
const zoneOf = (card: Cards[string], context: PanelContext): string | null =>
  card.publishedAt !== null && card.publishedAt.length === 10 ? card.timeZone : context.timeZone;
