import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardedLog } from '../../src/integrity/guarded-log.js';
import { Integrity } from '../../src/integrity/integrity.js';
import { addKey, openKeyFile, retireKey } from '../../src/integrity/log-key.js';
import { parseCheckpointText } from '../../src/integrity/verifier/checkpoint.js';
import { verifyClaimProof } from '../../src/integrity/verifier/claim-proof.js';
import { verifyConsistency } from '../../src/integrity/verifier/consistency.js';
import { parseNote, parseVerifierKey } from '../../src/integrity/verifier/note.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { sealed } from '../log/sealed.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openIntegrity, recordClaims, tamper } from './support/ledgers.js';

const headOf = (note: string) => parseCheckpointText(parseNote(note).text);
const keysOf = async (integrity: Integrity) =>
  Promise.all(integrity.key().trim().split('\n').map(parseVerifierKey));

describe('the sealer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  test('seals what the log holds, and again only when it grew', async () => {
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    expect(headOf(await integrity.checkpoint()).size).toBe(0);
    await recordClaims(log, 300);
    const first = await integrity.sealer.seal();
    expect(headOf(first.note)).toMatchObject({ size: 300, origin: `incident-ledger/${log.ledger}` });
    expect(await integrity.sealer.seal()).toEqual(first);
    await recordClaims(log, 1);
    expect((await integrity.sealer.seal()).size).toBe(301);
    expect(readFileSync(join(folder.path, 'checkpoint'), 'utf8')).toBe(await integrity.checkpoint());
    await integrity.close();
  });

  test('keeps its key to its owner, outside the log', async () => {
    const integrity = await openIntegrity(new MemoryLog(), folder.path);
    expect(statSync(join(folder.path, 'log-key.json')).mode & 0o777).toBe(0o600);
    expect(integrity.key()).toBe(readFileSync(join(folder.path, 'log.vkey'), 'utf8'));
    await integrity.close();
  });

  test('proves a claim as soon as it is recorded, sealing first', async () => {
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    const [, claim] = await recordClaims(log, 70, 3);
    const proof = await integrity.claimProof(claim!);
    const proven = await verifyClaimProof(JSON.stringify(proof), await keysOf(integrity));
    expect(
      proven.events.map(({ leafIndex, envelope }) => [leafIndex, envelope.stream, envelope.revision]),
    ).toEqual([
      [3, `claim-${claim}`, 0],
      [4, `claim-${claim}`, 1],
      [5, `claim-${claim}`, 2],
    ]);
    expect(proven.checkpoint.size).toBe(210);
    expect(await integrity.claimProof(crypto.randomUUID())).toBeUndefined();
    await integrity.close();
  });

  test('proves that each checkpoint continues the ones before', async () => {
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    const heads = [];
    for (const count of [1, 6, 250, 3]) {
      await recordClaims(log, count);
      heads.push(headOf((await integrity.sealer.seal()).note));
    }
    for (const from of heads) {
      const to = heads.at(-1)!;
      const { proof } = integrity.consistency(from.size, to.size)!;
      await verifyConsistency(
        from,
        to,
        proof.map((hash) => new Uint8Array(Buffer.from(hash, 'base64'))),
      );
    }
    expect(integrity.consistency(1, 261)).toBeUndefined();
    expect(integrity.consistency(2, 1)).toBeUndefined();
    expect(integrity.consistency(0.5, 2)).toBeUndefined();
    await integrity.close();
  });

  test('comes to the same root at every earlier checkpoint from the events alone', async () => {
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    const heads = [];
    for (const count of [5, 255, 1, 40]) {
      await recordClaims(log, count);
      heads.push(headOf((await integrity.sealer.seal()).note));
    }
    expect(await integrity.sealer.rebuild()).toEqual({ events: 301, checkpoints: 4 });
    await integrity.close();
    for (const file of ['integrity.sqlite', 'integrity.sqlite-wal', 'integrity.sqlite-shm']) {
      rmSync(join(folder.path, file), { force: true });
    }
    const rebuilt = await openIntegrity(log, folder.path);
    await rebuilt.sealer.seal();
    for (const { size, root } of heads)
      expect(Buffer.from(rebuilt.sealer.tree.root(size))).toEqual(Buffer.from(root));
    await rebuilt.close();
  });

  test('serves tiles and entries of the published tree alone, and hides what may not be read behind its hash', async () => {
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    const everything = () => true;
    await recordClaims(log, 258);
    await integrity.sealer.seal();
    await recordClaims(log, 1);
    expect(await integrity.tile('tile/0/001.p/2', everything)).toHaveLength(64);
    expect(await integrity.tile('tile/0/001.p/3', everything)).toBeUndefined();
    expect(await integrity.tile('tile/0/000', everything)).toHaveLength(8192);
    expect(await integrity.tile('tile/1/000.p/1', everything)).toHaveLength(32);
    expect(await integrity.tile('tile/2/000.p/1', everything)).toBeUndefined();
    const [first, second] = await log.readAll({ limit: 2 });
    const entries = await integrity.tile('tile/entries/000', (event) => event.position !== first!.position);
    const hash = (await integrity.tile('tile/0/000', everything))!.subarray(0, 32);
    expect(Buffer.from(entries!.subarray(0, 34))).toEqual(Buffer.concat([Buffer.of(0, 32), hash]));
    const { length } = second!.bytes;
    expect(Buffer.from(entries!.subarray(34, 36 + length))).toEqual(
      Buffer.concat([Buffer.of(length >> 8, length & 255), second!.bytes]),
    );
    await integrity.close();
  });
});

