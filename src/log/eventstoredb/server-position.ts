import { START } from '@eventstore/db-client';
import { LogFailed } from '../errors.js';
import { comparePositions, type Position } from '../event-log.js';

export interface ServerPosition {
  commit: bigint;
  prepare: bigint;
}

/**
 * The two numbers of a server's position differ only within transactions of its old TCP protocol, which the ledger
 * never uses; so one of them is the position.
 */
export function fromServer(position: ServerPosition): Position {
  if (position.commit !== position.prepare) {
    throw new LogFailed(
      `an event was written in a transaction of the old protocol (position ${position.commit})`,
    );
  }
  return String(position.commit);
}

export function toServer(position: Position | undefined): ServerPosition | typeof START {
  if (position === undefined) return START;
  return { commit: BigInt(position), prepare: BigInt(position) };
}

export const isAfter = (position: Position, other: Position | undefined): boolean =>
  other === undefined || comparePositions(position, other) > 0;
