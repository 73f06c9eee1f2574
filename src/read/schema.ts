import { createHash } from 'node:crypto';
import { thingKinds } from '../domain/names.js';
import { accessTables } from './access.js';
import { actTables } from './acts.js';
import { attentionTables } from './attention-rows.js';
import { auditIndexes, auditTables } from './audit-rows.js';
import { claimIndexes, claimTables } from './claim-rows.js';
import { checkpointTables } from './checkpoint.js';
import { documentIndexes, documentTables } from './documents.js';
import { incidentTables } from './incidents.js';
import { nameIndexes, nameTables } from './names.js';
import { questionTables } from './questions.js';
import { relationTables } from './relations.js';
import { requestKeyTables } from './request-keys.js';
import { searchTables } from './search-index.js';
import { sourceTables } from './source-rows.js';
import { touchTables } from './touches.js';
import { wordTables } from './words.js';

/** Raise it when handlers fill the same tables otherwise than before: files made by the old ones are rebuilt. */
const handlersVersion = 2;

export const tables = [
  checkpointTables,
  wordTables,
  nameTables,
  auditTables,
  requestKeyTables,
  actTables,
  accessTables,
  relationTables,
  touchTables,
  incidentTables,
  questionTables,
  sourceTables,
  documentTables,
  claimTables,
  searchTables,
  attentionTables,
].join('');

/** Those that only questions need, not the handlers: a rebuild makes them at the end, sorted, which is quicker. */
export const indexes = [nameIndexes, auditIndexes, documentIndexes, claimIndexes].join('');

/** A file with another version is rebuilt by itself. */
export const viewsVersion = createHash('sha256')
  .update(`${handlersVersion}\n${thingKinds.join(' ')}\n${tables}${indexes}`)
  .digest('hex')
  .slice(0, 16);
