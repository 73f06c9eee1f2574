import { equalBytes } from './bytes.js';
import { hashOfNode, type NodeHasher } from './hash.js';
import { Malformed, NotProven } from './malformed.js';

/**
 * RFC 9162, 2.1.3.2: that the leaf with this hash stands at `index` in the tree of `size` leaves with this root.
 * Everything but `size` and `root` (which a signed checkpoint gives) may come from an attacker.
 * @param index from 0
 * @param proof 32-byte hashes, from the leaf's sibling up
 * @param combine hashes two nodes; where there is a quicker way than WebCrypto's
 * @throws NotProven, Malformed (a hash that is not 32 bytes)
 */
export async function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  combine: NodeHasher = hashOfNode,
): Promise<void> {
  requireHashes([leaf, root, ...proof]);
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new NotProven(`leaf ${index} cannot stand in a log of ${size} events`);
  }
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) throw new NotProven(`the proof of leaf ${index} is too long`);
    if (at % 2 === 1 || at === last) {
      hash = await combine(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await combine(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new NotProven(`the proof of leaf ${index} is too short`);
  if (!equalBytes(hash, root)) {
    throw new NotProven(
      `leaf ${index} is not in the log of ${size} events that was signed: its proof leads elsewhere`,
    );
  }
}

export function requireHashes(hashes: readonly Uint8Array[]): void {
  if (hashes.some((hash) => hash.length !== 32)) throw new Malformed('a hash does not hold 32 bytes');
}
export const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
/** Indexes may need more than the 32 bits that `>>` keeps. */
export const half = (value: number): number => Math.floor(value / 2);
