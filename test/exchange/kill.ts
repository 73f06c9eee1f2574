import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';

async function reading<T>(dataDir: string, read: (log: SqliteLog) => Promise<T>): Promise<T> {
  const log = await SqliteLog.open(dataDir, { readonly: true });
  try {
    return await read(log);
  } finally {
    await log.close();
  }
}
export const eventsIn = (dataDir: string) =>
  reading(dataDir, async (log) => (await log.readAll({ limit: 1_000_000 })).map(({ envelope }) => envelope));
/** Positions of the embedded log count its events; there is no log before it is made. */
const held = (dataDir: string): Promise<number> =>
  reading(dataDir, async (log) => Number((await log.head()) ?? 0)).catch(() => 0);

/** Kills the import without warning once the log holds more than so many events, and says how many it held then. */
export async function killedImport(dataDir: string, file: string, after: number): Promise<number> {
  const child = spawn(process.execPath, [...sources, 'import', file], {
    env: { ...process.env, LEDGER_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  let seen = await held(dataDir);
  while (seen <= after && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen = await held(dataDir);
  }
  child.kill('SIGKILL');
  expect(await exit).toEqual([null, 'SIGKILL']);
  return seen;
}
const sources = ['--import', './test/support/run-typescript.mjs', 'src/cli.ts'];
