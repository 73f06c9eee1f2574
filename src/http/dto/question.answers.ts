import { ApiProperty } from '@nestjs/swagger';
import { claimParts, noOrigins, type ClaimPart, type NoOrigin } from '../../domain/reconcile/index.js';
import { policyNames, statuses, type PolicyName, type Status } from '../../domain/reconcile/view.js';
import { silenceKinds, stances, type SilenceKind, type Stance, type Value } from '../../domain/value.js';
import type { ExplainAnswer, MatrixAnswer, QuestionStamp } from '../../read/asked-question.js';
import { RefDto } from './common.dto.js';
import { Flag, NullableText, One, OneOrNull, Part, PartOrNull, Parts, Text, Texts, Whole } from './out.js';
import { AccountDto, AnswerDto, RangeDto } from './view.answers.js';

const Places = (description: string) =>
  ApiProperty({ type: 'array', items: { type: 'integer' }, description });

/** By which clocks, rules and state of the record an answer on a question is. */
export class QuestionStampDto implements QuestionStamp {
  @Part(() => RefDto)
  incident!: RefDto;

  @Part(() => RefDto)
  question!: RefDto;

  @NullableText()
  publicAt!: string | null;

  @NullableText()
  knownAt!: string | null;

  @Text({ example: 'reconciliation@1' })
  method!: string;

  @NullableText({ description: 'Of the last event in it; not a part of its ETag' })
  position!: string | null;
}

/** A claim by its name in the view, and its id. */
export class NamedClaimDto {
  @Text({ description: 'As the view of the incident names it' })
  claim!: string;

  @Text()
  id!: string;
}

export class MatrixColumnDto {
  @ApiProperty({
    type: 'array',
    items: { $ref: '#/components/schemas/Value' },
    description: 'The ways to say this one value (R2), each once; empty for a silence',
  })
  said!: Value[];

  @OneOrNull(silenceKinds)
  silence!: SilenceKind | null;

  @Places('Places in the accounts of the view in which its claims stand')
  accounts!: number[];

  @Flag({ description: 'What counts here is excluded by what counts elsewhere, or is denied (R8, R9)' })
  disputed!: boolean;
}

export class MatrixClaimDto extends NamedClaimDto {
  @One(claimParts, { description: 'counting: it has an origin; standing: it has none' })
  part!: ClaimPart;

  @OneOrNull(stances, { description: 'What it says of the value in its column, where it responds' })
  stance!: Stance | null;
}

export class MatrixCellDto {
  @Whole({ description: 'A place in columns, from 0' })
  column!: number;

  @Parts(() => MatrixClaimDto)
  claims!: MatrixClaimDto[];
}

export class MatrixRowDto {
  @Parts(() => RefDto, { description: 'Its origin (R3), joint speakers together; empty where there is none' })
  speaker!: RefDto[];

  @OneOrNull(noOrigins, { description: 'Why there is no origin' })
  noOrigin!: NoOrigin | null;

  @Flag()
  disputed!: boolean;

  @Parts(() => MatrixCellDto, { description: 'Only those in which something stands' })
  cells!: MatrixCellDto[];
}

export class MatrixDto extends QuestionStampDto implements MatrixAnswer {
  @Parts(() => MatrixColumnDto, { description: 'In dispute first; silences last' })
  columns!: MatrixColumnDto[];

  @Parts(() => MatrixRowDto, { description: 'In dispute first; what has no origin last' })
  rows!: MatrixRowDto[];
}

export class ExplainedClaimDto extends NamedClaimDto {
  @One(claimParts)
  part!: ClaimPart;

  @Texts({ description: 'The sources that are its origin, as the view names them' })
  origin!: string[];

  @Places('Places of its accounts')
  accounts!: number[];

  @Texts({ description: 'Why it is where it is' })
  sentences!: string[];
}

const leftOuts = ['unnamed', 'outlet', 'chain-cut-short'] as const;
export const LeftOutOrNull = () =>
  OneOrNull(leftOuts, { description: 'Why it adds nothing to the lower number (R7); null: it adds' });

export class ExplainedRootDto {
  @Text()
  root!: string;

  @Texts()
  origins!: string[];

  @LeftOutOrNull()
  leftOut!: (typeof leftOuts)[number] | null;

  @NullableText({ description: 'The claim that shows that it passes on the words of others' })
  because!: string | null;
}

export class RetractedDto {
  @Text()
  claim!: string;

  @Text()
  by!: string;
}

export class ExplainedIndependenceDto {
  @Part(() => RangeDto)
  range!: RangeDto;

  @Texts()
  origins!: string[];

  @Parts(() => ExplainedRootDto)
  roots!: ExplainedRootDto[];

  @Parts(() => RetractedDto, { description: 'Claims whose origin took back what it said' })
  downstreamOfRetracted!: RetractedDto[];

  @Texts()
  sentences!: string[];
}

export class PolicyAnswerDto {
  @One(policyNames)
  policy!: PolicyName;

  @PartOrNull('AnswerDto', { description: 'null: it chooses nothing' })
  answer!: AnswerDto | null;
}

export class ExplainDto extends QuestionStampDto implements ExplainAnswer {
  @One(statuses)
  status!: Status;

  @Parts(() => AccountDto)
  accounts!: AccountDto[];

  @Parts(() => ExplainedClaimDto, {
    description: "Values in R1's order, silences, responses, what was perhaps public; in pages",
  })
  claims!: ExplainedClaimDto[];

  @Whole()
  claimsInAll!: number;

  @NullableText({ description: 'Cursor of the next page of claims; the rest of the answer is the same' })
  next!: string | null;

  @Part(() => ExplainedIndependenceDto)
  independence!: ExplainedIndependenceDto;

  @Texts({ description: 'What linked questions say of this one (R8)' })
  linked!: string[];

  @Parts(() => PolicyAnswerDto, { description: 'Every policy, side by side (R11)' })
  policies!: PolicyAnswerDto[];
}
