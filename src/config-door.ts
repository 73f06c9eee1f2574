import { isIP } from 'node:net';
import { oidcAlgorithms, type OidcSettings } from './access/oidc.js';

/** How people and programs get in: where the server listens, under which name, over what, and who may read. */
export interface Door {
  readonly host: string;
  /** the address under which people reach it, where that is not the one it listens on: https://ledger.example.org */
  readonly publicOrigin?: string;
  /** a proxy in front speaks TLS and says whose requests it passes on */
  readonly behindProxy: boolean;
  /** files in PEM; where set, the server speaks TLS itself */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** whoever has not signed in reads what is open */
  readonly openReading: boolean;
  /** of one key, user or address; 0: as many as they like */
  readonly requestsPerSecond: number;
  /** whose tokens are taken as a sign-in */
  readonly oidc?: OidcSettings;
}

export const doorSettings = {
  HOST: 'address to listen on; default 127.0.0.1; beyond loopback with TLS or a proxy only',
  LEDGER_PUBLIC_URL: 'the address under which people reach the server; needed beyond loopback',
  LEDGER_BEHIND_PROXY: '1: a proxy in front speaks TLS; default 0',
  LEDGER_TLS_CERT: 'certificate chain in PEM, where the server speaks TLS itself',
  LEDGER_TLS_KEY: 'private key of that certificate in PEM',
  LEDGER_OPEN_READING:
    '1: whoever has not signed in reads what is open, 0: nothing; default 1 on loopback, else 0',
  LEDGER_RATE_LIMIT: 'requests a second of one key, user or address; 0: no limit; default 1000',
  LEDGER_OIDC_ISSUER: 'OpenID Connect issuer whose tokens sign in the users that carry its identities',
  LEDGER_OIDC_AUDIENCE: 'audiences, one of which a token must name; needed with an issuer',
  LEDGER_OIDC_ALGORITHMS: 'signature algorithms that are taken; default RS256, PS256, ES256, EdDSA',
  LEDGER_OIDC_CLOCK_TOLERANCE: 'seconds by which the issuer’s clock may differ; default 5',
} as const;
export type DoorSetting = keyof typeof doorSettings;

/** Reads one setting; `fail` makes the error that names it. */
export interface Asked {
  given: (name: DoorSetting) => string | undefined;
  fail: (name: DoorSetting, problem: string) => Error;
}

const defaultRequestsPerSecond = 1000;

export function readDoor(asked: Asked): Door {
  const { given, fail } = asked;
  const host = given('HOST') ?? '127.0.0.1';
  const behindProxy = switchIn(asked, 'LEDGER_BEHIND_PROXY', false);
  const tls = readTls(asked);
  const encrypted = tls !== undefined || behindProxy;
  const publicOrigin = readPublicOrigin(asked, encrypted);
  if (!isLoopback(host)) checkExposed();
  const beyond = !isLoopback(host) || behindProxy;
  const oidc = readOidc(asked);
  return {
    host,
    ...(publicOrigin !== undefined && { publicOrigin }),
    behindProxy,
    ...(tls && { tls }),
    openReading: switchIn(asked, 'LEDGER_OPEN_READING', !beyond),
    requestsPerSecond: wholeIn(asked, 'LEDGER_RATE_LIMIT', defaultRequestsPerSecond, 1_000_000),
    ...(oidc && { oidc }),
  };

  /** Keys and cookies must not cross a network in the clear, and the server must know its own name. */
  function checkExposed(): void {
    if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
      throw fail('HOST', `"${host}" is no address: leave it out for 127.0.0.1`);
    }
    if (!encrypted) {
      throw fail(
        'HOST',
        `"${host}" is reached from other machines, and nothing encrypts what they send: set LEDGER_TLS_CERT and ` +
          'LEDGER_TLS_KEY, or LEDGER_BEHIND_PROXY=1 where a proxy in front speaks TLS, or leave HOST out',
      );
    }
    if (publicOrigin === undefined) {
      throw fail(
        'LEDGER_PUBLIC_URL',
        'HOST goes beyond this machine: say under which address people reach it',
      );
    }
  }
}