describe('a key is rotated without losing those who pinned the old one', () => {
  test('both sign, then the new one alone', async () => {
    const folder = temporaryFolder();
    const log = new MemoryLog();
    const integrity = await openIntegrity(log, folder.path);
    const [claim] = await recordClaims(log, 3);
    const [old] = await keysOf(integrity);
    await integrity.sealer.seal();
    const keyFile = join(folder.path, 'log-key.json');
    const fresh = await parseVerifierKey((await addKey(keyFile, new Date())).vkey);
    await integrity.sealer.seal(); // the same size, now signed by both
    const overlap = JSON.stringify(await integrity.claimProof(claim!));
    for (const key of [old!, fresh]) expect((await verifyClaimProof(overlap, [key])).checkpoint.size).toBe(3);
    await retireKey(keyFile, old!.keyId, new Date());
    await recordClaims(log, 1);
    await integrity.sealer.seal();
    const after = JSON.stringify(await integrity.claimProof(claim!));
    await verifyClaimProof(after, [fresh]);
    await expect(verifyClaimProof(after, [old!])).rejects.toThrow(old!.keyId);
    await expect(retireKey(keyFile, fresh.keyId, new Date())).rejects.toThrow('only key');
    await expect(retireKey(keyFile, '00000000', new Date())).rejects.toThrow('no key');
    expect(readFileSync(keyFile, 'utf8').match(/PRIVATE KEY/g)).toHaveLength(2); // begin and end of one
    await integrity.close();
    folder.remove();
  });
});

