import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { filter, firstValueFrom, take, toArray } from 'rxjs';
import { EventStoreConnection } from '../../src/log/eventstoredb/connection.js';
import { EventStoreLog } from '../../src/log/eventstoredb/eventstore-log.js';
import {
  type EventLog,
  LogFailed,
  LogUnavailable,
  noStream,
  WrongExpectedRevision,
} from '../../src/log/event-log.js';
import type { AppendFault, SubscriptionFault } from './protocol-server/faults.js';
import { ProtocolServer } from './protocol-server/protocol-server.js';
import { appended, idsOf, newStream, sealed, sealedRow } from './sealed.js';

/** Short, since every lost answer costs its whole wait. */
const patience = { attemptMs: 400, callMs: 15_000 };

let server: ProtocolServer;
let connection: EventStoreConnection;
let log: EventLog;

beforeEach(async () => {
  server = await new ProtocolServer().start();
  connection = EventStoreConnection.open(server.url, patience);
  log = await EventStoreLog.open(connection);
});
afterEach(async () => {
  await log.close();
  await server.stop();
});

/** The events of a log that a subscription tells, until it has told so many. */
const told = (count: number) =>
  firstValueFrom(
    log.subscribe().pipe(
      filter((signal) => signal.kind === 'event'),
      take(count),
      toArray(),
    ),
  ).then((signals) => signals.map((signal) => signal.event.envelope.id));

describe('an append is written once, whatever becomes of its answer:', () => {
  it.each<[AppendFault]>([
    ['no answer, not written'],
    ['no answer, written'],
    ['cut before'],
    ['cut after'],
    ['acknowledgement lost'],
    ['server not ready'],
    ['reset'],
  ])('%s', async (fault) => {
    const stream = newStream();
    const before = await appended(log, stream, noStream, 1);
    server.faults.appends.push(fault);
    const events = sealedRow(log.ledger, stream, 0, 3);
    const answer = await log.append(stream, 0, events);
    expect(server.faults.left).toBe(0);
    expect(answer.revision).toBe(3);
    expect(idsOf(await log.readStream(stream))).toEqual(idsOf([...before, ...events]));
    expect(await log.append(stream, 0, events)).toEqual(answer);
  });

  it('again and again, in a row', async () => {
    const stream = newStream();
    server.faults.appends.push(
      'cut after',
      'server not ready',
      'acknowledgement lost',
      'no answer, written',
      'cut before',
    );
    await appended(log, stream, noStream, 2);
    expect(server.faults.left).toBe(0);
    expect(await log.readStream(stream)).toHaveLength(2);
  });

  it('with many under way, of which some are lost each time', async () => {
    const streams = Array.from({ length: 60 }, newStream);
    streams.forEach((_stream, index) => {
      if (index % 3 === 0) server.faults.appends.push('cut after');
      else server.faults.appends.push(index % 3 === 1 ? 'none' : 'acknowledgement lost');
    });
    const rows = await Promise.all(streams.map((stream) => appended(log, stream, noStream, 2)));
    const there = await log.readAll({ limit: 1000 });
    expect(idsOf(there).sort()).toEqual(idsOf(rows.flat()).sort());
  });

  it('and is refused where another writer was first, though an answer was lost meanwhile', async () => {
    const stream = newStream();
    const other = await appended(log, stream, noStream, 1);
    server.faults.appends.push('no answer, not written');
    const late = log.append(stream, noStream, sealedRow(log.ledger, stream, noStream, 1));
    await expect(late).rejects.toBeInstanceOf(WrongExpectedRevision);
    expect(idsOf(await log.readStream(stream))).toEqual(idsOf(other));
  });

  it('never names any revision: a retry would be doubled', async () => {
    const append = jest.spyOn(connection.client, 'appendToStream');
    await appended(log, newStream(), noStream, 1);
    for (const [, , options] of append.mock.calls) {
      expect(options?.expectedRevision).toBeDefined();
      expect(options?.expectedRevision).not.toBe('any');
    }
    expect(append).toHaveBeenCalledTimes(1);
  });
});

