import { ChainGraph, type ChainEdge, type ChainNode } from '../figures/chain-graph.js';
import { Moment } from '../parts/moment.js';
import { RecordTable, type RecordEntry } from '../parts/record.js';
import { Acts } from './incident-page.js';
import { Words, type WordsOfClaim } from './claim-words.js';

/** What the page of a claim shows, as its JSON twin gives it. */
export interface ClaimPage {
  name: string;
  href: string;
  incident: { href: string; label: string };
  question: { href: string; label: string } | null;
  says: string;
  /** the claims it responds to */
  respondsTo: { href: string; name: string; stance: string }[];
  origin: string;
  /** why it has none: lineage not recorded, inferred, circular */
  noOrigin: string | null;
  hedge: string | null;
  basis: string | null;
  note: string | null;
  utterance: string | null;
  withdrawn: { reason: string } | null;
  times: { term: string; at: string; zone: string | null; help: string }[];
  words: WordsOfClaim;
  chain: {
    nodes: ChainNode[];
    edges: ChainEdge[];
    /** claims of the same origin left out for room */ more: number;
  };
  record: RecordEntry[];
  assessments: {
    words: string;
    reason: string;
    actor: string;
    actorName: string | null;
    recordedAt: string;
  }[];
  related: { href: string; name: string; relation: string; says: string }[];
  proof: ProofOfClaim;
  acts: { href: string; label: string }[];
}

/** Where the proof is served, and with what the page verifies it. */
export interface ProofOfClaim {
  href: string;
  /** the verifier as a module, the very files that the command line verifies with */
  verifier: string;
  /** the pinned name and public key, as a verifier key of C2SP signed-note */
  verifierKey: string;
}

export function ClaimContent({ data }: { data: ClaimPage }) {
  return (
    <>
      <div class="title-block">
        <h1>
          Claim <bdi class="mono">{data.name}</bdi>
        </h1>
        <p class="big">
          <bdi>{data.origin}</bdi>: <bdi class="value">{data.says}</bdi>
        </p>
        {data.question && (
          <p>
            On{' '}
            <a href={data.question.href} dir="auto">
              {data.question.label}
            </a>
          </p>
        )}
        {data.withdrawn && (
          <p class="notice wrong">
            Withdrawn, it should never have been entered: <span dir="auto">{data.withdrawn.reason}</span>
          </p>
        )}
        {data.noOrigin !== null && <p class="notice">It counts for no origin: {data.noOrigin}</p>}
        <Acts acts={data.acts} />
      </div>
      <div class="columns">
        <Words words={data.words} />
        <Facts data={data} />
      </div>
      <Provenance data={data} />
      <Related data={data} />
      <section class="panel" aria-labelledby="record">
        <h2 id="record">Its record</h2>
        <RecordTable entries={data.record} label="Events of this claim" />
        <Proof proof={data.proof} />
      </section>
    </>
  );
}

function Facts({ data }: { data: ClaimPage }) {
  const facts: [string, string | null][] = [
    ['Basis', data.basis],
    ['Hedge', data.hedge === null ? null : `“${data.hedge}”`],
    ['Utterance', data.utterance],
    ['Note', data.note],
  ];
  return (
    <section class="panel" aria-labelledby="facts">
      <h2 id="facts">When, and how it is known</h2>
      <dl class="facts">
        {data.times.map((time) => (
          <div class="fact" key={time.term}>
            <dt>{time.term}</dt>
            <dd>
              <Moment at={time.at} zone={time.zone} />
              <div class="quiet small">{time.help}</div>
            </dd>
          </div>
        ))}
        {facts.map(
          ([term, words]) =>
            words !== null && (
              <div class="fact" key={term}>
                <dt>{term}</dt>
                <dd dir="auto">{words}</dd>
              </div>
            ),
        )}
        <div class="fact">
          <dt>Incident</dt>
          <dd>
            <a href={data.incident.href} dir="auto">
              {data.incident.label}
            </a>
          </dd>
        </div>
      </dl>
      {data.assessments.length > 0 && (
        <>
          <h3>Assessments</h3>
          <ul class="plain">
            {data.assessments.map((assessment) => (
              <li key={assessment.words}>
                <strong>{assessment.words}</strong>: <span dir="auto">{assessment.reason}</span>{' '}
                <span class="quiet small">
                  <bdi>{assessment.actorName ?? assessment.actor}</bdi>, <Moment at={assessment.recordedAt} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Provenance({ data }: { data: ClaimPage }) {
  const { nodes, edges, more } = data.chain;
  const label = `Attribution chain of ${data.name}, from the publisher to the origin`;
  return (
    <section class="panel" aria-labelledby="provenance">
      <h2 id="provenance">Through whom it reached us</h2>
      <figure>
        <div class="scroll" tabIndex={0} role="group" aria-label={`Figure: ${label}`}>
          <ChainGraph label={label} nodes={nodes} edges={edges} />
        </div>
        <figcaption class="quiet small">
          From the publisher through every relay to the speaker, by a dashed line on to the institution whose
          mouth it is and to a source that is one with it. The heavy frame is the origin; other claims of the
          same origin hang on it. A dashed frame is part of a circle of reports.
          {more > 0 && ` ${more} more claims of this origin are not drawn.`}
        </figcaption>
      </figure>
      <details>
        <summary>The figure as rows</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">This</th>
              <th scope="col">has it from</th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge) => (
              <tr key={`${edge.from}-${edge.to}`}>
                <td>
                  <bdi>{labelOf(data, edge.from)}</bdi>
                </td>
                <td>
                  <bdi>{labelOf(data, edge.to)}</bdi>
                  {edge.tie && (
                    <span class="quiet">
                      {' '}
                      ({edge.tie === 'speaks-for' ? 'speaks for it' : 'is the same'})
                    </span>
                  )}
                </td>
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
      <ul class="plain stack">
        {data.related.map((claim) => (
          <li key={`${claim.name}-${claim.relation}`}>
            {claim.relation}{' '}
            <a href={claim.href}>
              <bdi>{claim.name}</bdi>
            </a>
            : <bdi class="value">{claim.says}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The file is for whoever checks it elsewhere; the button, where scripts are, checks it here. */
function Proof({ proof }: { proof: ProofOfClaim }) {
  return (
    <div class="row proof">
      <a href={proof.href}>Proof that the log holds it</a>
      <span data-needs-script hidden>
        <button
          type="button"
          class="small"
          data-verify={proof.href}
          data-key={proof.verifierKey}
          data-verifier={proof.verifier}
        >
          Verify in this page
        </button>
      </span>
      <output data-verify-result aria-live="polite" />
    </div>
  );
}
