import { parseEntries, withheldBytes } from '../entry-bundle.js';
import { formatTilePath, hashBytes, tilesOf, tileWidth, type TilePath } from '../tree/layout.js';
import { equalBytes, utf8 } from '../verifier/bytes.js';
import { openCheckpoint } from '../verifier/checkpoint.js';
import { Malformed, NotProven } from '../verifier/malformed.js';
import { parseVerifierKey, type VerifierKey } from '../verifier/note.js';
import { Replay, type KnownHead } from './replay.js';

export interface VerifiedLog {
  origin: string;
  /** events under the checkpoint, all replayed */
  size: number;
  /** of them, events that were given as their hash alone */
  hidden: number;
}

/** What a log serves under `/log/`, by path; undefined where it has no such thing. */
export type Fetched = (path: string, maxBytes: number) => Promise<Uint8Array | undefined>;

const maxNoteBytes = 1 << 20;
const maxBundleBytes = tileWidth * (2 + 65_535);

/** The keys that a served log says are its own: to be pinned by somebody who knows them from elsewhere. */
export async function servedKeys(get: Fetched): Promise<VerifierKey[]> {
  const text = utf8(await required(get, 'key', maxNoteBytes), '/log/key');
  return Promise.all(text.split('\n').filter(Boolean).map(parseVerifierKey));
}

/**
 * The whole of a log as it is served by C2SP tlog-tiles: every event against its hash, every tile against those under
 * it, the root against the signed checkpoint.
 * @param earlier checkpoints of this log that were kept: it must continue them
 * @throws Malformed, NotProven
 */
export async function verifyServedLog(
  get: Fetched,
  keys: readonly VerifierKey[],
  earlier: readonly KnownHead[],
  progress: (done: number, total: number) => void,
): Promise<VerifiedLog> {
  const checkpoint = await openCheckpoint(await required(get, 'checkpoint', maxNoteBytes), keys);
  const tiles = new Map<string, Uint8Array>();
  for (const path of tilesOf(checkpoint.size)) {
    if (path.level === 'entries') continue;
    const hashes = await required(get, formatTilePath(path), tileWidth * hashBytes);
    if (hashes.length !== path.width * hashBytes) {
      throw new Malformed(`${formatTilePath(path)} does not hold ${path.width} hashes`);
    }
    tiles.set(`${path.level}/${path.index}`, hashes);
  }
  const head = { ...checkpoint, from: 'the checkpoint' };
  const replay = new Replay([...earlier, head], (level, index) => tiles.get(`${level}/${index}`));
  for (const path of tilesOf(checkpoint.size)) {
    if (path.level !== 'entries') break;
    await takeEntries(get, path, tiles.get(`0/${path.index}`)!, replay);
    progress(replay.size, checkpoint.size);
  }
  replay.finish();
  return { origin: checkpoint.origin, size: replay.size, hidden: replay.hidden };
}

async function takeEntries(get: Fetched, path: TilePath, hashes: Uint8Array, replay: Replay): Promise<void> {
  const name = formatTilePath(path);
  const entries = parseEntries(await required(get, name, maxBundleBytes), path.width, name);
  for (const [at, entry] of entries.entries()) {
    const hash = hashes.subarray(at * hashBytes, (at + 1) * hashBytes);
    if (entry.length === withheldBytes && equalBytes(entry, hash)) replay.takeHidden(hash);
    else replay.take(entry);
  }
}

async function required(get: Fetched, path: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await get(path, maxBytes);
  if (!bytes) throw new NotProven(`the log does not serve ${path}, which its checkpoint calls for`);
  return bytes;
}

const fetchTimeoutMs = 30_000;

/** Over HTTP: one answer at a time, no redirects, none longer than it may be. */
export function overHttp(address: string): Fetched {
  const base = address.replace(/\/+$/, '').replace(/\/log$/, '');
  return async (path, maxBytes) => {
    const url = `${base}/log/${path}`;
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) }).catch(
      (cause: Error) => {
        throw new Error(
          `${url} does not answer: ${(cause.cause as Error | undefined)?.message ?? cause.message}`,
        );
      },
    );
    if (answer.status === 404) return undefined;
    if (!answer.ok || !answer.body) throw new Error(`${url} answers ${answer.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body) {
      length += part.length;
      if (length > maxBytes) throw new Malformed(`${url} answers with more than ${maxBytes} bytes`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
}
