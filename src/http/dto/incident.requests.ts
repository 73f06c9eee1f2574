import { EdtfField, EnumField, KeyField, NameField, NamesField, ReasonField, TextField } from './fields.js';

class IncidentDescriptionDto {
  @TextField({ max: 500, example: 'Rockets at Ain al-Asad' })
  title!: string;

  @EdtfField({ optional: true, description: 'When it happened, EDTF (ISO 8601-2) level 1' })
  occurredAt?: string;

  @TextField({ optional: true, max: 500 })
  place?: string;

  @TextField({ optional: true, max: 10_000 })
  description?: string;

  @TextField({ optional: true, max: 64, description: 'IANA zone of the place, for showing local time' })
  timeZone?: string;
}

export class OpenIncidentRequest extends IncidentDescriptionDto {
  @KeyField({ description: "Short and lower-case, unique among the ledger's own incidents" })
  key!: string;
}

export class DescribeIncidentRequest extends IncidentDescriptionDto {
  @ReasonField()
  reason!: string;
}

export class PlaceIncidentRequest {
  @NameField('The incident of which this one is a part, or null for none', { nullable: true })
  parent!: string | null;

  @ReasonField({ optional: true })
  reason?: string;
}

export class DeclareConstraintRequest {
  @EnumField(['sum', 'at-most', 'same'], {
    description: 'sum: total = parts added up; at-most: lesser <= greater; same: all have one value',
  })
  kind!: 'sum' | 'at-most' | 'same';

  @NameField('Of a sum, a question (of this incident by its key, of another as incident/question)', {
    optional: true,
    example: 'landed',
  })
  total?: string;

  @NamesField('Of a sum, the questions that add up', {
    optional: true,
    min: 2,
    example: ['landed-inside', 'landed-outside'],
  })
  parts?: string[];

  @NameField('Of an at-most, the question that is no greater', { optional: true })
  lesser?: string;

  @NameField('Of an at-most, the question that is no less', { optional: true })
  greater?: string;

  @NamesField('Of a same, the questions', { optional: true, min: 2 })
  questions?: string[];

  @ReasonField({ optional: true })
  reason?: string;
}

export class ReasonRequest {
  @ReasonField()
  reason!: string;
}
