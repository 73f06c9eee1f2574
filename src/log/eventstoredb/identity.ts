import { ErrorType, jsonEvent, NO_STREAM, type ResolvedEvent } from '@eventstore/db-client';
import { v7 as uuidV7 } from 'uuid';
import { LogFailed } from '../errors.js';
import type { EventStoreConnection } from './connection.js';
import { identityStream } from './events.js';
import { isOfType } from './failure.js';
import { scan } from './scan.js';

/**
 * The id of the ledger that lies on a server; a server without one is given one, by whichever replica is first.
 * @param wanted the id that it must have (a copy of another log)
 * @throws LogFailed the server holds another ledger
 */
export async function identityOf(connection: EventStoreConnection, wanted?: string): Promise<string> {
  const there = await read(connection);
  const ledger = there ?? (await found(connection, wanted ?? uuidV7()));
  if (wanted !== undefined && ledger !== wanted) {
    throw new LogFailed(`the EventStoreDB of EVENTSTORE_URL belongs to ledger ${ledger}, not to ${wanted}`);
  }
  return ledger;
}

async function read(connection: EventStoreConnection): Promise<string | undefined> {
  try {
    const { picked } = await connection.ask(() =>
      scan(
        () => connection.client.readStream(identityStream, { maxCount: 1, requiresLeader: true }),
        connection.patience.attemptMs,
        ({ event }: ResolvedEvent) => (event?.data as { ledger?: string } | undefined)?.ledger,
      ),
    );
    return picked[0];
  } catch (error) {
    if (isOfType(error, ErrorType.STREAM_NOT_FOUND)) return undefined;
    throw error;
  }
}

async function found(connection: EventStoreConnection, ledger: string): Promise<string> {
  const founding = jsonEvent({ id: uuidV7(), type: 'LedgerFounded', data: { ledger } });
  try {
    await connection.ask(() =>
      connection.client.appendToStream(identityStream, founding, {
        expectedRevision: NO_STREAM,
        ...connection.write,
      }),
    );
    return ledger;
  } catch (error) {
    if (!isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) throw error;
    return (await read(connection)) ?? ledger;
  }
}
