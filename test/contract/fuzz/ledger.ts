import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppModule } from '../../../src/app.module.js';
import { openLedger, viewsFileName } from '../../../src/composition.js';
import { readConfig } from '../../../src/config.js';
import { createApp } from '../../../src/http/app.js';

export type RunningLedger = Awaited<ReturnType<typeof startLedger>>;

/** The server as it runs, on a folder, but for the network. */
export async function startLedger(folder: string) {
  const config = readConfig({ LEDGER_DATA_DIR: folder, LEDGER_LOG_LEVEL: 'error', LEDGER_RATE_LIMIT: '0' });
  const opened = await openLedger(config);
  const app = await createApp(AppModule.on(opened, config), config);
  await opened.access.begin();
  return {
    ...opened,
    app,
    close: async () => {
      await app.close();
      await opened.close();
    },
  };
}

/** As if somebody had deleted the views: they are computed from the log again at the next start. */
export function forgetViews(folder: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(join(folder, `${viewsFileName}${suffix}`), { force: true });
}
