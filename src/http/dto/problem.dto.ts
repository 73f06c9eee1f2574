import { ApiProperty } from '@nestjs/swagger';
import {
  problemKinds,
  problemPath,
  type ProblemDocument,
  type ProblemKind,
  type SinceThen,
} from '../problem.js';
import { RefDto } from './common.dto.js';
import { OptionalPart, OptionalParts, Parts, Text, Texts, Whole } from './out.js';
import { AuditEventDto } from './record.answers.js';

export class FieldErrorDto {
  @ApiProperty({
    description: 'A JSON pointer into the body (RFC 6901), or to a parameter',
    example: '/citation/exact',
  })
  field!: string;

  @ApiProperty({ example: 'exact must be a string' })
  message!: string;
}

export class CandidateDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'ain-al-asad-2022:ap' })
  name!: string;
}

export class QuestionSinceDto {
  @Text({ description: 'Key of the question' })
  question!: string;

  @Texts({ description: 'What is different' })
  sentences!: string[];
}

export class MeanwhileDto extends AuditEventDto {
  @ApiProperty({
    oneOf: [{ $ref: '#/components/schemas/RefDto' }, { type: 'null' }],
    required: false,
    description: 'Of a view: the question that it is about; null: none alone',
  })
  question?: RefDto | null;
}

export class SinceDto implements SinceThen {
  @Text({ description: 'The ETag of now: what If-Match has to say once you have looked' })
  etag!: string;

  @OptionalParts(() => QuestionSinceDto, { description: 'Of a view: what reads otherwise' })
  questions?: QuestionSinceDto[];

  @Parts(() => MeanwhileDto, { description: 'What was done meanwhile, in order' })
  events!: MeanwhileDto[];

  @Whole({ description: 'Further events that are not listed' })
  leftOut!: number;
}

/** RFC 9457 */
export class ProblemDto implements ProblemDocument {
  @ApiProperty({
    description: 'Which kind of problem; stable, and explained at that address',
    enum: (Object.keys(problemKinds) as ProblemKind[]).map(problemPath),
  })
  type!: string;

  @ApiProperty({ example: 'The ledger holds no such thing' })
  title!: string;

  @ApiProperty({ example: 404 })
  status!: number;

  @ApiProperty({ description: 'What happened this time and what to do about it' })
  detail!: string;

  @ApiProperty({ description: 'The address that was asked for' })
  instance!: string;

  @ApiProperty({ description: "Names the request in the server's log; also in the X-Request-Id header" })
  requestId!: string;

  @ApiProperty({ required: false, description: 'The rule that refused it' })
  code?: string;

  @ApiProperty({ required: false, type: [FieldErrorDto] })
  errors?: FieldErrorDto[];

  @ApiProperty({ required: false, type: [CandidateDto], description: 'What an ambiguous name may mean' })
  candidates?: CandidateDto[];

  @OptionalPart(() => SinceDto, {
    description: 'What happened since you read it, where If-Match does not fit',
  })
  since?: SinceDto;
}
