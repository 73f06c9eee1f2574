import { sourceKinds, type SourceKind } from '../../domain/events.js';
import { reliabilities, type Reliability } from '../../domain/value.js';
import { EnumField, KeyField, NameField, ReasonField, TextField, TextsField } from './fields.js';

class SourceDescriptionDto {
  @TextField({ max: 500, example: 'Associated Press' })
  name!: string;

  @EnumField(sourceKinds)
  kind!: SourceKind;

  @TextsField({ optional: true, example: ['AP'] })
  aliases?: string[];

  @NameField('The source to which it belongs', { optional: true })
  memberOf?: string;

  @NameField('The institution whose mouth it is; implies memberOf', { optional: true })
  speaksFor?: string;

  @NameField('Unnamed only: the relay through which alone it is known', { optional: true })
  knownTo?: string;

  @TextsField({ optional: true, description: 'Identifiers elsewhere', example: ['wikidata:Q40469'] })
  sameAs?: string[];

  @TextField({ optional: true, max: 4_000 })
  note?: string;
}

export class RegisterSourceRequest extends SourceDescriptionDto {
  @KeyField({ description: "Short and lower-case, unique among the ledger's own sources", example: 'ap' })
  key!: string;
}

export class DescribeSourceRequest extends SourceDescriptionDto {
  @ReasonField()
  reason!: string;
}

export class AssessSourceRequest {
  @EnumField(reliabilities, {
    description:
      'NATO Admiralty code (AJP-2.1): A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged',
  })
  reliability!: Reliability;

  @ReasonField()
  reason!: string;
}

/** Same, distinct or independent: all said of two sources. */
export class PairOfSourcesRequest {
  @NameField('The other source')
  other!: string;

  @ReasonField()
  reason!: string;
}
