import { randomUUID } from 'node:crypto';
import { newEventId, newSalt, seal } from '../../src/log/envelope.js';
import type { EventLog, SealedEvent } from '../../src/log/event-log.js';

export const newStream = (): string => `claim-${randomUUID()}`;

/** An event as a command would seal it; `data` defaults to something small. */
export function sealed(
  ledger: string,
  stream: string,
  revision: number,
  more: { id?: string; type?: string; data?: Record<string, unknown> } = {},
): SealedEvent {
  const id = more.id ?? newEventId();
  return seal({
    v: 1,
    ledger,
    id,
    stream,
    revision,
    type: more.type ?? 'ClaimWithdrawn',
    schema: 1,
    actor: 'local',
    recordedAt: '2026-01-05T15:07:21.000Z',
    correlation: id,
    causation: id,
    salt: newSalt(),
    data: more.data ?? { reason: 'entered twice' },
  });
}

/** `count` events in a row, the first of them at the revision after `expected`. */
export const sealedRow = (ledger: string, stream: string, expected: number, count: number): SealedEvent[] =>
  Array.from({ length: count }, (_, index) => sealed(ledger, stream, expected + 1 + index));

/** Appends `count` new events to a stream and returns them. */
export async function appended(
  log: EventLog,
  stream: string,
  expected: number,
  count: number,
): Promise<SealedEvent[]> {
  const events = sealedRow(log.ledger, stream, expected, count);
  await log.append(stream, expected, events);
  return events;
}

export const idsOf = (events: readonly { envelope: { id: string } }[]): string[] =>
  events.map(({ envelope }) => envelope.id);
