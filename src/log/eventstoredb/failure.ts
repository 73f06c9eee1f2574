import { ErrorType } from '@eventstore/db-client';
import { EventTooLarge, LogFailed, LogUnavailable } from '../errors.js';
import { NoAnswer } from './patience.js';

/**
 * What is worth asking again: everything that says the server or the way to it is not well now. One goes by `type` and
 * `code`, since `message` is often empty; "Server Is Not Ready" comes as `unknown`, a refused connection as an Error
 * without a type, and what comes without either (no node found) is a matter of time too.
 */
const passingTypes: ReadonlySet<string> = new Set([
  ErrorType.UNAVAILABLE,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
  ErrorType.UNKNOWN,
]);
/** gRPC: cancelled, unknown, deadline exceeded, aborted, internal (RST_STREAM), unavailable. */
const passingCodes: ReadonlySet<number> = new Set([1, 2, 4, 10, 13, 14]);
/** gRPC: permission denied, unauthenticated. */
const refusedCodes: ReadonlySet<number> = new Set([7, 16]);

export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  const type = typeOf(error);
  if (type !== undefined) return passingTypes.has(type);
  const code = codeOf(error);
  return code === undefined ? error instanceof Error && !isOurs(error) : passingCodes.has(code);
}

export const isOfType = (error: unknown, type: ErrorType): boolean => typeOf(error) === type;

/** What an error that is not worth asking again, or was asked again for too long, means to the caller. */
export function meaningOf(error: unknown): Error {
  if (isOurs(error)) return error;
  if (isOfType(error, ErrorType.ACCESS_DENIED) || refusedCodes.has(codeOf(error) ?? -1)) {
    return new LogFailed(
      'EventStoreDB refuses the user of EVENTSTORE_URL: check the name, the password and the access lists',
      { cause: error },
    );
  }
  if (isOfType(error, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED)) {
    return new EventTooLarge('EventStoreDB takes no append of this size: split it', { cause: error });
  }
  return new LogUnavailable(
    `EventStoreDB does not answer as it should (${said(error)}): the call may be repeated`,
    'unreachable',
    { cause: error },
  );
}

const isOurs = (error: unknown): error is Error =>
  error instanceof LogFailed || error instanceof LogUnavailable || error instanceof EventTooLarge;

const typeOf = (error: unknown) => fieldOf(error, 'type', 'string');
const codeOf = (error: unknown) => fieldOf(error, 'code', 'number');

function fieldOf(error: unknown, name: 'type', kind: 'string'): string | undefined;
function fieldOf(error: unknown, name: 'code', kind: 'number'): number | undefined;
function fieldOf(error: unknown, name: string, kind: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const value = (error as Record<string, unknown>)[name];
  return typeof value === kind ? value : undefined;
}

function said(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message || typeOf(error) || 'no reason given';
}