describe('the caller hears', () => {
  it('that the log is unavailable when nothing helps, and may repeat the call', async () => {
    const stream = newStream();
    const events = sealedRow(log.ledger, stream, noStream, 1);
    const impatient = await EventStoreLog.open(
      EventStoreConnection.open(server.url, { attemptMs: 100, callMs: 300 }),
    );
    server.faults.appends.push(...Array.from({ length: 20 }, () => 'no answer, written' as const));
    await expect(impatient.append(stream, noStream, events)).rejects.toBeInstanceOf(LogUnavailable);
    server.faults.appends.length = 0;
    expect((await log.append(stream, noStream, events)).revision).toBe(0);
    expect(await log.readStream(stream)).toHaveLength(1);
    await impatient.close();
  });

  it('that no server is there', async () => {
    const nowhere = EventStoreConnection.open('esdb://127.0.0.1:9?tls=false', {
      attemptMs: 100,
      callMs: 300,
    });
    nowhere.join();
    await expect(EventStoreLog.open(nowhere)).rejects.toBeInstanceOf(LogUnavailable);
    await nowhere.leave();
  });

  it('that an address is none', () => {
    expect(() => EventStoreConnection.open('postgres://127.0.0.1')).toThrow(LogFailed);
  });

  it('that the server holds another ledger', async () => {
    const other = EventStoreLog.open(connection, { ledger: '0197a1c2-8d7e-7000-8000-000000000001' });
    await expect(other).rejects.toThrow(/belongs to ledger/);
  });
});

describe('reading', () => {
  it('is asked again where the answer fails', async () => {
    const stream = newStream();
    const ids = idsOf(await appended(log, stream, noStream, 3));
    server.faults.reads.push('no answer', 'server not ready', 'cut');
    expect(idsOf(await log.readStream(stream))).toEqual(ids);
    server.faults.reads.push('cut', 'no answer');
    expect(idsOf(await log.readAll({ limit: 10 }))).toEqual(ids);
    server.faults.reads.push('server not ready');
    expect(await log.head()).toBe((await log.readStream(stream)).at(-1)!.position);
    expect(server.faults.left).toBe(0);
  });

  it('passes over what is not of this ledger, at any place and of any amount', async () => {
    const first = await appended(log, newStream(), noStream, 1);
    const foreign = EventStoreDBClient.connectionString(server.url);
    const others = Array.from({ length: 700 }, () => jsonEvent({ type: 'Ordered', data: { tea: 1 } }));
    await foreign.appendToStream('order-1', others, { credentials: { username: 'a', password: 'b' } });
    expect(await log.head()).toBe((await log.readAll({ limit: 10 }))[0]!.position);
    const last = await appended(log, newStream(), noStream, 1);
    expect(idsOf(await log.readAll({ limit: 10 }))).toEqual(idsOf([...first, ...last]));
    expect(idsOf(await log.readAll({ limit: 1 }))).toEqual(idsOf(first));
    expect(await told(2)).toEqual(idsOf([...first, ...last]));
    await foreign.dispose();
  });
});

