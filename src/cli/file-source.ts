import { createReadStream, statSync } from 'node:fs';
import type { ImportSource } from '../exchange/import.js';
import type { TableOptions } from './options.js';

/** A file to be read; `-` is standard input. */
function sourceOf(file: string): ImportSource {
  if (file === '-') return { name: 'standard input', chunks: process.stdin };
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  return { name: file, chunks: fromFile(file), ...(size !== undefined && { size }) };
}

/** The same, read as a table of claims where its name says so, or whoever imports it. */
export function importSourceOf(file: string, { csv, namespace }: TableOptions): ImportSource {
  const isTable = csv ?? /\.(csv|tsv)$/i.test(file);
  return { ...sourceOf(file), ...(isTable && { csv: namespace === undefined ? {} : { namespace } }) };
}

/** Opened when its turn comes: a thousand files would not all fit among the open ones. */
async function* fromFile(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: 256 * 1024 });
}

/** Why a file cannot be opened, for whoever named it; undefined where the error is of another sort. */
export function fileFault(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'this is a folder, not a file';
    case 'EACCES':
    case 'EPERM':
      return 'you may not read this file';
    default:
      return undefined;
  }
}
