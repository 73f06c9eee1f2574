import { jest } from '@jest/globals';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OneTimeTokens } from '../../src/access/one-time-tokens.js';
import { SqliteRegistry } from '../../src/access/registry/sqlite-registry.js';
import { firstTokenFile } from '../../src/access/token-file.js';
import { token } from '../../src/cli/token.js';
import { readConfig } from '../../src/config.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('incident-ledger token', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  afterEach(() => jest.restoreAllMocks());

  it('makes a token beside a running server, which takes it; the one before is void, and none is printed', async () => {
    const printed: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
    const server = SqliteRegistry.open(folder.path);
    const tokens = new OneTimeTokens(server, folder.path);
    const file = await tokens.issue();
    const before = readFileSync(file, 'utf8').trim();

    const code = await token(readConfig({ LEDGER_DATA_DIR: folder.path }), { json: true });
    const after = readFileSync(file, 'utf8').trim();
    expect(code).toBe(0);
    expect(JSON.parse(printed.join(''))).toEqual({ file: join(folder.path, firstTokenFile) });
    expect(printed.join('')).not.toContain(after);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await tokens.redeem(before)).toBe(false);
    expect(await tokens.redeem(after)).toBe(true);
    expect(await tokens.redeem(after)).toBe(false);
    await server.close();
  });

  it('says what to do where there is no ledger', async () => {
    const nowhere = readConfig({ LEDGER_DATA_DIR: join(folder.path, 'nowhere') });
    await expect(token(nowhere, {})).rejects.toThrow(/first start/);
  });

  it('is not taken after its seven days', async () => {
    const server = SqliteRegistry.open(folder.path);
    let now = Date.now();
    const tokens = new OneTimeTokens(server, folder.path, () => new Date(now));
    const text = readFileSync(await tokens.issue(), 'utf8').trim();
    now += 8 * 24 * 3600 * 1000;
    expect(await tokens.redeem(text)).toBe(false);
    await server.close();
  });
});
