import { createHash } from 'node:crypto';
import type { Held, Recorder } from '../exchange/recorder.js';
import { textIn, type ContentStore } from '../log/content/content-store.js';

export async function hold(content: ContentStore, text: string): Promise<Held> {
  return content.put(Buffer.from(text, 'utf8'));
}

/** Texts of a draft: hashed, and kept at hand for the citations in them; nothing is stored for good. */
export function draftContent(
  content: ContentStore,
  kept: { putText(sha256: string, text: string): void; readText(sha256: string): string | undefined },
): Pick<Recorder, 'keepText' | 'readText'> {
  return {
    async keepText(text) {
      const bytes = Buffer.from(text, 'utf8');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      kept.putText(sha256, text);
      return { sha256, length: bytes.length };
    },
    readText: async (sha256) => kept.readText(sha256) ?? (await textIn(content, sha256)),
  };
}
