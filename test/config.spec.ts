import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, readConfig, settings, type Setting } from '../src/config.js';
import { projectRoot } from '../src/runtime.js';

const refused = (environment: Record<string, string>): ConfigError => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the settings were taken');
};

describe('settings', () => {
  it('open the demo ledger with its founding case, on this machine alone, when nothing is set', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: join(projectRoot, 'data', 'demo'),
      demo: true,
      foundingCase: true,
      logLevel: 'warn',
    });
  });

  it('open a named ledger empty, unless the founding case is asked for', () => {
    expect(readConfig({ LEDGER_DATA_DIR: 'mine' })).toMatchObject({
      dataDir: resolve('mine'),
      demo: false,
      foundingCase: false,
    });
    expect(readConfig({ LEDGER_DATA_DIR: 'mine', LEDGER_FOUNDING_CASE: '1' }).foundingCase).toBe(true);
  });

  it('never put the founding case into EventStoreDB by themselves', () => {
    const cluster = { EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false', LEDGER_DATA_DIR: 'mine' };
    expect(readConfig(cluster)).toMatchObject({ foundingCase: false, demo: false });
    expect(refused({ EVENTSTORE_URL: cluster.EVENTSTORE_URL }).setting).toBe('LEDGER_DATA_DIR');
  });

  it('take an empty setting for one that is not set', () => {
    expect(readConfig({ PORT: '', LEDGER_DATA_DIR: ' ' })).toEqual(readConfig({}));
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it.each<[Setting, string]>([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['HOST', '0.0.0.0'],
    ['HOST', '192.168.0.7'],
    ['HOST', '::'],
    ['HOST', 'example.org'],
    ['HOST', '127.0.0.1.example.org'],
    ['LEDGER_FOUNDING_CASE', 'yes'],
    ['LEDGER_LOG_LEVEL', 'loud'],
  ])('refuse %s=%s, naming the setting and the value', (setting, value) => {
    const error = refused({ [setting]: value });
    expect(error.setting).toBe(setting);
    expect(error.message).toContain(`${setting}: "${value}"`);
  });

  it('never repeat a connection string, which may hold a password', () => {
    const error = refused({ EVENTSTORE_URL: 'http://admin:secret@db', LEDGER_DATA_DIR: 'mine' });
    expect(error.setting).toBe('EVENTSTORE_URL');
    expect(error.message).not.toContain('secret');
  });

  it('are each documented, and no others are', () => {
    const page = readFileSync(join(projectRoot, 'docs', 'SETTINGS.md'), 'utf8');
    const documented = [...page.matchAll(/^## `([A-Z_]+)`$/gm)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(Object.keys(settings)));
  });
});
