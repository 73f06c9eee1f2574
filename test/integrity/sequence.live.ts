import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Integrity } from '../../src/integrity/integrity.js';
import { sequenceStream } from '../../src/integrity/seal/sequence.js';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { migrateLog } from '../../src/log/migrate.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openIntegrity, recordClaims } from './support/ledgers.js';

/** `npm run test:eventstore`: the order of leaves on the server of EVENTSTORE_URL. */
const connection = EventStoreConnection.open(process.env['EVENTSTORE_URL']!);
connection.join();
afterAll(() => connection.leave());

describe('sealing a log on EventStoreDB', () => {
  const opened: { close(): Promise<void> }[] = [];
  const folders: ReturnType<typeof temporaryFolder>[] = [];
  async function replica(log: EventStoreLog): Promise<Integrity> {
    const folder = temporaryFolder();
    folders.push(folder);
    const integrity = await openIntegrity(log, folder.path, { sequenced: true });
    opened.push(integrity);
    return integrity;
  }
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    for (const folder of folders.splice(0)) folder.remove();
  });

  it('keeps the roots of a log that moved there', async () => {
    const embedded = new MemoryLog();
    await recordClaims(embedded, 40, 2);
    const folder = temporaryFolder();
    folders.push(folder);
    const before = await openIntegrity(embedded, folder.path);
    const { note } = await before.sealer.seal();
    await before.close();
    const found = await EventStoreLog.open(connection, { ledger: embedded.ledger }).catch(
      (error: unknown) => error,
    );
    if (!(found instanceof EventStoreLog)) {
      process.stderr.write(
        'the server holds a ledger already: nothing was moved to it (begin with an empty one)\n',
      );
      return;
    }
    const log = found;
    await migrateLog({ from: embedded, to: log });
    const after = await openIntegrity(log, folder.path, { sequenced: true });
    opened.push(after);
    expect((await after.sealer.seal()).note).toBe(note);
  });

  it('two replicas come to the same root at every size, while others write', async () => {
    const log = await EventStoreLog.open(connection);
    const [a, b] = [await replica(log), await replica(log)];
    const before = (await a.sealer.seal()).size;
    const sizes = new Set<number>();
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await recordClaims(log, 25, 2);
    })();
    for (let round = 0; round < 6; round++) {
      for (const { size } of await Promise.all([a.sealer.seal(), b.sealer.seal()])) sizes.add(size);
    }
    await writing;
    for (const { size } of await Promise.all([a.sealer.seal(), b.sealer.seal()])) sizes.add(size);
    expect(Math.max(...sizes)).toBe(before + 1000);
    for (const size of sizes) {
      expect(Buffer.from(a.sealer.tree.root(size)).equals(b.sealer.tree.root(size))).toBe(true);
    }
    const sequence = await log.readStream(sequenceStream);
    expect(new Set(sequence.map(({ envelope }) => envelope.data['event'])).size).toBe(before + 1000);
    await a.sealer.check(before + 1000);
  });
});
