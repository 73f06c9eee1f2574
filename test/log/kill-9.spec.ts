import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { leafHash } from '../../src/log/envelope.js';
import { logFileName } from '../../src/log/sqlite/log-database.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { acknowledged, appending, linesOf, startChild } from './children/start.js';

const cycles = 6;
const eventsInRow = 3;
const scratch = temporaryFolder();
afterAll(scratch.remove);

/** Lets a process append until it has acknowledged some rows, and kills it in the middle of the next ones. */
async function appendUntilKilled(folder: string, rows: number): Promise<string[]> {
  const child = startChild(appending, [folder, '16', String(eventsInRow), '1000000']);
  let seen = 0;
  const lines = await linesOf(child, () => {
    seen += 1;
    if (seen === rows) child.kill('SIGKILL');
  });
  return acknowledged(lines);
}

describe('a process killed with -9 in mid-write', () => {
  it('loses nothing that it acknowledged and leaves nothing torn', async () => {
    const folder = join(scratch.path, 'data');
    const promised: string[] = [];
    let events = 0;
    for (let cycle = 0; cycle < cycles; cycle += 1) {
      promised.push(...(await appendUntilKilled(folder, 20 + cycle * 97)));
      const log = await SqliteLog.open(folder);
      const found = Map.groupBy(await log.readAll({ limit: 1_000_000 }), ({ envelope }) => envelope.stream);
      events = [...found.values()].reduce((sum, row) => sum + row.length, 0);
      expect(promised.filter((stream) => !found.has(stream))).toEqual([]);
      for (const row of found.values()) {
        expect(row.map(({ envelope }) => envelope.revision)).toEqual([0, 1, 2]);
      }
      await log.close();
    }
    const db = new Database(join(folder, logFileName), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    for (const row of db
      .prepare<[], { bytes: Buffer; leaf_hash: Buffer }>('SELECT * FROM events')
      .iterate()) {
      expect(row.leaf_hash.equals(leafHash(row.bytes))).toBe(true);
    }
    db.close();
    expect(promised.length).toBeGreaterThan(cycles * 20);
    process.stderr.write(
      `kill -9: ${cycles} cycles, ${promised.length * eventsInRow} events acknowledged, 0 lost, 0 torn ` +
        `(${events} in the log)\n`,
    );
  }, 60_000);
});
