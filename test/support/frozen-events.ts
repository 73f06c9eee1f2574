import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvelope, type Envelope } from '../../src/log/envelope.js';

const folder = join(import.meta.dirname, '../fixtures/events');

export interface FrozenEvent {
  bytes: Buffer;
  envelope: Envelope;
}

/**
 * Stored bytes of every event type in every version that was ever written, one event a line, in log order. A file is
 * never changed once it stands here; a new version of a type comes in a file of its own.
 */
export const frozenFiles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .sort();

export const frozenBytes = (name: string): Buffer => readFileSync(join(folder, name));

export function frozenEvents(): FrozenEvent[] {
  return frozenFiles().flatMap((name) =>
    frozenBytes(name)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ bytes: Buffer.from(line), envelope: parseEnvelope(Buffer.from(line)) })),
  );
}
