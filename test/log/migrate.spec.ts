import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EventStoreContent } from '../../src/log/content/eventstoredb-content.js';
import { MemoryContent } from '../../src/log/content/memory-content.js';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { type EventLog, noStream } from '../../src/log/event-log.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { migrateLog, migrateTexts } from '../../src/log/migrate.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bytesOf } from './content-store.contract.js';
import { ProtocolServer } from './protocol-server/protocol-server.js';
import { appended, newStream, sealed } from './sealed.js';

const scratch = temporaryFolder();
afterAll(scratch.remove);

const leaves = async (log: EventLog) =>
  (await log.readAll({ limit: 10_000 })).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));

/** Streams that grow in turn, as they do when several editors work. */
async function grown(log: EventLog, rounds: number): Promise<void> {
  const streams = [newStream(), newStream(), newStream()];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, stream] of streams.entries()) {
      const each = index + 1;
      await appended(log, stream, round * each - 1, each);
    }
  }
}

describe('a migration', () => {
  let server: ProtocolServer;
  let onServer: EventLog;
  let source: MemoryLog;
  beforeEach(async () => {
    source = new MemoryLog();
    await grown(source, 12);
    server = await new ProtocolServer().start();
    onServer = await EventStoreLog.open(EventStoreConnection.open(server.url), { ledger: source.ledger });
  });
  afterEach(async () => {
    await onServer.close();
    await server.stop();
  });

  it('copies every byte in its order, to EventStoreDB and back', async () => {
    const there = await migrateLog({ from: source, to: onServer });
    expect(there).toMatchObject({ events: 72, found: 0 });
    const back = await SqliteLog.open(join(scratch.path, 'back'), { ledger: source.ledger });
    expect(await migrateLog({ from: onServer, to: back })).toEqual(there);
    expect(await leaves(onServer)).toEqual(await leaves(source));
    expect(await leaves(back)).toEqual(await leaves(source));
    await back.close();
  });

  it('goes on where it was stopped, though the last answer was lost', async () => {
    const stop = new AbortController();
    await grown(source, 80);
    const first = migrateLog({
      from: source,
      to: onServer,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    });
    await expect(first).rejects.toThrow('stopped');
    server.faults.appends.push('cut after');
    const seen: string[] = [];
    const done = await migrateLog({
      from: source,
      to: onServer,
      onProgress: ({ step, events }) => seen.push(`${step} ${events}`),
    });
    expect(done).toMatchObject({ events: 552, found: 500 });
    expect(seen.at(-1)).toBe('comparing 552');
    expect(await leaves(onServer)).toEqual(await leaves(source));
  });

  it('refuses a target that is another ledger, holds something else, or more', async () => {
    await expect(migrateLog({ from: new MemoryLog(), to: onServer })).rejects.toThrow(/belongs to ledger/);
    const other = new MemoryLog({ ledger: source.ledger });
    await grown(other, 1);
    await expect(migrateLog({ from: source, to: other })).rejects.toThrow(/no unfinished copy/);
    const more = new MemoryLog({ ledger: source.ledger });
    await migrateLog({ from: source, to: more });
    await grown(more, 1);
    await expect(migrateLog({ from: source, to: more })).rejects.toThrow(/holds more/);
  });

  it('takes the texts of captures along, and leaves alone what is held as a hash', async () => {
    const texts = new MemoryContent();
    const held = randomBytes(600_000);
    const { sha256 } = await texts.put(held);
    const notHeld = createHash('sha256').update('never kept').digest('hex');
    for (const hash of [sha256, notHeld]) {
      const stream = newStream();
      const capture = sealed(source.ledger, stream, 0, {
        type: 'DocumentCaptured',
        data: { index: 0, sha256: hash },
      });
      await source.append(stream, noStream, [capture]);
    }
    const target = new EventStoreContent(EventStoreConnection.open(server.url));
    expect(await migrateTexts(source, texts, target)).toBe(1);
    expect((await bytesOf(await target.read(sha256)))!.equals(held)).toBe(true);
    expect(await target.length(notHeld)).toBeUndefined();
    expect(await migrateTexts(source, texts, target)).toBe(1);
    await target.close();
  });
});
