import { LRUCache } from 'lru-cache';
import { fullSubtrees } from './compact-range.js';
import { emptyRoot, nodeHash } from './hash.js';
import { hashBytes, tileHeight, tileWidth, widthOfTile } from './layout.js';

/** Where tiles lie. A tile grows at its end and is never changed otherwise. */
export interface TileStore {
  /**
   * The hashes, one after another, of the tile as far as it goes. After the 256 of a full one stand those of the
   * subtrees over them, by height, so that a proof reads them and need not hash a tile to know its inside.
   */
  tile(level: number, index: number): Uint8Array | undefined;
  putTile(level: number, index: number, hashes: Uint8Array): void;
}

/** Stored hashes that are missing or too short: the integrity store is damaged, and can be rebuilt from the log. */
export class TreeDamaged extends Error {
  override readonly name = 'TreeDamaged';
}

/** tiles kept with the nodes over their hashes: 16 KiB each */
const cachedTiles = 256;

/**
 * The Merkle tree of RFC 6962 over stored tiles (C2SP tlog-tiles): appending touches the tiles of the right edge alone,
 * and a proof reads O(log n) of them, at every size that the log ever had.
 */
export class TileTree {
  readonly #expanded = new LRUCache<string, Uint8Array[][]>({ max: cachedTiles });

  constructor(private readonly store: TileStore) {}

  /** Adds leaves to a tree of `size`; returns the new size. To be called within one transaction of the store. */
  append(size: number, leafHashes: readonly Uint8Array[]): number {
    const edge = new Edge(this.store, size);
    for (const hash of leafHashes) edge.push(0, hash);
    edge.flush();
    return size + leafHashes.length;
  }

  root(size: number): Uint8Array {
    return size === 0 ? emptyRoot : this.#rootOf(0, size);
  }

  leafHash(index: number): Uint8Array {
    return this.#node(0, index);
  }

