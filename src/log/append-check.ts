import { validate as isUuid } from 'uuid';
import { EventTooLarge, InvalidAppend, noStream, type SealedEvent } from './event-log.js';

/**
 * The most bytes of one append (leaves and the names of their types). EventStoreDB refuses more than 1,048,576 bytes,
 * its own framing counted; what one home of the log takes, every other must take too.
 */
export const maxAppendBytes = 1_000_000;

/**
 * What every log refuses before it looks at the stream, so that all adapters agree and nothing half-made is sent: an
 * empty type, a malformed id or an empty stream name would end EventStoreDB's client two seconds later.
 * @throws InvalidAppend
 * @throws EventTooLarge
 */
export function checkAppend(
  ledger: string,
  stream: string,
  expected: number,
  events: readonly SealedEvent[],
): void {
  if (events.length === 0) throw new InvalidAppend('an append holds at least one event');
  // `$` names EventStoreDB's system streams; a stream there would be invisible to the ledger.
  if (!/^[a-z][\x21-\x7e]{0,199}$/.test(stream)) {
    throw new InvalidAppend(
      `"${stream}" is no stream name: a small letter first, then up to 199 printable characters`,
    );
  }
  if (!Number.isSafeInteger(expected) || expected < noStream) {
    throw new InvalidAppend(`${expected} is no revision`);
  }
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    const { envelope } = event;
    if (envelope.ledger !== ledger) {
      throw new InvalidAppend(
        `event ${envelope.id} was sealed for ledger ${envelope.ledger}, and this is ${ledger}`,
      );
    }
    if (envelope.stream !== stream || envelope.revision !== expected + 1 + index) {
      throw new InvalidAppend(
        `event ${envelope.id} was sealed for revision ${envelope.revision} of ${envelope.stream}, ` +
          `not for revision ${expected + 1 + index} of ${stream}`,
      );
    }
    if (envelope.type === '') throw new InvalidAppend(`event ${envelope.id} has no type`);
    if (!isUuid(envelope.id)) throw new InvalidAppend(`"${envelope.id}" is no UUID`);
    bytes += event.bytes.length + 2 * envelope.type.length;
  }
  if (bytes > maxAppendBytes) {
    throw new EventTooLarge(
      `${events.length} events take ${bytes} bytes, and one append holds at most ${maxAppendBytes}: split it`,
    );
  }
}
