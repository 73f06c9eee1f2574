import {
  type AllStreamResolvedEvent,
  binaryEvent,
  type EventData,
  type ResolvedEvent,
} from '@eventstore/db-client';
import type { LoggedEvent, SealedEvent } from '../event-log.js';
import { StoredEvent } from '../stored-event.js';
import { fromServer } from './server-position.js';

/** Streams beside the log: the ledger's own id, and the texts of captures. */
export const identityStream = 'ledger-identity';
export const contentPrefix = 'content-';

/** The streams that may hold events of the log, as the server filters them for subscriptions. */
export const logStreams = '^(?!\\$|ledger-|content-|registry-)';
const logStream = new RegExp(logStreams);

/**
 * The leaf goes as bytes, not as JSON: the client would write JSON anew, and what is proved must be what is stored.
 * The metadata tells the events of one ledger from whatever else is on the server.
 */
export const toServerEvent = ({ envelope, bytes }: SealedEvent): EventData =>
  binaryEvent({ id: envelope.id, type: envelope.type, data: bytes, metadata: { ledger: envelope.ledger } });

/** The event of this ledger that the server shows; undefined for all others: system events, links, texts, others'. */
export function ofLedger(
  ledger: string,
  resolved: AllStreamResolvedEvent | ResolvedEvent,
): LoggedEvent | undefined {
  const { event, link } = resolved;
  if (!event || link || !event.position) return undefined;
  const metadata = event.metadata as { ledger?: unknown } | undefined;
  if (metadata?.ledger !== ledger || !(event.data instanceof Uint8Array)) return undefined;
  return new StoredEvent(fromServer(event.position), event.data);
}

/**
 * The same, where it belongs to the log of all streams: the sealer's own stream (`ledger-sequence`) is read by name, and
 * is no part of the record that views are made of.
 */
export function ofLog(ledger: string, resolved: AllStreamResolvedEvent): LoggedEvent | undefined {
  return logStream.test(resolved.event?.streamId ?? '$') ? ofLedger(ledger, resolved) : undefined;
}