function readTls({ given, fail }: Asked): Door['tls'] {
  const certificate = given('LEDGER_TLS_CERT');
  const key = given('LEDGER_TLS_KEY');
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  if (certificate !== undefined) throw fail('LEDGER_TLS_KEY', 'LEDGER_TLS_CERT needs its private key');
  if (key !== undefined) throw fail('LEDGER_TLS_CERT', 'LEDGER_TLS_KEY needs its certificate');
  return undefined;
}

function readPublicOrigin({ given, fail }: Asked, encrypted: boolean): string | undefined {
  const text = given('LEDGER_PUBLIC_URL');
  if (text === undefined) {
    if (given('LEDGER_BEHIND_PROXY') !== '1') return undefined;
    throw fail(
      'LEDGER_PUBLIC_URL',
      'LEDGER_BEHIND_PROXY is set: say under which address people reach the proxy',
    );
  }
  const url = URL.parse(text);
  if (!url || url.protocol !== 'https:' || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw fail('LEDGER_PUBLIC_URL', `"${text}" is not like https://ledger.example.org, without a path`);
  }
  if (!encrypted) {
    throw fail(
      'LEDGER_PUBLIC_URL',
      'nothing speaks TLS: set LEDGER_TLS_CERT and LEDGER_TLS_KEY, or LEDGER_BEHIND_PROXY=1',
    );
  }
  return url.origin;
}

function readOidc(asked: Asked): OidcSettings | undefined {
  const { given, fail } = asked;
  const issuer = given('LEDGER_OIDC_ISSUER');
  if (issuer === undefined) {
    for (const other of [
      'LEDGER_OIDC_AUDIENCE',
      'LEDGER_OIDC_ALGORITHMS',
      'LEDGER_OIDC_CLOCK_TOLERANCE',
    ] as const) {
      if (given(other) !== undefined) throw fail(other, 'is of no use without LEDGER_OIDC_ISSUER');
    }
    return undefined;
  }
  const url = URL.parse(issuer);
  if (
    !url ||
    !(
      url.protocol === 'https:' ||
      (url.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, '')))
    )
  ) {
    throw fail('LEDGER_OIDC_ISSUER', `"${issuer}" is no https address`);
  }
  const audience = listIn(asked, 'LEDGER_OIDC_AUDIENCE');
  if (audience.length === 0) {
    throw fail(
      'LEDGER_OIDC_AUDIENCE',
      'say for whom the issuer makes its tokens: others’ must not sign in here',
    );
  }
  const algorithms = listIn(asked, 'LEDGER_OIDC_ALGORITHMS', 'RS256,PS256,ES256,EdDSA');
  const unknown = algorithms.find((name) => !oidcAlgorithms.some((known) => known === name));
  if (unknown !== undefined) {
    throw fail('LEDGER_OIDC_ALGORITHMS', `"${unknown}" is none of ${oidcAlgorithms.join(', ')}`);
  }
  const clockToleranceSeconds = wholeIn(asked, 'LEDGER_OIDC_CLOCK_TOLERANCE', 5, 300);
  return { issuer, audience, algorithms, clockToleranceSeconds };
}

function switchIn({ given, fail }: Asked, name: DoorSetting, otherwise: boolean): boolean {
  const text = given(name);
  if (text === undefined) return otherwise;
  if (text === '1' || text === '0') return text === '1';
  throw fail(name, `"${text}" is neither 1 nor 0`);
}

function wholeIn({ given, fail }: Asked, name: DoorSetting, otherwise: number, most: number): number {
  const text = given(name);
  if (text === undefined) return otherwise;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw fail(name, `"${text}" is no whole number from 0 to ${most}`);
}

function listIn({ given }: Asked, name: DoorSetting, otherwise = ''): string[] {
  return (given(name) ?? otherwise).split(',').flatMap((part) => part.trim() || []);
}

export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
