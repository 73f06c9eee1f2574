#!/usr/bin/env node
// The command line from anywhere: makes the clone ready, then hands over to the pinned Node runtime.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ready = spawnSync(process.execPath, [join(root, 'scripts', 'ready.mjs')], { stdio: 'inherit' });
if (ready.status !== 0) process.exit(ready.status ?? 1);
const pinned = join(root, 'node_modules', '.bin', 'node');
const child = spawn(
  existsSync(pinned) ? pinned : process.execPath,
  [join(root, 'dist', 'cli.js'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
