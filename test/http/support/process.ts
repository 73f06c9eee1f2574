import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../../src/runtime.js';

export type RunningProcess = ReturnType<typeof startProcess>;

/** The server as a process of its own, as `npm start` starts it; on a free port unless the settings say otherwise. */
export function startProcess(settings: Record<string, string>) {
  const child = spawn(process.execPath, [join(projectRoot, 'dist', 'main.js')], {
    env: { PATH: process.env['PATH'], PORT: '0', ...settings },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  /** its exit code */
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  /** its address, once it has said all that it says at start */
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const address = /^ {2}address +(\S+)$/m.exec(out)?.[1];
      if (address !== undefined && out.includes('Ctrl-C')) resolve(address);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${err}`)));
  });
  ready.catch(() => {});
  return {
    child,
    ready,
    ended,
    out: () => out,
    err: () => err,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
