import { existsSync } from 'node:fs';
import { OneTimeTokens } from '../access/one-time-tokens.js';
import { openRegistry } from '../composition/homes.js';
import type { Config } from '../config.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import { printLine } from './output.js';

/**
 * A new one-time token for whoever can write the data folder: to sign in for the first time, or again when all keys are
 * lost. Beside a running server too. The token itself is not printed: screens and logs are seen by others.
 */
export async function token(config: Config, { json }: { json?: true }): Promise<ExitCode> {
  if (!existsSync(config.dataDir)) {
    throw new Stop(
      exitCodes.notFound,
      `there is no ledger in ${config.dataDir} yet: the server makes it at its first start`,
    );
  }
  const registry = openRegistry(config);
  try {
    const file = await new OneTimeTokens(registry, config.dataDir).issue();
    await printLine(
      json ? JSON.stringify({ file }) : `A token that signs in once, within seven days, is in ${file}`,
    );
  } finally {
    await registry.close();
  }
  return exitCodes.done;
}
