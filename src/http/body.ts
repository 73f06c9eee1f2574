import type { FastifyInstance, FastifyRequest } from 'fastify';
import { field, Problem } from './problem.js';
import { readJson } from '../exchange/json.js';

/** Bytes of a body; `importPath` takes more. */
export const maxBodyBytes = 256 * 1024;

export const importPath = '/v1/admin/imports';
/** A copy of a document, in bytes of any sort. */
export const capturePath = '/v1/admin/documents/:document/captures/content';
/** An incident file is checked whole before anything is written, so it is held whole. */
export const maxIncidentFileBytes = 64 * 1024 * 1024;

/** Tables of claims; which sign separates the cells is found out from the headings. */
export const tableTypes = ['text/csv', 'text/tab-separated-values'];
/** Read by the handler as it comes, of any size. */
const streamedTypes = ['application/x-ndjson', 'application/octet-stream', ...tableTypes];

/** Replaces Fastify's body parsers by strict ones; other media types are answered 415. */
export function useStrictBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.url === importPath) route.bodyLimit = maxIncidentFileBytes;
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const { url } = request.routeOptions;
      if (url === capturePath) throw notAsItIs('application/json');
      // The import reads the file itself, to say in which line something is wrong.
      return url === importPath ? body : readObject(decodeUtf8(body));
    },
  );
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (request.routeOptions.url === capturePath) throw notAsItIs('application/x-www-form-urlencoded');
      return formFields(decodeUtf8(body));
    },
  );
  for (const type of [...streamedTypes, '*']) {
    fastify.addContentTypeParser(type, { bodyLimit: Number.MAX_SAFE_INTEGER }, (request, payload, done) => {
      const { url } = request.routeOptions;
      if (url === capturePath || (url === importPath && type !== '*')) done(null, payload);
      else done(untaken(request.headers['content-type'], type));
    });
  }
}

/** A body that the server would read itself; as a copy of a document it is only bytes. */
const notAsItIs = (type: string): Problem =>
  new Problem('unsupported-media-type', `send the copy as application/octet-stream, with ?mediaType=${type}`);

function untaken(given = 'none', type: string): Problem {
  return new Problem(
    'unsupported-media-type',
    type === '*'
      ? `this address takes no body of the type ${given}`
      : `${type} is taken by ${importPath} alone`,
  );
}

/** All that takes JSON takes an object; to Nest, null is no body at all. @throws Problem */
function readObject(text: string): object {
  const value = readJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const message = 'the body must be a JSON object';
  throw new Problem('invalid-request', message, field('', message));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Problem('malformed-json', 'the body is not UTF-8');
  }
}

/** What an HTML form sends; a field that stands several times becomes a list. */
function formFields(text: string): Record<string, string | string[]> {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const all = form.getAll(name);
      return [name, all.length === 1 ? all[0]! : all];
    }),
  );
}
