import { ApiExtraModels } from '@nestjs/swagger';
import { sourceKinds, type Citation, type SourceKind } from '../../domain/events.js';
import { noOrigins } from '../../domain/reconcile/index.js';
import type { Passage } from '../../read/passage.js';
import type { Provenance, ProvenanceLink } from '../../read/provenance.js';
import {
  edgeTerms,
  nodeKinds,
  nodeRoles,
  type ProvenanceEdge,
  type ProvenanceGraph,
  type ProvenanceNode,
} from '../../read/provenance-graph.js';
import type { QuotedWords } from '../../read/quoted-words.js';
import { ClaimDetailDto } from './claim.answers.js';
import { CitationDto } from './claim.requests.js';
import { RefDto } from './common.dto.js';
import { TieDto } from './independence.answers.js';
import { Flag, NullableText, One, OneOrNull, Part, PartOrNull, Parts, Text, Whole } from './out.js';
import { CaptureDto, DocumentSummaryDto } from './source.answers.js';

export class ProvenanceLinkDto implements ProvenanceLink {
  @Part(() => RefDto)
  source!: RefDto;

  @OneOrNull(sourceKinds)
  sourceKind!: SourceKind | null;

  @One(['publisher', 'relay', 'speaker', 'jointly'])
  role!: ProvenanceLink['role'];

  @Part(() => RefDto, { description: 'Whose words it counts as (R3)' })
  as!: RefDto;
}

export class PassageDto implements Passage {
  @Text()
  before!: string;

  @Text()
  quote!: string;

  @Text()
  after!: string;

  @Flag()
  cutBefore!: boolean;

  @Flag()
  cutAfter!: boolean;
}

export class PlaceInTextDto {
  @Whole()
  start!: number;

  @Whole()
  end!: number;
}

@ApiExtraModels(PassageDto, PlaceInTextDto, CitationDto, CaptureDto)
export class QuotedWordsDto implements QuotedWords {
  @PartOrNull('CitationDto')
  citation!: Citation | null;

  @PartOrNull('CaptureDto', { description: 'The copy that it was quoted from; null: none was recorded' })
  capture!: CaptureDto | null;

  @Flag({ description: "Whether the copy's text is held here, and is text" })
  held!: boolean;

  @PartOrNull('PassageDto', {
    description: 'The words with what stands around them; the parts join without a gap',
  })
  passage!: PassageDto | null;

  @PartOrNull('PlaceInTextDto', { description: 'Where the quote stands: [start, end) in code points' })
  place!: PlaceInTextDto | null;

  @NullableText({ description: 'The quote is not where the citation says, or is not in the text' })
  mismatch!: string | null;
}

export class ProvenanceNodeDto implements ProvenanceNode {
  @Text({ description: 'Of the thing; of a copy `<document>#<index>`' })
  id!: string;

  @One(nodeKinds)
  kind!: ProvenanceNode['kind'];

  @One(['prov:Entity', 'prov:Agent'], { description: 'W3C PROV-DM' })
  prov!: ProvenanceNode['prov'];

  @One(nodeRoles)
  role!: ProvenanceNode['role'];

  @Text()
  label!: string;

  @PartOrNull('RefDto', { description: 'null: a copy, which has no name of its own' })
  thing!: RefDto | null;

  @OneOrNull(sourceKinds)
  sourceKind!: SourceKind | null;

  @Flag({ description: 'It stands in a circle of reports' })
  circular!: boolean;
}

export class ProvenanceEdgeDto implements ProvenanceEdge {
  @Text()
  from!: string;

  @Text()
  to!: string;

  @One(Object.keys(edgeTerms))
  relation!: ProvenanceEdge['relation'];

  @One([...new Set(Object.values(edgeTerms))], { description: 'W3C PROV-DM' })
  prov!: ProvenanceEdge['prov'];
}

export class ProvenanceGraphDto implements ProvenanceGraph {
  @Parts(() => ProvenanceNodeDto)
  nodes!: ProvenanceNodeDto[];

  @Parts(() => ProvenanceEdgeDto, { description: 'From what has it to whom it has it from' })
  edges!: ProvenanceEdgeDto[];
}

export class ProvenanceDto implements Provenance {
  @Part(() => ClaimDetailDto)
  claim!: ClaimDetailDto;

  @NullableText()
  publicAt!: string | null;

  @NullableText()
  knownAt!: string | null;

  @NullableText({ description: 'Of the last event in it; not a part of its ETag' })
  position!: string | null;

  @Parts(() => ProvenanceLinkDto, { description: "The document's publisher first; joint speakers last" })
  chain!: ProvenanceLinkDto[];

  @Parts(() => RefDto, { description: 'Empty: there is none' })
  origin!: RefDto[];

  @OneOrNull([...noOrigins, 'not-considered'], {
    description: 'Why there is none; not-considered: it is withdrawn, or responds to nothing that stands',
  })
  noOrigin!: Provenance['noOrigin'];

  @Parts(() => TieDto, { description: "By which the chain's sources are carried on" })
  ties!: TieDto[];

  @Part(() => DocumentSummaryDto)
  document!: DocumentSummaryDto;

  @Part(() => QuotedWordsDto)
  words!: QuotedWordsDto;

  @Parts(() => RefDto, { description: 'Other claims on its question of the same origin' })
  sameOrigin!: RefDto[];

  @Whole()
  sameOriginLeftOut!: number;

  @Part(() => ProvenanceGraphDto)
  graph!: ProvenanceGraphDto;
}
