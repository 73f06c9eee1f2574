import { createHash } from 'node:crypto';
import { ContentDamaged, ContentTooLarge, maxContentBytes } from './content-store.js';

/** What is read or written at once, in bytes: the memory that one text takes on its way. */
export const pieceBytes = 256 * 1024;

/**
 * Cuts what arrives into pieces of one size, the last one shorter.
 * @throws ContentTooLarge as soon as it is seen to be
 */
export async function* inPieces(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let total = 0;
  for await (const arrived of content instanceof Uint8Array ? [content] : content) {
    total += arrived.length;
    if (total > maxContentBytes) throw new ContentTooLarge();
    for (let at = 0; at < arrived.length;) {
      const part = arrived.subarray(at, at + pieceBytes - heldBytes);
      held.push(part);
      heldBytes += part.length;
      at += part.length;
      if (heldBytes === pieceBytes) {
        yield Buffer.concat(held);
        held = [];
        heldBytes = 0;
      }
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

/**
 * Hands pieces on and hashes them: hash what was read back, not what was once written.
 * @throws ContentDamaged after the last piece, where they do not add up to the hash
 */
export async function* verified(
  sha256: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256) throw new ContentDamaged(sha256);
}
