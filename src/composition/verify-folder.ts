import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFileName, publicKeyFileName } from '../integrity/integrity.js';
import { integrityFileName, IntegrityStore } from '../integrity/store.js';
import { verifyStoredLog, type VerifiedStoredLog } from '../integrity/verify/stored-log.js';
import type { KnownHead } from '../integrity/verify/replay.js';
import { NotProven } from '../integrity/verifier/malformed.js';
import { parseVerifierKey, type VerifierKey } from '../integrity/verifier/note.js';
import { logFileName } from '../log/sqlite/log-database.js';
import { firstRowFault } from '../log/sqlite/row-faults.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';

/** True of a folder that holds an embedded ledger, this one's or a copy. */
export const isDataFolder = (folder: string): boolean => existsSync(join(folder, logFileName));

/** The public keys that a data folder names, retired ones too; none where it was never sealed. */
export async function folderKeys(folder: string): Promise<VerifierKey[]> {
  const path = join(folder, publicKeyFileName);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return Promise.all(lines.map(parseVerifierKey));
}

/**
 * Verifies an embedded ledger as it lies in its folder; reads only, also beside a running server.
 * @throws Malformed, NotProven, LogFailed (it cannot be opened)
 */
export async function verifyFolder(
  folder: string,
  keys: readonly VerifierKey[],
  earlier: readonly KnownHead[],
  progress: (done: number, total: number) => void,
): Promise<VerifiedStoredLog> {
  if (!existsSync(join(folder, integrityFileName))) {
    throw new NotProven(`${folder} holds no checkpoints (no ${integrityFileName}): it was never sealed`);
  }
  const checkpointFile = join(folder, checkpointFileName);
  const outside = existsSync(checkpointFile) && {
    from: `the checkpoint in ${checkpointFileName}`,
    note: readFileSync(checkpointFile, 'utf8'),
  };
  const log = await SqliteLog.open(folder, { readonly: true });
  try {
    const store = IntegrityStore.open(folder, log.ledger, { readonly: true });
    try {
      const others = await folderKeys(folder);
      const parts = { log, store, earlier, keys, others, ...(outside && { outside }) };
      const verified = await verifyStoredLog(parts, progress);
      const fault = firstRowFault(folder);
      if (fault !== undefined) throw new NotProven(fault);
      return verified;
    } finally {
      store.close();
    }
  } finally {
    await log.close();
  }
}
