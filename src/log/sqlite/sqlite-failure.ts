import { LogFailed, LogUnavailable } from '../event-log.js';
import { sqliteCode } from '../sqlite-code.js';

/**
 * What an error of SQLite means to whoever appends. After a failed write or fsync nobody knows what reached the disk,
 * and a second fsync would lie (the kernel has dropped the pages): such a log stops, and starting again reads back
 * what is truly there.
 */
export function sqliteFailure(error: unknown): LogFailed | LogUnavailable {
  if (error instanceof LogFailed || error instanceof LogUnavailable) return error;
  const code = sqliteCode(error);
  if (code === 'SQLITE_FULL') {
    return new LogUnavailable(
      'no space is left on the disk of the log: nothing was written; make room and repeat',
      'full',
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'SQLITE_NOMEM') {
    return new LogUnavailable(`the log cannot be written now (${code}): repeat the call`, 'unreachable', {
      cause: error,
    });
  }
  const said = error instanceof Error ? error.message : String(error);
  return new LogFailed(
    `the log stopped, since what reached the disk is uncertain (${code || 'no code'}: ${said}). ` +
      'Check the disk, then start again: everything acknowledged is read back.',
    { cause: error },
  );
}
