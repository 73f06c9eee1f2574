import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderKeys, verifyFolder } from '../../src/composition/verify-folder.js';
import type { Integrity } from '../../src/integrity/integrity.js';
import { addKey, retireKey } from '../../src/integrity/log-key.js';
import { servedKeys, verifyServedLog, type Fetched } from '../../src/integrity/verify/served-log.js';
import { openCheckpoint } from '../../src/integrity/verifier/checkpoint.js';
import type { LoggedEvent } from '../../src/log/event-log.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openIntegrity, recordClaims, tamper } from './support/ledgers.js';

const quiet = () => {};

describe('verifying a data folder', () => {
  let original: ReturnType<typeof temporaryFolder>;
  let folder: ReturnType<typeof temporaryFolder>;
  beforeAll(async () => {
    original = temporaryFolder();
    const log = await SqliteLog.open(original.path);
    const integrity = await openIntegrity(log, original.path);
    for (const count of [100, 200, 20]) {
      await recordClaims(log, count);
      await integrity.sealer.seal();
    }
    await integrity.close();
    await recordClaims(log, 2); // after the last seal
    await log.close();
  });
  afterAll(() => original.remove());
  beforeEach(() => {
    folder = temporaryFolder();
    cpSync(original.path, folder.path, { recursive: true });
  });
  afterEach(() => folder.remove());

  const verified = async (path = folder.path) => verifyFolder(path, await folderKeys(path), [], quiet);

  test('says what it holds, in a copy elsewhere too', async () => {
    const copy = temporaryFolder();
    cpSync(folder.path, copy.path, { recursive: true });
    for (const path of [folder.path, copy.path]) {
      expect(await verified(path)).toMatchObject({ size: 320, unsealed: 2, checkpoints: 4, hidden: 0 });
    }
    copy.remove();
  });

  test('reads beside the server that writes', async () => {
    const log = await SqliteLog.open(folder.path);
    await recordClaims(log, 5);
    expect(await verified()).toMatchObject({ size: 320, unsealed: 7 });
    await log.close();
  });

  test.each<[string, string, string, RegExp]>([
    [
      'an edited event',
      'log.sqlite',
      `UPDATE events SET bytes = CAST(replace(bytes, '"number":77', '"number":78') AS BLOB)`,
      /^event 77 of the log \(.*\) is not what was sealed/,
    ],
    [
      'an edited event that is no longer canonical',
      'log.sqlite',
      `UPDATE events SET bytes = CAST(replace(bytes, '"number":77', '"number": 77') AS BLOB)`,
      /^event 77 of the log is not in the canonical form/,
    ],
    [
      'an edited event after the last checkpoint that repeats a key',
      'log.sqlite',
      `UPDATE events SET bytes = CAST(replace(bytes, '"number":1,', '"number":1,"number":1,') AS BLOB) WHERE position = 322`,
      /^event 321 of the log holds the key "number" twice/,
    ],
    ['an event taken out', 'log.sqlite', 'DELETE FROM events WHERE position = 9', /^event 8 of the log/],
    [
      'the end cut off',
      'log.sqlite',
      'DELETE FROM events WHERE position > 310',
      /holds 310 events, but the checkpoint .* was signed over 320: events 310 to 319 are missing/,
    ],
    [
      'two events that changed places',
      'log.sqlite',
      'UPDATE events SET position = CASE position WHEN 3 THEN 9000 WHEN 4 THEN 3 END WHERE position IN (3, 4)',
      /^event 2 of the log .* is not what was sealed/,
    ],
    [
      'a column that says something else',
      'log.sqlite',
      "UPDATE events SET stream = 'claim-other' WHERE position = 6",
      /^the event at position 6 .* is listed as .* of claim-other/,
    ],
    [
      'a leaf hash that says something else',
      'log.sqlite',
      'UPDATE events SET leaf_hash = zeroblob(32) WHERE position = 6',
      /^the event at position 6 .* does not have the leaf hash/,
    ],
    [
      'a changed tile',
      'integrity.sqlite',
      'UPDATE tiles SET hashes = zeroblob(8192) WHERE level = 0 AND tile = 0',
      /^event 0 of the log/,
    ],
    [
      'a changed tile further up',
      'integrity.sqlite',
      'UPDATE tiles SET hashes = zeroblob(32) WHERE level = 1',
      /^the tile 0 of level 1 does not hold the hashes/,
    ],
    [
      'a changed list of leaves',
      'integrity.sqlite',
      "UPDATE leaves SET id = 'other' WHERE leaf = 8",
      /^event 8 of the log .* is listed in integrity.sqlite as other/,
    ],
    [
      'a changed checkpoint',
      'integrity.sqlite',
      "UPDATE checkpoints SET note = replace(note, char(10) || '300' || char(10), char(10) || '301' || char(10))",
      /^the checkpoint of size 300: the signature .* is false/,
    ],
  ])('finds %s', async (_, file, sql, found) => {
    tamper(folder.path, file, sql);
    await expect(verified()).rejects.toThrow(found);
  });

  test('finds a rewritten history that was sealed anew', async () => {
    const kept = await openCheckpoint(
      readFileSync(join(folder.path, 'checkpoint')),
      await folderKeys(folder.path),
    );
    tamper(folder.path, 'log.sqlite', 'DELETE FROM events WHERE position = 250');
    for (const file of ['integrity.sqlite', 'integrity.sqlite-wal', 'integrity.sqlite-shm', 'checkpoint']) {
      rmSync(join(folder.path, file), { force: true });
    }
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    await integrity.sealer.seal();
    await integrity.close();
    await log.close();
    expect(await verified()).toMatchObject({ size: 321 }); // by its own word
    const since = [{ ...kept, from: 'the checkpoint that was kept' }];
    const keys = await folderKeys(folder.path);
    await expect(verifyFolder(folder.path, keys, since, quiet)).rejects.toThrow(
      'the checkpoint that was kept',
    );
  });

  test('pins the key: another one has not signed it', async () => {
    const other = temporaryFolder();
    const stranger = await openIntegrity(new MemoryLog(), other.path);
    const keys = await folderKeys(other.path);
    await expect(verifyFolder(folder.path, keys, [], quiet)).rejects.toThrow('not by incident-ledger/');
    await stranger.close();
    other.remove();
  });

  test('older checkpoints may be by a retired key, the last may not', async () => {
    const keyFile = join(folder.path, 'log-key.json');
    const [old] = await folderKeys(folder.path);
    await addKey(keyFile, new Date());
    await retireKey(keyFile, old!.keyId, new Date());
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    await integrity.sealer.seal();
    await integrity.close();
    await log.close();
    const [, fresh] = await folderKeys(folder.path);
    expect(await verifyFolder(folder.path, [fresh!], [], quiet)).toMatchObject({ size: 322 });
    await expect(verifyFolder(folder.path, [old!], [], quiet)).rejects.toThrow(`not by`);
  });

  test('a checkpoint file that is none is refused', async () => {
    writeFileSync(join(folder.path, 'checkpoint'), 'verified\n');
    await expect(verified()).rejects.toThrow('the checkpoint in checkpoint: the note has no blank line');
  });
});

