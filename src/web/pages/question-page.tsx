import type { AnswerView, PolicyName } from '../../domain/reconcile/view.js';
import type { Cards } from '../parts/claims.js';
import { ClaimLinks } from '../parts/claims.js';
import { MatrixTable, type Matrix } from '../parts/matrix.js';
import { Moment } from '../parts/moment.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { Accounts, Reports, type PanelContext, type QuestionPanel } from '../parts/question.js';
import { StatusMark, statusMeaning } from '../parts/status.js';
import { answerWords, originsWords, valueWords } from '../parts/words.js';
import { Acts, Clocks, type ClockControls } from './incident-page.js';

/** What the page of a question shows, as its JSON twin gives it. */
export interface QuestionPage {
  panel: QuestionPanel;
  cards: Cards;
  timeZone: string | null;
  /** unit, scope, kind of value: what makes the claims comparable */
  facts: { term: string; words: string }[];
  clocks: ClockControls;
  matrix: Matrix | null;
  policies: { policy: PolicyName; answer: AnswerView | null }[];
  explanation: Explained;
  resolution: {
    words: string;
    reason: string;
    actor: string;
    actorName: string | null;
    recordedAt: string;
    claims: string[];
    method: string;
  } | null;
  /** one for each account: a decision for it would rest on these, and stand against those */
  grounds: { words: string; support: string; claims: string[]; against: string[] }[];
  /** to copy into an article */
  sentence: string;
  acts: { href: string; label: string }[];
  next: string | null;
  record: RecordEntry[];
}

/** Sentences by which every claim's place, and the numbers of origins, can be followed. */
export interface Explained {
  claims: { claim: string; part: string; sentences: string[] }[];
  /** left out for room */
  more: number;
  independence: string[];
  linked: string[];
}

export function QuestionContent({ data }: { data: QuestionPage }) {
  const { panel } = data;
  const context: PanelContext = { cards: data.cards, timeZone: data.timeZone };
  return (
    <>
      <div class="title-block">
        <h1>
          <bdi>{panel.question.ask}</bdi>
        </h1>
        <p>
          <StatusMark status={panel.question.status} />{' '}
          <span class="quiet">{statusMeaning(panel.question.status)}</span>
        </p>
        <Acts acts={data.acts} />
      </div>
      <Clocks controls={data.clocks} />
      <div class="columns">
        <section class="panel" aria-labelledby="accounts">
          <h2 id="accounts">What is claimed</h2>
          {panel.question.accounts.length === 0 && <p class="quiet">No account stands.</p>}
          <Accounts panel={panel} context={context} />
        </section>
        <div class="stack">
          {data.resolution && <Resolution data={data} />}
          <Sentence sentence={data.sentence} />
          <Facts data={data} />
        </div>
      </div>
      {panel.reports > 0 && (
        <section class="panel" aria-labelledby="reports">
          <h2 id="reports">Conflicting reports in time</h2>
          <Reports panel={panel} context={context} open />
          {data.next !== null && (
            <p>
              <a class="button" rel="next" href={data.next}>
                More reports
              </a>
            </p>
          )}
        </section>
      )}
      {data.matrix && (
        <section class="panel" aria-labelledby="matrix">
          <h2 id="matrix">Who says what</h2>
          <MatrixTable matrix={data.matrix} cards={data.cards} />
        </section>
      )}
      <Policies data={data} />
      <Explanation data={data} />
      <Grounds data={data} />
      <section class="panel" aria-labelledby="record">
        <h2 id="record">Its record</h2>
        <RecordTable entries={data.record} label="Events of this question" />
      </section>
    </>
  );
}

function Resolution({ data }: { data: QuestionPage }) {
  const resolution = data.resolution!;
  return (
    <section class="panel" aria-labelledby="resolution">
      <h2 id="resolution">Decided by an editor</h2>
      <p>
        <bdi class="value big">{resolution.words}</bdi>
      </p>
      <p dir="auto">{resolution.reason}</p>
      <p class="small quiet">
        <bdi>{resolution.actorName ?? resolution.actor}</bdi>,{' '}
        <Moment at={resolution.recordedAt} zone={data.timeZone} />, by {resolution.method}, resting on{' '}
        <ClaimLinks cards={data.cards} claims={resolution.claims} />
      </p>
    </section>
  );
}

