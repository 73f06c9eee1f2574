import type { Citation } from '../../domain/events.js';
import {
  bases,
  credibilities,
  ranks,
  silenceKinds,
  stances,
  supersessionKinds,
  type Basis,
  type Credibility,
  type Rank,
  type SilenceKind,
  type Stance,
  type SupersessionKind,
  type Value,
} from '../../domain/value.js';
import type { ClaimDetail, ClaimSummary, Page, Said } from '../../read/answers.js';
import { CitationDto } from './claim.requests.js';
import { ActDto, RefDto } from './common.dto.js';
import {
  AValue,
  Flag,
  Moment,
  NullableText,
  One,
  OneOrNull,
  OptionalOne,
  OptionalPart,
  OptionalText,
  OptionalWhole,
  Part,
  PartOrNull,
  Parts,
  Text,
  Whole,
} from './out.js';

export class ResponseAnswerDto {
  @Parts(() => RefDto)
  to!: RefDto[];

  @One(stances)
  stance!: Stance;
}

export class RespondingDto {
  @Part(() => RefDto)
  claim!: RefDto;

  @One(stances)
  stance!: Stance;
}

export class SupersessionDto {
  @Part(() => RefDto)
  claim!: RefDto;

  @One(supersessionKinds)
  as!: SupersessionKind;
}

export class WordingDto extends ActDto {
  @Part(() => RefDto)
  claim!: RefDto;

  @Flag()
  same!: boolean;
}

export class ClaimSummaryDto extends RefDto implements ClaimSummary {
  @Part(() => RefDto)
  incident!: RefDto;

  @PartOrNull('RefDto')
  question!: RefDto | null;

  @Part(() => RefDto)
  document!: RefDto;

  @AValue(false)
  value?: Value;

  @OptionalOne(silenceKinds)
  silence?: SilenceKind;

  @OptionalPart(() => ResponseAnswerDto)
  response?: ResponseAnswerDto;

  @OptionalText()
  hedge?: string;

  @OptionalPart(() => CitationDto)
  citation?: Citation;

  @Parts(() => RefDto, { description: "The document's publisher first, the origin last" })
  chain!: RefDto[];

  @Parts(() => RefDto)
  jointly!: RefDto[];

  @Flag()
  lineageRecorded!: boolean;

  @Flag()
  inferred!: boolean;

  @OptionalOne(bases)
  basis?: Basis;

  @OptionalText({ description: "Own, else the document's, as entered" })
  publishedAt?: string;

  @Text()
  timeZone!: string;

  @OptionalText({ description: 'EDTF' })
  assertedAt?: string;

  @OptionalText({ description: 'EDTF' })
  asOf?: string;

  @OptionalText({ description: 'EDTF' })
  occurredAt?: string;

  @OptionalText()
  utterance?: string;

  @OptionalText()
  note?: string;

  @OptionalWhole()
  capture?: number;

  @Parts(() => SupersessionDto)
  supersedes!: SupersessionDto[];

  @OneOrNull(credibilities)
  credibility!: Credibility | null;

  @One(ranks)
  rank!: Rank;

  @Flag()
  withdrawn!: boolean;

  @Moment()
  recordedAt!: string;
}

export class ClaimDetailDto extends ClaimSummaryDto implements ClaimDetail {
  @Parts(() => RespondingDto, { description: 'What responds to it' })
  responses!: RespondingDto[];

  @Parts(() => SupersessionDto)
  supersededBy!: SupersessionDto[];

  @Parts(() => WordingDto)
  wordings!: WordingDto[];

  @PartOrNull('ActDto')
  graded!: ActDto | null;

  @PartOrNull('ActDto')
  ranked!: ActDto | null;

  @PartOrNull('ActDto')
  withdrawal!: ActDto | null;

  @Whole()
  revision!: number;
}

export class ClaimPageDto implements Page<ClaimSummary> {
  @Parts(() => ClaimSummaryDto)
  items!: ClaimSummaryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

export class SaidDto implements Said {
  @Part(() => ClaimSummaryDto)
  claim!: ClaimSummaryDto;

  @One(['origin', 'jointly', 'relay'])
  role!: Said['role'];
}

export class SaidPageDto implements Page<Said> {
  @Parts(() => SaidDto)
  items!: SaidDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}