describe('verifying a served log', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let integrity: Integrity;
  let mayRead: (event: LoggedEvent) => boolean;
  const get: Fetched = async (path) => {
    if (path === 'checkpoint') return Buffer.from(await integrity.checkpoint());
    if (path === 'key') return Buffer.from(integrity.key());
    return integrity.tile(path, mayRead);
  };
  beforeEach(async () => {
    folder = temporaryFolder();
    mayRead = () => true;
    const log = new MemoryLog();
    integrity = await openIntegrity(log, folder.path);
    await recordClaims(log, 100, 3);
    await integrity.sealer.seal();
  });
  afterEach(async () => {
    await integrity.close();
    folder.remove();
  });

  test('replays it whole', async () => {
    const progress: number[] = [];
    const verified = await verifyServedLog(get, await servedKeys(get), [], (done) => progress.push(done));
    expect(verified).toMatchObject({ size: 300, hidden: 0 });
    expect(progress).toEqual([256, 300]);
  });

  test('counts what may not be read', async () => {
    mayRead = ({ envelope }) => envelope.data['number'] !== 5;
    expect(await verifyServedLog(get, await servedKeys(get), [], quiet)).toMatchObject({
      size: 300,
      hidden: 3,
    });
  });

  test('finds any one byte that is served otherwise', async () => {
    const keys = await servedKeys(get);
    const paths = [
      'checkpoint',
      'tile/0/000',
      'tile/0/001.p/44',
      'tile/1/000.p/1',
      'tile/entries/000',
      'tile/entries/001.p/44',
    ];
    for (let round = 0; round < 60; round++) {
      const path = paths[round % paths.length]!;
      const flipped: Fetched = async (asked, most) => {
        const bytes = Buffer.from((await get(asked, most))!);
        if (asked === path) bytes[Math.floor(bytes.length * ((round * 0.381966) % 1))]! ^= 1 << (round % 8);
        return bytes;
      };
      await expect(verifyServedLog(flipped, keys, [], quiet)).rejects.toThrow(/./);
    }
  });

  test('finds what is missing', async () => {
    const keys = await servedKeys(get);
    const without: Fetched = async (path, most) =>
      path === 'tile/entries/000' ? undefined : get(path, most);
    await expect(verifyServedLog(without, keys, [], quiet)).rejects.toThrow(
      'does not serve tile/entries/000',
    );
  });
});
