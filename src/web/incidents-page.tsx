import type { Status } from '../domain/reconcile/view.js';
import { StatusMark } from './parts/status.js';
import { instantWords, plural } from './parts/words.js';

export interface IncidentRow {
  href: string;
  title: string;
  place: string | null;
  occurredAt: string | null;
  claims: number;
  /** how many questions have each status that asks for attention */
  statuses: { status: Status; questions: number }[];
  changedAt: string;
  /** since the reader last looked */
  changed: boolean;
}
export const listFilters = ['contested', 'resolution-undermined', 'single-origin', 'changed'] as const;
export type ListFilter = (typeof listFilters)[number];

const filterWords: Record<ListFilter, string> = {
  contested: 'Contested',
  'resolution-undermined': 'Decision undermined',
  'single-origin': 'Single origin',
  changed: 'Changed since I last looked',
};

export interface IncidentsPage {
  text: string;
  filter: ListFilter | null;
  rows: IncidentRow[];
  /** what the search found inside incidents: claims, quotes, sources */
  hits: { href: string; kind: string; label: string; text: string; marks: [number, number][] }[];
  next: string | null;
  lastLook: string | null;
  mayRecord: boolean;
}

/** All incidents, newest change first, with what asks for attention in each. */
export function IncidentsContent({ data }: { data: IncidentsPage }) {
  return (
    <>
      <div class="title-block">
        <h1>Incidents</h1>
        {data.mayRecord && (
          <p>
            <a class="button" href="/incidents/new">
              Open an incident
            </a>
          </p>
        )}
      </div>
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
      {data.lastLook !== null && <p class="quiet small">You last looked at {instantWords(data.lastLook)}.</p>}
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

function Rows({ data }: { data: IncidentsPage }) {
  if (data.rows.length === 0) {
    return (
      <p class="notice">
        {data.text || data.filter
          ? 'No incident fits. Take a word away, or show all.'
          : 'There is no incident yet. Open one, or import an incident file.'}
      </p>
    );
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Incidents">
      <table>
        <thead>
          <tr>
            <th scope="col">Incident</th>
            <th scope="col">When and where</th>
            <th scope="col">What asks for attention</th>
            <th scope="col" class="number">
              Claims
            </th>
            <th scope="col">Last change</th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.href}>
              <th scope="row">
                <a href={row.href} dir="auto">
                  {row.title}
                </a>
                {row.changed && <span class="status open">changed</span>}
              </th>
              <td>
                {row.occurredAt}
                {row.place !== null && (
                  <div class="quiet small" dir="auto">
                    {row.place}
                  </div>
                )}
              </td>
              <td>
                <ul class="plain row">
                  {row.statuses.map(({ status, questions }) => (
                    <li key={status}>
                      <StatusMark status={status} /> <span class="small">{questions}</span>
                    </li>
                  ))}
                </ul>
              </td>
              <td class="number">{row.claims.toLocaleString('en')}</td>
              <td class="nowrap small">{instantWords(row.changedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
export function Marked({ text, marks }: { text: string; marks: [number, number][] }) {
  let at = 0;
  const pieces = marks.map(([start, end]) => {
    const plain = text.slice(at, start);
    at = end;
    return (
      <span key={start}>
        {plain}
        <mark>{text.slice(start, end)}</mark>
      </span>
    );
  });
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
