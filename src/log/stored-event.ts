import { parseEnvelope, type Envelope } from './envelope.js';
import { type LoggedEvent, type Position, UnreadableEvent } from './event-log.js';

/** An event as an adapter read it. It is parsed when asked for: a damaged one must not stop the reading of others. */
export class StoredEvent implements LoggedEvent {
  #envelope: Envelope | undefined;

  constructor(
    readonly position: Position,
    readonly bytes: Uint8Array,
  ) {}

  get envelope(): Envelope {
    this.#envelope ??= this.#parse();
    return this.#envelope;
  }

  #parse(): Envelope {
    let parsed: unknown;
    try {
      parsed = parseEnvelope(this.bytes);
    } catch (cause) {
      throw new UnreadableEvent(`the event at position ${this.position} is no JSON`, { cause });
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      throw new UnreadableEvent(`the event at position ${this.position} is no JSON object`);
    }
    return parsed as Envelope;
  }
}
