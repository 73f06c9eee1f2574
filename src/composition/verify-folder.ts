import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { viewsFileName } from '../composition.js';
import { checkpointFileName, publicKeyFileName } from '../integrity/integrity.js';
import { integrityFileName, IntegrityStore } from '../integrity/store.js';
import { verifyStoredLog, type VerifiedStoredLog } from '../integrity/verify/stored-log.js';
import type { KnownHead } from '../integrity/verify/replay.js';
import type { LeafEnvelope } from '../integrity/verifier/leaf.js';
import { NotProven } from '../integrity/verifier/malformed.js';
import { parseVerifierKey, type VerifierKey } from '../integrity/verifier/note.js';
import { ContentDamaged } from '../log/content/content-store.js';
import { contentFileName, SqliteContent } from '../log/content/sqlite-content.js';
import type { EventLog } from '../log/event-log.js';
import { logFileName } from '../log/sqlite/log-database.js';
import { firstRowFault } from '../log/sqlite/row-faults.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import type { Ref } from '../read/answers.js';
import { Views, ViewsNotReady } from '../read/views.js';

export interface VerifiedFolder extends VerifiedStoredLog {
  /** captures whose text is held, and is what was captured */
  texts: number;
  /** incidents whose current view the folder's views give as the log does; undefined: they were not there to compare */
  incidents: number | undefined;
}

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
): Promise<VerifiedFolder> {
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
      const captures = new Set<string>();
      const onEvent = ({ type, data }: LeafEnvelope) => {
        if (type === 'DocumentCaptured' && typeof data['sha256'] === 'string') captures.add(data['sha256']);
      };
      const parts = { log, store, earlier, keys, others, onEvent, ...(outside && { outside }) };
      const verified = await verifyStoredLog(parts, progress);
      const fault = firstRowFault(folder);
      if (fault !== undefined) throw new NotProven(fault);
      const texts = await verifyTexts(folder, captures);
      const incidents = await verifyViews(folder, log);
      return { ...verified, texts, incidents };
    } finally {
      store.close();
    }
  } finally {
    await log.close();
  }
}

/** @returns how many of these captures are held. @throws NotProven one is not what was captured */
async function verifyTexts(folder: string, captures: ReadonlySet<string>): Promise<number> {
  if (!existsSync(join(folder, contentFileName))) return 0;
  const content = await SqliteContent.open(folder, { readonly: true });
  let held = 0;
  try {
    for (const sha256 of captures) {
      const pieces = await content.read(sha256);
      if (!pieces) continue;
      for await (const _ of pieces); // the store hashes as it reads
      held++;
    }
    return held;
  } catch (error) {
    throw error instanceof ContentDamaged ? new NotProven(error.message) : error;
  } finally {
    await content.close();
  }
}

/**
 * Makes the views anew from the log, elsewhere, and compares what they say of each incident.
 * @returns how many were compared; undefined where the folder's views are of another moment or version
 * @throws NotProven
 */
async function verifyViews(folder: string, log: EventLog): Promise<number | undefined> {
  const told = await Views.open(log, join(folder, viewsFileName), { readOnly: true }).catch(
    (error: unknown) => {
      if (error instanceof ViewsNotReady) return undefined;
      throw error;
    },
  );
  if (!told) return undefined;
  const elsewhere = mkdtempSync(join(tmpdir(), 'incident-ledger-verify-'));
  const fresh = await Views.open(log, join(elsewhere, viewsFileName));
  try {
    await fresh.catchUp();
    if (told.position() !== fresh.position()) return undefined;
    let compared = 0;
    for (const { id, name } of everyIncident(fresh)) {
      const digests = [told, fresh].map(({ incidentViews }) => {
        const view = incidentViews.view(id);
        return view && incidentViews.digest(view);
      });
      if (digests[0] !== digests[1]) {
        throw new NotProven(
          `views.sqlite says something else of ${name} than the log: run \`incident-ledger rebuild\``,
        );
      }
      compared++;
    }
    return compared;
  } finally {
    await told.close();
    await fresh.close();
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

function* everyIncident(views: Views): Generator<Ref> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = views.incidents.list({}, {}, { limit: 200, ...(cursor !== undefined && { cursor }) });
    yield* page.items;
    cursor = page.next;
  }
}
