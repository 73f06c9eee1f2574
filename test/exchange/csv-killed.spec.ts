import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, jsonLines } from '../cli/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { first, next, rowsOf } from './csv.js';
import { eventsIn, killedImport } from './kill.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const rows = 800;

test('a table, killed with -9 in the middle, twice, and imported again: all of it is there, once', async () => {
  const dataDir = join(folder.path, 'ledger');
  const file = join(folder.path, 'claims.csv');
  // Without keys of their own: what a row says is what it is known by.
  const others = Array.from({ length: rows }, (_, index) => next({ claim: '', value: `at least ${index}` }));
  writeFileSync(file, rowsOf([first({ namespace: 'killed', claim: '' }), ...others]));
  const seen = await killedImport(dataDir, file, 0);
  const acknowledged = await eventsIn(dataDir);
  expect(acknowledged.length).toBeGreaterThanOrEqual(seen);
  await killedImport(dataDir, file, acknowledged.length);
  expect((await eventsIn(dataDir)).slice(0, acknowledged.length)).toEqual(acknowledged);

  process.env['LEDGER_DATA_DIR'] = dataDir;
  const { code, out, err } = await command('import', '--json', file);
  delete process.env['LEDGER_DATA_DIR'];
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { report } = jsonLines(out).at(-1) as {
    report: { added: { claims: number }; known: { claims: number } };
  };
  expect(report.known.claims).toBeGreaterThan(0);
  expect(report.added.claims + report.known.claims).toBe(rows + 1);

  const events = await eventsIn(dataDir);
  const claims = events.filter(({ type }) => type === 'ClaimRecorded').map(({ data }) => data['value']);
  expect(claims).toEqual([
    { kind: 'exact', n: 5 },
    ...others.map((_, index) => ({ kind: 'at-least', n: index })),
  ]);
  expect(new Set(events.map(({ stream }) => stream)).size).toBe(events.length);
}, 120_000);
