import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { temporaryFolder } from '../support/temporary-folder.js';
import { first, rowsOf, table } from './csv.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const mebibyte = 1024 * 1024;
const fileBytes = 200 * mebibyte;
const note = 'It was told on Wednesday, and it was told again. '.repeat(600);
const heads = Object.keys(first({ note }));
const introduced = [
  'incident_title',
  'question_text',
  'value_type',
  'document_title',
  'document_kind',
  'document_url',
  'document_published_at',
];

function rowOf(number: number): string {
  const cells: Record<string, string> = {
    ...first({ note }),
    ...Object.fromEntries(introduced.map((column) => [column, ''])),
    claim: `many-${number}`,
  };
  return `\n${table([heads.map((name) => cells[name] ?? '')])}`;
}

test('200 MiB are tried in a memory that does not grow with them', async () => {
  const child = spawn(
    process.execPath,
    [...sources, '--csv', '--dry-run', '--json', '--namespace', 'large', '-'],
    {
      env: { ...process.env, LEDGER_DATA_DIR: folder.path },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let told = '';
  child.stdout.on('data', (chunk) => (told = (told + String(chunk)).slice(-2_000)));
  const exit = once(child, 'exit');
  child.stdin.write(rowsOf([first({ note })]));
  const memory: number[] = [];
  let rows = 1;
  for (let sent = 0; sent < fileBytes; rows += 1) {
    const row = rowOf(rows);
    sent += row.length;
    if (!child.stdin.write(row)) await once(child.stdin, 'drain');
    if (rows % 500 === 0) memory.push(residentBytes(child.pid!));
  }
  child.stdin.end();
  expect(await exit).toEqual([0, null]);
  const { report } = JSON.parse(told.trim().split('\n').at(-1)!) as {
    report: { added: { claims: number }; rejected: number };
  };
  expect({ claims: report.added.claims, rejected: report.rejected }).toEqual({ claims: rows, rejected: 0 });
  process.stdout.write(
    `200 MiB of claims, ${rows} rows: at most ${Math.round(Math.max(...memory) / mebibyte)} MiB of memory\n`,
  );
  expect(Math.max(...memory)).toBeLessThan(600 * mebibyte);
}, 300_000);

const sources = ['--import', './test/support/run-typescript.mjs', 'src/cli.ts', 'import'];

/** VmRSS of a process (proc(5)). */
function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)![1]) * 1024;
}
