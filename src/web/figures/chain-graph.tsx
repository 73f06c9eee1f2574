import { Graph, layout } from '@dagrejs/dagre';

export interface ChainNode {
  id: string;
  label: string;
  /** smaller, under the label: "outlet", "unnamed speaker", "claim nw-009" */
  kind: string;
  href: string;
  role: 'origin' | 'relay' | 'publisher' | 'claim';
  /** it stands in a circle of reports */
  circular: boolean;
}
export interface ChainEdge {
  from: string;
  to: string;
}

const nodeHeight = 46;
const widthOf = (node: ChainNode): number => Math.min(240, Math.max(90, node.label.length * 7.2 + 24));

/** An attribution chain from the document to its origin; other claims of the same origin hang on it. */
export function ChainGraph(props: {
  label: string;
  nodes: readonly ChainNode[];
  edges: readonly ChainEdge[];
}) {
  const placed = place(props.nodes, props.edges);
  return (
    <svg
      viewBox={`-8 -8 ${placed.width + 16} ${placed.height + 16}`}
      width={placed.width + 16}
      role="img"
      aria-label={props.label}
    >
      <defs>
        <marker
          id="chain-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path class="arrow-head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {placed.edges.map((path) => (
        <path key={path} class="edge" d={path} marker-end="url(#chain-arrow)" />
      ))}
      {placed.nodes.map(({ node, x, y, width }) => (
        <a key={node.id} href={node.href} class={`node ${node.role}${node.circular ? ' circular' : ''}`}>
          <title>{`${node.label}, ${node.kind}`}</title>
          <rect x={x - width / 2} y={y - nodeHeight / 2} width={width} height={nodeHeight} rx="5" />
          <text x={x} y={y - 2} text-anchor="middle">
            {shorten(node.label, width)}
          </text>
          <text class="quiet-text" x={x} y={y + 14} text-anchor="middle">
            {node.circular ? `${node.kind} · circular` : node.kind}
          </text>
        </a>
      ))}
    </svg>
  );
}

const shorten = (label: string, width: number): string => {
  const room = Math.floor((width - 20) / 7);
  return label.length > room ? `${label.slice(0, room - 1)}…` : label;
};

interface Placed {
  width: number;
  height: number;
  nodes: { node: ChainNode; x: number; y: number; width: number }[];
  /** paths of SVG */
  edges: string[];
}
function place(nodes: readonly ChainNode[], edges: readonly ChainEdge[]): Placed {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { width: widthOf(node), height: nodeHeight });
  for (const edge of edges) graph.setEdge(edge.from, edge.to);
  layout(graph);
  const size = graph.graph() as { width: number; height: number };
  return {
    width: size.width,
    height: size.height,
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id) as { x: number; y: number };
      return { node, x, y, width: widthOf(node) };
    }),
    edges: graph.edges().map((edge: { v: string; w: string }) => {
      const { points } = graph.edge(edge) as { points: { x: number; y: number }[] };
      return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('');
    }),
  };
}
