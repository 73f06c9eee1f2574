import { leafHash } from '../../log/envelope.js';
import { CompactRange } from '../tree/compact-range.js';
import { hashBytes, tileWidth } from '../tree/layout.js';
import { TileTree, type TileStore } from '../tree/tile-tree.js';
import { equalBytes } from '../verifier/bytes.js';
import type { TreeHead } from '../verifier/consistency.js';
import { readLeaf, type LeafEnvelope } from '../verifier/leaf.js';
import { NotProven } from '../verifier/malformed.js';

/** A signed head, and where it was found. */
export interface KnownHead extends TreeHead {
  from: string;
}
/** What a log says of its tree: the hashes of a tile as far as they are known, or undefined. */
export type TilesOf = (level: number, index: number) => Uint8Array | undefined;

/**
 * Goes through a whole log, leaf by leaf in order, and finds the first that is not as it was signed: contiguous
 * revisions, no event twice, one ledger, the hashes of the stored tiles, the root of every checkpoint on the way.
 */
export class Replay {
  readonly #range = new CompactRange();
  readonly #revisions = new Map<string, number>();
  readonly #ids = new Set<string>();
  readonly #heads: KnownHead[];
  readonly #tree: TileTree;
  /** leaves that are not yet in the tree, since a tile is compared once, when it is full */
  #waiting: Uint8Array[] = [];
  /** what is told of the tile of level 0 in which the next leaf stands */
  #told: Uint8Array | undefined;
  #ledger: string | undefined;
  #hidden = 0;
  #held = 0;

  /** @param tiles what the log's tree is said to be; each leaf is compared with it, and in the end the whole */
  constructor(
    heads: readonly KnownHead[],
    private readonly tiles: TilesOf,
  ) {
    this.#heads = [...heads].sort((a, b) => a.size - b.size);
    this.#tree = new TileTree(new ComparedTiles(tiles));
    this.#meetHeads();
  }

  get size(): number {
    return this.#range.size;
  }
  /** events that were given as their hash alone */
  get hidden(): number {
    return this.#hidden;
  }
  get ledger(): string | undefined {
    return this.#ledger;
  }

  /** The next leaf. @throws Malformed, NotProven, both naming the event */
  take(bytes: Uint8Array): LeafEnvelope {
    const what = `event ${this.size} of the log`;
    const envelope = readLeaf(bytes, what);
    const { id, stream, revision, ledger } = envelope;
    const named = `${what} (${id}, revision ${revision} of ${stream})`;
    if (ledger !== (this.#ledger ??= ledger)) throw new NotProven(`${named} is of another ledger, ${ledger}`);
    if (this.#ids.has(id)) throw new NotProven(`${named} stands in the log a second time`);
    const before = this.#revisions.get(stream) ?? -1;
    const expected = this.#hidden === 0 ? revision === before + 1 : revision > before;
    if (!expected) {
      throw new NotProven(
        `${named} does not follow revision ${before} of its stream: an event is missing or moved`,
      );
    }
    this.#ids.add(id);
    this.#revisions.set(stream, revision);
    this.#add(leafHash(bytes), named);
    return envelope;
  }

  /** The next leaf, of which only the hash may be seen. */
  takeHidden(hash: Uint8Array): void {
    this.#hidden++;
    this.#add(hash, `event ${this.size} of the log`);
  }

  /** After the last leaf. @throws NotProven events that were signed are not there */
  finish(): void {
    this.#compareTiles();
    const [missed] = this.#heads.slice(this.#held);
    if (missed) {
      throw new NotProven(
        `the log holds ${this.size} events, but ${missed.from} was signed over ${missed.size}: ` +
          `events ${this.size} to ${missed.size - 1} are missing`,
      );
    }
  }

  #add(hash: Uint8Array, named: string): void {
    const within = this.size % tileWidth;
    if (within === 0) this.#told = this.tiles(0, this.size / tileWidth);
    const said = this.#told?.subarray(within * hashBytes, (within + 1) * hashBytes);
    if (said?.length === hashBytes && !equalBytes(said, hash)) {
      throw new NotProven(`${named} is not what was sealed: its bytes were changed, or it is another event`);
    }
    this.#range.append(hash);
    this.#waiting.push(hash);
    if (this.#waiting.length === tileWidth) this.#compareTiles();
    this.#meetHeads();
  }

  #compareTiles(): void {
    this.#tree.append(this.size - this.#waiting.length, this.#waiting);
    this.#waiting = [];
  }

  #meetHeads(): void {
    for (let head = this.#heads[this.#held]; head?.size === this.size; head = this.#heads[this.#held]) {
      if (!equalBytes(head.root, this.#range.root())) {
        const from = this.#heads[this.#held - 1]?.size ?? 0;
        throw new NotProven(
          `the first ${head.size} events do not have the root that ${head.from} was signed over: ` +
            `at least one of the events ${from} to ${head.size - 1} is not what it was`,
        );
      }
      this.#held++;
    }
  }
}

/** Builds the tree again beside the one that is told, and compares each tile as it grows. */
class ComparedTiles implements TileStore {
  /** those that still grow: one a level */
  readonly #edge = new Map<number, { index: number; hashes: Uint8Array }>();

  constructor(private readonly told: TilesOf) {}

  tile(level: number, index: number): Uint8Array | undefined {
    const tile = this.#edge.get(level);
    return tile?.index === index ? tile.hashes : undefined;
  }

  putTile(level: number, index: number, hashes: Uint8Array): void {
    this.#edge.set(level, { index, hashes });
    const said = this.told(level, index);
    const both = Math.min(said?.length ?? 0, hashes.length);
    if (said && !equalBytes(said.subarray(0, both), hashes.subarray(0, both))) {
      throw new NotProven(
        `the tile ${index} of level ${level} does not hold the hashes of the events under it`,
      );
    }
  }
}
