import { ApiExtraModels } from '@nestjs/swagger';
import type { CommonValue } from '../../domain/reconcile/view.js';
import type {
  IndependenceAnswer,
  OriginAnswer,
  PairAnswer,
  RootAnswer,
} from '../../read/independence-answer.js';
import type { Tie } from '../../read/tie-acts.js';
import { ActDto, RefDto } from './common.dto.js';
import { ACommonValue, Flag, NullableText, One, Part, PartOrNull, Parts, Text, Texts, Whole } from './out.js';
import { LeftOutOrNull, NamedClaimDto, QuestionStampDto } from './question.answers.js';
import { RangeDto } from './view.answers.js';

export class TieDto implements Tie {
  @Part(() => RefDto)
  from!: RefDto;

  @Part(() => RefDto)
  to!: RefDto;

  @One(['same', 'identifier', 'speaks-for', 'member-of'])
  by!: Tie['by'];

  @NullableText({ description: 'That both carry, where it is one', example: 'wikidata:Q40469' })
  identifier!: string | null;

  @One(['R3', 'R7'], { description: 'The rule by which it counts here (docs/METHOD.md)' })
  rule!: Tie['rule'];

  @PartOrNull('ActDto', { description: 'Who said so; null where too many ties are told to look all up' })
  act!: ActDto | null;
}

export class OriginClaimDto extends NamedClaimDto {
  @Part(() => RefDto)
  outlet!: RefDto;

  @Part(() => RefDto, { description: 'The end of its chain, or who said it jointly, as recorded' })
  speaker!: RefDto;

  @Parts(() => TieDto, { description: 'By which that speaker is the origin; empty: it is that itself' })
  ties!: TieDto[];
}

export class OriginGroupDto implements OriginAnswer {
  @Part(() => RefDto)
  origin!: RefDto;

  @Part(() => RefDto, { description: 'Its root organisation, or itself' })
  root!: RefDto;

  @Parts(() => OriginClaimDto)
  claims!: OriginClaimDto[];

  @Whole()
  claimsLeftOut!: number;
}

export class TiedOriginDto {
  @Part(() => RefDto)
  origin!: RefDto;

  @Parts(() => TieDto)
  ties!: TieDto[];
}

@ApiExtraModels(NamedClaimDto)
export class RootGroupDto implements RootAnswer {
  @Part(() => RefDto)
  root!: RefDto;

  @Parts(() => TiedOriginDto)
  origins!: TiedOriginDto[];

  @Whole()
  originsLeftOut!: number;

  @LeftOutOrNull()
  leftOut!: RootAnswer['leftOut'];

  @PartOrNull('NamedClaimDto', { description: 'The claim that shows that it passes on the words of others' })
  because!: NamedClaimDto | null;
}

export class OriginPairDto implements PairAnswer {
  @Part(() => RefDto)
  a!: RefDto;

  @Part(() => RefDto)
  b!: RefDto;

  @One(['R7'])
  rule!: 'R7';

  @One(['one-root', 'jointly'])
  why!: PairAnswer['why'];

  @PartOrNull('RefDto')
  root!: RefDto | null;

  @Parts(() => TieDto, { description: 'Of the one, then of the other, up to the root' })
  ties!: TieDto[];

  @PartOrNull('NamedClaimDto', { description: 'That both say' })
  claim!: NamedClaimDto | null;
}

export class AccountOriginsDto {
  @Whole({ description: 'A place in the accounts of the view' })
  account!: number;

  @ACommonValue()
  value!: CommonValue;

  @Whole()
  outlets!: number;

  @Part(() => RangeDto)
  origins!: RangeDto;

  @Part(() => RangeDto)
  statedBy!: RangeDto;
}

export class AssertedDto {
  @Part(() => RefDto)
  a!: RefDto;

  @Part(() => RefDto)
  b!: RefDto;

  @Flag({ description: 'Both are origins here, so that it counts (R7)' })
  counts!: boolean;

  @PartOrNull('ActDto')
  act!: ActDto | null;
}

export class LeftOutDto {
  @Whole()
  outlets!: number;

  @Whole()
  origins!: number;

  @Whole()
  roots!: number;

  @Whole()
  pairs!: number;

  @Whole()
  accounts!: number;
}

export class IndependenceDto extends QuestionStampDto implements IndependenceAnswer {
  @Text({ example: '6 outlets, 1 to 2 origins' })
  summary!: string;

  @Part(() => RangeDto)
  origins!: RangeDto;

  @Parts(() => RefDto, { description: 'Publishers of the claims that count' })
  outlets!: RefDto[];

  @Parts(() => OriginGroupDto, { description: 'Claims by origin (R3): the upper number' })
  groups!: OriginGroupDto[];

  @Parts(() => RootGroupDto, { description: 'Origins by root organisation (R7): the lower number' })
  roots!: RootGroupDto[];

  @Parts(() => OriginPairDto, { description: 'Why the lower number counts two origins once' })
  pairs!: OriginPairDto[];

  @Parts(() => AccountOriginsDto)
  accounts!: AccountOriginsDto[];

  @Parts(() => AssertedDto, { description: 'What was asserted independent, and by whom' })
  asserted!: AssertedDto[];

  @Part(() => LeftOutDto, { description: 'Further ones of each list that are not told' })
  leftOut!: LeftOutDto;

  @Texts()
  sentences!: string[];
}
