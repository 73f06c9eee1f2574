import { afterAll } from '@jest/globals';
import { EventStoreContent } from '../../src/log/content/eventstoredb-content.js';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { contentStoreContract } from './content-store.contract.js';
import { eventLogContract } from './event-log.contract.js';
import { eventLogModel } from './event-log.model.js';

const url = process.env.EVENTSTORE_URL;
if (!url)
  throw new Error('npm run test:eventstore needs EVENTSTORE_URL (esdb://...), a server to run against');

const connection = EventStoreConnection.open(url);
connection.join();
afterAll(() => connection.leave());

eventLogContract('the log on the server of EVENTSTORE_URL', () => EventStoreLog.open(connection));
eventLogModel('the log on the server of EVENTSTORE_URL', () => EventStoreLog.open(connection), 20);
contentStoreContract(
  'the content store on the server of EVENTSTORE_URL',
  async () => new EventStoreContent(connection),
);
