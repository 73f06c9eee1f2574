import type { Status } from '../../domain/reconcile/view.js';
import { ClaimLinks, type Cards } from '../parts/claims.js';
import { Moment } from '../parts/moment.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { StatusMark } from '../parts/status.js';
import { figure, instantWords, plural } from '../parts/words.js';

interface Link {
  href: string;
  label: string;
}
export interface ChangedQuestion {
  key: string;
  ask: string;
  href: string;
  /** null: it was not there */
  before: Status | null;
  after: Status | null;
  appeared: string[];
  disappeared: string[];
  sentences: string[];
}

/** What the page of a diff shows, as its JSON twin gives it. */
export interface DiffPage {
  href: string;
  incident: Link;
  asked: {
    /** the clock that moves */
    clock: 'knownAt' | 'publicAt';
    from: string | null;
    /** null: now */
    to: string | null;
    /** where the other clock stands still; null: now */
    held: string | null;
    problem: string | null;
  };
  /** null: nothing was asked yet */
  questions: ChangedQuestion[] | null;
  cards: Cards;
  events: RecordEntry[];
  published: { claim: Link; question: Link; publishedAt: string | null }[];
  leftOut: number;
  timeZone: string | null;
}

/** What is different in a view between two instants, who changed it, and what came out meanwhile. */
export function DiffContent({ data }: { data: DiffPage }) {
  return (
    <>
      <div class="title-block">
        <h1>What changed</h1>
        <p>
          in{' '}
          <a href={data.incident.href}>
            <bdi>{data.incident.label}</bdi>
          </a>
        </p>
      </div>
      <Instants data={data} />
      {data.questions !== null && <Changes data={data} questions={data.questions} />}
    </>
  );
}

function Instants({ data: { href, asked } }: { data: DiffPage }) {
  return (
    <section class="clocks" aria-label="Between which instants">
      <form method="get" action={href} class="fields no-print">
        <div class="field">
          <label for="clock">What counts</label>
          <select id="clock" name="clock">
            <option value="knownAt" selected={asked.clock === 'knownAt'}>
              what this ledger knew
            </option>
            <option value="publicAt" selected={asked.clock === 'publicAt'}>
              what the public could know
            </option>
          </select>
        </div>
        <InstantField name="from" label="From" value={asked.from} />
        <InstantField name="to" label="To (empty: now)" value={asked.to} />
        <InstantField name="held" label="The other clock stands at (empty: now)" value={asked.held} />
        <button class="primary">Compare</button>
      </form>
      {asked.problem !== null && (
        <p class="notice wrong" role="alert">
          {asked.problem}
        </p>
      )}
      {asked.problem === null && asked.from === null && (
        <p class="notice">Say from when: what is different since then is shown, and who changed it.</p>
      )}
    </section>
  );
}

function InstantField({ name, label, value }: { name: string; label: string; value: string | null }) {
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

function Changes({ data, questions }: { data: DiffPage; questions: ChangedQuestion[] }) {
  const { asked, events, published, leftOut } = data;
  return (
    <>
      <p>
        Between <strong>{instantWords(asked.from!)}</strong> and{' '}
        <strong>{asked.to === null ? 'now' : instantWords(asked.to)}</strong>,{' '}
        {asked.clock === 'knownAt' ? 'as this ledger knew' : 'as the public could know'}:{' '}
        {plural(questions.length, 'question')} changed, {plural(events.length, 'act')} recorded,{' '}
        {plural(published.length, 'claim')} published.
        {leftOut > 0 && ` ${figure(leftOut)} more are not listed.`}
      </p>
      {questions.length === 0 && <p class="notice">Nothing in the view is different.</p>}
      {questions.map((question) => (
        <Question key={question.key} question={question} cards={data.cards} />
      ))}
      {events.length > 0 && (
        <section class="panel" aria-labelledby="who">
          <h2 id="who">Who changed it</h2>
          <RecordTable entries={events} label="Acts recorded between the two instants" />
        </section>
      )}
      {published.length > 0 && <Published data={data} />}
    </>
  );
}

function Question({ question, cards }: { question: ChangedQuestion; cards: Cards }) {
  const { key, ask, href, before, after, appeared, disappeared, sentences } = question;
  return (
    <section class="panel" id={`q-${key}`} aria-labelledby={`h-${key}`}>
      <div class="row">
        <h2 id={`h-${key}`}>
          <a href={href} dir="auto">
            {ask}
          </a>
        </h2>
        {before !== null && before !== after && (
          <>
            <StatusMark status={before} /> <span aria-label="then">→</span>
          </>
        )}
        {after !== null && <StatusMark status={after} />}
      </div>
      <ul class="plain stack">
        {sentences.map((sentence, index) => (
          <li key={index} dir="auto">
            {sentence}
          </li>
        ))}
      </ul>
      {appeared.length > 0 && (
        <p>
          Came: <ClaimLinks cards={cards} claims={appeared} />
        </p>
      )}
      {disappeared.length > 0 && (
        <p>
          Left: <ClaimLinks cards={cards} claims={disappeared} />
        </p>
      )}
    </section>
  );
}

function Published({ data }: { data: DiffPage }) {
  return (
    <section class="panel" aria-labelledby="published">
      <h2 id="published">What became public</h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="published">
        <table>
          <thead>
            <tr>
              <th scope="col">Published</th>
              <th scope="col">Claim</th>
              <th scope="col">On</th>
            </tr>
          </thead>
          <tbody>
            {data.published.map((row) => (
              <tr key={row.claim.href}>
                <td class="small">
                  <Moment at={row.publishedAt} zone={row.publishedAt?.includes('T') ? data.timeZone : null} />
                </td>
                <th scope="row">
                  <a href={row.claim.href}>
                    <bdi>{row.claim.label}</bdi>
                  </a>
                </th>
                <td>
                  <a href={row.question.href} dir="auto">
                    {row.question.label}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
