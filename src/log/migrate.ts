import { createHash, type Hash } from 'node:crypto';
import { maxAppendBytes } from './append-check.js';
import type { ContentStore } from './content/content-store.js';
import { leafHash } from './envelope.js';
import { type EventLog, LogFailed, type LoggedEvent, type Position, type SealedEvent } from './event-log.js';

const pageSize = 500;

export interface Migration {
  from: EventLog;
  /** a log of the same ledger: empty, or what an earlier migration that was stopped has left */
  to: EventLog;
  onProgress?: (progress: MigrationProgress) => void;
  signal?: AbortSignal;
}
export interface MigrationProgress {
  step: 'copying' | 'comparing';
  /** events dealt with so far */
  events: number;
}
export interface Migrated {
  events: number;
  /** of these the ones that were there before: from an earlier run */
  found: number;
  /** SHA-256 (hex) over all leaves in order, each after its length: the same on both sides */
  digest: string;
}

/**
 * Copies a log into another home: the same bytes, ids and order, so the same proofs. What is in the target must be
 * where the source begins; it goes on from there. At the end both are read again and compared, leaf by leaf.
 * @throws LogFailed the target holds something else, or somebody wrote to one of them meanwhile
 */
export async function migrateLog(migration: Migration): Promise<Migrated> {
  const { from, to } = migration;
  if (from.ledger !== to.ledger) {
    throw new LogFailed(`the target belongs to ledger ${to.ledger}, and the source is ${from.ledger}`);
  }
  const found = await copy(migration);
  const { events, digest } = await compare(migration);
  return { events, found, digest };
}

async function copy(migration: Migration): Promise<number> {
  const { from, to, onProgress, signal } = migration;
  let events = 0;
  let found = 0;
  let readTo: Position | undefined;
  let targetEnded = false;
  for await (const page of pages(from, signal)) {
    let missing = page;
    if (!targetEnded) {
      const there = await to.readAll({ ...(readTo !== undefined && { after: readTo }), limit: page.length });
      there.forEach((event, at) => expectSame(page[at]!, event, events + at));
      found += there.length;
      readTo = there.at(-1)?.position ?? readTo;
      targetEnded = there.length < page.length;
      missing = page.slice(there.length);
    }
    await appendAll(to, missing);
    events += page.length;
    onProgress?.({ step: 'copying', events });
  }
  return found;
}

/** Neighbours of one stream go in one append; its order, and that of the streams, is that of the source. */
async function appendAll(to: EventLog, events: readonly LoggedEvent[]): Promise<void> {
  const answers: Promise<unknown>[] = [];
  for (const run of runs(events)) {
    const { stream, revision } = run[0]!.envelope;
    const answer = to.append(stream, revision - 1, run);
    if (to.writesInOrder) answers.push(answer);
    else await answer;
  }
  await Promise.all(answers);
}

function* runs(events: readonly LoggedEvent[]): Generator<SealedEvent[]> {
  let run: SealedEvent[] = [];
  let bytes = 0;
  for (const { envelope, bytes: leaf } of events) {
    const size = leaf.length + 2 * envelope.type.length;
    if (run.length > 0 && (run[0]!.envelope.stream !== envelope.stream || bytes + size > maxAppendBytes)) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push({ envelope, bytes: leaf, leafHash: leafHash(leaf) });
    bytes += size;
  }
  if (run.length > 0) yield run;
}

async function compare({
  from,
  to,
  onProgress,
  signal,
}: Migration): Promise<{ events: number; digest: string }> {
  const digests = [createHash('sha256'), createHash('sha256')] as const;
  let events = 0;
  let readTo: Position | undefined;
  for await (const page of pages(from, signal)) {
    const there = await to.readAll({ ...(readTo !== undefined && { after: readTo }), limit: page.length });
    page.forEach((event, at) => {
      if (there[at]) expectSame(event, there[at], events + at);
      add(digests[0], event);
    });
    for (const event of there) add(digests[1], event);
    if (there.length < page.length) throw new LogFailed(`the target ends at event ${events + there.length}`);
    readTo = there.at(-1)!.position;
    events += page.length;
    onProgress?.({ step: 'comparing', events });
  }
  const more = await to.readAll({ ...(readTo !== undefined && { after: readTo }), limit: 1 });
  if (more.length > 0) {
    throw new LogFailed(
      'the target holds more than the source: does somebody write to it? Stop all of its servers',
    );
  }
  const [digest, other] = digests.map((hash) => hash.digest('hex'));
  if (digest !== other) throw new LogFailed('source and target differ: begin again with an empty target');
  return { events, digest: digest! };
}

function expectSame(event: LoggedEvent, other: LoggedEvent, at: number): void {
  if (Buffer.compare(event.bytes, other.bytes) === 0) return;
  throw new LogFailed(
    `event ${at} (from 0) is ${event.envelope.id} in the source and another one in the target, which is therefore no ` +
      'unfinished copy: name an empty target',
  );
}

function add(hash: Hash, { bytes }: LoggedEvent): void {
  hash.update(`${bytes.length}\n`).update(bytes);
}

async function* pages(log: EventLog, signal: AbortSignal | undefined): AsyncGenerator<LoggedEvent[]> {
  for (let after: Position | undefined; ;) {
    signal?.throwIfAborted();
    const page = await log.readAll({ ...(after !== undefined && { after }), limit: pageSize });
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.position;
  }
}

/**
 * Copies the texts that a log's captures name and the source holds.
 * @returns how many of them the target holds now
 */
export async function migrateTexts(
  log: EventLog,
  from: ContentStore,
  to: ContentStore,
  options: { onProgress?: (texts: number) => void; signal?: AbortSignal } = {},
): Promise<number> {
  let texts = 0;
  for await (const page of pages(log, options.signal)) {
    for (const { envelope } of page) {
      const { sha256 } = envelope.data as { sha256?: unknown };
      if (envelope.type !== 'DocumentCaptured' || typeof sha256 !== 'string') continue;
      if (!(await copyText(sha256, from, to))) continue;
      texts += 1;
      options.onProgress?.(texts);
    }
  }
  return texts;
}

/** A capture may be held as its hash alone: false then. */
async function copyText(sha256: string, from: ContentStore, to: ContentStore): Promise<boolean> {
  if ((await to.length(sha256)) !== undefined) return true;
  const text = await from.read(sha256);
  if (!text) return false;
  await to.put(text);
  return true;
}
