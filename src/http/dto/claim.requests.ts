import { IntersectionType } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import {
  bases,
  credibilities,
  ranks,
  silenceKinds,
  stances,
  supersessionKinds,
  type Basis,
  type Credibility,
  type Rank,
  type SilenceKind,
  type Stance,
  type SupersessionKind,
  type Value,
} from '../../domain/value.js';
import {
  BooleanField,
  EdtfField,
  EnumField,
  field,
  InstantField,
  IntegerField,
  KeyField,
  NameField,
  NamesField,
  ObjectField,
  ReasonField,
  TextField,
} from './fields.js';
import { ValueField } from './value.schema.js';

export class TranslationDto {
  @TextField({ max: 4_000 })
  text!: string;

  @TextField({ max: 35, description: 'BCP 47', example: 'en' })
  language!: string;

  @TextField({ optional: true, max: 300 })
  by?: string;
}

export class CitationDto {
  @TextField({
    max: 4_000,
    description: 'The words as they stand',
    example: 'five rockets landed inside the base',
  })
  exact!: string;

  @TextField({ optional: true, max: 500 })
  prefix?: string;

  @TextField({ optional: true, max: 500 })
  suffix?: string;

  @IntegerField({ optional: true, description: 'Offset in Unicode code points in the text of the capture' })
  start?: number;

  @IntegerField({ optional: true })
  end?: number;

  @TextField({ optional: true, max: 50 })
  page?: string;

  @field(
    { type: String, pattern: '^\\d+(\\.\\d+)?(,\\d+(\\.\\d+)?)?$', example: '12.5,14' },
    { optional: true, description: 'W3C Media Fragments, seconds' },
    Matches(/^\d+(\.\d+)?(,\d+(\.\d+)?)?$/),
  )
  time?: string;

  @ObjectField(() => TranslationDto, { optional: true })
  translation?: TranslationDto;
}

export class ResponseDto {
  @NamesField('The claims that it speaks of')
  to!: string[];

  @EnumField(stances)
  stance!: Stance;
}

export class SupersedesDto {
  @NameField('The earlier claim')
  claim!: string;

  @EnumField(supersessionKinds)
  as!: SupersessionKind;
}

/** What was transcribed from the document. */
class TranscriptionDto {
  @ValueField({ optional: true })
  value?: Value;

  @EnumField(silenceKinds, { optional: true })
  silence?: SilenceKind;

  @ObjectField(() => ResponseDto, { optional: true })
  response?: ResponseDto;

  @TextField({ optional: true, max: 500, description: 'How the speaker weakened it', example: 'reportedly' })
  hedge?: string;

  @ObjectField(() => CitationDto, { optional: true })
  citation?: CitationDto;

  @IntegerField({
    optional: true,
    max: 1_000_000,
    description: 'Index of the capture in which the citation stands',
  })
  capture?: number;

  @EdtfField({ optional: true, description: 'When the thing asserted is said to have happened' })
  occurredAt?: string;

  @EdtfField({ optional: true, description: 'Cumulative questions: the time for which the figure speaks' })
  asOf?: string;

  @EdtfField({ optional: true, description: 'When the origin spoke' })
  assertedAt?: string;

  @InstantField({ optional: true, description: "Default: the document's" })
  publishedAt?: string;

  @ObjectField(() => SupersedesDto, { optional: true })
  supersedes?: SupersedesDto;

  @TextField({
    optional: true,
    max: 250,
    description: 'Claims with the same key are relays of one and the same saying: a key, or namespace:key',
  })
  utterance?: string;

  @TextField({ optional: true, max: 4_000 })
  note?: string;
}

class AttributionDto {
  @NamesField("Sources: the document's publisher first, the origin last", { max: 50 })
  chain!: string[];

  @NamesField('Sources that said it together with the last of the chain', { optional: true, max: 50 })
  jointly?: string[];

  @BooleanField({
    optional: true,
    description: 'false where the last of the chain cannot be the origin and the text names none',
  })
  lineageRecorded?: boolean;

  @BooleanField({ optional: true, description: 'true where the recorder did the arithmetic, not the source' })
  inferred?: boolean;

  @EnumField(bases, { optional: true })
  basis?: Basis;
}

export class AttributionRequest extends AttributionDto {
  @ReasonField()
  reason!: string;
}

export class TranscriptionRequest extends TranscriptionDto {
  @ReasonField()
  reason!: string;
}

export class RecordClaimRequest extends IntersectionType(AttributionDto, TranscriptionDto) {
  @KeyField({ optional: true, description: 'Where it is left out, the claim is named by its id' })
  key?: string;

  @NameField('The incident that it is about')
  incident!: string;

  @KeyField({
    optional: true,
    description: 'A question of that incident; a value or a silence needs one',
  })
  question?: string;

  @NameField('The document in which it stands')
  document!: string;
}

export class MoveClaimRequest {
  @NameField('The incident of the question')
  incident!: string;

  @NameField('The question that it really answers')
  question!: string;

  @ReasonField()
  reason!: string;
}

export class SupersedeClaimRequest {
  @NameField('The later claim that replaces this one')
  by!: string;

  @EnumField(supersessionKinds)
  as!: SupersessionKind;

  @ReasonField()
  reason!: string;
}

export class AssessClaimRequest {
  @EnumField(credibilities, {
    description:
      'NATO Admiralty code (AJP-2.1): 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged',
  })
  credibility!: Credibility;

  @ReasonField()
  reason!: string;
}

export class RankClaimRequest {
  @EnumField(ranks)
  rank!: Rank;

  @ReasonField()
  reason!: string;
}

export class CompareWordingsRequest {
  @NameField('Another claim with a text or place on the same question')
  other!: string;

  @BooleanField({ description: 'true: the two mean the same; false: they exclude each other' })
  same!: boolean;

  @ReasonField()
  reason!: string;
}
