import { migrateLedger } from '../composition/migrate.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { MigrateCommand } from './options.js';
import { print, printLine } from './output.js';
import { ProgressBar } from './progress-bar.js';

const steps = {
  copying: 'copying, events',
  comparing: 'comparing, events',
  texts: 'copying texts',
};

/** Copies a ledger between a data folder and an EventStoreDB. Ctrl-C stops it; called again it goes on from there. */
export async function migrate({ from, to, json }: MigrateCommand): Promise<ExitCode> {
  const bar = new ProgressBar();
  const stop = new AbortController();
  const onSignal = () =>
    stop.abort(new Stop(exitCodes.failed, 'stopped; the same command goes on from there'));
  process.once('SIGINT', onSignal);
  try {
    const migrated = await migrateLedger({
      from,
      to,
      signal: stop.signal,
      onProgress: ({ step, done }) => bar.show(steps[step], done, undefined),
    });
    bar.clear();
    if (json) await printLine(JSON.stringify(migrated));
    else print(told(migrated));
    return exitCodes.done;
  } finally {
    bar.clear();
    process.off('SIGINT', onSignal);
  }
}

const told = ({ ledger, events, found, texts, records, digest }: Awaited<ReturnType<typeof migrateLedger>>) =>
  `Ledger ${ledger} is in both places: ${events} events (${found} were there before), ${texts} texts, ` +
  `${records} records of users and keys.\n` +
  `Both were read again and are the same, event by event: SHA-256 ${digest}.\n` +
  'The key that signs checkpoints (log-key.json) and the last checkpoint stay in the data folder: keep that folder, ' +
  'or copy the two files into that of each replica.\n';
