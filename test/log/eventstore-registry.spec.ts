import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { noRecord, type OneTimeToken } from '../../src/access/registry/registry.js';
import { EventStoreRegistry } from '../../src/composition/eventstore-registry.js';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import { registryContract } from '../access/registry.contract.js';
import { ProtocolServer } from './protocol-server/protocol-server.js';

jest.setTimeout(60_000); // one test keeps hundreds of records, of five calls each

const servers: ProtocolServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});

async function freshServer(): Promise<ProtocolServer> {
  const server = await new ProtocolServer().start();
  servers.push(server);
  return server;
}

registryContract(
  'EventStoreDB',
  async () => new EventStoreRegistry(EventStoreConnection.open((await freshServer()).url)),
);

describe('the registry in EventStoreDB', () => {
  const token: OneTimeToken = { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-02T00:00:00Z' };

  it('is one for all replicas, and lets one of many use a token', async () => {
    const server = await freshServer();
    const replicas = [1, 2, 3, 4].map(() => new EventStoreRegistry(EventStoreConnection.open(server.url)));
    const version = await replicas[0]!.put('one-time-token', 'a', token, noRecord);
    const uses = await Promise.allSettled(
      replicas.map((replica) => replica.delete('one-time-token', 'a', version)),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const replica of replicas) {
      expect(await replica.get('one-time-token', 'a')).toBeUndefined();
      await replica.close();
    }
  });

  it('uses a token once, also where the answer to its use is lost', async () => {
    const server = await freshServer();
    const registry = new EventStoreRegistry(
      EventStoreConnection.open(server.url, { attemptMs: 400, callMs: 10_000 }),
    );
    const version = await registry.put('one-time-token', 'a', token, noRecord);
    server.faults.appends.push('acknowledgement lost', 'cut after');
    await registry.delete('one-time-token', 'a', version);
    expect(server.faults.left).toBe(0);
    expect(await registry.get('one-time-token', 'a')).toBeUndefined();
    await registry.close();
  });

  it('is no part of the log', async () => {
    const server = await freshServer();
    const connection = EventStoreConnection.open(server.url);
    const registry = new EventStoreRegistry(connection);
    const log = await EventStoreLog.open(connection);
    await registry.put('one-time-token', 'a', token, noRecord);
    expect(await log.readAll({ limit: 10 })).toEqual([]);
    expect(await log.head()).toBeNull();
    await registry.close();
    await log.close();
  });
});
