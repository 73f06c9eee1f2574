import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { first, next, rowsOf } from '../exchange/csv.js';
import { smallCase } from '../exchange/small-case.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { command, jsonLines } from './command.js';

const folder = temporaryFolder();
const dataDir = join(folder.path, 'ledger');
const small = join(folder.path, 'small.json');
const before = { ...process.env };
let server: ChildProcess;

beforeAll(async () => {
  writeFileSync(small, JSON.stringify(smallCase()));
  Object.assign(process.env, { LEDGER_DATA_DIR: dataDir, PORT: '0' });
  server = spawn(process.execPath, ['--import', './test/support/run-typescript.mjs', 'src/main.ts'], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of server.stdout!) {
    said += String(chunk);
    if (said.includes('Stop:')) break;
  }
}, 120_000);

afterAll(async () => {
  const exit = once(server, 'exit');
  server.kill('SIGTERM');
  await exit;
  process.env = before;
  folder.remove();
}, 30_000);

test('import goes through the running server, and view reads beside it', async () => {
  const { out, code } = await command('import', '--json', small);
  expect(code).toBe(0);
  expect(jsonLines(out).at(-1)).toMatchObject({ report: { added: { claims: 3, acts: 2 }, file: small } });
  const again = await command('import', '--json', small);
  expect(jsonLines(again.out).at(-1)).toMatchObject({ report: { added: { claims: 0, acts: 0 } } });
  const [view] = jsonLines((await command('view', 'attack', '--json')).out);
  expect(view).toMatchObject({ incident: 'attack', title: 'Attack on a base' });
}, 60_000);

test('a refused file is told as without a server, and so is a dry run', async () => {
  const bad = join(folder.path, 'bad.json');
  writeFileSync(bad, JSON.stringify(smallCase({ namespace: 'bad', documents: [] })));
  const refused = await command('import', bad);
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('/claims/0/document, claim c1') });
  const other = join(folder.path, 'other.json');
  writeFileSync(other, JSON.stringify(smallCase({ namespace: 'other' })));
  expect((await command('import', '--dry-run', other)).out).toContain('tried only');
  expect(await command('view', 'other:attack')).toMatchObject({ code: 4 });
}, 60_000);

test('a table goes through it too, with its namespace', async () => {
  const table = join(folder.path, 'claims.csv');
  writeFileSync(table, rowsOf([first(), next({ value: '3,5' })]));
  const { code, out, err } = await command('import', '--namespace', 'desk', table);
  expect(code).toBe(3);
  expect(err).toContain('row 3, column value');
  expect(out).toContain(`${table} (namespace desk)`);
  expect(out).toContain('1 claim');
}, 60_000);

test('rebuild refuses', async () => {
  expect(await command('rebuild')).toMatchObject({ code: 1, err: expect.stringMatching(/http:.*stop it/) });
}, 60_000);
