import type { EventLog } from '../../log/event-log.js';
import { IntegrityStore } from '../store.js';
import { openCheckpoint } from '../verifier/checkpoint.js';
import type { LeafEnvelope } from '../verifier/leaf.js';
import { Malformed, NotProven } from '../verifier/malformed.js';
import type { VerifierKey } from '../verifier/note.js';
import { Replay, type KnownHead } from './replay.js';
import type { VerifiedLog } from './served-log.js';

export interface StoredLogParts {
  /** opened for reading */
  log: EventLog;
  store: IntegrityStore;
  /** the checkpoint that lies outside the databases, where there is one */
  outside?: { from: string; note: string };
  /** checkpoints that were kept elsewhere */
  earlier: readonly KnownHead[];
  /** pinned: one of them must have signed the last checkpoint */
  keys: readonly VerifierKey[];
  /** those that the folder names beside them: retired ones, which signed older checkpoints */
  others: readonly VerifierKey[];
  /** hears of every event, in the order of the log */
  onEvent?: (envelope: LeafEnvelope) => void;
}
export interface VerifiedStoredLog extends VerifiedLog {
  /** events that no checkpoint stands over yet */
  unsealed: number;
  checkpoints: number;
}

const pageSize = 500;

/**
 * A whole ledger as it lies on disk: every event read, hashed and compared with what was sealed, every checkpoint that
 * was ever signed met again.
 * @throws Malformed, NotProven
 */
export async function verifyStoredLog(
  parts: StoredLogParts,
  progress: (done: number, total: number) => void,
): Promise<VerifiedStoredLog> {
  const { log, store, keys } = parts;
  const [fault] = store.faults();
  if (fault !== undefined) throw new NotProven(`integrity.sqlite is damaged: ${fault}`);
  const signed = store
    .checkpoints()
    .map(({ size, note }) => ({ from: `the checkpoint of size ${size}`, note }));
  if (parts.outside) signed.push(parts.outside);
  const known = [...keys, ...parts.others];
  const heads = await Promise.all(signed.map((one) => openHead(one, known)));
  const last = heads.toSorted((a, b) => a.size - b.size).at(-1);
  if (!last)
    throw new NotProven('no checkpoint was ever signed over this log: start the server once, and it seals');
  await openHead(signed[heads.indexOf(last)]!, keys);
  const size = store.size();
  const replay = new Replay([...heads, ...parts.earlier], (level, index) => store.tile(level, index));
  for (let after: string | undefined; ;) {
    const page = await log.readAll({ ...(after !== undefined && { after }), limit: pageSize });
    for (const { bytes, position } of page) {
      const index = replay.size;
      const envelope = replay.take(bytes);
      const { id } = envelope;
      parts.onEvent?.(envelope);
      const place = index < size ? store.leaf(index) : undefined;
      if (place && (place.id !== id || place.position !== position)) {
        throw new NotProven(`event ${index} of the log (${id}) is listed in integrity.sqlite as ${place.id}`);
      }
    }
    if (page.length === 0) break;
    after = page.at(-1)!.position;
    progress(replay.size, size);
  }
  replay.finish();
  return {
    origin: keys[0]!.name,
    size: last.size,
    hidden: 0,
    unsealed: replay.size - last.size,
    checkpoints: signed.length,
  };
}

async function openHead(
  { from, note }: { from: string; note: string },
  keys: readonly VerifierKey[],
): Promise<KnownHead> {
  try {
    return { ...(await openCheckpoint(note, keys)), from };
  } catch (error) {
    const message = `${from}: ${(error as Error).message}`;
    throw error instanceof Malformed ? new Malformed(message) : new NotProven(message);
  }
}
