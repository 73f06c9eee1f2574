import { ApiProperty } from '@nestjs/swagger';
import type { QuestionChange } from '../../domain/reconcile/diff.js';
import { Parts, Text, Texts } from './out.js';

/** What is different on one question between two views of its incident. */
export class QuestionChangeDto implements QuestionChange {
  @Text({ description: 'Key of the question' })
  question!: string;

  @ApiProperty({
    oneOf: [
      {
        type: 'object',
        properties: {
          before: { oneOf: [{ type: 'string' }, { type: 'null' }] },
          after: { oneOf: [{ type: 'string' }, { type: 'null' }] },
        },
        required: ['before', 'after'],
        additionalProperties: false,
      },
      { type: 'null' },
    ],
    description: 'null: it is the same',
  })
  status!: { before: string | null; after: string | null } | null;

  @Texts({ description: 'Claims that came into the view of the question' })
  appeared!: string[];

  @Texts({ description: 'Claims that left it' })
  disappeared!: string[];

  @Texts({ description: 'What is different, in words' })
  sentences!: string[];
}

export class DecisionPreviewDto {
  @Text({ description: 'Of the view that this was worked out on; as If-Match it takes the decision' })
  etag!: string;

  @Parts(() => QuestionChangeDto, { description: 'What would read otherwise, here and on linked questions' })
  changes!: QuestionChangeDto[];

  @Texts({ description: 'Claims that stand and cannot be true together with what the decision rests on' })
  against!: string[];
}
