import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { KeptRegistry } from '../../src/access/registry/kept-registry.js';
import { MemoryRegistry } from '../../src/access/registry/memory-registry.js';
import { noRecord, RecordChanged } from '../../src/access/registry/registry.js';
import { registryFileName, SqliteRegistry } from '../../src/access/registry/sqlite-registry.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { registryContract } from './registry.contract.js';

const folders: ReturnType<typeof temporaryFolder>[] = [];
const freshFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
};
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

registryContract('memory', async () => new MemoryRegistry());
registryContract('memory, kept for a moment', async () => new KeptRegistry(new MemoryRegistry()));
registryContract('SQLite', async () => SqliteRegistry.open(freshFolder()));

describe('a registry that is kept for a moment', () => {
  const user = {
    name: 'Anna',
    disabled: false,
    keeper: false,
    identities: [],
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'local',
  };

  it('knows at once what was changed through it, and soon what another process changed', async () => {
    const shared = new MemoryRegistry();
    const [here, there] = [new KeptRegistry(shared), new KeptRegistry(shared)];
    const first = await here.put('user', 'a', user, noRecord);
    expect((await there.get('user', 'a'))!.record.disabled).toBe(false);
    await here.get('user', 'a');
    await here.put('user', 'a', { ...user, disabled: true }, first);
    expect((await here.get('user', 'a'))!.record.disabled).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await there.get('user', 'a'))!.record.disabled).toBe(true);
  });

  it('does not keep what was read while it was being changed', async () => {
    const shared = new MemoryRegistry();
    const kept = new KeptRegistry(shared);
    const first = await kept.put('user', 'a', user, noRecord);
    const reading = kept.get('user', 'a');
    await kept.put('user', 'a', { ...user, disabled: true }, first);
    await reading;
    expect((await kept.get('user', 'a'))!.record.disabled).toBe(true);
  });
});

describe('the registry’s file', () => {
  const token = { createdAt: '2026-01-01T00:00:00Z', expiresAt: 'CANARY-7f3a' };

  it('is for its owner alone, with all that SQLite puts beside it', async () => {
    const folder = freshFolder();
    const registry = SqliteRegistry.open(folder);
    await registry.put('one-time-token', 'a', token, noRecord);
    for (const ending of ['', '-wal', '-shm']) {
      expect(statSync(join(folder, registryFileName + ending)).mode & 0o777).toBe(0o600);
    }
    await registry.close();
  });

  it('keeps what was put, and two processes on it do not overwrite each other', async () => {
    const folder = freshFolder();
    const server = SqliteRegistry.open(folder);
    const commandLine = SqliteRegistry.open(folder);
    const version = await server.put('one-time-token', 'a', token, noRecord);
    await commandLine.delete('one-time-token', 'a', version);
    await expect(server.delete('one-time-token', 'a', version)).rejects.toThrow(RecordChanged);
    await commandLine.put('one-time-token', 'b', token, noRecord);
    await server.close();
    await commandLine.close();
    const again = SqliteRegistry.open(folder);
    expect((await again.get('one-time-token', 'b'))!.record).toEqual(token);
    await again.close();
  });

  it('holds nothing of what was deleted', async () => {
    const folder = freshFolder();
    const registry = SqliteRegistry.open(folder);
    await registry.delete('one-time-token', 'a', await registry.put('one-time-token', 'a', token, noRecord));
    await registry.close();
    expect(readFileSync(join(folder, registryFileName)).includes('CANARY-7f3a')).toBe(false);
  });
});
