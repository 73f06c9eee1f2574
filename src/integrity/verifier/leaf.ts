import { utf8 } from './bytes.js';
import { Malformed } from './malformed.js';
import { parseCanonicalJson } from './strict-json.js';

/** What a leaf of the log holds (docs/EVENTS.md, "The envelope"), as far as a verifier must know it. */
export interface LeafEnvelope {
  v: 1;
  ledger: string;
  id: string;
  stream: string;
  revision: number;
  type: string;
  schema: number;
  actor: string;
  recordedAt: string;
  correlation: string;
  causation: string;
  key?: string;
  salt: string;
  data: Record<string, unknown>;
}

export const maxLeafBytes = 65_535;
const maxLeafDepth = 32;

/**
 * A stored event, read strictly: within 65,535 bytes, UTF-8, JSON without doubled keys or ambiguous numbers, in the
 * canonical spelling of RFC 8785, and an envelope with all its fields and no others.
 * @throws Malformed
 */
export function readLeaf(bytes: Uint8Array, what: string): LeafEnvelope {
  if (bytes.length > maxLeafBytes) throw new Malformed(`${what} is longer than ${maxLeafBytes} bytes`);
  const text = utf8(bytes, what);
  const value = parseCanonicalJson(text, what, { maxDepth: maxLeafDepth, maxLength: maxLeafBytes });
  return asEnvelope(value, what);
}

const texts = [
  'ledger',
  'id',
  'stream',
  'type',
  'actor',
  'recordedAt',
  'correlation',
  'causation',
  'salt',
] as const;
const numbers = ['revision', 'schema'] as const;
const known = new Set<string>([...texts, ...numbers, 'v', 'key', 'data']);

function asEnvelope(value: unknown, what: string): LeafEnvelope {
  if (!isRecord(value)) throw new Malformed(`${what} is no JSON object`);
  if (value['v'] !== 1)
    throw new Malformed(`${what} has an envelope of a version that this program does not know`);
  for (const field of texts) {
    if (typeof value[field] !== 'string') throw new Malformed(`${what} lacks ${field}`);
  }
  for (const field of numbers) {
    const number = value[field];
    if (!Number.isSafeInteger(number) || (number as number) < 0)
      throw new Malformed(`${what} lacks ${field}`);
  }
  if (!isRecord(value['data'])) throw new Malformed(`${what} lacks data`);
  if ('key' in value && typeof value['key'] !== 'string')
    throw new Malformed(`${what} has a key that is no text`);
  for (const field of Object.keys(value)) {
    if (!known.has(field))
      throw new Malformed(`${what} has a field that no envelope has: ${field.slice(0, 40)}`);
  }
  return value as unknown as LeafEnvelope;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
