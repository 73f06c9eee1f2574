import { questionTypes, type QuestionType, type Value } from '../../domain/value.js';
import {
  BooleanField,
  EdtfField,
  EnumField,
  KeyField,
  NamesField,
  ObjectField,
  ObjectsField,
  ReasonField,
  TextField,
} from './fields.js';
import { ValueField } from './value.schema.js';

export class ScopeDto {
  @TextField({ optional: true, max: 500, example: 'inside the perimeter' })
  place?: string;

  @TextField({ optional: true, max: 500 })
  population?: string;

  @TextField({ optional: true, max: 200, example: 'landed' })
  modality?: string;

  @EdtfField({ optional: true, description: 'The time that is asked about, EDTF' })
  window?: string;

  @TextField({ optional: true, max: 1_000, description: 'The counting rule' })
  counting?: string;
}

export class CategoryDto {
  @KeyField()
  key!: string;

  @TextField({ max: 300 })
  label!: string;

  @NamesField('Keys of broader categories of this question', { optional: true })
  broader?: string[];
}

class QuestionDescriptionDto {
  @TextField({ max: 1_000, example: 'How many rockets landed inside the perimeter?' })
  ask!: string;

  @TextField({ optional: true, max: 100, example: 'rockets' })
  unit?: string;

  @ObjectField(() => ScopeDto, { optional: true })
  scope?: ScopeDto;

  @ObjectsField(() => CategoryDto, { optional: true })
  categories?: CategoryDto[];
}

export class RaiseQuestionRequest extends QuestionDescriptionDto {
  @KeyField({ description: 'Unique in its incident', example: 'landed-inside' })
  key!: string;

  @EnumField(questionTypes)
  type!: QuestionType;

  @BooleanField({ optional: true, description: 'A figure that may grow with time (injured so far)' })
  cumulative?: boolean;

  @BooleanField({ optional: true, description: 'Values stand beside one another and never contradict' })
  multiple?: boolean;
}

export class RewordQuestionRequest extends QuestionDescriptionDto {
  @ReasonField()
  reason!: string;
}

export class PreviewResolutionRequest {
  @ValueField()
  value!: Value;

  @NamesField('The claims that the answer would rest on')
  claims!: string[];
}

export class ResolveQuestionRequest {
  @ValueField()
  value!: Value;

  @NamesField('The claims that the answer rests on')
  claims!: string[];

  @ReasonField()
  reason!: string;
}
