import { afterAll, beforeAll } from '@jest/globals';
import { EventStoreContent } from '../../src/log/content/eventstoredb-content.js';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { contentStoreContract } from './content-store.contract.js';
import { eventLogContract } from './event-log.contract.js';
import { eventLogModel } from './event-log.model.js';
import { ProtocolServer } from './protocol-server/protocol-server.js';

/** Everything that every home of the log and of the texts does, against the protocol server of this folder. */
const server = new ProtocolServer();
let connection: EventStoreConnection;
beforeAll(async () => {
  await server.start();
  connection = EventStoreConnection.open(server.url);
  connection.join();
});
afterAll(async () => {
  await connection.leave();
  await server.stop();
});

eventLogContract('the EventStoreDB log', () => EventStoreLog.open(connection));
eventLogModel('the EventStoreDB log', () => EventStoreLog.open(connection), 10);
contentStoreContract('the EventStoreDB content store', async () => new EventStoreContent(connection), {
  largest: false,
});
