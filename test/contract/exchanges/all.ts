import type { Exchange, StrayExchange } from '../exchange.js';
import { access } from './access.js';
import { claims, view } from './claims.js';
import { documents } from './documents.js';
import { factChecking } from './fact-checking.js';
import { imports } from './imports.js';
import { incidents } from './incidents.js';
import { problems } from './problems.js';
import { queue } from './queue.js';
import { proofs, record } from './record.js';
import { sources } from './sources.js';
import { start } from './start.js';

/** One case from its first source to its proofs; each group goes to a file of its name in src/http/examples. */
export const exchanges: [group: string, exchanges: (Exchange | StrayExchange)[]][] = [
  ['sources', sources],
  ['incidents', incidents],
  ['documents', documents],
  ['claims', claims],
  ['views', view],
  ['fact-checking', factChecking],
  ['queue', queue],
  ['start', start],
  ['record', record],
  ['proofs', proofs],
  ['imports', imports],
  ['access', access],
  ['problems', problems],
];
