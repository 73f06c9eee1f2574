import { ChainGraph, type ChainEdge, type ChainNode } from './figures/chain-graph.js';
import { instantWords } from './parts/words.js';

/** The words around a quote in a capture's text; the parts join without a gap. */
export interface Passage {
  before: string;
  quote: string;
  after: string;
}

export interface ClaimPage {
  name: string;
  href: string;
  incident: { href: string; title: string };
  question: { href: string; ask: string } | null;
  says: string;
  origin: string | null;
  /** why it has none: lineage not recorded, inferred, circular */
  noOrigin: string | null;
  hedge: string | null;
  basis: string | null;
  note: string | null;
  withdrawn: { reason: string } | null;
  times: { label: string; value: string; help: string }[];
  citation: {
    exact: string;
    prefix: string | null;
    suffix: string | null;
    translation: { text: string; language: string; by: string | null } | null;
  } | null;
  document: {
    title: string;
    href: string;
    url: string | null;
    outlet: string;
    language: string | null;
    capture: { sha256: string | null; capturedAt: string | null; archivedAt: string | null } | null;
    /** null: the capture's text is not held here */
    passage: Passage | null;
  };
  chain: { nodes: ChainNode[]; edges: ChainEdge[] };
  /** every event behind the claim, first to last */
  events: { id: string; words: string; actor: string; recordedAt: string; reason: string | null }[];
  assessments: { words: string; reason: string; actor: string }[];
  related: { href: string; name: string; relation: string; says: string }[];
  /** the address of its inclusion proof, once the log is sealed */
  proof: string | null;
}

export function ClaimContent({ data }: { data: ClaimPage }) {
  return (
    <>
      <div class="title-block">
        <h1>
          Claim <bdi class="mono">{data.name}</bdi>
        </h1>
        <p class="big">
          <bdi>{data.origin ?? data.document.outlet}</bdi>: <bdi class="value">{data.says}</bdi>
        </p>
        {data.question && (
          <p>
            On{' '}
            <a href={data.question.href} dir="auto">
              {data.question.ask}
            </a>
          </p>
        )}
        {data.withdrawn && (
          <p class="notice wrong">Withdrawn: it should never have been entered. {data.withdrawn.reason}</p>
        )}
        {data.noOrigin && <p class="notice">It has no origin: {data.noOrigin}</p>}
      </div>
      <div class="columns">
        <Words data={data} />
        <Facts data={data} />
      </div>
      <Provenance data={data} />
      <Related data={data} />
      <Record data={data} />
    </>
  );
}

function Words({ data }: { data: ClaimPage }) {
  const { citation, document } = data;
  return (
    <section class="panel" aria-labelledby="words">
      <h2 id="words">Its words</h2>
      {document.passage ? (
        <p class="capture" dir="auto" {...(document.language ? { lang: document.language } : {})}>
          {document.passage.before}
          <mark>{document.passage.quote}</mark>
          {document.passage.after}
        </p>
      ) : (
        citation && (
          <blockquote dir="auto" {...(document.language ? { lang: document.language } : {})}>
            {citation.prefix}
            <mark>{citation.exact}</mark>
            {citation.suffix}
          </blockquote>
        )
      )}
      {!citation && <p class="quiet">No citation was entered for this claim.</p>}
      {citation?.translation && (
        <blockquote lang={citation.translation.language} dir="auto">
          {citation.translation.text}{' '}
          <span class="quiet small">
            (translation{citation.translation.by !== null && ` by ${citation.translation.by}`})
          </span>
        </blockquote>
      )}
      <p class="quote-source">
        <a href={document.href} dir="auto">
          {document.title}
        </a>
        , <bdi>{document.outlet}</bdi>
        {document.url !== null && (
          <>
            {' · '}
            <a href={document.url} rel="noopener noreferrer nofollow">
              the page
            </a>
          </>
        )}
        {document.capture?.archivedAt && (
          <>
            {' · '}
            <a href={document.capture.archivedAt} rel="noopener noreferrer nofollow">
              archived copy
            </a>
          </>
        )}
      </p>
      {!document.passage && (
        <p class="quiet small">
          The text of the page is not held here
          {document.capture?.sha256 && (
            <>
              , only its SHA-256 <code class="wrap">{document.capture.sha256}</code>
            </>
          )}
          .
        </p>
      )}
    </section>
  );
}

