import { documentKinds, sourceKinds, type DocumentKind, type SourceKind } from '../../domain/events.js';
import { reliabilities, type Reliability } from '../../domain/value.js';
import type {
  CaptureAnswer,
  DocumentDetail,
  DocumentSummary,
  LikelySame,
  Page,
  SourceDetail,
  SourceSummary,
} from '../../read/answers.js';
import { ActDto, RefDto } from './common.dto.js';
import {
  Moment,
  NullableText,
  One,
  OneOrNull,
  OptionalText,
  OptionalWhole,
  Part,
  PartOrNull,
  Parts,
  Text,
  Texts,
  Whole,
} from './out.js';

export class SourceSummaryDto extends RefDto implements SourceSummary {
  @One(sourceKinds)
  sourceKind!: SourceKind;

  @Texts()
  aliases!: string[];

  @PartOrNull('RefDto')
  memberOf!: RefDto | null;

  @PartOrNull('RefDto')
  speaksFor!: RefDto | null;

  @PartOrNull('RefDto')
  knownTo!: RefDto | null;

  @Texts({ example: ['wikidata:Q40469'] })
  sameAs!: string[];

  @OneOrNull(reliabilities)
  reliability!: Reliability | null;

  @OptionalText()
  note?: string;
}

export class SourceTieDto extends ActDto {
  @Part(() => RefDto)
  source!: RefDto;
}

export class IdentifiedDto {
  @Part(() => RefDto)
  source!: RefDto;

  @Text({ example: 'wikidata:Q40469' })
  identifier!: string;
}

export class LikelySameDto implements LikelySame {
  @Part(() => RefDto)
  source!: RefDto;

  @Part(() => RefDto)
  other!: RefDto;

  @Text({ description: 'The name or alias that both have, as compared' })
  because!: string;
}

export class SourceDetailDto extends SourceSummaryDto implements SourceDetail {
  @Parts(() => SourceTieDto)
  same!: SourceTieDto[];

  @Parts(() => SourceTieDto)
  distinct!: SourceTieDto[];

  @Parts(() => SourceTieDto)
  independent!: SourceTieDto[];

  @Parts(() => IdentifiedDto, { description: "Share an identifier with it, without an editor's word" })
  identified!: IdentifiedDto[];

  @Parts(() => RefDto, { description: 'Those that belong to it or speak for it' })
  members!: RefDto[];

  @Parts(() => LikelySameDto, { description: 'Proposals, never facts' })
  likelySame!: LikelySameDto[];

  @PartOrNull('ActDto')
  graded!: ActDto | null;

  @Moment()
  recordedAt!: string;

  @Whole()
  revision!: number;
}

export class DocumentSummaryDto extends RefDto implements DocumentSummary {
  @Part(() => RefDto)
  publisher!: RefDto;

  @Text()
  title!: string;

  @One(documentKinds)
  documentKind!: DocumentKind;

  @OptionalText()
  url?: string;

  @OptionalText()
  language?: string;

  @OptionalText()
  publishedAt?: string;

  @OptionalText()
  timeZone?: string;

  @OptionalText()
  note?: string;

  @Whole()
  captures!: number;

  @Whole()
  claims!: number;
}

export class CaptureDto extends ActDto implements CaptureAnswer {
  @Whole()
  index!: number;

  @OptionalText()
  sha256?: string;

  @OptionalWhole({ description: 'Bytes' })
  length?: number;

  @OptionalText()
  mediaType?: string;

  @OptionalText()
  capturedAt?: string;

  @OptionalText()
  archivedAt?: string;
}

export class DocumentDetailDto extends DocumentSummaryDto implements DocumentDetail {
  @Parts(() => CaptureDto)
  captureList!: CaptureDto[];

  @Moment()
  recordedAt!: string;

  @Whole()
  revision!: number;
}

export class SourcePageDto implements Page<SourceSummary> {
  @Parts(() => SourceSummaryDto)
  items!: SourceSummaryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

export class LikelySamePageDto implements Page<LikelySame> {
  @Parts(() => LikelySameDto)
  items!: LikelySameDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

export class DocumentPageDto implements Page<DocumentSummary> {
  @Parts(() => DocumentSummaryDto)
  items!: DocumentSummaryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}
