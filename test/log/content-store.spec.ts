import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ContentDamaged } from '../../src/log/content/content-store.js';
import { MemoryContent } from '../../src/log/content/memory-content.js';
import { contentFileName, SqliteContent } from '../../src/log/content/sqlite-content.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bytesOf, contentStoreContract } from './content-store.contract.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const folder = temporaryFolder();
afterAll(folder.remove);

contentStoreContract('the memory content store', async () => new MemoryContent());
contentStoreContract('the SQLite content store', () => SqliteContent.open(join(folder.path, 'contract')));

describe('the SQLite content store', () => {
  const everyByte = (path: string) =>
    Buffer.concat(readdirSync(path).map((name) => readFileSync(join(path, name))));

  it('leaves no byte of a text that went, in any of its files', async () => {
    const path = join(folder.path, 'canary');
    const store = await SqliteContent.open(path);
    const canary = Buffer.from('the canary sang at midnight');
    const { sha256 } = await store.put(Buffer.concat([randomBytes(300_000), canary, randomBytes(1000)]));
    await store.put(randomBytes(5000));
    expect(everyByte(path).includes(canary)).toBe(true);
    await store.delete(sha256);
    expect(everyByte(path).includes(canary)).toBe(false);
    await store.close();
    expect(everyByte(path).includes(canary)).toBe(false);
  });

  it('forgets at its next start what a killed process had begun to store', async () => {
    const path = join(folder.path, 'killed');
    await (await SqliteContent.open(path)).close();
    const db = new Database(join(path, contentFileName));
    db.exec("INSERT INTO texts DEFAULT VALUES; INSERT INTO pieces VALUES (1, 0, x'00')");
    db.close();
    await (await SqliteContent.open(path)).close();
    const again = new Database(join(path, contentFileName), { readonly: true });
    expect(
      again.prepare('SELECT (SELECT count(*) FROM texts) + (SELECT count(*) FROM pieces)').pluck().get(),
    ).toBe(0);
    again.close();
  });

  it('finds a flipped byte', async () => {
    const path = join(folder.path, 'flipped');
    const store = await SqliteContent.open(path);
    const { sha256 } = await store.put(Buffer.from('as it was said'));
    await store.close();
    const db = new Database(join(path, contentFileName));
    db.prepare('UPDATE pieces SET bytes = ?').run(Buffer.from('as it was sung'));
    db.close();
    const damaged = await SqliteContent.open(path, { readonly: true });
    await expect(damaged.read(sha256).then(bytesOf)).rejects.toBeInstanceOf(ContentDamaged);
    await damaged.close();
  });

  it('keeps memory flat while a large text streams through', async () => {
    const store = await SqliteContent.open(join(folder.path, 'flat'));
    const piece = randomBytes(1024 * 1024);
    const held = () => (collectGarbage(), process.memoryUsage().arrayBuffers);
    const before = held();
    let most = 0;
    async function* thirtyMegabytes(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 30; i += 1) {
        most = Math.max(most, held() - before);
        yield piece;
      }
    }
    const { sha256 } = await store.put(thirtyMegabytes());
    const hash = createHash('sha256');
    for await (const part of (await store.read(sha256))!) hash.update(part);
    expect(hash.digest('hex')).toBe(sha256);
    expect(most).toBeLessThan(4 * 1024 * 1024);
    await store.close();
  });

  it('is readable by its owner alone', () => {
    expect(statSync(join(folder.path, 'flat', contentFileName)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, 'flat')).mode & 0o777).toBe(0o700);
  });
});
