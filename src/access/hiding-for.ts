import type { AccessAnswers } from '../read/access.js';
import type { Hiding } from '../read/hiding.js';
import type { Asker } from './asker.js';
import { mayDo } from './may-do.js';

/** What restricted incidents hide from this asker; undefined: nothing. Every answer and every change is held to it. */
export function hidingFor(asker: Asker, access: AccessAnswers): Hiding | undefined {
  const seesAll = mayDo(asker, 'read', { openReading: true }, 'restricted').may;
  return seesAll ? undefined : access.hidingFrom(asker.subject);
}
