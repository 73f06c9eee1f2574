/**
 * Path arithmetic of C2SP tlog-tiles, alone and pure: which hashes stand in which tile, and what a tile is called. A
 * tile holds up to 256 hashes of one level; level l holds the roots of full subtrees of 256^l leaves.
 */
export const tileWidth = 256;
/** levels of the tree that a tile spans */
export const tileHeight = 8;
export const hashBytes = 32;

export interface TilePath {
  /** `entries`: the events themselves; 0 and up: hashes */
  level: number | 'entries';
  index: number;
  /** hashes in it, 1 to 256 */
  width: number;
}

/** Hashes of a level that a tree of `size` leaves has: floor(size / 256^level). */
export function hashesAtLevel(level: number, size: number): number {
  let count = size;
  for (let at = 0; at < level && count > 0; at++) count = Math.floor(count / tileWidth);
  return count;
}

/** Hashes that the tile holds in a tree of `size` leaves: 0 where it does not exist yet. */
export function widthOfTile(level: number, index: number, size: number): number {
  const hashes = hashesAtLevel(level, size) - index * tileWidth;
  return Math.max(0, Math.min(tileWidth, hashes));
}

/** 1234067 -> `x001/x234/067` */
export function formatTileIndex(index: number): string {
  let path = digits(index % 1000);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${digits(rest % 1000)}/${path}`;
  }
  return path;
}
const digits = (below1000: number) => String(below1000).padStart(3, '0');

/** `tile/0/x001/x234/067`, with `.p/<width>` where it is not full. */
export function formatTilePath({ level, index, width }: TilePath): string {
  return `tile/${level}/${formatTileIndex(index)}${width === tileWidth ? '' : `.p/${width}`}`;
}

const tilePattern =
  /^tile\/(?<level>0|[1-9][0-9]?|entries)\/(?<index>(?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/(?<width>[1-9][0-9]{0,2}))?$/;
const maxLevel = 63;

/** The one spelling of each tile's path, or undefined. The text may come from anybody. */
export function parseTilePath(text: string): TilePath | undefined {
  const found = tilePattern.exec(text)?.groups;
  if (!found) return undefined;
  const level = found['level'] === 'entries' ? 'entries' : Number(found['level']);
  const width = found['width'] === undefined ? tileWidth : Number(found['width']);
  const index = Number(found['index']!.replaceAll(/[x/]/g, ''));
  const path: TilePath = { level, index, width };
  if (level !== 'entries' && level > maxLevel) return undefined;
  // leading zeros in front (`x000/001`) and `.p/256` are other spellings
  return formatTilePath(path) === text ? path : undefined;
}

/** All tiles, of hashes and of entries, that a client needs of a log of this size. */
export function* tilesOf(size: number): Generator<TilePath> {
  for (let index = 0; index * tileWidth < size; index++) {
    yield { level: 'entries', index, width: widthOfTile(0, index, size) };
  }
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    for (let index = 0; widthOfTile(level, index, size) > 0; index++) {
      yield { level, index, width: widthOfTile(level, index, size) };
    }
  }
}
