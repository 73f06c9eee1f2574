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
      logKeyFile: join(projectRoot, 'data', 'demo', 'log-key.json'),
      demo: true,
      foundingCase: true,
      behindProxy: false,
      openReading: true,
      requestsPerSecond: 1000,
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
    ['LEDGER_BEHIND_PROXY', 'true'],
    ['LEDGER_OPEN_READING', 'on'],
    ['LEDGER_RATE_LIMIT', '-1'],
    ['LEDGER_PUBLIC_URL', 'http://ledger.example.org'],
    ['LEDGER_PUBLIC_URL', 'https://ledger.example.org/path'],
    ['LEDGER_OIDC_ISSUER', 'http://issuer.example.org'],
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

  describe('beyond this machine', () => {
    const beyond = { HOST: '0.0.0.0', LEDGER_PUBLIC_URL: 'https://ledger.example.org' };

    it('are refused where nothing encrypts, or the server does not know its own name', () => {
      expect(refused({ HOST: '0.0.0.0' }).setting).toBe('HOST');
      expect(refused(beyond).setting).toBe('LEDGER_PUBLIC_URL');
      expect(refused({ HOST: '0.0.0.0', LEDGER_BEHIND_PROXY: '1' }).setting).toBe('LEDGER_PUBLIC_URL');
      expect(refused({ ...beyond, LEDGER_TLS_CERT: 'a.pem' }).setting).toBe('LEDGER_TLS_KEY');
      expect(refused({ ...beyond, LEDGER_TLS_KEY: 'a.pem' }).setting).toBe('LEDGER_TLS_CERT');
    });

    it('close reading to whoever has not signed in, unless it is opened', () => {
      const behindProxy = { ...beyond, LEDGER_BEHIND_PROXY: '1' };
      expect(readConfig(behindProxy)).toMatchObject({
        host: '0.0.0.0',
        publicOrigin: 'https://ledger.example.org',
        behindProxy: true,
        openReading: false,
      });
      expect(readConfig({ ...behindProxy, LEDGER_OPEN_READING: '1' }).openReading).toBe(true);
      expect(readConfig({ ...behindProxy, HOST: '127.0.0.1' }).openReading).toBe(false);
      expect(readConfig({ ...beyond, LEDGER_TLS_CERT: 'c.pem', LEDGER_TLS_KEY: 'k.pem' })).toMatchObject({
        tls: { certificate: 'c.pem', key: 'k.pem' },
        openReading: false,
      });
    });
  });

  describe('for an issuer', () => {
    const issuer = { LEDGER_OIDC_ISSUER: 'https://issuer.example.org', LEDGER_OIDC_AUDIENCE: 'ledger' };

    it('take tokens for this ledger alone, signed by a key pair', () => {
      expect(readConfig(issuer).oidc).toEqual({
        issuer: 'https://issuer.example.org',
        audience: ['ledger'],
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        clockToleranceSeconds: 5,
      });
    });

    it.each<[Setting, Record<string, string>]>([
      ['LEDGER_OIDC_AUDIENCE', { LEDGER_OIDC_ISSUER: 'https://issuer.example.org' }],
      ['LEDGER_OIDC_AUDIENCE', { LEDGER_OIDC_AUDIENCE: 'ledger' }],
      ['LEDGER_OIDC_ALGORITHMS', { ...issuer, LEDGER_OIDC_ALGORITHMS: 'none' }],
      ['LEDGER_OIDC_ALGORITHMS', { ...issuer, LEDGER_OIDC_ALGORITHMS: 'RS256,HS256' }],
      ['LEDGER_OIDC_CLOCK_TOLERANCE', { ...issuer, LEDGER_OIDC_CLOCK_TOLERANCE: '3600' }],
    ])('name %s where it cannot be used', (setting, environment) => {
      expect(refused(environment).setting).toBe(setting);
    });
  });

  it('are each documented, and no others are', () => {
    const page = readFileSync(join(projectRoot, 'docs', 'SETTINGS.md'), 'utf8');
    const documented = [...page.matchAll(/^## `([A-Z_]+)`$/gm)].map(([, name]) => name);
    expect(new Set(documented)).toEqual(new Set(Object.keys(settings)));
  });
});
