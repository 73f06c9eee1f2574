import { isLoopback, type Config } from '../config.js';
import { Problem } from './problem.js';

/**
 * A page elsewhere can point its own name at 127.0.0.1 and make a browser here talk to us (DNS rebinding); the Host
 * header then holds that name. A request from another site's page carries its Origin, or says cross-site in Fetch
 * Metadata. Programs send neither header and are not hindered.
 * @throws Problem `wrong-host`, `foreign-origin`, or `invalid-request` without a Host (RFC 9112, 3.2)
 */
export function checkHostAndOrigin(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  method: string,
  { publicOrigin, tls }: Pick<Config, 'publicOrigin' | 'tls'>,
): void {
  if (headers['host'] === undefined)
    throw new Problem('invalid-request', 'a request says in Host whom it asks');
  const host = String(headers['host']);
  const url = URL.parse(`http://${host}`);
  const isHere = url !== null && isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  if (!(isHere || host === hostOf(publicOrigin)) || url?.host !== normalHost(host)) {
    throw new Problem(
      'wrong-host',
      `this server does not answer to "${host}": use the address printed at start`,
    );
  }
  const origin = headers['origin'];
  const own = isHere ? `${tls ? 'https' : 'http'}://${host}` : publicOrigin;
  if (origin !== undefined && origin !== own && origin !== publicOrigin) {
    throw new Problem('foreign-origin', `a page of ${String(origin)} may not use this server`);
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !['GET', 'HEAD'].includes(method)) {
    throw new Problem('foreign-origin', `a ${String(site)} request may read but not change the record`);
  }
}

const hostOf = (origin: string | undefined): string | undefined =>
  origin === undefined ? undefined : new URL(origin).host;

/** URL drops the default port and lower-cases; user names, paths and the like must not have been in there. */
const normalHost = (host: string): string => host.toLowerCase().replace(/:80$/, '');
