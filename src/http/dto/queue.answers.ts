import type { CommonValue, Status } from '../../domain/reconcile/view.js';
import { statuses } from '../../domain/reconcile/view.js';
import type { IncidentNeeds, Need, NeedPage } from '../../read/answers.js';
import { needKinds, type NeedKind } from '../../read/need-kinds.js';
import { ApiProperty } from '@nestjs/swagger';
import { RefDto } from './common.dto.js';
import { Flag, Moment, NullableText, One, Part, PartOrNull, Parts, Text, Texts, Whole } from './out.js';

export class NeedSinceDto {
  @Text({ description: 'Position in the log: opaque, a decimal number' })
  position!: string;

  @Moment()
  recordedAt!: string;
}

export class NeedDto implements Need {
  @One(needKinds, {
    description:
      'undermined: a decision that new evidence speaks against. contested: claims exclude each other, one is denied, ' +
      'or linked questions cannot all be true. divergence: relays of one saying differ. taken-back: retracted or ' +
      'disowned by those whose words they were. uncompared: wordings that nobody has compared. against-unattributed: ' +
      'contradicted only by reports without an origin. circular: reports that lead back to themselves. ' +
      'likely-same-claims, likely-same-sources: probably entered twice',
    example: 'contested',
  })
  kind!: NeedKind;

  @Parts(() => RefDto, {
    description: 'The question; of a source, it and those before it that it may be',
  })
  things!: RefDto[];

  @PartOrNull('RefDto', { description: 'null for sources' })
  incident!: RefDto | null;

  @Part(() => NeedSinceDto, {
    description: 'When that was recorded without which it would not be so',
  })
  since!: NeedSinceDto;

  @Text({ example: '2 accounts exclude each other: 5 / 8' })
  why!: string;

  @Parts(() => RefDto, { description: 'The first of the claims concerned, at most 10' })
  claims!: RefDto[];

  @Whole({ description: 'How many claims are concerned in all' })
  claimCount!: number;

  @ApiProperty({
    type: 'array',
    items: {
      anyOf: [{ $ref: '#/components/schemas/Value' }, { $ref: '#/components/schemas/CommonValue' }],
    },
    description: 'What they say as they said it, or what accounts have in common; at most 5',
  })
  values!: CommonValue[];

  @Texts({
    description:
      'Of sources: the name that the first has in common with each of the others, without case and marks',
  })
  shared!: string[];

  @Texts({
    description: 'Operations (`operationId`) that settle it, those first that fit best',
    example: ['resolveQuestion', 'moveClaim'],
  })
  settledBy!: readonly string[];
}

export class NeedPageDto implements NeedPage {
  @Parts(() => NeedDto)
  items!: NeedDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;

  @NullableText({ description: 'Events up to this position were looked at' })
  position!: string | null;

  @Flag({ description: 'false while some of what was recorded is still to be looked at: ask again soon' })
  complete!: boolean;
}

export class StatusCountDto {
  @One(statuses)
  status!: Status;

  @Whole()
  questions!: number;
}

export class NeedCountDto {
  @One(needKinds)
  kind!: NeedKind;

  @Whole()
  count!: number;
}

export class IncidentNeedsDto implements IncidentNeeds {
  @Parts(() => StatusCountDto)
  statuses!: StatusCountDto[];

  @Parts(() => NeedCountDto)
  needs!: NeedCountDto[];
}
