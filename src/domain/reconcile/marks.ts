/** Whole numbers from 0 up to a limit, each with a count, of which the next and the last before are found at once. */
export class Marks {
  private readonly counts: Int32Array;
  /** a bit for each number that is marked; above it a bit for each word that is not empty; and so on */
  private readonly levels: Uint32Array[] = [];

  constructor(limit: number) {
    this.counts = new Int32Array(limit);
    for (let size = limit; ; size = Math.ceil(size / 32)) {
      this.levels.push(new Uint32Array(Math.ceil(size / 32) || 1));
      if (size <= 32) break;
    }
  }

  /** @returns whether it was not marked before */
  add(at: number): boolean {
    this.counts[at]! += 1;
    if (this.counts[at]! > 1) return false;
    let place = at;
    for (const level of this.levels) {
      level[place >>> 5]! |= 1 << (place & 31);
      place >>>= 5;
    }
    return true;
  }

  /** @returns whether it is marked no more */
  remove(at: number): boolean {
    this.counts[at]! -= 1;
    if (this.counts[at]! > 0) return false;
    let place = at;
    for (const level of this.levels) {
      level[place >>> 5]! &= ~(1 << (place & 31));
      if (level[place >>> 5] !== 0) break;
      place >>>= 5;
    }
    return true;
  }

  /** The first that is marked, from a number on; -1: none. */
  from(at: number): number {
    let place = at;
    for (let height = 0; height < this.levels.length; height += 1) {
      const level = this.levels[height]!;
      const word = place >>> 5;
      const here = word < level.length ? level[word]! & (-1 << (place & 31)) : 0;
      if (here !== 0) return this.descend(height, word * 32 + lowestBit(here), lowestBit);
      place = word + 1;
    }
    return -1;
  }

  /** The last that is marked, down from a number; -1: none. */
  downFrom(at: number): number {
    let place = at;
    for (let height = 0; height < this.levels.length && place >= 0; height += 1) {
      const word = place >>> 5;
      const here = this.levels[height]![word]! & (0xffffffff >>> (31 - (place & 31)));
      if (here !== 0) return this.descend(height, word * 32 + highestBit(here), highestBit);
      place = word - 1;
    }
    return -1;
  }

  private descend(height: number, at: number, bit: (word: number) => number): number {
    let place = at;
    for (let below = height - 1; below >= 0; below -= 1)
      place = place * 32 + bit(this.levels[below]![place]!);
    return place;
  }
}

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word);
const highestBit = (word: number): number => 31 - Math.clz32(word);
