import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger, readLedger, type ReadLedger } from '../composition.js';
import type { Config } from '../config.js';
import { comparePositions } from '../log/event-log.js';
import { findWriter } from '../log/folder-lock.js';
import { ViewsNotReady } from '../read/views.js';
import { exitCodes, Stop } from './exit.js';

/** So long a running server may take to bring its views up to the log. */
const serverWaitMs = 5_000;

/**
 * The ledger of the settings, to be read: beside the process that writes it, or, where there is none, with its views
 * brought up to the log first.
 */
export async function openToRead(config: Config): Promise<ReadLedger> {
  if (findWriter(config.dataDir)) return besideTheWriter(config);
  if (config.eventStoreUrl === undefined && !config.demo && !existsSync(join(config.dataDir, 'log.sqlite'))) {
    throw new Stop(
      exitCodes.notFound,
      `there is no ledger in ${config.dataDir}: is LEDGER_DATA_DIR the right folder?`,
    );
  }
  return openLedger(config);
}

async function besideTheWriter(config: Config): Promise<ReadLedger> {
  for (const until = Date.now() + serverWaitMs; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      const open = await readLedger(config);
      const head = await open.log.head();
      if (head !== null) await open.views.waitFor(head, serverWaitMs);
      const { position } = open.views.health();
      if (head !== null && (position === null || comparePositions(position, head) < 0)) {
        process.stderr.write(
          'incident-ledger: the views are a little behind the log; the answer may be too\n',
        );
      }
      return open;
    } catch (error) {
      // The writer is only just making them.
      if (!(error instanceof ViewsNotReady) || Date.now() > until) throw error;
    }
  }
}
