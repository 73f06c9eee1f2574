import { openLedger } from '../composition.js';
import type { Config } from '../config.js';
import type { Integrity } from '../integrity/integrity.js';
import { findWriter } from '../log/folder-lock.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import { print, printLine } from './output.js';
import { ProgressBar } from './progress-bar.js';

/** Makes the views anew from the log. Ctrl-C stops it, and leaves the old ones as they were. */
export async function rebuild(
  config: Config,
  { json, proofs }: { json?: true; proofs?: true },
): Promise<ExitCode> {
  const writer = findWriter(config.dataDir);
  if (writer) {
    const who = writer.address ?? `process ${writer.pid}`;
    throw new Stop(exitCodes.failed, `${who} writes to ${config.dataDir}: stop it, and rebuild then`);
  }
  const bar = new ProgressBar();
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Stop(exitCodes.failed, 'stopped; the views are as they were'));
  process.once('SIGINT', onSignal);
  const open = await openLedger(config);
  try {
    if (proofs) return await rebuildProofs(open.integrity, json ?? false);
    const began = performance.now();
    await open.views.rebuild({
      signal: stop.signal,
      onProgress: ({ events, fraction }) => bar.show(`rebuilding, ${events} events`, fraction, 1),
    });
    bar.clear();
    const { events, position, setAsideCount } = open.views.health();
    const seconds = (performance.now() - began) / 1000;
    if (json) await printLine(JSON.stringify({ events, position, setAside: setAsideCount, seconds }));
    else
      print(
        `The views were made anew from ${events} events in ${seconds.toFixed(1)} s.${aside(setAsideCount)}\n`,
      );
    return exitCodes.done;
  } finally {
    bar.clear();
    process.off('SIGINT', onSignal);
    await open.close();
  }
}

/** The tree in integrity.sqlite; views and checkpoints stay as they are. */
async function rebuildProofs({ sealer }: Integrity, json: boolean): Promise<ExitCode> {
  const { events, checkpoints } = await sealer.rebuild();
  if (json) await printLine(JSON.stringify({ events, checkpoints }));
  else {
    print(
      `The tree was made anew from ${events} events, and has the root of each of ${checkpoints} checkpoints.\n`,
    );
  }
  return exitCodes.done;
}

const aside = (count: number): string =>
  count === 0 ? '' : ` ${count} could not be read and were set aside; /health/ready names them.`;
