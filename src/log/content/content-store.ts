/**
 * The port to the texts of captures, which lie outside the log so that text that must go can go: bytes under their
 * own SHA-256. An event holds the hash, the length and the media type; the proofs hold without the text.
 */
export interface ContentStore {
  /**
   * Stores bytes, whole or in pieces as they arrive; resolves once they are durable. The same bytes again do nothing.
   * @throws ContentTooLarge over 32 MiB; nothing is kept
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent>;

  /**
   * The bytes under a hash, in pieces; undefined where there are none.
   * @throws ContentDamaged (while reading, at the end) what is stored no longer has this hash
   */
  read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;

  /** The length in bytes, or undefined where there is nothing under this hash. */
  length(sha256: string): Promise<number | undefined>;

  /** Takes the bytes out for good; false where there were none. */
  delete(sha256: string): Promise<boolean>;

  close(): Promise<void>;
}

export interface StoredContent {
  /** lower-case hex */
  sha256: string;
  /** bytes */
  length: number;
}

export const maxContentBytes = 32 * 1024 * 1024;

export class ContentTooLarge extends Error {
  override readonly name = 'ContentTooLarge';
  constructor() {
    super(`a text holds at most ${maxContentBytes} bytes (32 MiB): shorten it, or record its hash alone`);
  }
}
export class ContentDamaged extends Error {
  override readonly name = 'ContentDamaged';
  constructor(readonly sha256: string) {
    super(`the stored text no longer has the hash ${sha256}: restore it from a backup`);
  }
}

/**
 * The UTF-8 text under a hash, whole; undefined where there is none.
 * @throws ContentDamaged
 */
export async function textIn(content: ContentStore, sha256: string): Promise<string | undefined> {
  const held = await content.read(sha256);
  if (!held) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of held) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
