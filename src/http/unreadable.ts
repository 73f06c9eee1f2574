import type { Socket } from 'node:net';
import { newEventId } from '../log/envelope.js';
import { Problem, type ProblemKind } from './problem.js';

/**
 * What could not be read as HTTP never becomes a request; it is answered as a problem all the same, on the bare
 * connection, which ends with it. What was sent is not repeated: it may hold a key.
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const [kind, detail] = whyOf(error.code);
  const id = newEventId();
  const problem = new Problem(kind, detail);
  const body = JSON.stringify(problem.toDocument('', id));
  socket.end(
    `HTTP/1.1 ${problem.status} ${kind === 'too-large' ? 'Content Too Large' : 'Bad Request'}\r\n` +
      `content-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-request-id: ${id}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}

function whyOf(code: string | undefined): [ProblemKind, string] {
  if (code === 'HPE_HEADER_OVERFLOW')
    return ['too-large', 'the address and headers of a request hold at most 16 KiB'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return ['invalid-request', 'the headers of the request did not all come within a minute'];
  return ['invalid-request', 'this is not a well-formed HTTP/1.1 request'];
}
