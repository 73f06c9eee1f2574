import canonicalize from 'canonicalize';
import { hash, randomBytes } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import { EventTooLarge } from './errors.js';

/**
 * What is stored of an event: one shape for the whole life of the ledger (docs/EVENTS.md). Its canonical bytes are
 * the leaf of the Merkle tree, so the event cannot be moved to another stream or place under a valid proof.
 */
export interface Envelope {
  v: 1;
  /** the ledger's id */
  ledger: string;
  /** UUIDv7 (RFC 9562): ordered by time, which keeps the index of ids small and quick */
  id: string;
  stream: string;
  revision: number;
  type: string;
  /** version of `data` for this type; older ones are upcast on read */
  schema: number;
  /** opaque id of who did it; `local` until there are users */
  actor: string;
  /** RFC 3339, UTC, milliseconds: when the ledger took it in */
  recordedAt: string;
  /** the id of what began it all: a request, an import */
  correlation: string;
  /** the id of what led to it directly: an event or a request */
  causation: string;
  /** the idempotency key of the command, if it had one */
  key?: string;
  /** 32 random bytes, base64: nobody can guess a leaf from its hash */
  salt: string;
  data: Record<string, unknown>;
}

/** An event with its canonical bytes and their leaf hash, ready to be stored as it is. */
export interface SealedEvent {
  envelope: Envelope;
  /** RFC 8785 bytes of the envelope: what is stored, served and proved */
  bytes: Uint8Array;
  /** SHA-256(0x00 || bytes), RFC 6962 */
  leafHash: Uint8Array;
}

export const maxLeafBytes = 65_535;
export const maxDepth = 32;

/** UUIDv7, rising within one process, also inside one millisecond and where the clock is set back. */
export function newEventId(): string {
  const now = Date.now();
  lastId =
    now > lastId.msecs
      ? { msecs: now, seq: random(4).readUInt32BE() >>> 1 }
      : { msecs: lastId.msecs, seq: lastId.seq + 1 };
  return uuidV7({ ...lastId, random: random(16) });
}
/** the counter begins in the lower half of its 32 bits: there is room for two billion ids in a millisecond */
let lastId = { msecs: 0, seq: 0 };

export const newSalt = (): string => random(32).toString('base64');

/** Random bytes, fetched from the operating system some thousand at a time; each is given out once. */
function random(count: number): Buffer {
  if (pool.length < count) pool = randomBytes(poolBytes);
  const taken = pool.subarray(0, count);
  pool = pool.subarray(count);
  return taken;
}
const poolBytes = 8_192;
let pool = Buffer.alloc(0);

/**
 * Canonical bytes (RFC 8785) and leaf hash of an envelope.
 * @throws EventTooLarge over 65,535 bytes
 * @throws NotCanonical a number that JSON readers would not agree on, a lone surrogate, or too deep a nesting
 */
export function seal(envelope: Envelope): SealedEvent {
  refuseAmbiguous(envelope, 0, '');
  const bytes = Buffer.from(canonicalize(envelope)!, 'utf8');
  if (bytes.length > maxLeafBytes) {
    throw new EventTooLarge(
      `${envelope.type} takes ${bytes.length} bytes, and an event holds at most ${maxLeafBytes}: shorten it`,
    );
  }
  return { envelope, bytes, leafHash: leafHash(bytes) };
}

/** RFC 6962, 2.1: SHA-256(0x00 || leaf). */
export function leafHash(bytes: Uint8Array): Uint8Array {
  const leaf = Buffer.allocUnsafe(bytes.length + 1);
  leaf[0] = leafPrefix;
  leaf.set(bytes, 1);
  return hash('sha256', leaf, 'buffer');
}
const leafPrefix = 0x00;

export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

/** RFC 8785 silently rounds what a double cannot hold, so such input is refused before it gets there. */
function refuseAmbiguous(value: unknown, depth: number, path: string): void {
  if (depth > maxDepth) throw new NotCanonical(`${path || 'the event'} is nested deeper than ${maxDepth}`);
  if (typeof value === 'number' && !isPlainNumber(value)) {
    throw new NotCanonical(`${path}: ${value} has more than 15 significant digits or is no finite number`);
  }
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new NotCanonical(`${path}: the text holds half of a surrogate pair; it is not valid Unicode`);
  }
  if (Array.isArray(value)) {
    value.forEach((item, index) => refuseAmbiguous(item, depth + 1, `${path}/${index}`));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!key.isWellFormed()) throw new NotCanonical(`${path}: a key holds half of a surrogate pair`);
      refuseAmbiguous(item, depth + 1, `${path}/${key}`);
    }
  }
}

function isPlainNumber(value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && Math.abs(value) < 1e15;
  return Number(value.toPrecision(15)) === value;
}

/** Reads stored bytes back. The bytes stay what they are; nothing is upcast here. */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return JSON.parse(text) as Envelope;
}
