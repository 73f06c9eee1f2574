import { Integrity } from '../../src/integrity/integrity.js';
import { LogOrder } from '../../src/integrity/seal/leaf-source.js';
import { sequenceStream, SequencedOrder } from '../../src/integrity/seal/sequence.js';
import { Sealer } from '../../src/integrity/seal/sealer.js';
import { CompactRange } from '../../src/integrity/tree/compact-range.js';
import { parseCheckpointText } from '../../src/integrity/verifier/checkpoint.js';
import { parseNote } from '../../src/integrity/verifier/note.js';
import { leafHash, parseEnvelope, seal } from '../../src/log/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { migrateLog } from '../../src/log/migrate.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openIntegrity, recordClaims } from './support/ledgers.js';

const rootAt = (integrity: Integrity, size: number) =>
  Buffer.from(integrity.sealer.tree.root(size)).toString('hex');
const sizeOf = (note: string) => parseCheckpointText(parseNote(note).text).size;

describe('the order of leaves written down in a stream (EventStoreDB)', () => {
  const folders: ReturnType<typeof temporaryFolder>[] = [];
  const opened: Integrity[] = [];
  async function replica(log: EventLog): Promise<Integrity> {
    const folder = temporaryFolder();
    folders.push(folder);
    const integrity = await openIntegrity(log, folder.path, { sequenced: true });
    opened.push(integrity);
    return integrity;
  }
  afterEach(async () => {
    for (const integrity of opened.splice(0)) await integrity.close();
    for (const folder of folders.splice(0)) folder.remove();
  });

  test('gives the root that the same events have in an embedded log', async () => {
    const log = new MemoryLog();
    await recordClaims(log, 30);
    const integrity = await replica(log);
    expect(sizeOf((await integrity.sealer.seal()).note)).toBe(30);
    await recordClaims(log, 700);
    expect(sizeOf((await integrity.sealer.seal()).note)).toBe(730);
    const range = new CompactRange();
    for (const { bytes, envelope } of await log.readAll({ limit: 5000 })) {
      if (envelope.stream !== sequenceStream) range.append(leafHash(bytes));
    }
    expect(rootAt(integrity, 730)).toBe(Buffer.from(range.root()).toString('hex'));
    expect(await log.readStream(sequenceStream)).toHaveLength(730);
    expect(await integrity.sealer.check(730)).toBeUndefined();
  });

  test('a log that moves to another home keeps its roots, and goes on from its checkpoints', async () => {
    const folder = temporaryFolder();
    folders.push(folder);
    const embedded = new MemoryLog();
    await recordClaims(embedded, 30);
    const before = await openIntegrity(embedded, folder.path);
    const { note } = await before.sealer.seal();
    await before.close();
    const moved = new MemoryLog({ ledger: embedded.ledger });
    await migrateLog({ from: embedded, to: moved });
    const after = await openIntegrity(moved, folder.path, { sequenced: true });
    opened.push(after);
    expect((await after.sealer.seal()).note).toBe(note);
    await recordClaims(moved, 1);
    expect((await after.sealer.seal()).size).toBe(31);
    expect(await after.sealer.rebuild()).toEqual({ events: 31, checkpoints: 2 });
  });

  test('two replicas publish the same root at the same size, while others write', async () => {
    const log = new MemoryLog();
    const [a, b] = [await replica(log), await replica(log)];
    const sizes = new Set<number>();
    const writing = (async () => {
      for (let round = 0; round < 40; round++) await recordClaims(log, 7);
    })();
    for (let round = 0; round < 15; round++) {
      const notes = await Promise.all([a.sealer.seal(), b.sealer.seal()]);
      notes.forEach(({ size }) => sizes.add(size));
    }
    await writing;
    const last = await Promise.all([a.sealer.seal(), b.sealer.seal()]);
    expect(last.map(({ size }) => size)).toEqual([280, 280]);
    for (const size of sizes) expect(rootAt(a, size)).toBe(rootAt(b, size));
    expect(
      new Set((await log.readStream(sequenceStream)).map(({ envelope }) => envelope.data['event'])).size,
    ).toBe(280);
  });

  test('who loses steps back, and takes over when the holder dies', async () => {
    const log = new MemoryLog();
    let now = 0;
    const loser = new SequencedOrder(log, () => now);
    const winner = new SequencedOrder(log);
    await recordClaims(log, 1);
    // the loser reads an empty sequence, and the winner is quicker
    const readStream = log.readAll.bind(log);
    log.readAll = async (options) => {
      log.readAll = readStream;
      const page = await readStream(options);
      await winner.sequence(undefined);
      return page;
    };
    expect(await loser.sequence(undefined)).toBe(false);
    expect(await log.readStream(sequenceStream)).toHaveLength(1);
    await recordClaims(log, 1);
    const [taken] = await loser.next(undefined, 10);
    const { id, stream, revision } = parseEnvelope(taken!.event.bytes);
    const first = { index: 0, id, stream, revision, position: taken!.event.position };
    expect(await loser.sequence(first)).toBe(false); // the other may be at it
    now = 2_900;
    expect(await loser.sequence(first)).toBe(false);
    now = 6_000;
    expect(await loser.sequence(first)).toBe(true);
    expect(await log.readStream(sequenceStream)).toHaveLength(2);
  });

  test('an order that contradicts the log is refused', async () => {
    const log = new MemoryLog();
    await recordClaims(log, 3);
    const [first, second] = await log.readAll({ limit: 2 });
    const wrong = seal({
      ...first!.envelope,
      id: '01933d5e-7000-7000-8000-000000000001',
      stream: sequenceStream,
      revision: 0,
      type: 'LeafSequenced',
      data: { event: second!.envelope.id, leaf: Buffer.from(leafHash(second!.bytes)).toString('base64') },
    });
    await log.append(sequenceStream, -1, [wrong]);
    const integrity = await replica(log);
    await expect(integrity.sealer.seal()).rejects.toThrow('in the order of the log');
    expect(integrity.status().fault).toContain(sequenceStream);
  });

  test('an event whose bytes changed after it got its place is refused', async () => {
    const log = new MemoryLog();
    await recordClaims(log, 3);
    await new SequencedOrder(log).sequence(undefined);
    const readAll = log.readAll.bind(log);
    log.readAll = async (options) =>
      (await readAll(options)).map((event) => ({
        ...event,
        position: event.position,
        envelope: event.envelope,
        bytes: Buffer.from(Buffer.from(event.bytes).toString().replace('"number":1', '"number":2')),
      }));
    const integrity = await replica(log);
    await expect(integrity.sealer.seal()).rejects.toThrow('bytes were changed');
  });

  test('a log that cannot be reached just now is no fault', async () => {
    const log = new MemoryLog();
    const folder = temporaryFolder();
    folders.push(folder);
    const integrity = await openIntegrity(log, folder.path);
    opened.push(integrity);
    await recordClaims(log, 1);
    const readAll = log.readAll.bind(log);
    log.readAll = () => Promise.reject(new Error('connection cut'));
    await expect(integrity.sealer.seal()).rejects.toThrow('connection cut');
    log.readAll = readAll;
    expect(integrity.sealer).toBeInstanceOf(Sealer);
    expect((await integrity.sealer.seal()).size).toBe(1);
    expect(await new LogOrder(log).next(undefined, 5)).toHaveLength(1);
  });
});
