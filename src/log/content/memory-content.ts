import { createHash } from 'node:crypto';
import type { ContentStore, StoredContent } from './content-store.js';
import { inPieces, verified } from './pieces.js';

/** Texts as a map, for tests and for trying things out. */
export class MemoryContent implements ContentStore {
  readonly #texts = new Map<string, Buffer[]>();

  async put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const hash = createHash('sha256');
    const pieces: Buffer[] = [];
    for await (const piece of inPieces(content)) {
      hash.update(piece);
      pieces.push(piece);
    }
    const sha256 = hash.digest('hex');
    this.#texts.set(sha256, pieces);
    return { sha256, length: lengthOf(pieces) };
  }

  async read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const pieces = this.#texts.get(sha256);
    return pieces && verified(sha256, pieces);
  }

  async length(sha256: string): Promise<number | undefined> {
    const pieces = this.#texts.get(sha256);
    return pieces && lengthOf(pieces);
  }

  async delete(sha256: string): Promise<boolean> {
    return this.#texts.delete(sha256);
  }

  async close(): Promise<void> {
    this.#texts.clear();
  }
}

const lengthOf = (pieces: readonly Buffer[]) => pieces.reduce((sum, piece) => sum + piece.length, 0);
