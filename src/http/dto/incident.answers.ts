import { OmitType } from '@nestjs/swagger';
import type { Category } from '../../domain/events.js';
import { questionTypes, type QuestionType, type Value } from '../../domain/value.js';
import type {
  ConstraintAnswer,
  IncidentDetail,
  IncidentSummary,
  Page,
  QuestionDetail,
  QuestionSummary,
  ResolutionAnswer,
} from '../../read/answers.js';
import { ActDto, RefDto } from './common.dto.js';
import {
  AValue,
  Flag,
  Moment,
  NullableText,
  One,
  OptionalPart,
  OptionalText,
  Part,
  PartOrNull,
  Parts,
  Text,
  Whole,
} from './out.js';
import { CategoryDto, ScopeDto } from './question.requests.js';

export class IncidentSummaryDto extends RefDto implements IncidentSummary {
  @Text()
  title!: string;

  @OptionalText({ description: 'EDTF' })
  occurredAt?: string;

  @OptionalText()
  place?: string;

  @OptionalText({ description: 'IANA' })
  timeZone?: string;

  @PartOrNull('RefDto', { description: 'The incident of which it is a part' })
  partOf!: RefDto | null;

  @Whole()
  questions!: number;

  @Whole({ description: 'Not withdrawn; with publicAt, those surely public by then' })
  claims!: number;

  @Moment()
  recordedAt!: string;
}

export class ConstraintDto implements ConstraintAnswer {
  @Text()
  id!: string;

  @One(['sum', 'at-most', 'same'])
  kind!: 'sum' | 'at-most' | 'same';

  @Parts(() => RefDto, {
    description: 'sum: the total, then the parts; at-most: the lesser, the greater; same: all',
  })
  questions!: RefDto[];

  @Text({ example: 'landed = landed-inside + landed-outside' })
  text!: string;

  @Part(() => ActDto)
  declared!: ActDto;
}

export class QuestionSummaryDto extends RefDto implements QuestionSummary {
  @Part(() => RefDto)
  incident!: RefDto;

  @Text()
  ask!: string;

  @One(questionTypes)
  type!: QuestionType;

  @OptionalText()
  unit?: string;

  @OptionalPart(() => ScopeDto)
  scope?: ScopeDto;

  @Flag()
  cumulative!: boolean;

  @Flag()
  multiple!: boolean;

  @Whole()
  claims!: number;

  @Flag()
  resolved!: boolean;
}

export class ResolutionDto extends OmitType(ActDto, ['reason'] as const) implements ResolutionAnswer {
  @AValue()
  value!: Value;

  @Parts(() => RefDto, { description: 'What the answer rests on' })
  claims!: RefDto[];

  @Text({ example: 'reconciliation@1' })
  method!: string;

  @Text({ description: 'Digest of the view that the editor saw' })
  seen!: string;

  @Text()
  reason!: string;
}

export class QuestionDetailDto extends QuestionSummaryDto implements QuestionDetail {
  @Parts(() => CategoryDto)
  categories!: Category[];

  @PartOrNull('ResolutionDto')
  resolution!: ResolutionDto | null;

  @Moment()
  recordedAt!: string;

  @Whole()
  revision!: number;
}

export class IncidentDetailDto extends IncidentSummaryDto implements IncidentDetail {
  @OptionalText()
  description?: string;

  @Parts(() => RefDto)
  parts!: RefDto[];

  @Parts(() => QuestionSummaryDto, { description: 'In the order in which they were raised' })
  questionList!: QuestionSummaryDto[];

  @Parts(() => ConstraintDto)
  constraints!: ConstraintDto[];

  @Whole()
  revision!: number;
}

export class IncidentPageDto implements Page<IncidentSummary> {
  @Parts(() => IncidentSummaryDto)
  items!: IncidentSummaryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

export class QuestionPageDto implements Page<QuestionSummary> {
  @Parts(() => QuestionSummaryDto)
  items!: QuestionSummaryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}
