import { hash } from 'node:crypto';

/**
 * RFC 6962, 2.1: SHA-256(0x01 || left || right), at once; the verifier has its own, by WebCrypto. Two hashes that lie
 * side by side in a tile need no copy of their own.
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return hash('sha256', input, 'buffer');
}

/** RFC 6962, 2.1: the root of the tree without leaves. */
export const emptyRoot: Uint8Array = hash('sha256', new Uint8Array(), 'buffer');
