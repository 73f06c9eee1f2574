import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  streamNameFilter,
} from '@eventstore/db-client';
import type { Subscriber } from 'rxjs';
import type { LogSignal, Position } from '../event-log.js';
import type { EventStoreConnection } from './connection.js';
import { logStreams, ofLog } from './events.js';
import { isPassing, meaningOf } from './failure.js';
import { NoAnswer, pause } from './patience.js';
import { type EventStoreReader, pageSize } from './reader.js';
import { ignoreLateErrors } from './scan.js';
import { fromServer, isAfter, toServer } from './server-position.js';

const pauseMs = 200;

/**
 * First pages until there is nothing left, then the server's subscription from there. A subscription that ends in
 * whatever way is begun again after the last event that was handed over: never at a checkpoint, which the client
 * announces before what lies in front of it has been handled. What comes twice is dropped by its position.
 */
export async function follow(
  connection: EventStoreConnection,
  ledger: string,
  reader: EventStoreReader,
  subscriber: Subscriber<LogSignal>,
  after: Position | undefined,
): Promise<void> {
  try {
    let position = await catchUp(reader, subscriber, after);
    if (!subscriber.closed) subscriber.next({ kind: 'caughtUp' });
    while (!subscriber.closed) {
      position = await listen(connection, ledger, subscriber, position);
      // The server went, or cut us off: give it a moment, or whoever replaces it.
      if (!subscriber.closed) await pause(pauseMs);
    }
  } catch (error) {
    subscriber.error(meaningOf(error));
  }
}

async function catchUp(
  reader: EventStoreReader,
  subscriber: Subscriber<LogSignal>,
  after: Position | undefined,
): Promise<Position | undefined> {
  let position = after;
  while (!subscriber.closed) {
    const { events, scanned, atEnd } = await reader.page(position, pageSize);
    for (const event of events) {
      if (subscriber.closed) return position;
      subscriber.next({ kind: 'event', event });
    }
    position = scanned ?? position;
    if (atEnd) break;
  }
  return position;
}

/** Hands over what comes after a position until the subscription ends; answers the position of the last of it. */
async function listen(
  connection: EventStoreConnection,
  ledger: string,
  subscriber: Subscriber<LogSignal>,
  after: Position | undefined,
): Promise<Position | undefined> {
  let position = after;
  const subscription = connection.client.subscribeToAll({
    fromPosition: toServer(after),
    filter: streamNameFilter({ regex: logStreams }),
    requiresLeader: true,
  });
  ignoreLateErrors(subscription);
  const stop = () => void subscription.unsubscribe().catch(() => {});
  const unanswered = giveUpUnconfirmed(subscription, connection.patience.attemptMs);
  const teardown = () => {
    stop();
    subscription.destroy();
  };
  subscriber.add(teardown);
  try {
    // One at a time: what is not asked for stays with the server, so a slow consumer holds nothing up here.
    for await (const resolved of subscription as AsyncIterable<AllStreamResolvedEvent>) {
      if (subscriber.closed) break;
      const at = resolved.event?.position;
      if (!at || !isAfter(fromServer(at), position)) continue;
      position = fromServer(at);
      const event = ofLog(ledger, resolved);
      if (event) subscriber.next({ kind: 'event', event });
    }
  } catch (error) {
    if (!subscriber.closed && !isPassing(error)) throw error;
  } finally {
    clearTimeout(unanswered);
    subscriber.remove(teardown);
    stop();
  }
  return position;
}

/** A subscription that the server does not confirm would wait for ever. */
function giveUpUnconfirmed(subscription: AllStreamSubscription, ms: number): NodeJS.Timeout {
  const timer = setTimeout(() => subscription.destroy(new NoAnswer(ms)), ms);
  subscription.once('confirmation', () => clearTimeout(timer));
  return timer;
}
