import { roles } from '../../src/domain/grants.js';
import { person } from '../http/access/support.js';
import { startServer } from '../http/support/server.js';
import type { Description } from './description.js';
import type { Stage } from './exchange.js';

/** Always the same, so that things have the same ids in every recording. */
const ledger = '0198a2c4-5d1e-7c3a-9b52-6f0e8d4c2a17';

/** A server with nothing in it, and those who ask. */
export async function stage(): Promise<Stage> {
  const server = await startServer({ LEDGER_RATE_LIMIT: '0' }, undefined, ledger);
  const description = await server.get<Description>('/openapi.json');
  const headersOf = {
    nobody: {},
    reader: (await person(server, 'A reader', ['reader'])).headers,
    everything: (await person(server, 'Who may do everything', [...roles])).headers,
  };
  return { app: server.app, server, description, headersOf };
}
