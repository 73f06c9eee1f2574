import type { FastifyLoggerOptions } from 'fastify';
import type { Config } from '../config.js';
import { IntegrityFault } from '../integrity/seal/fault.js';
import { LogFailed, LogUnavailable } from '../log/event-log.js';
import { askerOf } from './access/asking.js';
import type { Handled, ObservedRequests } from './observed-requests.js';

/**
 * The server's log: one JSON object a line, without secrets and without anything that people wrote or are called
 * (docs/OPERATIONS.md, "Logs"). What the libraries below would add by themselves is cut to what is known to be harmless.
 */
export function loggerOptions({ logLevel }: Config): FastifyLoggerOptions {
  const options = {
    level: logLevel,
    stream: process.stderr,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level: string) => ({ level }) },
    serializers: {
      err: describeError,
      req: ({ method }: { method?: string }) => ({ method }),
      res: ({ statusCode }: { statusCode?: number }) => ({ statusCode }),
    },
    hooks: {
      logMethod(this: unknown, args: unknown[], log: (...args: unknown[]) => void) {
        log.apply(this, args.map(withoutQueries));
      },
    },
  };
  return options as unknown as FastifyLoggerOptions;
}

/** Addresses in sentences of the framework's. */
const withoutQueries = (part: unknown): unknown =>
  typeof part === 'string' ? part.replaceAll(/\?[^\s"]*/g, '?...') : part;

/** Errors of ours say what happened in words of ours; messages of others may quote what was sent. */
const ours = [LogFailed, LogUnavailable, IntegrityFault];

interface Described {
  type: string;
  code?: string;
  message?: string;
  stack: string[];
  cause?: Described;
}

/** Where it happened, always; what it says, only where that is known to quote nobody. */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) return { type: typeof error, stack: [] };
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    ...(ours.some((known) => error instanceof known) && { message: error.message }),
    stack: (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []),
    ...(error.cause instanceof Error && { cause: describeError(error.cause) }),
  };
}

/** One line for each request that is over. */
export function logRequests(requests: ObservedRequests): void {
  requests.handled.subscribe((handled) => {
    const { log } = handled.request;
    log[levelOf(handled)](line(handled), 'request');
  });
}

/** Refusals that an operator may want to look at are warnings; that a request was wrong is its sender's business. */
function levelOf({ status, problem }: Handled): 'error' | 'warn' | 'info' {
  if (problem?.kind === 'stopping') return 'info';
  if (status >= 500) return status === 503 ? 'warn' : 'error';
  return status === 401 || status === 403 || status === 429 ? 'warn' : 'info';
}

function line({ request, status, route, seconds, sentBytes, complete, problem }: Handled): object {
  const asker = askerOf(request);
  const traceId = traceOf(request.headers['traceparent']);
  const received = Number(request.headers['content-length']);
  return {
    ...(traceId !== undefined && { traceId }),
    method: request.method,
    route: route ?? null,
    status,
    ms: Math.round(seconds * 10_000) / 10,
    actor: asker.subject,
    via: asker.via,
    ...(Number.isSafeInteger(received) && { receivedBytes: received }),
    ...(sentBytes !== undefined && { sentBytes }),
    ...(!complete && { brokenOff: true }),
    ...(problem && { problem: problem.kind }),
    ...(problem?.extras.code !== undefined && { code: problem.extras.code }),
  };
}

/** W3C Trace Context, 3.2: hexadecimal digits, or nothing. */
export function traceOf(header: unknown): string | undefined {
  const [, id] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(header)) ?? [];
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
