import { equalBytes, hex } from './bytes.js';
import { hashOfNode, sha256 } from './hash.js';
import { half, isCount, requireHashes } from './inclusion.js';
import { NotProven } from './malformed.js';

/** A size and the root of the tree of that many leaves. */
export interface TreeHead {
  size: number;
  root: Uint8Array;
}

/**
 * RFC 9162, 2.1.4.2: that the tree `to` begins with all that the tree `from` held, in its order: nothing was edited,
 * removed or put in between.
 * @param proof 32-byte hashes
 * @throws NotProven, Malformed (a hash that is not 32 bytes)
 */
export async function verifyConsistency(
  from: TreeHead,
  to: TreeHead,
  proof: readonly Uint8Array[],
): Promise<void> {
  requireHashes([from.root, to.root, ...proof]);
  const between = `the log of ${to.size} events does not continue the one of ${from.size}`;
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) {
    throw new NotProven(`${between}: it is smaller`);
  }
  if (from.size === to.size || from.size === 0) {
    if (proof.length > 0) throw new NotProven(`${between}: a proof that must be empty is not`);
    const expected = from.size === 0 ? await sha256(new Uint8Array()) : to.root;
    if (!equalBytes(from.root, expected)) throw new NotProven(`${between}: another root at one size`);
    return;
  }
  const [first, ...rest] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  if (!first) throw new NotProven(`${between}: the proof is empty`);

  let at = from.size - 1;
  let last = to.size - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let old = first;
  let now = first;
  for (const sibling of rest) {
    if (last === 0) throw new NotProven(`${between}: the proof is too long`);
    if (at % 2 === 1 || at === last) {
      old = await hashOfNode(sibling, old);
      now = await hashOfNode(sibling, now);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      now = await hashOfNode(now, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new NotProven(`${between}: the proof is too short`);
  if (!equalBytes(old, from.root) || !equalBytes(now, to.root)) {
    throw new NotProven(`${between} with root ${hex(from.root).slice(0, 16)}…: the proof leads elsewhere`);
  }
}

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
