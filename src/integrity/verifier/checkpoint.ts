import { fromBase64, toBase64 } from './bytes.js';
import type { TreeHead } from './consistency.js';
import { Malformed, NotProven } from './malformed.js';
import { openNote, type VerifierKey } from './note.js';

/** C2SP tlog-checkpoint: the root of the whole log at a size, signed. */
export interface Checkpoint extends TreeHead {
  /** the log's name; equal to the name of the key that signs it */
  origin: string;
}

/** The text to sign. No extension lines: nobody could audit them. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** @throws Malformed */
export function parseCheckpointText(text: string): Checkpoint {
  const [origin, size, root, ...rest] = text.split('\n');
  if (
    origin === undefined ||
    origin === '' ||
    size === undefined ||
    root === undefined ||
    rest.at(-1) !== ''
  ) {
    throw new Malformed('a checkpoint holds at least three lines: the name of the log, its size, its root');
  }
  if (rest.slice(0, -1).includes('')) throw new Malformed('a checkpoint holds an empty line');
  if (!/^(0|[1-9][0-9]*)$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new Malformed(`the size of the checkpoint is not a plain number: ${size.slice(0, 40)}`);
  }
  return { origin, size: Number(size), root: fromBase64(root, 'the root of the checkpoint', 32) };
}

/**
 * A checkpoint that one of the pinned keys signed, of the log of that name.
 * @throws Malformed, NotProven
 */
export async function openCheckpoint(
  note: string | Uint8Array,
  keys: readonly VerifierKey[],
): Promise<Checkpoint & { signedBy: VerifierKey[] }> {
  const { text, signedBy } = await openNote(note, keys);
  const checkpoint = parseCheckpointText(text);
  if (!signedBy.some((key) => key.name === checkpoint.origin)) {
    throw new NotProven(`the checkpoint is of the log ${checkpoint.origin}, not of ${signedBy[0]?.name}`);
  }
  return { ...checkpoint, signedBy };
}
