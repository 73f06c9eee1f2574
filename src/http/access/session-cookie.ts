import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';

type Encryption = Pick<Config, 'tls' | 'behindProxy'>;

const isEncrypted = ({ tls, behindProxy }: Encryption): boolean => tls !== undefined || behindProxy;

/**
 * Over https the name begins with `__Host-`, by which a browser keeps the cookie to this host alone. A browser takes that
 * name over plain http nowhere, so on this machine the name holds the port: cookies do not know ports, and two ledgers
 * on one machine must not sign each other's readers out.
 */
export function sessionCookieName(request: FastifyRequest, config: Encryption): string {
  return isEncrypted(config) ? '__Host-ledger' : `ledger-session-${request.socket.localPort ?? 0}`;
}

export function sessionCookie(name: string, value: string, expiresAt: Date, config: Encryption): string {
  return [`${name}=${value}`, `Expires=${expiresAt.toUTCString()}`, ...attributes(config)].join('; ');
}

export const endedSessionCookie = (name: string, config: Encryption): string =>
  [`${name}=`, 'Max-Age=0', ...attributes(config)].join('; ');

/** Lax, not Strict: a link in a message opens the page signed in; changes check their origin by themselves. */
const attributes = (config: Encryption): string[] => [
  'Path=/',
  'HttpOnly',
  'SameSite=Lax',
  ...(isEncrypted(config) ? ['Secure'] : []),
];

/** Undefined where the browser sent none. Of two with one name (somebody planted the other) neither is believed. */
export function sentCookie(request: FastifyRequest, name: string): string | undefined {
  const values = (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const cut = pair.indexOf('=');
    return cut > 0 && pair.slice(0, cut).trim() === name ? [pair.slice(cut + 1).trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}
