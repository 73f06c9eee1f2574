import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { type ContentStore, ContentTooLarge, maxContentBytes } from '../../src/log/content/content-store.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

export async function bytesOf(pieces: AsyncIterable<Uint8Array> | undefined): Promise<Buffer | undefined> {
  if (!pieces) return undefined;
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What every home of the captures' texts does. Without `largest`, 32 MiB are not moved, which takes a server long. */
export function contentStoreContract(
  name: string,
  open: () => Promise<ContentStore>,
  { largest = true }: { largest?: boolean } = {},
): void {
  describe(`${name} keeps the contract of the content store:`, () => {
    let store: ContentStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it.each([1, 1000, 256 * 1024, 256 * 1024 + 1, 1_500_000])('gives back %i bytes', async (length) => {
      const bytes = randomBytes(length);
      expect(await store.put(bytes)).toEqual({ sha256: sha256(bytes), length });
      expect((await bytesOf(await store.read(sha256(bytes))))!.equals(bytes)).toBe(true);
      expect(await store.length(sha256(bytes))).toBe(length);
    });

    it('holds the empty text', async () => {
      const stored = await store.put(new Uint8Array());
      expect(stored).toEqual({ sha256: sha256(new Uint8Array()), length: 0 });
      expect(await bytesOf(await store.read(stored.sha256))).toHaveLength(0);
    });

    it('takes a text in the pieces in which it arrives, whatever their size', async () => {
      const bytes = randomBytes(700_000);
      for (const size of [7_001, 262_144, 700_000]) {
        expect(await store.put(inParts(bytes, size))).toEqual({ sha256: sha256(bytes), length: 700_000 });
      }
      expect((await bytesOf(await store.read(sha256(bytes))))!.equals(bytes)).toBe(true);
    });

    it('is asked twice for the same, at the same time too, and holds it once', async () => {
      const bytes = randomBytes(300_000);
      const [first, second] = await Promise.all([
        store.put(inParts(bytes, 50_000)),
        store.put(inParts(bytes, 70_000)),
      ]);
      expect(first).toEqual(second);
      expect(await store.delete(first.sha256)).toBe(true);
      expect(await store.read(first.sha256)).toBeUndefined();
      expect(await store.delete(first.sha256)).toBe(false);
    });

    it('knows nothing of what it was never given', async () => {
      const unknown = sha256(randomBytes(8));
      expect(await store.read(unknown)).toBeUndefined();
      expect(await store.length(unknown)).toBeUndefined();
      expect(await store.delete(unknown)).toBe(false);
    });

    it('lets a text go for good, and takes it again', async () => {
      const bytes = randomBytes(400_000);
      const { sha256: hash } = await store.put(bytes);
      expect(await store.delete(hash)).toBe(true);
      expect(await store.length(hash)).toBeUndefined();
      await store.put(bytes);
      expect((await bytesOf(await store.read(hash)))!.equals(bytes)).toBe(true);
    });

    it('keeps nothing of a text that breaks off', async () => {
      const bytes = randomBytes(300_000);
      async function* breaking(): AsyncGenerator<Buffer> {
        yield bytes;
        throw new Error('the connection broke');
      }
      await expect(store.put(breaking())).rejects.toThrow('the connection broke');
      expect(await store.read(sha256(bytes))).toBeUndefined();
    });

    if (!largest) return;

    it('stops at what grows too large', async () => {
      const bytes = randomBytes(300_000);
      async function* endless(): AsyncGenerator<Buffer> {
        for (;;) yield bytes;
      }
      await expect(store.put(endless())).rejects.toBeInstanceOf(ContentTooLarge);
    });

    it('takes 32 MiB, and not a byte more', async () => {
      const largest = Buffer.alloc(maxContentBytes, 'the largest text ');
      const { length } = await store.put(largest);
      expect(length).toBe(maxContentBytes);
      expect((await bytesOf(await store.read(sha256(largest))))!.equals(largest)).toBe(true);
      await store.delete(sha256(largest));
      await expect(store.put(Buffer.alloc(maxContentBytes + 1))).rejects.toBeInstanceOf(ContentTooLarge);
    });
  });
}
