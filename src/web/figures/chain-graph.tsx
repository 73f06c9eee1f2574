import { layLayered } from './layered.js';

export interface ChainNode {
  id: string;
  label: string;
  /** smaller, under the label: "outlet", "unnamed speaker", "claim" */
  kind: string;
  href: string;
  role: 'publisher' | 'relay' | 'origin' | 'claim' | 'shown';
  /** it stands in a circle of reports */
  circular: boolean;
}
export interface ChainEdge {
  from: string;
  to: string;
  /** carried on, not passed on by words: to the institution whose mouth it is, or to a source that is one with it */
  tie?: 'speaks-for' | 'same-as';
}

const nodeHeight = 46;
const widthOf = (node: ChainNode): number =>
  Math.min(250, Math.max(96, Math.max(node.label.length, kindWords(node).length * 0.9) * 7.4 + 24));

/** An attribution chain from the publisher to its origin; other claims of the same origin hang on it. */
export function ChainGraph(props: {
  label: string;
  nodes: readonly ChainNode[];
  edges: readonly ChainEdge[];
}) {
  const sized = props.nodes.map((node) => ({ id: node.id, width: widthOf(node), height: nodeHeight }));
  const { width, height, nodes, edges } = layLayered(sized, props.edges);
  const carried = new Set(props.edges.filter((edge) => edge.tie).map((edge) => `${edge.from} ${edge.to}`));
  return (
    <svg
      viewBox={`-8 -8 ${width + 16} ${height + 16}`}
      width={width + 16}
      height={height + 16}
      role="group"
      aria-label={props.label}
    >
      <defs>
        <marker
          id="to-origin"
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
      {edges.map((edge) => (
        <path
          key={`${edge.from} ${edge.to}`}
          class={carried.has(`${edge.from} ${edge.to}`) ? 'edge carried' : 'edge'}
          d={edge.path}
          marker-end="url(#to-origin)"
        />
      ))}
      {props.nodes.map((node) => (
        <Node key={node.id} node={node} at={nodes.get(node.id)!} />
      ))}
    </svg>
  );
}

function Node({ node, at }: { node: ChainNode; at: { x: number; y: number } }) {
  const width = widthOf(node);
  const room = Math.floor((width - 16) / 7);
  return (
    <a href={node.href} class={`node ${node.role}${node.circular ? ' circular' : ''}`}>
      {node.label.length > room && <title>{node.label}</title>}
      <rect x={at.x - width / 2} y={at.y - nodeHeight / 2} width={width} height={nodeHeight} rx="5" />
      <text x={at.x} y={at.y - 3} text-anchor="middle">
        {shorten(node.label, room)}
      </text>
      <text class="quiet-text" x={at.x} y={at.y + 14} text-anchor="middle">
        {kindWords(node)}
      </text>
    </a>
  );
}

const kindWords = ({ kind, role, circular }: ChainNode): string =>
  [kind, ...(role === 'origin' ? ['origin'] : []), ...(circular ? ['circular'] : [])].join(' · ');

const shorten = (label: string, room: number): string =>
  label.length > room ? `${label.slice(0, room - 1)}…` : label;
