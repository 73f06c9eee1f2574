import { onPinnedRuntime } from './runtime.js';

// Loaded only once the runtime is known to be right: the SQLite binding kills an older Node as it is imported.
if (onPinnedRuntime()) {
  const { serve, StartFailed } = await import('./http/serve.js');
  try {
    await serve(process.env);
  } catch (error) {
    console.error(`incident-ledger: ${error instanceof StartFailed ? error.message : String(error)}`);
    process.exit(1);
  }
}
