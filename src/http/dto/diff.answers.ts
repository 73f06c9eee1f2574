import { ApiExtraModels } from '@nestjs/swagger';
import type { QuestionChange } from '../../domain/reconcile/index.js';
import { policyNames, statuses, type PolicyName } from '../../domain/reconcile/view.js';
import type { ViewDiff, ViewStamp } from '../../read/answers.js';
import { RefDto } from './common.dto.js';
import { EnumField, InstantField } from './fields.js';
import { NullableText, One, OneOrNull, Part, PartOrNull, Parts, Text, Texts, Whole } from './out.js';
import { ViewQuery } from './query.dto.js';
import { AuditEventDto } from './record.answers.js';

export const diffClocks = ['knownAt', 'publicAt'] as const;

/** One clock moves from one instant to another; the other stands still where it is given. */
export class DiffQuery extends ViewQuery {
  @InstantField({ description: 'The earlier instant (a date: its end, UTC)' })
  from!: string;

  @InstantField({ optional: true, description: 'The later instant; default: now' })
  to?: string;

  @EnumField(diffClocks, {
    optional: true,
    description:
      'Which clock moves; default knownAt, what this ledger knew. The other one is held still by its own parameter',
  })
  clock?: (typeof diffClocks)[number];
}

export class ViewStampDto implements ViewStamp {
  @NullableText()
  publicAt!: string | null;

  @NullableText()
  knownAt!: string | null;

  @NullableText()
  position!: string | null;
}

export class StatusChangeDto {
  @OneOrNull(statuses, { description: 'null: the question was not there' })
  before!: string | null;

  @OneOrNull(statuses)
  after!: string | null;
}

@ApiExtraModels(StatusChangeDto)
export class QuestionChangeDto implements QuestionChange {
  @Text({ description: 'Key of the question' })
  question!: string;

  @PartOrNull('StatusChangeDto', { description: 'null: it is the same' })
  status!: StatusChangeDto | null;

  @Texts({ description: 'Claims that came into its view' })
  appeared!: string[];

  @Texts()
  disappeared!: string[];

  @Texts({ description: 'What is different' })
  sentences!: string[];
}

export class ChangingEventDto extends AuditEventDto {
  @PartOrNull('RefDto', { description: 'The question that it is about; null: none alone' })
  question!: RefDto | null;
}

export class PublishedDto {
  @Part(() => RefDto)
  claim!: RefDto;

  @Part(() => RefDto)
  question!: RefDto;

  @NullableText()
  publishedAt!: string | null;
}

export class ViewDiffDto implements ViewDiff {
  @Text()
  incident!: string;

  @One(policyNames)
  policy!: PolicyName;

  @Part(() => ViewStampDto)
  from!: ViewStampDto;

  @Part(() => ViewStampDto)
  to!: ViewStampDto;

  @Parts(() => QuestionChangeDto, { description: 'Those whose part of the view is different' })
  questions!: QuestionChangeDto[];

  @Parts(() => ChangingEventDto, {
    description: 'What was recorded between and bears on the view: by whom, and why',
  })
  events!: ChangingEventDto[];

  @Parts(() => PublishedDto, { description: 'What became surely public between, in order' })
  published!: PublishedDto[];

  @Whole({ description: 'Further events and publications that are not listed' })
  leftOut!: number;
}
