import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Matches, Max, MaxLength, Min } from 'class-validator';
import { sourceKinds } from '../../domain/events.js';
import { thingKinds, type ThingKind } from '../../domain/names.js';
import { policyNames, statuses, type PolicyName, type Status } from '../../domain/reconcile/view.js';
import type { Clocks, PageRequest } from '../../read/answers.js';
import { needKinds, type NeedKind } from '../../read/need-kinds.js';
import { EnumField, field, InstantField, KeyField, NameField, TextField } from './fields.js';

/** The two clocks, as query parameters. */
export class ClocksQuery implements Clocks {
  @InstantField({
    optional: true,
    description: 'As the public could know at this instant (a date: its end, UTC)',
  })
  publicAt?: string;

  @InstantField({ optional: true, description: 'As this ledger knew at this instant (a date: its end, UTC)' })
  knownAt?: string;
}

const CursorField = () =>
  TextField({
    optional: true,
    max: 1_000,
    description: 'Opaque: from the Link header or `next` of the page before',
  });
const LimitField = () =>
  field(
    { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    { optional: true },
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(200),
  );

export class PageQuery extends ClocksQuery implements PageRequest {
  @CursorField()
  cursor?: string;

  @LimitField()
  limit?: number;
}

export class ViewQuery extends ClocksQuery {
  @EnumField(policyNames, { optional: true, description: 'How to answer; default accounts@1' })
  policy?: PolicyName;
}

export class ResolveQuery {
  @EnumField(policyNames, { optional: true, description: 'By which the view was read; default accounts@1' })
  policy?: PolicyName;
}

const languagePattern = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

const SearchText = () => TextField({ optional: true, max: 200, description: 'Words to look for' });

export const positionPattern = /^(0|[1-9]\d{0,18})$/;

/** Opaque, but of a shape: what is no position is not looked for. */
const PositionField = ({ description }: { description: string }) =>
  field(
    { type: String, pattern: positionPattern.source },
    { optional: true, description },
    Matches(positionPattern, { message: '$property must be the position of an event: a decimal number' }),
  );

/** true or false, as a query has them. */
const BooleanParameter = (description: string) =>
  field(
    { type: Boolean },
    { optional: true, description },
    Transform(({ value }: { value: unknown }) =>
      value === 'true' ? true : value === 'false' ? false : value,
    ),
    IsBoolean(),
  );

export class IncidentsQuery extends PageQuery {
  @SearchText()
  text?: string;

  @NameField('Only the parts of this incident', { optional: true })
  parent?: string;

  @EnumField(statuses, {
    optional: true,
    description: 'With a question of this status now, whatever the clocks',
  })
  status?: Status;

  @EnumField(['any', ...needKinds], {
    optional: true,
    description: 'In which something waits for a human now, for this reason',
  })
  need?: NeedKind | 'any';
}

export class QueueQuery implements PageRequest {
  @EnumField(needKinds, { optional: true, description: 'Only what waits for this reason' })
  kind?: NeedKind;

  @NameField('Only of this incident', { optional: true })
  incident?: string;

  @InstantField({
    optional: true,
    description: 'Only what came to be so at or after this instant (a date: its beginning, UTC)',
  })
  since?: string;

  @CursorField()
  cursor?: string;

  @LimitField()
  limit?: number;
}

export class QuestionsQuery extends PageQuery {
  @BooleanParameter('Only those that are resolved, or are not')
  resolved?: boolean;
}

export class SourcesQuery extends PageQuery {
  @SearchText()
  text?: string;

  @EnumField(sourceKinds, { optional: true })
  kind?: string;
}

export class DocumentsQuery extends PageQuery {
  @SearchText()
  text?: string;

  @NameField('Only those that this source published', { optional: true })
  publisher?: string;

  @TextField({ optional: true, max: 2_000, description: 'Only those at this address' })
  url?: string;
}

export class ClaimsQuery extends PageQuery {
  @NameField('Only of this incident', { optional: true })
  incident?: string;

  @NameField('Only on this question: incident/question, or of `incident` by its key', { optional: true })
  question?: string;

  @NameField('Only those that stand in this document', { optional: true })
  document?: string;

  @NameField('Only those that this source said or passed on', { optional: true })
  source?: string;

  @BooleanParameter('Also those withdrawn')
  withdrawn?: boolean;
}

export class AuditQuery {
  @CursorField()
  cursor?: string;

  @LimitField()
  limit?: number;

  @TextField({ optional: true, max: 200 })
  actor?: string;

  @TextField({ optional: true, max: 36, description: 'Id of a thing' })
  thing?: string;

  @TextField({ optional: true, max: 100, description: 'Type of event', example: 'ClaimRecorded' })
  type?: string;

  @InstantField({ optional: true, description: 'Recorded at or after' })
  from?: string;

  @InstantField({ optional: true, description: 'Recorded before' })
  to?: string;

  @EnumField(['newest', 'oldest'], { optional: true })
  order?: 'newest' | 'oldest';
}

export class EventsQuery {
  @NameField('Only what bears on this incident', { optional: true })
  incident?: string;

  @TextField({ optional: true, max: 36, description: 'Id of a thing' })
  thing?: string;

  @TextField({ optional: true, max: 100, description: 'Type of event', example: 'ClaimRecorded' })
  type?: string;

  @PositionField({ description: 'Begin after this position; default: with what happens from now on' })
  after?: string;
}

export class SearchQuery extends PageQuery {
  @TextField({ max: 200, description: 'Words; the last one may be the beginning of a word' })
  q!: string;

  @field(
    { type: String, isArray: true, enum: thingKinds },
    { optional: true, description: 'Only these kinds of things; may stand several times' },
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsIn([...thingKinds], { each: true }),
  )
  kinds?: ThingKind[];

  @NameField('Only within this incident', { optional: true })
  incident?: string;

  @NameField('Only claims that this source said or passed on, and documents that it published', {
    optional: true,
  })
  source?: string;

  @field(
    { type: String, pattern: languagePattern.source, maxLength: 35, example: 'ar' },
    {
      optional: true,
      description:
        'Only documents in this language, and claims that stand in one; ar means ar-IQ too (RFC 4647, basic filtering)',
    },
    Matches(languagePattern, { message: '$property must be a language tag: en, ar, pt-BR' }),
    MaxLength(35),
  )
  language?: string;
}

export class ImportQuery {
  @BooleanParameter('Check and tell only; nothing is written')
  dryRun?: boolean;

  @TextField({ optional: true, max: 500, description: 'What messages call the file' })
  name?: string;

  @field(
    { type: 'integer', minimum: 0 },
    { optional: true, description: 'Bytes of the file, for telling progress' },
    Type(() => Number),
    IsInt(),
    Min(0),
  )
  size?: number;

  @KeyField({ optional: true, description: 'Of the keys in text/csv that has no column of that name' })
  namespace?: string;
}
