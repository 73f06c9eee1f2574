import { Graph, layout } from '@dagrejs/dagre';

/** The only file that names dagre: a layered layout from left to right, typed. */
export interface LayeredGraph {
  width: number;
  height: number;
  /** middle of each node */
  nodes: Map<string, { x: number; y: number }>;
  /** through the points given, as a path of SVG */
  edges: { from: string; to: string; path: string }[];
}

export function layLayered(
  nodes: readonly { id: string; width: number; height: number }[],
  edges: readonly { from: string; to: string }[],
): LayeredGraph {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 44 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const size = graph.graph() as { width: number; height: number };
  return {
    width: size.width,
    height: size.height,
    nodes: new Map(
      nodes.map(({ id }) => {
        const { x, y } = graph.node(id) as { x: number; y: number };
        return [id, { x, y }];
      }),
    ),
    edges: graph.edges().map((edge: { v: string; w: string }) => {
      const { points } = graph.edge(edge) as { points: { x: number; y: number }[] };
      return { from: edge.v, to: edge.w, path: pathOf(points) };
    }),
  };
}

const pathOf = (points: { x: number; y: number }[]): string =>
  points
    .map(
      ({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`,
    )
    .join('');
