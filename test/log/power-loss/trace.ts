import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { appending, hooks } from '../children/start.js';

/** What a process asked of its file system, in order, and what it told the world meanwhile (`ack`). */
export type Op =
  | { op: 'create' | 'unlink' | 'sync'; file: string }
  | { op: 'write'; file: string; at: number; bytes: Buffer }
  | { op: 'truncate'; file: string; size: number }
  | { op: 'syncFolder' }
  | { op: 'ack'; stream: string };

/** Events in each row that the traced process appends. */
export const eventsInRow = 2;
const rows = 14;
/** So small that checkpoints, which write to the database file itself, are in the trace too. */
const pagesBetweenCheckpoints = 24;

/** Where no tracer is installed, the trace of an earlier run stands in: recorded by `record`, committed. */
const fixture = (synchronous: string) =>
  join(import.meta.dirname, '..', '..', 'fixtures', `log-trace-${synchronous.toLowerCase()}.ndjson.gz`);

export const tracerInstalled = (): boolean => spawnSync('strace', ['-V']).status === 0;

export function traceOf(synchronous: 'FULL' | 'NORMAL'): Op[] {
  if (!tracerInstalled()) return parseFixture(readFileSync(fixture(synchronous)));
  const ops = record(synchronous);
  if (process.env.UPDATE_TRACE) writeFileSync(fixture(synchronous), toFixture(ops));
  return ops;
}

/** Runs a process that appends, under strace, and reads what it did to the log's files. */
function record(synchronous: string): Op[] {
  const scratch = mkdtempSync(join(tmpdir(), 'incident-ledger-trace-'));
  try {
    const folder = join(scratch, 'data');
    const output = join(scratch, 'trace');
    const calls = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink';
    const child = [
      process.execPath,
      '--import',
      hooks,
      appending,
      folder,
      '2',
      String(eventsInRow),
      String(rows),
    ];
    const pragmas = [`synchronous = ${synchronous}`, `wal_autocheckpoint = ${pagesBetweenCheckpoints}`];
    const traced = spawnSync(
      'strace',
      ['-f', '-y', '-xx', '-s', '100000', '-e', `trace=${calls}`, '-o', output, ...child, ...pragmas],
      { encoding: 'utf8' },
    );
    if (traced.status !== 0) throw new Error(`the traced process failed: ${traced.stderr}`);
    return parseTrace(readFileSync(output, 'latin1'), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const unhex = (text: string) => Buffer.from(text.replaceAll('\\x', ''), 'hex');

/** Lines such as `12 pwrite64(23<path>, "bytes", 4096, 0) = 4096`, every string in hexadecimal. */
function parseTrace(text: string, folder: string): Op[] {
  const known = new Set<string>();
  const ops: Op[] = [];
  const watched = /^log\.sqlite(-wal|-journal)?$/;
  const fileOf = (path: string) => {
    const whole = unhex(path).toString();
    return whole.startsWith(`${folder}/`) && watched.test(basename(whole)) ? basename(whole) : undefined;
  };
  for (const line of text.split('\n')) {
    const call = /^\d+ +(\w+)\((.*)\) += (\d+)/.exec(line);
    if (!call) continue;
    const [, name, args] = call as unknown as [string, string, string];
    const path = /<([^>]*)>/.exec(args)?.[1] ?? '';
    const quoted = /"([^"]*)"/.exec(args)?.[1] ?? '';
    if (name === 'write') {
      const said = unhex(quoted).toString();
      if (args.startsWith('1<') && said.startsWith('ack '))
        ops.push({ op: 'ack', stream: said.slice(4).trim() });
      continue;
    }
    if (/^f(data)?sync$/.test(name) && unhex(path).toString() === folder) ops.push({ op: 'syncFolder' });
    const file = fileOf(name === 'openat' || name === 'unlink' ? quoted : path);
    if (!file) continue;
    const numbers = [...args.matchAll(/, (\d+)/g)].map((match) => Number(match[1]));
    if (name === 'openat' && args.includes('O_CREAT') && !known.has(file)) {
      known.add(file);
      ops.push({ op: 'create', file });
    } else if (name === 'unlink') {
      known.delete(file);
      ops.push({ op: 'unlink', file });
    } else if (name === 'pwrite64') {
      ops.push({ op: 'write', file, at: numbers.at(-1)!, bytes: unhex(quoted) });
    } else if (name === 'ftruncate') {
      ops.push({ op: 'truncate', file, size: numbers.at(-1)! });
    } else if (/^f(data)?sync$/.test(name)) {
      ops.push({ op: 'sync', file });
    }
  }
  return ops;
}

const toFixture = (ops: Op[]) =>
  gzipSync(
    ops
      .map((op) => JSON.stringify(op.op === 'write' ? { ...op, bytes: op.bytes.toString('base64') } : op))
      .join('\n'),
    { level: 9 },
  );

const parseFixture = (bytes: Buffer): Op[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .map((line) => {
      const op = JSON.parse(line) as Op & { bytes?: string };
      return op.op === 'write' ? { ...op, bytes: Buffer.from(String(op.bytes), 'base64') } : op;
    });
