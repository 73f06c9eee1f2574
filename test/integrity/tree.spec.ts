import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { CompactRange } from '../../src/integrity/tree/compact-range.js';
import {
  formatTilePath,
  parseTilePath,
  tilesOf,
  tileWidth,
  widthOfTile,
} from '../../src/integrity/tree/layout.js';
import { TileTree, TreeDamaged } from '../../src/integrity/tree/tile-tree.js';
import { verifyConsistency } from '../../src/integrity/verifier/consistency.js';
import { verifyInclusion } from '../../src/integrity/verifier/inclusion.js';
import { MemoryTiles } from './support/memory-tiles.js';
import { slowConsistency, slowInclusion, slowRoot } from './support/slow-tree.js';

const leaf = (index: number) => new Uint8Array(createHash('sha256').update(`leaf ${index}`).digest());
const leaves = Array.from({ length: 1200 }, (_, index) => leaf(index));
const plain = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));

function treeOf(count: number, batches: readonly number[] = [count]): { tree: TileTree; store: MemoryTiles } {
  const store = new MemoryTiles();
  const tree = new TileTree(store);
  let size = 0;
  for (const batch of batches) size = tree.append(size, leaves.slice(size, Math.min(count, size + batch)));
  return { tree, store };
}

describe('the Merkle tree over tiles', () => {
  test('has the roots of RFC 6962 at every size, against a slow recursive tree', () => {
    const { tree } = treeOf(300);
    const range = new CompactRange();
    for (let size = 0; size <= 299; size++) {
      const root = Buffer.from(slowRoot(leaves.slice(0, size))).toString('hex');
      expect(Buffer.from(tree.root(size)).toString('hex')).toBe(root);
      expect(Buffer.from(range.root()).toString('hex')).toBe(root);
      range.append(leaves[size]!);
    }
  });

  test('gives the proofs of RFC 6962, and the verifier takes them', async () => {
    const { tree } = treeOf(300);
    for (const size of [1, 2, 3, 5, 8, 31, 100, 255, 256, 257, 300]) {
      const some = leaves.slice(0, size);
      for (const index of new Set([0, 1, size >> 1, size - 2, size - 1])) {
        if (index < 0 || index >= size) continue;
        const proof = tree.inclusionProof(index, size);
        expect(plain(proof)).toEqual(plain(slowInclusion(index, some)));
        await verifyInclusion(leaves[index]!, index, size, proof, tree.root(size));
      }
      for (const from of new Set([0, 1, 2, 3, size >> 1, size - 1, size])) {
        if (from < 0 || from > size) continue;
        const proof = tree.consistencyProof(from, size);
        expect(plain(proof)).toEqual(plain(slowConsistency(from, some)));
        await verifyConsistency(
          { size: from, root: tree.root(from) },
          { size, root: tree.root(size) },
          proof,
        );
      }
    }
  });

  test('is the same however its leaves came in, across tile borders', () => {
    const { store: whole } = treeOf(1200);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 4, maxLength: 40 }), (batches) => {
        const count = Math.min(
          1200,
          batches.reduce((sum, batch) => sum + batch, 0),
        );
        const { tree, store } = treeOf(count, batches);
        for (const [key, hashes] of store.tiles) {
          expect(Buffer.from(whole.tiles.get(key)!).subarray(0, hashes.length).equals(hashes)).toBe(true);
        }
        const range = CompactRange.from(count, tree.frontier(count));
        expect(Buffer.from(range.root()).equals(tree.root(count))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a proof fits one leaf, one index and one size alone', async () => {
    const { tree } = treeOf(300);
    const proof = tree.inclusionProof(77, 300);
    const root = tree.root(300);
    await expect(verifyInclusion(leaves[78]!, 77, 300, proof, root)).rejects.toThrow('leads elsewhere');
    await expect(verifyInclusion(leaves[77]!, 76, 300, proof, root)).rejects.toThrow('leads elsewhere');
    await expect(verifyInclusion(leaves[77]!, 77, 200, proof, root)).rejects.toThrow('too long');
    await expect(verifyInclusion(leaves[77]!, 77, 300, proof.slice(1), root)).rejects.toThrow('too short');
    await expect(verifyInclusion(leaves[77]!, 77, 300, [...proof, root], root)).rejects.toThrow('too long');
    await expect(verifyInclusion(leaves[77]!, 300, 300, proof, root)).rejects.toThrow('cannot stand');
  });

  test('a fork is refused: no proof makes two histories one', async () => {
    const { tree } = treeOf(200);
    const forked = new TileTree(new MemoryTiles());
    forked.append(0, [...leaves.slice(0, 99), leaf(-1), ...leaves.slice(100, 250)]);
    const from = { size: 200, root: tree.root(200) };
    const to = { size: 250, root: forked.root(250) };
    for (const proof of [forked.consistencyProof(200, 250), treeOf(250).tree.consistencyProof(200, 250)]) {
      await expect(verifyConsistency(from, to, proof)).rejects.toThrow('does not continue');
    }
    await expect(verifyConsistency(to, from, [])).rejects.toThrow('smaller');
    await expect(verifyConsistency(from, { size: 200, root: forked.root(200) }, [])).rejects.toThrow(
      'another root',
    );
  });

  test('says which stored tile is missing', () => {
    const { tree, store } = treeOf(600);
    store.tiles.delete('0/1');
    tree.forget();
    expect(() => tree.root(600)).not.toThrow(); // level 1 still holds its root
    expect(() => tree.inclusionProof(300, 600)).toThrow(TreeDamaged);
  });
});

describe('paths of tiles (C2SP tlog-tiles)', () => {
  test('a tree of 70,000 has the tiles that the specification lists', () => {
    const tiles = [...tilesOf(70_000)].filter(({ level }) => level !== 'entries');
    const count = (level: number, full: boolean) =>
      tiles.filter((tile) => tile.level === level && (tile.width === tileWidth) === full).length;
    expect([count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)]).toEqual([
      273, 1, 1, 1, 1,
    ]);
    expect([widthOfTile(0, 273, 70_000), widthOfTile(1, 1, 70_000), widthOfTile(2, 0, 70_000)]).toEqual([
      112, 17, 1,
    ]);
    expect([...tilesOf(256)].map(formatTilePath)).toEqual([
      'tile/entries/000',
      'tile/0/000',
      'tile/1/000.p/1',
    ]);
  });

  test('a path has one spelling', () => {
    expect(formatTilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(parseTilePath('tile/entries/x001/x234/067.p/3')).toEqual({
      level: 'entries',
      index: 1_234_067,
      width: 3,
    });
    for (const other of [
      'tile/00/000',
      'tile/64/000',
      'tile/0/0',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/x001',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000/',
      'tile/0/-01',
      'tile/entries/000.p/',
      '/tile/0/000',
      'tile/0/000\n',
    ]) {
      expect(parseTilePath(other)).toBeUndefined();
    }
    fc.assert(
      fc.property(
        fc.record({
          level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
          index: fc.integer({ min: 0, max: 999_999_999_999 }),
          width: fc.integer({ min: 1, max: 256 }),
        }),
        (path) => expect(parseTilePath(formatTilePath(path))).toEqual(path),
      ),
    );
  });
});
