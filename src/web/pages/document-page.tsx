import { Moment } from '../parts/moment.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { Acts } from './incident-page.js';

interface Link {
  href: string;
  label: string;
}
export interface DocumentPage {
  href: string;
  title: string;
  publisher: Link;
  kind: string;
  url: string | null;
  language: string | null;
  publishedAt: string | null;
  timeZone: string | null;
  note: string | null;
  captures: {
    index: number;
    sha256: string | null;
    length: number | null;
    capturedAt: string | null;
    archivedAt: string | null;
    /** the text is held, and this is its address */
    text: string | null;
    recordedAt: string;
  }[];
  claims: { claim: Link; says: string; origin: string; question: Link | null; quote: string | null }[];
  next: string | null;
  record: RecordEntry[];
  acts: Link[];
}

export function DocumentContent({ data }: { data: DocumentPage }) {
  return (
    <>
      <div class="title-block">
        <h1>
          <bdi>{data.title}</bdi>
        </h1>
        <p>
          {data.kind} by{' '}
          <a href={data.publisher.href} dir="auto">
            {data.publisher.label}
          </a>
          , <Moment at={data.publishedAt} zone={data.timeZone} />
        </p>
        {data.url !== null && (
          <p>
            <a class="wrap" href={data.url} rel="noopener noreferrer nofollow">
              {data.url}
            </a>
          </p>
        )}
        {data.note !== null && <p dir="auto">{data.note}</p>}
        <Acts acts={data.acts} />
      </div>
      <Captures data={data} />
      <section class="panel" aria-labelledby="claims">
        <h2 id="claims">What stands in it</h2>
        <ul class="plain stack">
          {data.claims.map((row) => (
            <li key={row.claim.href}>
              <bdi>{row.origin}</bdi>:{' '}
              <a href={row.claim.href}>
                <bdi class="value">{row.says}</bdi>
              </a>
              {row.question && (
                <>
                  {' '}
                  <span class="quiet">on</span>{' '}
                  <a href={row.question.href} dir="auto">
                    {row.question.label}
                  </a>
                </>
              )}
              {row.quote !== null && (
                <div class="quote small" dir="auto">
                  “{row.quote}”
                </div>
              )}
            </li>
          ))}
        </ul>
        {data.next !== null && (
          <p>
            <a class="button" rel="next" href={data.next}>
              More claims
            </a>
          </p>
        )}
      </section>
      <section class="panel" aria-labelledby="record">
        <h2 id="record">Its record</h2>
        <RecordTable entries={data.record} label="Events of this document" />
      </section>
    </>
  );
}

function Captures({ data }: { data: DocumentPage }) {
  return (
    <section class="panel" aria-labelledby="captures">
      <h2 id="captures">Copies of its text</h2>
      {data.captures.length === 0 && <p class="quiet">No copy was taken.</p>}
      {data.captures.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="captures">
          <table>
            <thead>
              <tr>
                <th scope="col">Copy</th>
                <th scope="col">Taken</th>
                <th scope="col">SHA-256</th>
                <th scope="col">Text</th>
              </tr>
            </thead>
            <tbody>
              {data.captures.map((capture) => (
                <tr key={capture.index}>
                  <td>{capture.index + 1}</td>
                  <td>
                    <Moment at={capture.capturedAt ?? capture.recordedAt} />
                  </td>
                  <td>
                    {capture.sha256 === null ? (
                      <span class="quiet">no hash</span>
                    ) : (
                      <code class="wrap">{capture.sha256}</code>
                    )}
                  </td>
                  <td>
                    {capture.text !== null ? (
                      <a href={capture.text}>the text</a>
                    ) : (
                      <span class="quiet">not held here</span>
                    )}
                    {capture.archivedAt !== null && (
                      <>
                        {' · '}
                        <a href={capture.archivedAt} rel="noopener noreferrer nofollow">
                          archived copy
                        </a>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
