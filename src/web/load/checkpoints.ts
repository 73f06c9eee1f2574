import type { Integrity } from '../../integrity/integrity.js';
import { parseCheckpointText } from '../../integrity/verifier/checkpoint.js';
import { parseNote } from '../../integrity/verifier/note.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { CheckpointsPage } from '../pages/checkpoints-page.js';

export async function loadCheckpoints(integrity: Integrity, views: LedgerViews): Promise<CheckpointsPage> {
  const note = await integrity.checkpoint();
  const { origin, size, root } = parseCheckpointText(parseNote(note).text);
  const { sealedAt, fault } = integrity.status();
  return {
    note,
    origin,
    size,
    root: Buffer.from(root).toString('base64'),
    sealedAt,
    keys: keysOf(integrity),
    unsealed: Math.max(0, views.health().events - size),
    fault,
  };
}

export const keysOf = (integrity: Integrity): string[] =>
  integrity
    .key()
    .split('\n')
    .filter((line) => line !== '');
