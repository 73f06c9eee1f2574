import type { Provenance } from '../../read/provenance.js';
import type { ProvenanceNode } from '../../read/provenance-graph.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { ChainEdge, ChainNode } from '../figures/chain-graph.js';
import { claimPath, sourcePath } from '../links.js';
import { sourceKindWords } from '../parts/words.js';
import type { ClaimPage } from '../pages/claim-page.js';
import { summarySays } from './summary.js';

/** Other claims of the same origin that hang on it in the figure. */
const hangingClaims = 10;

/** A claim's way to its origin as the figure draws it: the sources of its graph, and other claims of that origin. */
export function chainOf(
  views: LedgerViews,
  { graph, sameOrigin, sameOriginLeftOut }: Provenance,
): ClaimPage['chain'] {
  const hanging = new Set(sameOrigin.slice(0, hangingClaims).map(({ id }) => id));
  const nodes = graph.nodes.flatMap((node): ChainNode[] => {
    if (node.kind === 'source') return [sourceNode(node)];
    return hanging.has(node.id) ? [claimNode(views, node, node.thing!)] : [];
  });
  const drawn = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.flatMap(({ from, to, relation }): ChainEdge[] => {
    if (!drawn.has(from) || !drawn.has(to)) return [];
    // What an origin said hangs below it.
    if (relation === 'attributed-to') return [{ from: to, to: from }];
    return [
      {
        from,
        to,
        ...(relation !== 'has-it-from' && { tie: relation === 'speaks-for' ? relation : 'same-as' }),
      },
    ];
  });
  return { nodes, edges, more: sameOriginLeftOut + sameOrigin.length - hanging.size };
}

/** Whose words they are; of what has no origin, whoever stands at the end of the chain. */
export function speakerOf({ origin, chain }: Provenance): string {
  const ends = chain.filter(({ role }) => role === 'speaker' || role === 'jointly').map(({ as }) => as);
  return (origin.length > 0 ? origin : ends).map(({ label, name }) => label || name).join(' with ');
}

function sourceNode({ id, label, thing, sourceKind, role, circular }: ProvenanceNode): ChainNode {
  return {
    id,
    label,
    kind: sourceKind ? sourceKindWords[sourceKind] : 'source',
    href: sourcePath(thing!.name),
    role: role === 'origin' || role === 'publisher' ? role : 'relay',
    circular,
  };
}

function claimNode(views: LedgerViews, node: ProvenanceNode, ref: Ref): ChainNode {
  const claim = views.claims.get(ref.id);
  return {
    id: node.id,
    label: claim ? summarySays(views, claim) : node.label,
    kind: `${ref.name.slice(-24)}, ${claim?.chain[0]?.label ?? ''}`,
    href: claimPath(ref.name),
    role: 'claim',
    circular: false,
  };
}
