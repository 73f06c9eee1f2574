#!/usr/bin/env node
import { onPinnedRuntime } from './runtime.js';

// Loaded only once the runtime is known to be right: the SQLite binding kills an older Node as it is imported.
if (onPinnedRuntime()) {
  const { run } = await import('./cli/program.js');
  process.exitCode = await run(process.argv.slice(2));
}
