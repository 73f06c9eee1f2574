import { lineage, type Lineage, type NoOrigin } from '../domain/reconcile/index.js';
import type { SourceKind } from '../domain/events.js';
import type { ContentStore } from '../log/content/content-store.js';
import type { Position } from '../log/event-log.js';
import type { ClaimDetail, Clocks, DocumentSummary, Ref } from './answers.js';
import type { LedgerViews } from './ledger-views.js';
import type { OpenedDossier } from './opened-dossier.js';
import { graphOf, type ProvenanceGraph } from './provenance-graph.js';
import { quotedWords, type QuotedWords } from './quoted-words.js';
import { TieActs, type Tie } from './tie-acts.js';

/** Through whom a claim reached us, whose words it is, and where they stand. */
export interface Provenance {
  claim: ClaimDetail;
  publicAt: string | null;
  knownAt: string | null;
  /** of the last event in it */
  position: Position | null;
  /** as recorded: the publisher, every relay, the speaker, and who said it jointly */
  chain: ProvenanceLink[];
  /** empty where there is none */
  origin: Ref[];
  noOrigin: NoOrigin | 'not-considered' | null;
  /** by which the chain's sources are carried on to those that they count as (R3) */
  ties: Tie[];
  document: DocumentSummary;
  words: QuotedWords;
  /** other claims on its question of the same origin, in R1's order; further ones are counted */
  sameOrigin: Ref[];
  sameOriginLeftOut: number;
  graph: ProvenanceGraph;
}
export interface ProvenanceLink {
  source: Ref;
  sourceKind: SourceKind | null;
  role: Lineage['chain'][number]['role'];
  /** whose words it counts as, along `speaksFor` and through sources that are one */
  as: Ref;
}

/** Claims of the same origin that are named. */
const sameOriginNamed = 50;

/**
 * Undefined where the record did not hold the claim then, or it was not surely public.
 * @param id of the claim
 * @throws BadInstant
 */
export async function provenanceOf(
  views: LedgerViews,
  content: ContentStore,
  id: string,
  clocks: Clocks = {},
): Promise<Provenance | undefined> {
  const { publicAt = null, knownAt } = clocks;
  const claim = views.claims.get(id, clocks);
  const document = claim && views.documents.get(claim.document.id, clocks);
  const opened = claim && views.incidentViews.opened(claim.incident.id, knownAt);
  if (!claim || !document || !opened) return undefined;
  const seen = lineage(opened.dossier, opened.called(id)!, publicAt);
  if (!seen && publicAt !== null && !claim.withdrawn) return undefined;
  const { chain, origin, noOrigin, ties, sameOrigin, sourceKinds } = seen
    ? told(seen, opened)
    : asRecorded(views, claim);
  const acts = new TieActs(views, opened, knownAt);
  const { captureList: _, recordedAt: __, revision: ___, ...summary } = document;
  const words = await quotedWords(content, claim, document);
  const named = sameOrigin.slice(0, sameOriginNamed).flatMap((name) => opened.claim(name) ?? []);
  const shown = { chain, origin, ties: await acts.all(ties, 'R3'), sameOrigin: named };
  const { capture } = words;
  const circular = noOrigin === 'circular';
  return {
    claim,
    publicAt,
    knownAt: knownAt ?? null,
    position: opened.position,
    ...shown,
    noOrigin,
    document: summary,
    words,
    sameOriginLeftOut: sameOrigin.length - named.length,
    graph: graphOf({ ...shown, claim, document, capture, circular, sourceKinds }),
  };
}

type Told = Pick<Provenance, 'chain' | 'origin' | 'noOrigin'> &
  Pick<Lineage, 'ties' | 'sameOrigin'> & { sourceKinds: Map<string, SourceKind> };

function told({ chain, origin, noOrigin, ties, sameOrigin }: Lineage, opened: OpenedDossier): Told {
  const kinds = new Map(opened.dossier.sources.map(({ name, kind }) => [name, kind]));
  const source = (name: string): Ref => opened.source(name)!;
  return {
    chain: chain.map((link) => ({
      source: source(link.source),
      sourceKind: kinds.get(link.source) ?? null,
      role: link.role,
      as: source(link.as),
    })),
    origin: origin.map(source),
    noOrigin,
    ties,
    sameOrigin,
    sourceKinds: new Map(
      [
        ...chain.flatMap((link) => [link.source, link.as]),
        ...origin,
        ...ties.flatMap(({ from, to }) => [from, to]),
      ].flatMap((name) => {
        const kind = kinds.get(name);
        return kind ? [[source(name).id, kind]] : [];
      }),
    ),
  };
}

/** What is withdrawn, or responds to nothing that stands, reconciliation does not see: the chain is told as it is. */
function asRecorded(views: LedgerViews, { chain, jointly }: ClaimDetail): Told {
  const link = (source: Ref, role: ProvenanceLink['role']): ProvenanceLink => ({
    source,
    sourceKind: views.sources.get(source.id)?.sourceKind ?? null,
    role,
    as: source,
  });
  const end = chain.length - 1;
  const links = [
    ...chain.map((source, index) =>
      link(source, index === end ? 'speaker' : index === 0 ? 'publisher' : 'relay'),
    ),
    ...jointly.map((source) => link(source, 'jointly')),
  ];
  return {
    chain: links,
    origin: [],
    noOrigin: 'not-considered',
    ties: [],
    sameOrigin: [],
    sourceKinds: new Map(
      links.flatMap(({ source, sourceKind }) => (sourceKind ? [[source.id, sourceKind]] : [])),
    ),
  };
}
