import { concatBytes } from './bytes.js';

/** SHA-256 by WebCrypto, which a page, a worker and Node have alike. */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}

/** RFC 6962, 2.1: SHA-256(0x00 || leaf). */
export const hashOfLeaf = (leaf: Uint8Array): Promise<Uint8Array> => sha256(concatBytes(leafPrefix, leaf));

export type NodeHasher = (left: Uint8Array, right: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** RFC 6962, 2.1: SHA-256(0x01 || left || right). */
export const hashOfNode = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(concatBytes(nodePrefix, left, right));

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
