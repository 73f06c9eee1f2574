import Database from 'better-sqlite3';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import { deleteViews } from '../read/views-file.js';
import { Views } from '../read/views.js';
import { fill } from './made-ledger.js';
import { type Measure, type Result, sideBySide } from './measure.js';

const claims = 100_000;
const rounds = 3;
const pageSize = 1_000;

/** What nothing that reads the log can be quicker than: every row in log order, its bytes parsed. */
function bareScan(file: string): number {
  const db = new Database(file, { readonly: true });
  const page = db.prepare<[number, number], { position: number; bytes: Buffer }>(
    'SELECT position, bytes FROM events WHERE position > ? ORDER BY position LIMIT ?',
  );
  let read = 0;
  let last = 0;
  for (let rows = page.all(last, pageSize); rows.length > 0; rows = page.all(last, pageSize)) {
    for (const { bytes } of rows) if (JSON.parse(bytes.toString('utf8'))) read += 1;
    last = rows.at(-1)!.position;
  }
  db.close();
  return read;
}

async function run(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-rebuild-'));
  const log = await SqliteLog.open(folder);
  try {
    const events = await fill(log, claims);
    const logFile = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.sqlite'))!,
    );
    const viewsFile = join(folder, 'views.sqlite');
    const { a: rebuild, b: scan } = await sideBySide(
      rounds,
      () => {
        deleteViews(viewsFile);
        return async () => (await Views.open(log, viewsFile)).close();
      },
      () => () => {
        if (bareScan(logFile) !== events) throw new Error('the bare scan did not read every event');
      },
    );
    const each = (milliseconds: number) => `${((milliseconds / events) * 1_000).toFixed(1)} us an event`;
    return [
      {
        name: 'rebuild of all views / bare scan with JSON.parse',
        ratio: scan / rebuild,
        goal: 0.25,
        better: 'higher',
        detail: `${events} events; rebuild ${each(rebuild)}, scan ${each(scan)}`,
      },
    ];
  } finally {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const measures: Measure = { name: 'rebuild', run };
