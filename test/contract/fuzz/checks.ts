import type { OutgoingHttpHeaders } from 'node:http';
import { problemKinds, type ProblemKind } from '../../../src/http/problem.js';
import type { AnswerSchemas } from '../answers.js';
import type { Draft } from './draft.js';

export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  text: string;
  /** JSON, where it says that it is */
  json: unknown;
}

/** What is wrong with an answer: a few words that stay the same while the request is made smaller, and the rest. */
export interface Fault {
  what: string;
  more: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Lines of a stack, addresses of source files, and folders of this machine. */
const inside = /\bat [\w.<>[\] ]+ \(|\.(?:ts|js):\d+:\d+|node_modules|file:\/\//;

export function faultOf(draft: Draft, answer: Answer, schemas: AnswerSchemas): Fault | undefined {
  const { status, text } = answer;
  const fault = (what: string, more = ''): Fault => ({ what, more: more === '' ? text.slice(0, 600) : more });
  if (status >= 500) return fault(`answers ${status}`);
  if (inside.test(text) && !showsCode(draft)) return fault('tells of its inside', inside.exec(text)![0]);
  return headerFault(draft, answer, fault) ?? bodyFault(draft, answer, schemas, fault);
}

type Say = (what: string, more?: string) => Fault;

function headerFault(draft: Draft, { status, headers }: Answer, fault: Say): Fault | undefined {
  if (!uuid.test(String(headers['x-request-id']))) return fault('has no x-request-id');
  if (headers['x-content-type-options'] !== 'nosniff') return fault('may be sniffed');
  if (headers['content-security-policy'] === undefined) return fault('has no content-security-policy');
  if (headers['set-cookie'] !== undefined && !draft.operation.path.startsWith('/session') && !strays(draft))
    return fault('sets a cookie');
  if (Object.keys(headers).some((name) => /x-injected|x-powered-by/i.test(name)))
    return fault('has a header of its asker');
  const cache = headers['cache-control'] ?? '';
  const isTile = draft.operation.id === 'getTile' && /immutable/.test(cache);
  if (draft.who !== 'nobody' && status !== 304 && !isTile && !/private|no-store|no-cache/.test(cache)) {
    return fault('may be kept for others', cache);
  }
  if (status === 401 && headers['www-authenticate'] === undefined)
    return fault('401 without WWW-Authenticate');
  if ((status === 429 || status === 503) && headers['retry-after'] === undefined)
    return fault('without Retry-After');
  if (status === 405 && headers['allow'] === undefined) return fault('405 without Allow');
  if (status === 201 && headers['location'] === undefined) return fault('201 without Location');
  if (status === 412 && headers['etag'] === undefined) return fault('412 without ETag');
  return undefined;
}

function bodyFault(draft: Draft, answer: Answer, schemas: AnswerSchemas, fault: Say): Fault | undefined {
  const { status, headers, text, json } = answer;
  const [mediaType] = (headers['content-type'] ?? '').split(';');
  if (isSignInForm(draft) && mediaType === 'text/html') return undefined;
  if (status >= 400) {
    const wrong = problemFault(answer, mediaType);
    if (wrong !== undefined) return fault(wrong);
  }
  if (strays(draft) || isDoor(json)) return undefined;
  if (status === 204 || status === 304) return text === '' ? undefined : fault(`${status} with a body`);
  // What is no JSON is a text, or bytes: its schema says no more.
  const body = mediaType !== undefined && mediaType.endsWith('json') ? json : text;
  const misfit = schemas.fault(draft.operation.id, status, mediaType, body);
  return misfit === undefined
    ? undefined
    : fault(`does not fit: ${misfit.replaceAll(/\d+/g, '0').slice(0, 80)}`, misfit);
}

function problemFault({ status, headers, json }: Answer, mediaType: string | undefined): string | undefined {
  if (mediaType !== 'application/problem+json') return `an error in ${mediaType}`;
  const problem = json as Record<string, unknown>;
  const kind = String(problem['type']).replace('/problems/', '');
  if (!Object.hasOwn(problemKinds, kind)) return `a problem of no known type: ${kind}`;
  const known = problemKinds[kind as ProblemKind];
  if (known.status !== status || problem['status'] !== status) return `${kind} with status ${status}`;
  if (problem['requestId'] !== headers['x-request-id']) return 'a problem under another request id';
  if (headers['cache-control'] !== 'no-store') return 'a problem that may be kept';
  return undefined;
}

/** Its address leads elsewhere: `..` goes up, and nothing stands between two slashes. */
const strays = ({ path, query }: Draft): boolean =>
  Object.entries(path).some(([name, value]) =>
    name === 'path' || value.includes('%')
      ? /^$|[?#%\\]|(^|\/)\.{1,2}($|\/)|[^\x21-\x7e]/.test(value)
      : ['', '.', '..'].includes(value),
  ) || Object.keys(query).some((name) => name.length > 1_000);

/** Answered before a route was found, so it is no answer of the operation. */
const isDoor = (json: unknown): boolean =>
  ['/problems/unknown-route', '/problems/method-not-allowed'].includes(
    (json as { type?: string } | undefined)?.type ?? '',
  );

/** A page's own form is answered by a page. */
const isSignInForm = ({ operation, headers }: Draft): boolean =>
  operation.path.startsWith('/session') &&
  Object.entries(headers).some(([name, value]) => /^content-type$/i.test(name) && /x-www-form/.test(value));

/** Source code is what was asked for. */
const showsCode = ({ operation }: Draft): boolean => operation.id === 'getVerifier';
