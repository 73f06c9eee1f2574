import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newEventId, newSalt, seal } from '../log/envelope.js';
import { noStream, type SealedEvent } from '../log/event-log.js';
import { pagesBetweenCheckpoints } from '../log/sqlite/log-database.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import { type Measure, type Result, sideBySide } from './measure.js';

/** Many short rounds rather than few long ones: what else the machine does then falls on both. */
const rounds = 15;

/**
 * Durable appends through the log against the same rows through the bare binding into the same table, at the same
 * durability and as many a commit. Sealing (canonical bytes, hash) is the command's work and done before, for both.
 */
export const measures: Measure = {
  name: 'appends',
  async run() {
    return [await appends(1, 200), await appends(100, 4000)];
  },
};

async function appends(aCommit: number, events: number): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-bench-'));
  const log = await SqliteLog.open(join(folder, 'log'));
  const bare = bareBinding(join(folder, 'bare.sqlite'));
  try {
    const { a, b } = await sideBySide(
      rounds,
      () => {
        const fresh = sealed(log.ledger, events);
        return () => throughTheLog(log, fresh, aCommit);
      },
      () => {
        const fresh = sealed(log.ledger, events);
        return () => bare.insert(fresh, aCommit);
      },
    );
    const speed = (ms: number) => `${Math.round((events / ms) * 1000).toLocaleString('en')} events/s`;
    return {
      name: `durable appends, ${aCommit} a commit, against the bare binding`,
      ratio: b / a,
      goal: 0.7,
      better: 'higher',
      detail: `log ${speed(a)}, bare binding ${speed(b)}`,
    };
  } finally {
    await log.close();
    bare.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As many appends at a time as one commit is to take; each is an event of its own stream. */
async function throughTheLog(log: SqliteLog, events: readonly SealedEvent[], aCommit: number): Promise<void> {
  for (let at = 0; at < events.length; at += aCommit) {
    const group = events.slice(at, at + aCommit);
    await Promise.all(group.map((event) => log.append(event.envelope.stream, noStream, [event])));
  }
}

/** The same table without a log around it, as durable. */
export function bareBinding(path: string) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${pagesBetweenCheckpoints}`);
  db.exec(`CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    id TEXT NOT NULL, leaf_hash BLOB NOT NULL, bytes BLOB NOT NULL, UNIQUE (stream, revision)) STRICT`);
  const statement = db.prepare(
    'INSERT INTO events (stream, revision, id, leaf_hash, bytes) VALUES (?, ?, ?, ?, ?)',
  );
  const insertAll = db.transaction((events: readonly SealedEvent[]) => {
    for (const { envelope, leafHash, bytes } of events) {
      statement.run(envelope.stream, envelope.revision, envelope.id, leafHash, bytes);
    }
  });
  return {
    insert(events: readonly SealedEvent[], aCommit: number): void {
      for (let at = 0; at < events.length; at += aCommit) insertAll(events.slice(at, at + aCommit));
    },
    close: () => db.close(),
  };
}

const sealed = (ledger: string, count: number): SealedEvent[] =>
  Array.from({ length: count }, () => sealedOne(ledger));

function sealedOne(ledger: string): SealedEvent {
  const id = newEventId();
  return seal({
    v: 1,
    ledger,
    id,
    stream: `claim-${randomUUID()}`,
    revision: 0,
    type: 'ClaimRecorded',
    schema: 1,
    actor: 'local',
    recordedAt: '2026-01-05T15:07:21.000Z',
    correlation: id,
    causation: id,
    salt: newSalt(),
    data: {
      value: { kind: 'at-least', n: 5 },
      citation: { exact: 'at least five rockets landed inside the base' },
    },
  });
}