  /** Of the full subtrees of a tree of this size, largest first: what a compact range goes on from. */
  frontier(size: number): Uint8Array[] {
    return fullSubtrees(size).map(({ start, height }) => this.#node(height, start / 2 ** height));
  }

  /** RFC 6962, 2.1.1: the hashes from the leaf's sibling up. */
  inclusionProof(index: number, size: number): Uint8Array[] {
    if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
    const proof: Uint8Array[] = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
      const middle = start + largestPowerBelow(end - start);
      if (index < middle) {
        proof.push(this.#rootOf(middle, end));
        end = middle;
      } else {
        proof.push(this.#rootOf(start, middle));
        start = middle;
      }
    }
    return proof.reverse();
  }

  /** RFC 6962, 2.1.2, between two sizes of this tree. */
  consistencyProof(from: number, to: number): Uint8Array[] {
    if (!(from >= 0 && from <= to)) throw new RangeError(`a tree of ${from} is no beginning of one of ${to}`);
    if (from === 0 || from === to) return [];
    const proof: Uint8Array[] = [];
    let [start, end] = [0, to];
    // what is left of the old tree is whole on the left until its end meets the end of a subtree
    while (from !== end) {
      const middle = start + largestPowerBelow(end - start);
      if (from <= middle) {
        proof.push(this.#rootOf(middle, end));
        end = middle;
      } else {
        proof.push(this.#rootOf(start, middle));
        start = middle;
      }
    }
    if (start > 0) proof.push(this.#rootOf(start, end));
    return proof.reverse();
  }

  #rootOf(start: number, end: number): Uint8Array {
    const leaves = end - start;
    const below = largestPowerBelow(leaves);
    if (leaves === 1 || below * 2 === leaves) return this.#node(Math.log2(leaves), start / leaves);
    return nodeHash(this.#rootOf(start, start + below), this.#rootOf(start + below, end));
  }

  /** The root of the full subtree of 2^height leaves whose number among those is `index`. */
  #node(height: number, index: number): Uint8Array {
    const level = Math.floor(height / tileHeight);
    const within = height % tileHeight;
    const first = index * 2 ** within;
    const tile = Math.floor(first / tileWidth);
    const at = (first % tileWidth) / 2 ** within;
    // a tile that was read before it grew lacks what came since, and is right in what it has
    const hash =
      this.#expanded.get(`${level}/${tile}`)?.[within]?.[at] ?? this.#read(level, tile)[within]?.[at];
    if (!hash) {
      throw new TreeDamaged(
        `the stored tile ${tile} of level ${level} is missing or cut short: run \`incident-ledger verify\` on the data folder`,
      );
    }
    return hash;
  }

  /** The hashes of a tile and of all full subtrees over them, by height. */
  #read(level: number, index: number): Uint8Array[][] {
    const stored = this.store.tile(level, index) ?? new Uint8Array();
    const rows = stored.length >= fullTileBytes ? storedRows(stored) : subtrees(rowOf(stored));
    this.#expanded.set(`${level}/${index}`, rows);
    return rows;
  }

  /** Forgets what was read: for guards, which must see what is stored now. */
  forget(): void {
    this.#expanded.clear();
  }
}

/** A full tile with the subtrees over its hashes: 256, 128, ..., 1. */
const fullTileBytes = (2 * tileWidth - 1) * hashBytes;

function rowOf(hashes: Uint8Array): Uint8Array[] {
  const row: Uint8Array[] = [];
  for (let at = 0; at + hashBytes <= hashes.length; at += hashBytes)
    row.push(hashes.subarray(at, at + hashBytes));
  return row;
}

function storedRows(stored: Uint8Array): Uint8Array[][] {
  const rows: Uint8Array[][] = [];
  let start = 0;
  for (let width = tileWidth; width >= 1; width /= 2) {
    rows.push(rowOf(stored.subarray(start, start + width * hashBytes)));
    start += width * hashBytes;
  }
  return rows;
}

/** The hashes of a tile and of all full subtrees over them, by height. */
function subtrees(row: Uint8Array[]): Uint8Array[][] {
  const rows = [row];
  for (let below = row; below.length > 1;) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) above.push(nodeHash(below[at]!, below[at + 1]!));
    rows.push(above);
    below = above;
  }
  return rows;
}

/** The largest power of two that is smaller than n (for 1: 1). */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** The tiles that grow while leaves are added: one a level. */
class Edge {
  readonly #tiles: { index: number; width: number; hashes: Uint8Array; changed: boolean }[] = [];

  constructor(
    private readonly store: TileStore,
    private readonly size: number,
  ) {}

  push(level: number, hash: Uint8Array): void {
    const tile = (this.#tiles[level] ??= this.#open(level));
    tile.hashes.set(hash, tile.width * hashBytes);
    tile.width++;
    tile.changed = true;
    if (tile.width < tileWidth) return;
    const rows = subtrees(rowOf(tile.hashes));
    this.store.putTile(level, tile.index, Buffer.concat(rows.flat()));
    this.push(level + 1, rows.at(-1)![0]!);
    Object.assign(tile, { index: tile.index + 1, width: 0, changed: false });
  }

  flush(): void {
    for (const [level, tile] of this.#tiles.entries()) {
      if (tile.changed) this.store.putTile(level, tile.index, tile.hashes.slice(0, tile.width * hashBytes));
    }
  }

  #open(level: number) {
    const index = Math.floor(this.size / tileWidth ** (level + 1));
    const width = widthOfTile(level, index, this.size);
    const hashes = new Uint8Array(tileWidth * hashBytes);
    const stored = width > 0 ? this.store.tile(level, index) : undefined;
    if (width > 0 && (stored?.length ?? 0) < width * hashBytes) {
      throw new TreeDamaged(`the stored tile ${index} of level ${level} is missing or cut short`);
    }
    if (stored) hashes.set(stored.subarray(0, width * hashBytes));
    return { index, width, hashes, changed: false };
  }
}
