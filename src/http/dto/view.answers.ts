import {
  policyNames,
  relations,
  statuses,
  type AccountView,
  type AnswerView,
  type CommonValue,
  type Ending,
  type PolicyName,
  type QuestionView,
  type Range,
  type Relation,
  type Status,
} from '../../domain/reconcile/view.js';
import { questionTypes, silenceKinds, type QuestionType, type SilenceKind } from '../../domain/value.js';
import type { StoredIncidentView } from '../../read/answers.js';
import { ApiProperty } from '@nestjs/swagger';
import {
  ACommonValue,
  ACommonValueOrNull,
  Flag,
  NullableText,
  One,
  OptionalText,
  Part,
  PartOrNull,
  Parts,
  Text,
  Texts,
  Whole,
} from './out.js';

const nullType = { type: 'null' };
const BoundOrNull = () => ApiProperty({ oneOf: [{ type: 'number' }, { type: 'string' }, nullType] });

/** Number of independent origins: what the record cannot tell is a range. */
export class RangeDto implements Range {
  @Whole()
  min!: number;

  @Whole()
  max!: number;
}

export class AccountDto implements AccountView {
  @ACommonValue({ description: 'What the claims have in common' })
  value!: CommonValue;

  @Texts()
  claims!: string[];

  @Part(() => RangeDto)
  origins!: RangeDto;

  @Part(() => RangeDto, { description: 'Origins of the claims that say it most narrowly' })
  statedBy!: RangeDto;

  @ACommonValueOrNull({ description: 'The narrowest value that two independent origins attest' })
  agreed!: CommonValue | null;

  @Flag({ description: 'Excluded by what is said on other questions' })
  ruledOut!: boolean;

  @Texts()
  deniedBy!: string[];

  @Texts()
  doubtedBy!: string[];

  @NullableText()
  firstReport!: string | null;

  @NullableText()
  lastReport!: string | null;
}

export class SupersededDto {
  @Text()
  claim!: string;

  @Text()
  by!: string;

  @One(['update', 'correction', 'retraction', 'disowned', 'outgrown'])
  as!: Ending;
}

export class SilenceDto {
  @Text()
  claim!: string;

  @One(silenceKinds)
  kind!: SilenceKind;

  @NullableText()
  endedBy!: string | null;
}

export class DerivedDto {
  @ACommonValue()
  value!: CommonValue;

  @Texts()
  constraints!: string[];

  @Texts()
  claims!: string[];
}

export class ViolationDto {
  @One(['together', 'at-its-word'])
  kind!: 'together' | 'at-its-word';

  @Texts()
  constraints!: string[];

  @Texts()
  claims!: string[];

  @Texts()
  questions!: string[];
}

export class HistoryEntryDto {
  @Text()
  claim!: string;

  @One(relations)
  relation!: Relation;

  @Texts()
  with!: string[];

  @Texts()
  against!: string[];
}

export class AnswerDto implements AnswerView {
  @ACommonValueOrNull()
  value!: CommonValue | null;

  @BoundOrNull()
  low!: number | string | null;

  @BoundOrNull()
  high!: number | string | null;

  @Flag()
  orMore!: boolean;

  @Flag()
  orFewer!: boolean;

  @ACommonValueOrNull()
  best!: CommonValue | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'A place in accounts, from 0' })
  account!: number | null;

  @NullableText()
  decidedBy!: string | null;

  @Texts({ description: 'The trace, in sentences' })
  steps!: string[];
}

export class QuestionViewDto implements QuestionView {
  @Text()
  key!: string;

  @Text()
  ask!: string;

  @One(questionTypes)
  type!: QuestionType;

  @OptionalText()
  unit?: string;

  @One(statuses)
  status!: Status;

  @Part(() => RangeDto)
  origins!: RangeDto;

  @Parts(() => AccountDto)
  accounts!: AccountDto[];

  @Parts(() => SupersededDto)
  superseded!: SupersededDto[];

  @Parts(() => SilenceDto)
  silences!: SilenceDto[];

  @Texts()
  circular!: string[];

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 },
    description: 'Pairs of claims that are relays of one saying and differ',
  })
  divergences!: [string, string][];

  @PartOrNull('DerivedDto')
  derived!: DerivedDto | null;

  @Parts(() => ViolationDto)
  violations!: ViolationDto[];

  @Parts(() => HistoryEntryDto)
  history!: HistoryEntryDto[];

  @PartOrNull('AnswerDto')
  answer!: AnswerDto | null;
}

/** Claims are named by the keys that their file gave them, else by their ids. */
export class IncidentViewDto implements StoredIncidentView {
  @Text()
  incident!: string;

  @Text()
  title!: string;

  @NullableText()
  publicAt!: string | null;

  @NullableText()
  knownAt!: string | null;

  @Text({ example: 'reconciliation@1' })
  method!: string;

  @One(policyNames)
  policy!: PolicyName;

  @NullableText({ description: 'Of the last event in it; not a part of its digest' })
  position!: string | null;

  @Texts()
  faults!: string[];

  @Texts({ description: 'Claims that had perhaps been published by publicAt; used for nothing' })
  perhapsPublic!: string[];

  @Parts(() => QuestionViewDto)
  questions!: QuestionViewDto[];

  @ApiProperty({
    required: false,
    enum: [true],
    type: Boolean,
    description: 'knownAt is later than what the views have seen: what is recorded until then will change it',
  })
  provisional?: true;
}
