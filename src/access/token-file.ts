import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lets whoever can read the data folder in, once. */
export const firstTokenFile = 'first-token';
/** Lets the command line of whoever can read the data folder in, while the server runs. */
export const localTokenFile = 'local-token';

/** Puts a token where its owner alone can read it, whatever was there before. Returns the path. */
export function writeTokenFile(folder: string, name: string, token: string): string {
  const path = join(folder, name);
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, `${token}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, path);
  return path;
}

/** Undefined where there is none. */
export function readTokenFile(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Takes it away, if it still holds this token. */
export function removeTokenFile(folder: string, name: string, token: string): void {
  if (readTokenFile(folder, name) === token) rmSync(join(folder, name), { force: true });
}
