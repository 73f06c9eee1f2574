import { createHash } from 'node:crypto';

/** RFC 6962, 2.1, word for word and slow: what the tree is tested against. */
const sha256 = (...parts: Uint8Array[]) =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

export const slowLeafHash = (leaf: Uint8Array) => sha256(Uint8Array.of(0), leaf);

export function slowRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  if (leafHashes.length === 0) return sha256();
  if (leafHashes.length === 1) return leafHashes[0]!;
  const k = split(leafHashes.length);
  return sha256(Uint8Array.of(1), slowRoot(leafHashes.slice(0, k)), slowRoot(leafHashes.slice(k)));
}

export function slowInclusion(m: number, leafHashes: readonly Uint8Array[]): Uint8Array[] {
  if (leafHashes.length === 1) return [];
  const k = split(leafHashes.length);
  const [left, right] = [leafHashes.slice(0, k), leafHashes.slice(k)];
  return m < k
    ? [...slowInclusion(m, left), slowRoot(right)]
    : [...slowInclusion(m - k, right), slowRoot(left)];
}

export function slowConsistency(m: number, leafHashes: readonly Uint8Array[]): Uint8Array[] {
  return m === 0 ? [] : subproof(m, leafHashes, true);
}

function subproof(m: number, leafHashes: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leafHashes.length) return whole ? [] : [slowRoot(leafHashes)];
  const k = split(leafHashes.length);
  const [left, right] = [leafHashes.slice(0, k), leafHashes.slice(k)];
  return m <= k
    ? [...subproof(m, left, whole), slowRoot(right)]
    : [...subproof(m - k, right, false), slowRoot(left)];
}

/** The largest power of two smaller than n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
