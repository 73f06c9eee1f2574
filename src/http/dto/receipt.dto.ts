import { RefDto } from './common.dto.js';
import { Flag, OptionalText, Part, Parts, Text, Whole } from './out.js';

export class WarningDto {
  @Text({ description: 'Stable' })
  code!: string;

  @Text()
  message!: string;

  @OptionalText()
  field?: string;
}

export class RecordedEventDto {
  @Text({ description: 'Id of the event; undoing names it' })
  id!: string;

  @Text({ example: 'ClaimRecorded' })
  type!: string;
}

/** What a change of the record is answered with. */
export class ReceiptDto {
  @Part(() => RefDto, { description: 'The thing in whose stream the act stands' })
  thing!: RefDto;

  @Flag({ description: 'false where it was so already: nothing was added' })
  changed!: boolean;

  @Parts(() => RecordedEventDto)
  events!: RecordedEventDto[];

  @Whole({ description: 'Of the stream of the thing' })
  revision!: number;

  @Text({ description: 'Position in the log, which the views have reached' })
  position!: string;

  @Parts(() => WarningDto, { description: 'Taken in, but worth a look' })
  warnings!: WarningDto[];
}
