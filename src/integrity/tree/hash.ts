import { hash } from 'node:crypto';

/** one for all: hashing is done before anybody else can write to it */
const input = Uint8Array.of(1, ...new Uint8Array(64));

/** RFC 6962, 2.1: SHA-256(0x01 || left || right), at once; the verifier has its own, by WebCrypto. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  input.set(left, 1);
  input.set(right, 33);
  return hash('sha256', input, 'buffer');
}

/** RFC 6962, 2.1: the root of the tree without leaves. */
export const emptyRoot: Uint8Array = hash('sha256', new Uint8Array(), 'buffer');
