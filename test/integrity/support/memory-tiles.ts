import type { TileStore } from '../../../src/integrity/tree/tile-tree.js';

export class MemoryTiles implements TileStore {
  readonly tiles = new Map<string, Uint8Array>();

  tile(level: number, index: number): Uint8Array | undefined {
    return this.tiles.get(`${level}/${index}`);
  }
  putTile(level: number, index: number, hashes: Uint8Array): void {
    this.tiles.set(`${level}/${index}`, hashes);
  }
}
