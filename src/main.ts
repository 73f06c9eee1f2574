import { onPinnedRuntime } from './runtime.js';

// Loaded only once the runtime is known to be right: the SQLite binding kills an older Node as it is imported.
if (onPinnedRuntime()) {
  const { serve } = await import('./http/serve.js');
  await serve(process.env);
}
