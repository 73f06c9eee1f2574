import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventTooLarge, LogFailed, LogUnavailable, WrongExpectedRevision } from '../log/event-log.js';
import { IntegrityFault } from '../integrity/seal/fault.js';
import { JsonFault } from '../exchange/json.js';
import { ContentTooLarge } from '../log/content/content-store.js';
import { NotCanonical } from '../log/envelope.js';
import { BadInstant } from '../read/moments.js';
import { BadCursor } from '../read/paging.js';
import { field, Problem, type ProblemKind } from './problem.js';
import { noteProblem } from './observed-requests.js';
import type { RouteTable } from './route-table.js';

/** Makes an RFC 9457 answer of whatever was thrown, and keeps from the client what only the log should hold. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.routes);
  }
}

export function answerProblem(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  routes: RouteTable,
): void {
  const problem = toProblem(thrown, request, routes);
  noteProblem(request, problem);
  if (problem.kind === 'internal') request.log.error({ err: thrown }, 'unexpected error');
  if (reply.raw.headersSent) {
    reply.raw.destroy(); // half an answer cannot be turned into an error: the client must see that it broke off
    return;
  }
  void reply
    .code(problem.status)
    .headers(reply.hasHeader('content-security-policy') ? {} : plain)
    .headers(problem.kind === 'not-signed-in' ? challenge : {})
    .headers(problem.headers)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-request-id', request.id)
    .send(JSON.stringify(problem.toDocument(request.url, request.id)));
}

/** RFC 9110, 15.5.2: a 401 says how to sign in. */
const challenge = { 'www-authenticate': 'Bearer' };

/** An address that is not well formed is answered before helmet's hook. */
const plain = { 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' };

function toProblem(thrown: unknown, request: FastifyRequest, routes: RouteTable): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof JsonFault) return malformed(thrown);
  if (thrown instanceof LogUnavailable) return unavailable(thrown);
  for (const [kind, known, code] of knownErrors) {
    if (thrown instanceof known) {
      return new Problem(kind, thrown.message, code === undefined ? {} : { code });
    }
  }
  const status = statusOf(thrown);
  if (status === 404 && isUnrouted(request)) return unrouted(request, routes);
  const kind = byStatus[status];
  if (kind) return new Problem(kind, messageOf(thrown));
  return new Problem('internal', 'something went wrong on our side; nothing more is said here on purpose');
}

/** Errors from below that say in their own words what to do. */
const knownErrors: [ProblemKind, new (...args: never[]) => Error, code?: string][] = [
  ['too-large', EventTooLarge],
  ['too-large', ContentTooLarge],
  ['refused', NotCanonical, 'not-canonical'],
  ['conflict', WrongExpectedRevision, 'changed-meanwhile'],
  ['invalid-request', BadCursor],
  ['invalid-request', BadInstant],
  ['stopped', LogFailed],
  ['stopped', IntegrityFault],
];

function malformed({ message, path, offset }: JsonFault): Problem {
  const where = path === '' ? `at offset ${offset}` : `at ${path}, offset ${offset}`;
  return new Problem('malformed-json', `${message} (${where})`, field(path, message));
}

function unavailable(error: LogUnavailable): Problem {
  return error.reason === 'full'
    ? new Problem('storage-full', error.message)
    : new Problem('unavailable', error.message, {}, { 'retry-after': '5' });
}

/** What the framework below us refuses by itself. */
const byStatus: Partial<Record<number, ProblemKind>> = {
  400: 'invalid-request',
  404: 'unknown-thing',
  413: 'too-large',
  414: 'invalid-request',
  415: 'unsupported-media-type',
};

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number') {
    return thrown.statusCode;
  }
  return 500;
}

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'the request failed';

const isUnrouted = (request: FastifyRequest): boolean =>
  request.is404 || request.routeOptions.url === undefined;

function unrouted(request: FastifyRequest, routes: RouteTable): Problem {
  const path = request.url.split('?', 1)[0]!;
  const allowed = routes.methodsOf(path);
  if (allowed.length === 0) return new Problem('unknown-route', `there is nothing at ${path}`);
  return new Problem(
    'method-not-allowed',
    `${path} takes ${allowed.join(', ')}, not ${request.method}`,
    {},
    { allow: allowed.join(', ') },
  );
}