function Facts({ data }: { data: ClaimPage }) {
  return (
    <section class="panel" aria-labelledby="facts">
      <h2 id="facts">When, and how it is known</h2>
      <dl class="facts">
        {data.times.map((time) => (
          <>
            <dt key={`${time.label}-term`}>{time.label}</dt>
            <dd key={time.label} title={time.help}>
              {time.value}
            </dd>
          </>
        ))}
        {data.basis !== null && (
          <>
            <dt>Basis</dt>
            <dd>{data.basis}</dd>
          </>
        )}
        {data.hedge !== null && (
          <>
            <dt>Hedge</dt>
            <dd>“{data.hedge}”</dd>
          </>
        )}
        {data.note !== null && (
          <>
            <dt>Note</dt>
            <dd dir="auto">{data.note}</dd>
          </>
        )}
        <dt>Incident</dt>
        <dd>
          <a href={data.incident.href} dir="auto">
            {data.incident.title}
          </a>
        </dd>
      </dl>
      {data.assessments.length > 0 && (
        <>
          <h3>Assessments</h3>
          <ul class="plain">
            {data.assessments.map((assessment) => (
              <li key={assessment.words}>
                {assessment.words}: <span dir="auto">{assessment.reason}</span>{' '}
                <span class="quiet small">({assessment.actor})</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Provenance({ data }: { data: ClaimPage }) {
  return (
    <section class="panel" aria-labelledby="provenance">
      <h2 id="provenance">Through whom it reached us</h2>
      <figure>
        <div class="scroll" tabIndex={0} role="region" aria-labelledby="provenance">
          <ChainGraph
            label={`Attribution chain of ${data.name}, from the publisher to the origin`}
            nodes={data.chain.nodes}
            edges={data.chain.edges}
          />
        </div>
        <figcaption class="quiet small">
          From the publisher through every relay to the speaker, and on to the institution whose mouth it is.
          The heavy frame is the origin.
        </figcaption>
      </figure>
      <details>
        <summary>The same as rows</summary>
        <table>
          <caption>From whom to whom</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
            </tr>
          </thead>
          <tbody>
            {data.chain.edges.map((edge) => (
              <tr key={`${edge.from}-${edge.to}`}>
                <td>{labelOf(data, edge.from)}</td>
                <td>{labelOf(data, edge.to)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const labelOf = (data: ClaimPage, id: string): string =>
  data.chain.nodes.find((node) => node.id === id)?.label ?? id;

function Related({ data }: { data: ClaimPage }) {
  if (data.related.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="related">
      <h2 id="related">Claims that it meets</h2>
      <ul class="plain">
        {data.related.map((claim) => (
          <li key={`${claim.name}-${claim.relation}`}>
            {claim.relation} <a href={claim.href}>{claim.name}</a>: <bdi class="value">{claim.says}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Record({ data }: { data: ClaimPage }) {
  return (
    <section class="panel" aria-labelledby="record">
      <h2 id="record">Its record</h2>
      <ol class="story">
        {data.events.map((event) => (
          <li key={event.id}>
            <span class="quiet small">{instantWords(event.recordedAt)}</span>
            <div>
              {event.words} <span class="quiet small">by {event.actor}</span>
              {event.reason !== null && <div dir="auto">{event.reason}</div>}
            </div>
          </li>
        ))}
      </ol>
      {data.proof !== null && (
        <p class="row">
          <a href={data.proof}>Proof of inclusion</a>
          <button type="button" class="small" data-verify={data.proof} hidden>
            Verify in this page
          </button>
          <output data-verify-result aria-live="polite" />
        </p>
      )}
    </section>
  );
}
