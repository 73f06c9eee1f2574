import { mishaps, type Mishap } from '../../domain/reconcile/index.js';
import type { Value } from '../../domain/value.js';
import type { Page } from '../../read/answers.js';
import { parts, type Part as PartOf, type SourceRecord, type Tally } from '../../read/source-record.js';
import type { BefallenClaim, OneOfSeveral } from '../../read/source-records.js';
import { ApiProperty } from '@nestjs/swagger';
import { ActDto, RefDto } from './common.dto.js';
import { EnumField, TextField } from './fields.js';
import { NullableText, One, Part, PartOrNull, Parts, Whole, AValue } from './out.js';
import { ClocksQuery, PageQuery } from './query.dto.js';

export class SourceRecordQuery extends ClocksQuery {
  @TextField({
    optional: true,
    max: 1_000,
    description: 'Opaque: `next` of the answer before, to go on with further incidents',
  })
  cursor?: string;
}

export class BefallenQuery extends PageQuery {
  @EnumField(mishaps, { description: 'Which number' })
  what!: Mishap;

  @EnumField(parts, { optional: true, description: 'Of what it said itself (the default), or passed on' })
  part?: PartOf;
}

export class OneOfSeveralDto implements OneOfSeveral {
  @Part(() => RefDto)
  source!: RefDto;

  @One(['itself', 'same', 'identifier', 'speaks-for'], { description: 'Why its words count as theirs (R3)' })
  because!: OneOfSeveral['because'];
}

/** Of how many claims it is true. */
export class TallyDto implements Tally {
  @Whole({ description: 'Values, and what confirms one' })
  claims!: number;

  @Whole()
  silences!: number;

  @Whole({ description: 'Replaced by another value that is no update (R4)' })
  corrected!: number;

  @Whole({ description: 'Taken back by who may (R4)' })
  retracted!: number;

  @Whole({ description: 'Denied by the very origin to which the words were given (R4)' })
  disowned!: number;

  @Whole({ description: 'Replaced by a later value of the same origin, as an update (R4)' })
  superseded!: number;

  @Whole({ description: 'Outgrown on a question that grows (R5)' })
  outgrown!: number;

  @Whole({ description: 'Excluded by what another origin says, while both count (R2, R6)' })
  contradicted!: number;

  @Whole({ description: 'Denied by another origin (R4)' })
  denied!: number;

  @Whole({ description: 'Doubted (R4)' })
  doubted!: number;

  @Whole({ description: 'One saying that relays print differently (R4)' })
  diverged!: number;
}

export class ByWhomDto {
  @One(parts)
  part!: PartOf;

  @One(mishaps)
  what!: Mishap;

  @PartOrNull('RefDto', { description: 'null: by claims without an origin' })
  source!: RefDto | null;

  @Whole({ description: 'Of how many claims' })
  claims!: number;
}

export class SourceRecordDto implements SourceRecord {
  @Part(() => RefDto)
  source!: RefDto;

  @Parts(() => OneOfSeveralDto, { description: 'Whose words are taken together with its own' })
  sources!: OneOfSeveralDto[];

  @NullableText()
  publicAt!: string | null;

  @NullableText()
  knownAt!: string | null;

  @NullableText({ description: 'Of the last event in it; not a part of its ETag' })
  position!: string | null;

  @Whole({ description: 'How many incidents these numbers are of, the latest entered first' })
  incidents!: number;

  @Part(() => TallyDto, { description: 'Of what it said itself' })
  said!: TallyDto;

  @Part(() => TallyDto, { description: 'Of what it passed on from others' })
  passedOn!: TallyDto;

  @Parts(() => ByWhomDto, {
    description: 'Whose claims are behind the numbers, the most often first; of what diverged, the outlets',
  })
  by!: ByWhomDto[];

  @Whole()
  byLeftOut!: number;

  @NullableText({
    description: 'Goes on with further incidents, whose numbers add to these; null: these are all',
  })
  next!: string | null;
}

export class BehindDto {
  @Part(() => RefDto)
  claim!: RefDto;

  @ApiProperty({ oneOf: [{ $ref: '#/components/schemas/Value' }, { type: 'null' }] })
  value!: Value | null;

  @Parts(() => RefDto, { description: 'Whose words it is; empty: nobody is recorded' })
  origin!: RefDto[];

  @PartOrNull('RefDto', { description: 'Who published it' })
  outlet!: RefDto | null;

  @PartOrNull('ActDto', { description: 'Where an editor said so, and not the claim itself' })
  act!: ActDto | null;
}

export class BefallenDto implements BefallenClaim {
  @Part(() => RefDto)
  claim!: RefDto;

  @Part(() => RefDto)
  incident!: RefDto;

  @Part(() => RefDto)
  question!: RefDto;

  @One(parts)
  part!: PartOf;

  @One(mishaps)
  what!: Mishap;

  @AValue()
  value!: Value;

  @Parts(() => BehindDto, { description: 'The claims behind it, in order of publication' })
  by!: BehindDto[];

  @Whole()
  byLeftOut!: number;
}

export class BefallenPageDto implements Page<BefallenClaim> {
  @Parts(() => BefallenDto)
  items!: BefallenDto[];

  @NullableText({ description: 'Cursor of the next page' })
  next!: string | null;
}
