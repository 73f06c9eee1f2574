import { existsSync } from 'node:fs';
import type { Config } from '../config.js';
import { addKey, readKeyFile, retireKey } from '../integrity/log-key.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { KeyOptions } from './options.js';
import { printLine } from './output.js';

/**
 * The keys that sign this ledger's checkpoints. A running server reads them anew at its next seal; docs/PROOFS.md,
 * "Changing the key", says in which order to do it.
 */
export async function key(config: Config, options: KeyOptions): Promise<ExitCode> {
  const path = config.logKeyFile;
  if (!existsSync(path)) {
    throw new Stop(exitCodes.notFound, `${path} is not there yet: the server makes it at its first start`);
  }
  if (options.rotate) await addKey(path, new Date());
  if (options.retire !== undefined) await retireKey(path, options.retire, new Date());
  for (const { vkey, retiredAt } of readKeyFile(path).keys) {
    await printLine(retiredAt === undefined ? vkey : `${vkey} (retired ${retiredAt})`);
  }
  return exitCodes.done;
}
