import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, from `src/` and from `dist/` alike. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

export const oldestNode = 24;

/**
 * True when this process may load the program. The SQLite binding kills an older Node without a message, so
 * main.ts and cli.ts ask here before they load anything else; under an older Node the same command runs on the pinned
 * runtime, with our terminal and our signals, and false is returned.
 */
export function onPinnedRuntime(): boolean {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return true;
  const pinned = join(projectRoot, 'node_modules', '.bin', 'node');
  if (!existsSync(pinned)) {
    process.stderr.write(
      `incident-ledger: Node ${oldestNode} or newer is needed, and this is ${process.version}. ` +
        'Run the command through npm (npm start), which brings the right one, or install a newer Node.\n',
    );
    process.exitCode = 1;
    return false;
  }
  handOver(pinned);
  return false;
}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function handOver(node: string): void {
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], { stdio: 'inherit' });
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1));
  });
}
