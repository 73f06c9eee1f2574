import type { SourceKind } from '../../domain/events.js';
import type { Reliability } from '../../domain/value.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { Moment } from '../parts/moment.js';
import { reliabilityWords, sourceKindWords } from '../parts/words.js';
import { Acts } from './incident-page.js';
import { Behind, OnRecordPanel, type OnRecord } from './source-record.js';

interface Link {
  href: string;
  label: string;
}
export interface SourceRow {
  href: string;
  name: string;
  kind: SourceKind;
  aliases: string[];
  belongsTo: Link | null;
  reliability: Reliability | null;
}
/** A proposal: an editor says whether they are one. */
export interface LikelyPair {
  source: Link;
  other: Link;
  because: string;
  same: string | null;
  distinct: string | null;
}
export interface SourcesPage {
  text: string;
  rows: SourceRow[];
  likely: LikelyPair[];
  next: string | null;
}

export function SourcesContent({ data }: { data: SourcesPage }) {
  return (
    <>
      <h1>Sources</h1>
      <form method="get" action="/sources" class="fields" role="search">
        <div class="field wide">
          <label for="text">Name or alias</label>
          <input id="text" name="text" type="search" value={data.text} />
        </div>
        <button class="primary">Show</button>
      </form>
      {data.likely.length > 0 && <Likely pairs={data.likely} />}
      {data.rows.length === 0 ? (
        <p class="notice">No source has such a name.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="Sources">
          <table>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Kind</th>
                <th scope="col">Also called</th>
                <th scope="col">Belongs to</th>
                <th scope="col">Reliability</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.href}>
                  <th scope="row">
                    <a href={row.href} dir="auto">
                      {row.name}
                    </a>
                  </th>
                  <td>{sourceKindWords[row.kind]}</td>
                  <td>
                    <bdi>{row.aliases.join(', ')}</bdi>
                  </td>
                  <td>
                    {row.belongsTo && (
                      <a href={row.belongsTo.href} dir="auto">
                        {row.belongsTo.label}
                      </a>
                    )}
                  </td>
                  <td class="nowrap">
                    {row.reliability === null ? <span class="quiet">not graded</span> : row.reliability}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.next !== null && (
        <p>
          <a class="button" rel="next" href={data.next}>
            More sources
          </a>
        </p>
      )}
    </>
  );
}

