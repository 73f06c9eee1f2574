import type { ClaimDetail, ClaimSummary, Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { ChainEdge, ChainNode } from '../figures/chain-graph.js';
import { claimPath, sourcePath } from '../links.js';
import { sourceKindWords } from '../parts/words.js';
import type { ClaimPage } from '../pages/claim-page.js';
import { summarySays } from './summary.js';

/** Other claims of the same origin that hang on it in the figure. */
const hangingClaims = 10;
/** Claims of the question that are looked through for them. */
const claimsLookedAt = 200;

/** A claim's way to its origin as a graph, and who that origin is. */
export function chainOf(
  views: LedgerViews,
  claim: ClaimDetail,
): { chain: ClaimPage['chain']; origin: string; circular: boolean } {
  const circular = isCircular(views, claim);
  const nodes = new Map<string, ChainNode>();
  const edges: ChainEdge[] = [];
  const attributed = claim.lineageRecorded && !claim.inferred;
  const add = (source: Ref, role: ChainNode['role']) => {
    const known = nodes.get(source.id);
    if (known) {
      if (role === 'origin') known.role = 'origin';
      return;
    }
    const kind = views.sources.get(source.id)?.sourceKind;
    nodes.set(source.id, {
      id: source.id,
      label: source.label || source.name,
      kind: kind ? sourceKindWords[kind] : 'source',
      href: sourcePath(source.name),
      role,
      circular,
    });
  };
  for (const [index, source] of claim.chain.entries()) {
    add(source, index === 0 ? 'publisher' : 'relay');
    const before = claim.chain[index - 1];
    if (before && before.id !== source.id) edges.push({ from: before.id, to: source.id });
  }
  for (const joint of claim.jointly) {
    add(joint, 'relay');
    const before = claim.chain.at(-2) ?? claim.chain[0]!;
    if (before.id !== joint.id) edges.push({ from: before.id, to: joint.id });
  }
  const ends = [claim.chain.at(-1)!, ...claim.jointly].map((end) =>
    carryOn(views, end, (from, to) => {
      add(to, 'relay');
      edges.push({ from: from.id, to: to.id, speaksFor: true });
    }),
  );
  if (attributed) for (const end of ends) add(end, 'origin');
  const more = attributed ? hang(views, claim, ends[0]!, nodes, edges) : 0;
  const label = ends.map((end) => end.label || end.name).join(' with ');
  return { chain: { nodes: [...nodes.values()], edges: unique(edges), more }, origin: label, circular };
}

/** Along `speaksFor` to the institution whose mouth it is; a circle there is walked once. */
function carryOn(views: LedgerViews, from: Ref, step: (from: Ref, to: Ref) => void): Ref {
  const walked = new Set<string>();
  let at = from;
  for (;;) {
    walked.add(at.id);
    const next = views.sources.get(at.id)?.speaksFor;
    if (!next || walked.has(next.id)) return at;
    step(at, next);
    at = next;
  }
}

/** Other claims on the question whose chains end where this one ends. Says how many were left out. */
function hang(
  views: LedgerViews,
  claim: ClaimDetail,
  origin: Ref,
  nodes: Map<string, ChainNode>,
  edges: ChainEdge[],
): number {
  if (!claim.question) return 0;
  const all = views.claims.list({ question: claim.question.id }, undefined, { limit: claimsLookedAt }).items;
  const others = all.filter((other) => other.id !== claim.id && endsIn(views, other, origin));
  for (const other of others.slice(0, hangingClaims)) {
    nodes.set(other.id, {
      id: other.id,
      label: summarySays(views, other),
      kind: `${other.name.slice(-24)}, ${other.chain[0]?.label ?? ''}`,
      href: claimPath(other.name),
      role: 'claim',
      circular: false,
    });
    edges.push({ from: origin.id, to: other.id });
  }
  return Math.max(0, others.length - hangingClaims);
}

const endsIn = (views: LedgerViews, claim: ClaimSummary, origin: Ref): boolean =>
  claim.lineageRecorded &&
  !claim.inferred &&
  claim.chain.length > 0 &&
  carryOn(views, claim.chain.at(-1)!, () => undefined).id === origin.id;

function isCircular(views: LedgerViews, claim: ClaimDetail): boolean {
  if (!claim.question) return false;
  const key = claim.question.key;
  const view = views.incidentViews.view(claim.incident.id);
  return view?.questions.find((question) => question.key === key)?.circular.includes(claim.name) ?? false;
}

function unique(edges: ChainEdge[]): ChainEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}
