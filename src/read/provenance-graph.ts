import type { SourceKind } from '../domain/events.js';
import type { CaptureAnswer, Ref } from './answers.js';
import type { Tie } from './tie-acts.js';

/** A claim's provenance as nodes and edges; where W3C PROV has a term that fits, it is named. */
export interface ProvenanceGraph {
  nodes: ProvenanceNode[];
  edges: ProvenanceEdge[];
}
export const nodeKinds = ['claim', 'capture', 'document', 'source'] as const;
export const nodeRoles = ['claim', 'place', 'publisher', 'relay', 'origin', 'same-origin'] as const;
export interface ProvenanceNode {
  /** of the thing; of a capture `<document>#<index>` */
  id: string;
  kind: (typeof nodeKinds)[number];
  prov: 'prov:Entity' | 'prov:Agent';
  /** `place`: where the words stand */
  role: (typeof nodeRoles)[number];
  label: string;
  /** null: a capture, which has no name of its own */
  thing: Ref | null;
  sourceKind: SourceKind | null;
  /** it stands in a circle of reports */
  circular: boolean;
}
/** From what has it to whom it has it from. */
export const edgeTerms = {
  'quoted-from': 'prov:wasQuotedFrom',
  'copy-of': 'prov:specializationOf',
  'published-by': 'prov:wasAttributedTo',
  'has-it-from': 'prov:wasInfluencedBy',
  'speaks-for': 'prov:actedOnBehalfOf',
  'same-as': 'prov:alternateOf',
  'attributed-to': 'prov:wasAttributedTo',
} as const;
export type EdgeRelation = keyof typeof edgeTerms;
export interface ProvenanceEdge {
  from: string;
  to: string;
  relation: EdgeRelation;
  prov: (typeof edgeTerms)[EdgeRelation];
}

/** What the graph is drawn from. */
export interface GraphParts {
  claim: Ref;
  document: Ref & { publisher: Ref };
  capture: CaptureAnswer | null;
  chain: { source: Ref; role: 'publisher' | 'relay' | 'speaker' | 'jointly' }[];
  ties: Tie[];
  origin: Ref[];
  circular: boolean;
  sameOrigin: Ref[];
  /** by id */
  sourceKinds: ReadonlyMap<string, SourceKind>;
}

export function graphOf(of: GraphParts): ProvenanceGraph {
  const nodes = new Map<string, ProvenanceNode>();
  const edges = new Map<string, ProvenanceEdge>();
  const isOrigin = new Set(of.origin.map(({ id }) => id));
  const link = (from: string, to: string, relation: EdgeRelation): void => {
    if (from !== to) edges.set(`${from} ${to}`, { from, to, relation, prov: edgeTerms[relation] });
  };
  const thing = (ref: Ref, kind: 'claim' | 'document', role: ProvenanceNode['role']): void => {
    const label = ref.label || ref.name;
    nodes.set(ref.id, {
      id: ref.id,
      kind,
      prov: 'prov:Entity',
      role,
      label,
      thing: ref,
      sourceKind: null,
      circular: false,
    });
  };
  const source = (ref: Ref, role: ProvenanceNode['role']): void => {
    if (nodes.has(ref.id)) return;
    nodes.set(ref.id, {
      id: ref.id,
      kind: 'source',
      prov: 'prov:Agent',
      role: isOrigin.has(ref.id) ? 'origin' : role,
      label: ref.label || ref.name,
      thing: ref,
      sourceKind: of.sourceKinds.get(ref.id) ?? null,
      circular: of.circular,
    });
  };

  thing(refOf(of.claim), 'claim', 'claim');
  const { capture } = of;
  thing(refOf(of.document), 'document', 'place');
  if (capture) {
    const id = `${of.document.id}#${capture.index}`;
    const label = `copy ${capture.index + 1}`;
    nodes.set(id, {
      id,
      kind: 'capture',
      prov: 'prov:Entity',
      role: 'place',
      label,
      thing: null,
      sourceKind: null,
      circular: false,
    });
    link(of.claim.id, id, 'quoted-from');
    link(id, of.document.id, 'copy-of');
  } else {
    link(of.claim.id, of.document.id, 'quoted-from');
  }
  const said = of.chain.filter(({ role }) => role !== 'jointly').map((one) => one.source);
  said.forEach((one, index) => {
    source(one, index === 0 ? 'publisher' : 'relay');
    if (index > 0) link(said[index - 1]!.id, one.id, 'has-it-from');
  });
  source(of.document.publisher, 'publisher');
  link(of.document.id, of.document.publisher.id, 'published-by');
  for (const joint of of.chain.filter(({ role }) => role === 'jointly')) {
    source(joint.source, 'relay');
    link((said.at(-2) ?? said[0]!).id, joint.source.id, 'has-it-from');
  }
  for (const { from, to, by } of of.ties) {
    source(from, 'relay');
    source(to, 'relay');
    link(from.id, to.id, by === 'speaks-for' ? 'speaks-for' : 'same-as');
  }
  for (const one of of.origin) {
    source(one, 'origin');
    link(of.claim.id, one.id, 'attributed-to');
  }
  for (const other of of.sameOrigin) {
    thing(other, 'claim', 'same-origin');
    for (const one of of.origin) link(other.id, one.id, 'attributed-to');
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

const refOf = ({ kind, id, namespace, key, name, label }: Ref): Ref => ({
  kind,
  id,
  namespace,
  key,
  name,
  label,
});