/** With its attribution, its policy, its instant and a link. The button is there where scripts are. */
function Sentence({ sentence }: { sentence: string }) {
  return (
    <section class="panel" aria-labelledby="sentence-title">
      <h2 id="sentence-title">To quote</h2>
      <p id="sentence" class="quote">
        {sentence}
      </p>
      <p class="row" data-needs-script hidden>
        <button type="button" class="small" data-copy="sentence">
          Copy the sentence
        </button>
        <output class="small" aria-live="polite" data-copied="sentence" />
      </p>
    </section>
  );
}

function Facts({ data }: { data: QuestionPage }) {
  return (
    <section class="panel" aria-labelledby="asked">
      <h2 id="asked">What exactly is asked</h2>
      <dl class="facts">
        {data.facts.map((fact) => (
          <div key={fact.term} class="fact">
            <dt>{fact.term}</dt>
            <dd>
              <bdi>{fact.words}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every policy's answer with the steps that led to it, side by side. */
function Policies({ data }: { data: QuestionPage }) {
  const { panel } = data;
  return (
    <section class="panel" aria-labelledby="policies">
      <h2 id="policies">Policies side by side</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="policies">
        <table class="policies">
          <thead>
            <tr>
              <th scope="col">Policy</th>
              <th scope="col">Answer</th>
              <th scope="col">How it got there</th>
            </tr>
          </thead>
          <tbody>
            {data.policies.map(({ policy, answer }) => (
              <tr key={policy} class={policy === data.clocks.policy ? 'chosen' : ''}>
                <th scope="row" class="nowrap">
                  {policy}
                  {policy === data.clocks.policy && <span class="quiet small"> (shown)</span>}
                </th>
                <td>
                  {answer === null ? (
                    <span class="quiet">chooses nothing: {panel.question.accounts.length} accounts</span>
                  ) : (
                    <bdi class="value">{answerWords(answer, panel.question.unit, panel.labels)}</bdi>
                  )}
                  {answer?.best && (
                    <div class="small">
                      best: {valueWords(answer.best, panel.question.unit, panel.labels)}
                    </div>
                  )}
                </td>
                <td>
                  <ol class="plain small">
                    {answer?.steps.map((step, index) => (
                      <li key={index}>{step}</li>
                    ))}
                  </ol>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const partWords: Record<string, string> = {
  counting: 'counts',
  standing: 'stands, without an origin',
  ended: 'has ended',
  outgrown: 'was outgrown',
  silence: 'silent',
  response: 'responds',
  'perhaps-public': 'perhaps public',
};

/** Why each claim is in or out of each account, and who counts as an origin. */
function Explanation({ data }: { data: QuestionPage }) {
  const { claims, more, independence, linked } = data.explanation;
  if (claims.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="explain">
      <h2 id="explain">Why it is so</h2>
      <ul class="plain stack">
        {[...independence, ...linked].map((sentence, index) => (
          <li key={index} dir="auto">
            {sentence}
          </li>
        ))}
      </ul>
      <details>
        <summary>Claim by claim</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label="Why each claim is where it is">
          <table>
            <thead>
              <tr>
                <th scope="col">Claim</th>
                <th scope="col">It</th>
                <th scope="col">Because</th>
              </tr>
            </thead>
            <tbody>
              {claims.map((row) => (
                <tr key={row.claim}>
                  <th scope="row">
                    <ClaimLinks cards={data.cards} claims={[row.claim]} />
                  </th>
                  <td>{partWords[row.part] ?? row.part}</td>
                  <td>
                    {row.sentences.map((sentence, index) => (
                      <div key={index} dir="auto">
                        {sentence}
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {more > 0 && <p class="small quiet">{more} more claims are not explained here.</p>}
      </details>
    </section>
  );
}

function Grounds({ data }: { data: QuestionPage }) {
  if (data.grounds.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="grounds">
      <h2 id="grounds">What a decision would rest on</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="grounds">
        <table>
          <thead>
            <tr>
              <th scope="col">If decided as</th>
              <th scope="col">It rests on</th>
              <th scope="col">Against it stand</th>
            </tr>
          </thead>
          <tbody>
            {data.grounds.map((ground, index) => (
              <tr key={index}>
                <th scope="row">
                  <bdi class="value">{ground.words}</bdi>
                  <div class="quiet small">{ground.support}</div>
                </th>
                <td>
                  <ClaimLinks cards={data.cards} claims={ground.claims} />
                </td>
                <td>
                  {ground.against.length === 0 ? (
                    <span class="quiet">nothing</span>
                  ) : (
                    <ClaimLinks cards={data.cards} claims={ground.against} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="small quiet">
        {originsWords(data.panel.question.origins)} on the question in all. A claim compatible with several
        answers stands under each.
      </p>
    </section>
  );
}