/** Pairs that share a name and that nobody has spoken on. */
export function Likely({ pairs }: { pairs: readonly LikelyPair[] }) {
  return (
    <section class="panel" aria-labelledby="likely">
      <h2 id="likely">Perhaps one and the same</h2>
      <ul class="plain stack">
        {pairs.map((pair) => (
          <li key={`${pair.source.href} ${pair.other.href}`} class="row">
            <span>
              <a href={pair.source.href} dir="auto">
                {pair.source.label}
              </a>{' '}
              and{' '}
              <a href={pair.other.href} dir="auto">
                {pair.other.label}
              </a>{' '}
              <span class="quiet small">
                (both: <bdi>{pair.because}</bdi>)
              </span>
            </span>
            {pair.same !== null && (
              <a
                class="button small"
                href={pair.same}
                aria-label={`The same: ${pair.source.label}, ${pair.other.label}`}
              >
                The same
              </a>
            )}
            {pair.distinct !== null && (
              <a
                class="button small"
                href={pair.distinct}
                aria-label={`Two sources: ${pair.source.label}, ${pair.other.label}`}
              >
                Two sources
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface SourcePage {
  name: string;
  href: string;
  kind: SourceKind;
  aliases: string[];
  identifiers: string[];
  ties: { relation: string; to: Link; reason: string | null; undo: string | null }[];
  reliability: { grade: Reliability; reason: string | null } | null;
  note: string | null;
  /** how often what it said and passed on was corrected, contradicted, retracted, and by whom */
  onRecord: OnRecord;
  likely: LikelyPair[];
  said: {
    claim: Link;
    says: string;
    question: Link | null;
    role: string;
    outlet: string;
    publishedAt: string | null;
    timeZone: string;
  }[];
  next: string | null;
  record: RecordEntry[];
  acts: Link[];
}

export function SourceContent({ data }: { data: SourcePage }) {
  return (
    <>
      <div class="title-block">
        <h1>
          <bdi>{data.name}</bdi>
        </h1>
        <p class="quiet">{sourceKindWords[data.kind]}</p>
        {data.note !== null && <p dir="auto">{data.note}</p>}
        <Acts acts={data.acts} />
      </div>
      {data.likely.length > 0 && <Likely pairs={data.likely} />}
      <div class="columns">
        <Ties data={data} />
        <OnRecordPanel record={data.onRecord} />
      </div>
      {data.onRecord.behind && <Behind behind={data.onRecord.behind} />}
      <Said data={data} />
      <section class="panel" aria-labelledby="record">
        <h2 id="record">Its record</h2>
        <RecordTable entries={data.record} label="Events of this source" />
      </section>
    </>
  );
}

function Ties({ data }: { data: SourcePage }) {
  return (
    <section class="panel" aria-labelledby="ties">
      <h2 id="ties">Who it is</h2>
      <dl class="facts">
        {data.aliases.length > 0 && (
          <div class="fact">
            <dt>Also called</dt>
            <dd>
              <bdi>{data.aliases.join(', ')}</bdi>
            </dd>
          </div>
        )}
        {data.identifiers.length > 0 && (
          <div class="fact">
            <dt>Identifiers</dt>
            <dd>
              <code class="wrap">{data.identifiers.join(', ')}</code>
            </dd>
          </div>
        )}
        <div class="fact">
          <dt>Reliability</dt>
          <dd>
            {data.reliability === null ? (
              <span class="quiet">not graded</span>
            ) : (
              <>
                <strong>{data.reliability.grade}</strong>, {reliabilityWords[data.reliability.grade]}
                {data.reliability.reason !== null && <div dir="auto">{data.reliability.reason}</div>}
              </>
            )}
          </dd>
        </div>
        {data.ties.map((tie, index) => (
          <div class="fact" key={index}>
            <dt>{tie.relation}</dt>
            <dd>
              <a href={tie.to.href} dir="auto">
                {tie.to.label}
              </a>
              {tie.reason !== null && (
                <div class="quiet small" dir="auto">
                  {tie.reason}
                </div>
              )}
              {tie.undo !== null && (
                <div class="small no-print">
                  <a href={tie.undo} aria-label={`Undo: ${tie.relation} ${tie.to.label}`}>
                    Undo
                  </a>
                </div>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Said({ data }: { data: SourcePage }) {
  return (
    <section class="panel" aria-labelledby="said">
      <h2 id="said">What it said and passed on</h2>
      {data.said.length === 0 && <p class="quiet">Nothing yet.</p>}
      {data.said.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="said">
          <table>
            <thead>
              <tr>
                <th scope="col">Published</th>
                <th scope="col">What</th>
                <th scope="col">On</th>
                <th scope="col">As</th>
                <th scope="col">In</th>
              </tr>
            </thead>
            <tbody>
              {data.said.map((row) => (
                <tr key={row.claim.href}>
                  <td class="small">
                    <Moment at={row.publishedAt} zone={row.timeZone} />
                  </td>
                  <td>
                    <a href={row.claim.href}>
                      <bdi class="value">{row.says}</bdi>
                    </a>
                  </td>
                  <td>
                    {row.question && (
                      <a href={row.question.href} dir="auto">
                        {row.question.label}
                      </a>
                    )}
                  </td>
                  <td>{row.role}</td>
                  <td>
                    <bdi>{row.outlet}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data.next !== null && (
        <p>
          <a class="button" rel="next" href={data.next}>
            More of what it said
          </a>
        </p>
      )}
    </section>
  );
}
