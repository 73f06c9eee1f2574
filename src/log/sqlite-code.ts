/**
 * SQLite's own name for what went wrong (SQLITE_FULL); '' for any other error. By the code and not by the class: the
 * binding throws the class of whoever loaded it first in the process, which need not be the caller's.
 */
export function sqliteCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_') ? code : '';
}
