import { Malformed } from './verifier/malformed.js';

/** C2SP tlog-tiles, "Log entries": each entry after its length as two bytes, the high one first. */
export function formatEntries(entries: readonly Uint8Array[]): Uint8Array {
  const whole = Buffer.alloc(entries.reduce((sum, entry) => sum + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    at = whole.writeUInt16BE(entry.length, at);
    whole.set(entry, at);
    at += entry.length;
  }
  return whole;
}

/** @throws Malformed unless it holds exactly `count` entries */
export function parseEntries(bytes: Uint8Array, count: number, what: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length && entries.length < count) {
    const end = at + 2 <= bytes.length ? at + 2 + view.getUint16(at) : Infinity;
    if (end > bytes.length) throw new Malformed(`${what} is cut short in its entry ${entries.length}`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length !== count || at !== bytes.length) {
    throw new Malformed(`${what} does not hold ${count} entries`);
  }
  return entries;
}

/**
 * What may not be shown stands in a bundle as its leaf hash: 32 bytes, which no event is (an envelope is JSON, and
 * longer), so that the frame stays what every client of tiles reads.
 */
export const withheldBytes = 32;
