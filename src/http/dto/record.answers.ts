import { ApiProperty } from '@nestjs/swagger';
import type {
  AuditEntry,
  AuditEvent,
  Hit,
  Page,
  RebuildProgress,
  SetAside,
  ViewsHealth,
} from '../../read/answers.js';
import { RefDto } from './common.dto.js';
import {
  Flag,
  Moment,
  NullableText,
  One,
  OptionalText,
  Part,
  PartOrNull,
  Parts,
  Text,
  Whole,
} from './out.js';

export class AuditEntryDto implements AuditEntry {
  @Text()
  position!: string;

  @Text({ description: 'Id of the event' })
  id!: string;

  @Text()
  stream!: string;

  @Whole()
  revision!: number;

  @Text({ example: 'ClaimRecorded' })
  type!: string;

  @Text()
  actor!: string;

  @Moment()
  recordedAt!: string;

  @PartOrNull('RefDto')
  thing!: RefDto | null;

  @OptionalText({ description: 'Why it was not applied to the views' })
  setAside?: string;
}

export class AuditEventDto extends AuditEntryDto implements AuditEvent {
  @Text()
  correlation!: string;

  @Text()
  causation!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'docs/EVENTS.md says what each type holds',
  })
  data!: Record<string, unknown>;
}

export class AuditPageDto implements Page<AuditEntry> {
  @Parts(() => AuditEntryDto)
  items!: AuditEntryDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

/** What the stream of events holds of each; what it changed is to be read where it was changed. */
export class NewsDto {
  @Text()
  position!: string;

  @Text({ description: 'Id of the event' })
  id!: string;

  @Text({ example: 'ClaimRecorded' })
  type!: string;

  @Text()
  actor!: string;

  @NullableText({ description: 'For those who signed in, where the name is known' })
  actorName!: string | null;

  @Moment()
  recordedAt!: string;

  @PartOrNull('RefDto')
  thing!: RefDto | null;

  @PartOrNull('RefDto', { description: 'Where the thing belongs now; null for a source or a document' })
  incident!: RefDto | null;
}

export class HitDto implements Hit {
  @Part(() => RefDto)
  thing!: RefDto;

  @PartOrNull('RefDto')
  incident!: RefDto | null;

  @Text({ description: 'The text that was found' })
  text!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    description: 'Where it matched: [start, end) in UTF-16 units of text',
  })
  marks!: [number, number][];
}

export class HitPageDto implements Page<Hit> {
  @Parts(() => HitDto)
  items!: HitDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}

export class SetAsideDto implements SetAside {
  @Text()
  position!: string;

  @Text()
  id!: string;

  @Text()
  type!: string;

  @Text()
  reason!: string;
}

export class RebuildProgressDto implements RebuildProgress {
  @Whole()
  events!: number;

  @ApiProperty({ type: Number, minimum: 0, maximum: 1 })
  fraction!: number;
}

export class ViewsHealthDto implements ViewsHealth {
  @NullableText()
  position!: string | null;

  @NullableText({ description: 'recordedAt of the last event seen' })
  recordedAt!: string | null;

  @Whole({ description: 'Events applied, those set aside included' })
  events!: number;

  @ApiProperty({ type: Number, description: 'Milliseconds since a known event was waiting to be applied' })
  lag!: number;

  @Flag()
  following!: boolean;

  @Parts(() => SetAsideDto)
  setAside!: SetAsideDto[];

  @Whole()
  setAsideCount!: number;

  @PartOrNull('RebuildProgressDto')
  rebuild!: RebuildProgressDto | null;
}

export class IntegrityHealthDto {
  @Whole({ description: 'Events under the last checkpoint' })
  sealed!: number;

  @NullableText({ description: 'When it was signed; null: never yet' })
  sealedAt!: string | null;
}

export class LiveDto {
  @One(['live'])
  status!: 'live';
}

export class ReadyDto {
  @One(['ready'])
  status!: 'ready';

  @One(['demo', 'own'], { description: 'demo: the founding case in a folder of its own, to try things out' })
  ledger!: 'demo' | 'own';

  @Part(() => ViewsHealthDto)
  views!: ViewsHealthDto;

  @Part(() => IntegrityHealthDto)
  integrity!: IntegrityHealthDto;
}
