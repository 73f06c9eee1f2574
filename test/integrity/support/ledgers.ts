import Database from 'better-sqlite3';
import { join } from 'node:path';
import { Integrity, type IntegrityOptions } from '../../../src/integrity/integrity.js';
import type { EventLog } from '../../../src/log/event-log.js';
import { sealed } from '../../log/sealed.js';

/** Claims of a few events each, as commands would write them; returns their ids. */
export async function recordClaims(log: EventLog, count: number, eventsEach = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  const appended = ids.map((id, at) => {
    const stream = `claim-${id}`;
    const events = Array.from({ length: eventsEach }, (_, revision) =>
      sealed(log.ledger, stream, revision, {
        type: revision === 0 ? 'ClaimRecorded' : 'ClaimRanked',
        data: { number: at, revision },
      }),
    );
    return log.append(stream, -1, events);
  });
  await Promise.all(appended);
  return ids;
}

export const openIntegrity = (
  log: EventLog,
  folder: string,
  more: Partial<IntegrityOptions> = {},
): Promise<Integrity> => Integrity.open({ log, folder, sequenced: false, ...more });

/** Changes a data folder behind the program's back. */
export function tamper(folder: string, file: string, sql: string, ...parameters: unknown[]): void {
  const db = new Database(join(folder, file));
  try {
    db.prepare(sql).run(...parameters);
  } finally {
    db.close();
  }
}
