import { afterAll } from '@jest/globals';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { eventLogContract } from './event-log.contract.js';

const folder = temporaryFolder();
afterAll(folder.remove);

eventLogContract('the SQLite log', () => SqliteLog.open(folder.path));
