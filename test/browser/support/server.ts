import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../../src/runtime.js';

/** The server as `npm start` runs it, on a folder of its own, with the founding case in it. */
export interface RunningServer {
  address: string;
  /** the one-time token, while it has not been used */
  firstToken(): string | undefined;
  stop(): Promise<void>;
}

const startsWithinMs = 60_000;

export async function startServer(settings: Record<string, string> = {}): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-browser-'));
  const main = join(process.env['LEDGER_DIST'] ?? join(projectRoot, 'dist'), 'main.js');
  const server = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', LEDGER_DATA_DIR: folder, LEDGER_FOUNDING_CASE: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const address = await addressOf(server);
  const tokenFile = join(folder, 'first-token');
  return {
    address,
    firstToken: () => (existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8').trim() : undefined),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), startsWithinMs);
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const address = /^\s*address\s+(http\S+)/m.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    server.stdout!.on('data', listen);
    server.stderr!.on('data', listen);
    server.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
}