describe('a subscription has neither gap nor repeat', () => {
  it.each<[string, SubscriptionFault[]]>([
    ['when it is cut in mid-stream', [{ cutAfter: 5 }, { cutAfter: 3 }]],
    ['when it ends without an error', [{ endAfter: 4 }]],
    ['when every event comes twice', [{ twice: true }]],
    ['when a checkpoint comes before what lies in front of it', [{ earlyCheckpoint: true, cutAfter: 2 }]],
    ['when it is never confirmed', [{ unanswered: true }]],
  ])('%s', async (_what, faults) => {
    server.faults.subscriptions.push(...faults);
    const ids = told(40);
    await firstValueFrom(log.subscribe().pipe(filter(({ kind }) => kind === 'caughtUp')));
    const stream = newStream();
    const written: string[] = [];
    for (let revision = 0; revision < 20; revision += 1) {
      written.push(...idsOf(await appended(log, stream, 2 * revision - 1, 2)));
    }
    expect(await ids).toEqual(written);
    expect(server.faults.left).toBe(0);
  });

  it('while the server is away, and hears what was written when it is back', async () => {
    const ids = told(4);
    const first = await appended(log, newStream(), noStream, 2);
    await server.goAwayFor(300);
    const second = await appended(log, newStream(), noStream, 2);
    expect(await ids).toEqual(idsOf([...first, ...second]));
  });

  it('for a slow consumer, for whom the server waits', async () => {
    const patient = await EventStoreLog.open(EventStoreConnection.open(server.url));
    const slowly: string[] = [];
    const rows = 10;
    let mostAhead = 0;
    const caughtUp = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    patient.subscribe().subscribe((signal) => {
      if (signal.kind === 'caughtUp') return caughtUp.resolve();
      const until = performance.now() + 1;
      while (performance.now() < until); // it works on the event
      slowly.push(signal.event.envelope.id);
      mostAhead = Math.max(mostAhead, server.sentToSubscribers - slowly.length);
      if (slowly.length === 100 * rows) done.resolve();
    });
    await caughtUp.promise;
    const written: string[] = [];
    for (let row = 0; row < rows; row += 1) {
      const stream = newStream();
      const events = Array.from({ length: 100 }, (_, revision) =>
        sealed(log.ledger, stream, revision, { data: { reason: 'x'.repeat(2000) } }),
      );
      await patient.append(stream, noStream, events);
      written.push(...idsOf(events));
    }
    await done.promise;
    expect(slowly).toEqual(written);
    expect(mostAhead).toBeLessThan(300);
    await patient.close();
  });
});

it('reads by name, and only so, the stream in which the sealer writes down the order', async () => {
  await appended(log, 'ledger-sequence', noStream, 2);
  expect(await log.readStream('ledger-sequence')).toHaveLength(2);
  expect(await log.readAll({ limit: 10 })).toEqual([]);
  expect(await log.head()).toBeNull();
});

describe('a cluster', () => {
  let follower: ProtocolServer;
  let member: EventLog;
  beforeEach(async () => {
    follower = await new ProtocolServer(server.state).start();
    follower.role = 'follower';
    follower.leader = server;
    follower.replicated = 0;
    member = await EventStoreLog.open(EventStoreConnection.open(follower.url, patience));
  });
  afterEach(async () => {
    await member.close();
    await follower.stop();
  });

  it('is read where it was written: a follower that lags behind is not asked', async () => {
    const stream = newStream();
    const ids = idsOf(await appended(member, stream, noStream, 3));
    expect(idsOf(await member.readStream(stream))).toEqual(ids);
    expect(idsOf(await member.readAll({ limit: 10 }))).toEqual(ids);
  });

  it('goes on with a new leader, for appends, reads and subscriptions', async () => {
    const heard = firstValueFrom(
      member.subscribe().pipe(
        filter((signal) => signal.kind === 'event'),
        take(6),
        toArray(),
      ),
    );
    const stream = newStream();
    const first = await appended(member, stream, noStream, 3);
    follower.role = 'leader';
    follower.replicated = undefined;
    server.role = 'follower';
    server.leader = follower;
    server.replicated = 0;
    // The old leader leaves the cluster's clients, as one that steps down does.
    server.cut();
    const second = await appended(member, stream, 2, 3);
    expect(idsOf(await member.readStream(stream))).toEqual(idsOf([...first, ...second]));
    expect((await heard).map((signal) => signal.event.envelope.id)).toEqual(idsOf([...first, ...second]));
  });
});

it('lets go of a server that is no longer there, in time', async () => {
  const gone = await new ProtocolServer().start();
  const left = await EventStoreLog.open(EventStoreConnection.open(gone.url, patience));
  const subscription = left.subscribe().subscribe();
  await gone.stop();
  const start = performance.now();
  await left.close();
  expect(performance.now() - start).toBeLessThan(4_000);
  expect(subscription.closed).toBe(true);
});