describe('the sealer refuses to sign what does not continue the record', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => folder.remove());

  /** A ledger of `count` claims, sealed and closed. */
  async function sealedLedger(count = 20): Promise<string[]> {
    const log = await SqliteLog.open(folder.path);
    const claims = await recordClaims(log, count);
    const integrity = await openIntegrity(log, folder.path);
    await integrity.sealer.seal();
    await integrity.close();
    await log.close();
    return claims;
  }

  /** What the sealer finds at the next start, reading the record again; `none` where it goes on. */
  async function faultAtStart(): Promise<string> {
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    const found = await integrity.sealer
      .seal()
      .then(() => integrity.sealer.check(1000))
      .then(
        () => 'none',
        (error: Error) => error.message,
      );
    const guarded = guardedLog(log, () => integrity.sealer.fault);
    const written = await guarded.append('claim-new', -1, [sealed(log.ledger, 'claim-new', 0)]).then(
      () => 'written',
      (error: Error) => error.name,
    );
    expect(written).toBe(found === 'none' ? 'written' : 'LogFailed');
    expect(integrity.status().fault ?? 'none').toBe(found);
    expect(await guarded.readStream('claim-old')).toEqual([]);
    await integrity.close();
    await log.close();
    return found;
  }

  test('an untouched ledger goes on', async () => {
    await sealedLedger();
    expect(await faultAtStart()).toBe('none');
  });

  test('an edited event', async () => {
    await sealedLedger();
    tamper(
      folder.path,
      'log.sqlite',
      'UPDATE events SET bytes = CAST(replace(bytes, \'"number":7\', \'"number":8\') AS BLOB)',
    );
    expect(await faultAtStart()).toMatch(
      /^event 7 of the log .* is not what was sealed: its bytes were changed/,
    );
  });

  test('an event taken out', async () => {
    await sealedLedger();
    tamper(folder.path, 'log.sqlite', 'DELETE FROM events WHERE position = 5');
    expect(await faultAtStart()).toMatch(/^event 4 of the log .* was sealed and is no longer there/);
  });

  test('an event put in between', async () => {
    await sealedLedger();
    tamper(folder.path, 'log.sqlite', 'UPDATE events SET position = position + 1000 WHERE position > 5');
    tamper(
      folder.path,
      'log.sqlite',
      "INSERT INTO events SELECT 6, 'claim-x', revision, 'x', leaf_hash, bytes FROM events WHERE position = 1",
    );
    expect(await faultAtStart()).toMatch(/stands in the log a second time/);
  });

  test('a restored backup of the log', async () => {
    await sealedLedger();
    tamper(folder.path, 'log.sqlite', 'DELETE FROM events WHERE position > 12');
    expect(await faultAtStart()).toMatch(/^event 19 of the log .* no longer there/);
  });

  test('a restored backup of log and proofs, by the checkpoint outside', async () => {
    await sealedLedger();
    const backup = temporaryFolder();
    cpSync(folder.path, backup.path, { recursive: true });
    const log = await SqliteLog.open(folder.path);
    await recordClaims(log, 5);
    const integrity = await openIntegrity(log, folder.path);
    await integrity.sealer.seal();
    await integrity.close();
    await log.close();
    const outside = readFileSync(join(folder.path, 'checkpoint'), 'utf8');
    for (const file of ['log.sqlite', 'integrity.sqlite']) {
      rmSync(join(folder.path, `${file}-wal`), { force: true });
      cpSync(join(backup.path, file), join(folder.path, file));
    }
    writeFileSync(join(folder.path, 'checkpoint'), outside);
    expect(await faultAtStart()).toMatch(
      /holds 20 events, but .* was signed over 25: events 20 to 24 are gone/,
    );
    backup.remove();
  });

  test('another history of the same size', async () => {
    await sealedLedger();
    tamper(
      folder.path,
      'log.sqlite',
      'UPDATE events SET bytes = CAST(replace(bytes, \'"number":7\', \'"number":8\') AS BLOB)',
    );
    for (const file of ['integrity.sqlite', 'integrity.sqlite-wal', 'integrity.sqlite-shm']) {
      rmSync(join(folder.path, file), { force: true });
    }
    expect(await faultAtStart()).toMatch(/do not have the root .* at least one of the events 0 to 19/);
  });

  test('a changed tile', async () => {
    await sealedLedger(300);
    tamper(folder.path, 'integrity.sqlite', 'UPDATE tiles SET hashes = zeroblob(32) WHERE level = 1');
    expect(await faultAtStart()).toMatch(/do not have the root .* or the stored tree is damaged/);
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    expect(await integrity.sealer.rebuild()).toEqual({ events: 300, checkpoints: 1 });
    await integrity.sealer.seal();
    await integrity.close();
    await log.close();
  });

  test('a rebuilt tree over an edited event', async () => {
    await sealedLedger();
    tamper(
      folder.path,
      'log.sqlite',
      'UPDATE events SET bytes = CAST(replace(bytes, \'"number":7\', \'"number":8\') AS BLOB)',
    );
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    await expect(integrity.sealer.rebuild()).rejects.toThrow('do not have the root');
    await integrity.close();
    await log.close();
  });

  test('a changed checkpoint, and one of another key', async () => {
    await sealedLedger();
    const path = join(folder.path, 'checkpoint');
    writeFileSync(path, readFileSync(path, 'utf8').replace('\n20\n', '\n19\n'));
    expect(await faultAtStart()).toMatch(/was not signed by this log's key/);
    rmSync(path);
    rmSync(join(folder.path, 'log-key.json'));
    await openKeyFile(join(folder.path, 'log-key.json'), 'other', new Date());
    expect(await faultAtStart()).toMatch(/not by other/);
  });

  test('the running sealer finds an edit too, and says so on its schedule', async () => {
    const log = await SqliteLog.open(folder.path);
    const integrity = await openIntegrity(log, folder.path);
    await recordClaims(log, 20);
    const fault = new Promise<Error>((resolve) => integrity.sealer.start(5, resolve));
    while (integrity.status().sealed < 20) await new Promise((resolve) => setTimeout(resolve, 2));
    tamper(
      folder.path,
      'log.sqlite',
      'UPDATE events SET bytes = CAST(replace(bytes, \'"number":3\', \'"number":4\') AS BLOB)',
    );
    expect((await fault).message).toMatch(/^event 3 of the log/);
    await integrity.close();
    await log.close();
  });
});
