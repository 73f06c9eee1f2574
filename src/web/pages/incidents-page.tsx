import type { Status } from '../../domain/reconcile/view.js';
import { Moment } from '../parts/moment.js';
import { StatusMark } from '../parts/status.js';
import { figure, plural } from '../parts/words.js';

export interface IncidentRow {
  name: string;
  href: string;
  title: string;
  place: string | null;
  occurredAt: string | null;
  timeZone: string | null;
  partOf: string | null;
  questions: number;
  claims: number;
  /** how many questions have each status, those that ask for attention first */
  statuses: { status: Status; questions: number }[];
  /** since the reader last looked */
  changes: number;
}
export const listFilters = [
  'needs-a-human',
  'contested',
  'resolution-undermined',
  'uncompared',
  'retracted',
  'single-origin',
  'changed',
] as const;
export type ListFilter = (typeof listFilters)[number];

const filterWords: Record<ListFilter, string> = {
  'needs-a-human': 'Something needs a human',
  contested: 'Contested',
  'resolution-undermined': 'Decision undermined',
  uncompared: 'Wordings not compared',
  retracted: 'Taken back',
  'single-origin': 'Single origin',
  changed: 'Changed since I last looked',
};

/** What the list of incidents shows, as its JSON twin gives it. */
export interface IncidentsPage {
  text: string;
  filter: ListFilter | null;
  rows: IncidentRow[];
  /** what the search found inside incidents: claims, quotes, sources; `marks` are `[start, end)` in UTF-16 units */
  hits: { href: string; kind: string; label: string; text: string; marks: [number, number][] }[];
  next: string | null;
  lastLook: string | null;
  /** recorded since then, newest first */
  news: {
    words: string;
    href: string;
    label: string;
    actor: string;
    actorName: string | null;
    recordedAt: string;
  }[];
  moreNews: boolean;
  mayRecord: boolean;
}

/** All incidents, with what asks for attention in each. */
export function IncidentsContent({ data }: { data: IncidentsPage }) {
  return (
    <>
      <div class="title-block">
        <h1>Incidents</h1>
        {data.mayRecord && (
          <p class="row no-print">
            <a class="button" href="/incidents/new">
              Open an incident
            </a>
            <a class="button" href="/claims/new">
              Record a claim
            </a>
          </p>
        )}
      </div>
      <SearchForm data={data} />
      <Since data={data} />
      {data.hits.length > 0 && <Hits data={data} />}
      <Rows data={data} />
      {data.next !== null && (
        <p>
          <a class="button" rel="next" href={data.next}>
            More incidents
          </a>
        </p>
      )}
    </>
  );
}

function SearchForm({ data }: { data: IncidentsPage }) {
  return (
    <form method="get" action="/" class="fields" role="search">
      <div class="field wide">
        <label for="text">Search incidents, claims, quotes and sources</label>
        <input id="text" name="text" type="search" value={data.text} />
      </div>
      <div class="field">
        <label for="filter">Show</label>
        <select id="filter" name="filter">
          <option value="">All</option>
          {listFilters.map((filter) => (
            <option key={filter} value={filter} selected={filter === data.filter}>
              {filterWords[filter]}
            </option>
          ))}
        </select>
      </div>
      <button class="primary">Show</button>
    </form>
  );
}

/** What was recorded since the reader last said that she had seen all. */
function Since({ data }: { data: IncidentsPage }) {
  if (data.lastLook === null) return null;
  return (
    <section class="panel no-print" aria-labelledby="since">
      <div class="row">
        <h2 id="since">
          Since <Moment at={data.lastLook} />
        </h2>
        <form method="post" action="/seen">
          <button class="small">I have seen all this</button>
        </form>
      </div>
      {data.news.length === 0 ? (
        <p class="quiet">Nothing was recorded since you last looked.</p>
      ) : (
        <details open={data.news.length <= 8}>
          <summary>
            {plural(data.news.length, 'change')}
            {data.moreNews && ' and more'}
          </summary>
          <ul class="plain small">
            {data.news.map((item, index) => (
              <li key={index}>
                <Moment at={item.recordedAt} />: <bdi>{item.actorName ?? item.actor}</bdi> {item.words}{' '}
                <a href={item.href} dir="auto">
                  {item.label}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Rows({ data }: { data: IncidentsPage }) {
  if (data.rows.length === 0) {
    return (
      <p class="notice">
        {data.text !== '' || data.filter !== null
          ? 'No incident fits. Take a word away, or show all.'
          : 'There is no incident yet. Open one, or import an incident file.'}
      </p>
    );
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Incidents">
      <table class="incidents">
        <thead>
          <tr>
            <th scope="col">Incident</th>
            <th scope="col">When and where</th>
            <th scope="col">Its questions</th>
            <th scope="col" class="number">
              Claims
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <Row key={row.href} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: IncidentRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={row.href} dir="auto">
          {row.title}
        </a>
        {row.partOf !== null && (
          <div class="quiet small" dir="auto">
            part of {row.partOf}
          </div>
        )}
        {row.changes > 0 && (
          <div>
            <span class="status open">
              <span class="shape" aria-hidden="true">
                ✱
              </span>
              {plural(row.changes, 'change')}
            </span>
          </div>
        )}
      </th>
      <td>
        {row.occurredAt !== null && (
          <Moment at={row.occurredAt} zone={row.occurredAt.includes('T') ? row.timeZone : null} />
        )}
        {row.place !== null && (
          <div class="quiet small" dir="auto">
            {row.place}
          </div>
        )}
      </td>
      <td>
        <ul class="plain row tight">
          {row.statuses.map(({ status, questions }) => (
            <li key={status} class="nowrap">
              <span class="number">{questions}</span> <StatusMark status={status} />
            </li>
          ))}
        </ul>
      </td>
      <td class="number">{figure(row.claims)}</td>
    </tr>
  );
}

function Hits({ data }: { data: IncidentsPage }) {
  return (
    <section class="panel" aria-labelledby="hits">
      <h2 id="hits">{plural(data.hits.length, 'passage')} found</h2>
      <ul class="plain stack">
        {data.hits.map((hit) => (
          <li key={hit.href}>
            <span class="quiet small">{hit.kind}</span>{' '}
            <a href={hit.href} dir="auto">
              {hit.label}
            </a>
            <div class="quote" dir="auto">
              <Marked text={hit.text} marks={hit.marks} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Text with what was found in it marked; marks are `[start, end)` in UTF-16 units, in order. */
export function Marked({ text, marks }: { text: string; marks: readonly [number, number][] }) {
  const pieces = marks.map(([start, end], index) => (
    <span key={start}>
      {text.slice(index === 0 ? 0 : marks[index - 1]![1], start)}
      <mark>{text.slice(start, end)}</mark>
    </span>
  ));
  return (
    <>
      {pieces}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}
