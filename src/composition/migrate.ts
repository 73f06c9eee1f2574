import {
  every,
  noRecord,
  RecordChanged,
  type RecordKind,
  type Registry,
} from '../access/registry/registry.js';
import { type Migrated, migrateLog, migrateTexts, type MigrationProgress } from '../log/migrate.js';
import { openEnd } from './homes.js';

export interface MigrateOptions {
  /** a data folder, or esdb://... */
  from: string;
  to: string;
  signal: AbortSignal;
  onProgress: (progress: { step: MigrationProgress['step'] | 'texts'; done: number }) => void;
}
export interface MigratedLedger extends Migrated {
  ledger: string;
  texts: number;
  /** users, their identities and their keys; who was signed in signs in again */
  records: number;
}

/** Sessions and tokens for one use are worth nothing elsewhere. */
const kinds: readonly RecordKind[] = ['user', 'identity', 'key'];

/**
 * Copies a ledger into its other home: the log with its order, the texts, who may do what. It may be stopped and called
 * again. Neither end may have a server that writes to it.
 * @throws LogFailed an end is in use, or the target is no unfinished copy
 */
export async function migrateLedger({
  from,
  to,
  signal,
  onProgress,
}: MigrateOptions): Promise<MigratedLedger> {
  const source = await openEnd(from);
  try {
    const target = await openEnd(to, source.log.ledger);
    try {
      const migrated = await migrateLog({
        from: source.log,
        to: target.log,
        signal,
        onProgress: ({ step, events }) => onProgress({ step, done: events }),
      });
      const texts = await migrateTexts(source.log, source.content, target.content, {
        signal,
        onProgress: (done) => onProgress({ step: 'texts', done }),
      });
      const records = await migrateRecords(source.registry, target.registry);
      return { ...migrated, ledger: source.log.ledger, texts, records };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function migrateRecords(from: Registry, to: Registry): Promise<number> {
  let records = 0;
  for (const kind of kinds) {
    for await (const { id, record } of every(from, kind)) {
      try {
        await to.put(kind, id, record, noRecord);
      } catch (error) {
        // It is there from an earlier run.
        if (!(error instanceof RecordChanged)) throw error;
      }
      records += 1;
    }
  }
  return records;
}
