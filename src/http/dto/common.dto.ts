import { thingKinds, type ThingKind } from '../../domain/names.js';
import type { Act, Ref } from '../../read/answers.js';
import { Moment, One, OptionalText, Text } from './out.js';

export class RefDto implements Ref {
  @One(thingKinds)
  kind!: ThingKind;

  @Text({ example: '0b0e7bd1-4a3e-5d0f-9c0e-2f6f8f0a1b2c' })
  id!: string;

  @Text({ example: 'ain-al-asad-2022' })
  namespace!: string;

  @Text({ example: 'ap' })
  key!: string;

  @Text({ description: 'As printed, and as paths take it', example: 'ap' })
  name!: string;

  @Text({ description: 'For a reader; empty while it was only referred to', example: 'Associated Press' })
  label!: string;
}

/** Who did it, when and why. */
export class ActDto implements Act {
  @Text({ description: 'Position in the log: opaque, a decimal number' })
  position!: string;

  @Text({ description: 'Id of the event; undoing names it' })
  event!: string;

  @Text({ example: 'local' })
  actor!: string;

  @Moment()
  recordedAt!: string;

  @OptionalText()
  reason?: string;
}
