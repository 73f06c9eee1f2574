import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
export const hooks = join(root, 'test', 'support', 'run-typescript.mjs');
export const appending = join(root, 'test', 'log', 'children', 'appending.ts');

/** Starts a program of this folder; `before` is a command that runs it (a tracer, a shell with limits). */
export function startChild(
  program: string,
  args: readonly string[],
  before: readonly string[] = [],
): ChildProcess {
  const [command, ...rest] = [...before, process.execPath, '--import', hooks, program, ...args];
  return spawn(command!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What a child wrote to its output until it was gone, line by line; `onLine` hears of each as it comes. */
export async function linesOf(
  child: ChildProcess,
  onLine: (line: string) => void = () => {},
): Promise<string[]> {
  const lines: string[] = [];
  let rest = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    for (const line of parts) {
      lines.push(line);
      onLine(line);
    }
  });
  await new Promise((resolve) => child.once('close', resolve));
  return lines;
}

/** The streams that lines of `appending` acknowledge. */
export const acknowledged = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4));
