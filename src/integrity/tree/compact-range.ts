import { emptyRoot, nodeHash } from './hash.js';

/**
 * The roots of the full subtrees that a tree of any size is made of, largest first: all that is needed to add leaves
 * and to know the root, in O(log n) memory. A log is followed or replayed with this, without its nodes.
 */
export class CompactRange {
  readonly #roots: { height: number; hash: Uint8Array }[] = [];
  #size = 0;

  /** @param roots of the full subtrees, largest first, as many as `size` has ones in binary */
  static from(size: number, roots: readonly Uint8Array[]): CompactRange {
    const range = new CompactRange();
    const heights = fullSubtrees(size).map(({ height }) => height);
    if (heights.length !== roots.length)
      throw new RangeError(`a tree of ${size} has ${heights.length} subtrees`);
    heights.forEach((height, at) => range.#roots.push({ height, hash: roots[at]! }));
    range.#size = size;
    return range;
  }

  get size(): number {
    return this.#size;
  }

  append(leafHash: Uint8Array): void {
    let node = { height: 0, hash: leafHash };
    for (let last = this.#roots.at(-1); last?.height === node.height; last = this.#roots.at(-1)) {
      this.#roots.pop();
      node = { height: node.height + 1, hash: nodeHash(last.hash, node.hash) };
    }
    this.#roots.push(node);
    this.#size++;
  }

  root(): Uint8Array {
    const [last, ...before] = this.#roots.map(({ hash }) => hash).reverse();
    return last ? before.reduce((right, left) => nodeHash(left, right), last) : emptyRoot;
  }

  clone(): CompactRange {
    return CompactRange.from(
      this.#size,
      this.#roots.map(({ hash }) => hash),
    );
  }
}

/** The full subtrees of a tree of `size` leaves, largest first: 11 is 8, 2 and 1. */
export function fullSubtrees(size: number): { start: number; height: number }[] {
  const subtrees: { start: number; height: number }[] = [];
  let height = 0;
  for (let rest = size, end = size; rest > 0; rest = Math.floor(rest / 2), height++) {
    if (rest % 2 === 0) continue;
    end -= 2 ** height;
    subtrees.unshift({ start: end, height });
  }
  return subtrees;
}
