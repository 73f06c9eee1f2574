import { importTarget } from '../../src/composition/import-target.js';
import { importFile, type ImportSource } from '../../src/exchange/import.js';
import type { ImportEvent, ImportReport } from '../../src/exchange/report.js';
import { MemoryContent } from '../../src/log/content/memory-content.js';
import { Ledger } from '../../src/log/handle.js';
import type { Envelope } from '../../src/log/envelope.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { Views } from '../../src/read/views.js';
import { bytesOf, chunksOf } from './small-case.js';

export interface Imported {
  report: ImportReport;
  events: ImportEvent[];
  /** of one sort, as told */
  readonly told: (sort: string) => unknown[];
}
export interface LedgerInMemory {
  log: MemoryLog;
  content: MemoryContent;
  views: Views;
  /** another writer beside the import, as HTTP is */
  ledger: Ledger;
  readonly file: (file: unknown, dryRun?: boolean) => Promise<Imported>;
  readonly lines: (lines: readonly string[], dryRun?: boolean) => Promise<Imported>;
  readonly events: () => Promise<Envelope[]>;
}

/** A ledger that lives in memory, to import into. */
export async function ledgerInMemory(): Promise<LedgerInMemory> {
  const log = new MemoryLog();
  const content = new MemoryContent();
  const views = await Views.open(log, ':memory:');
  const take = async (source: ImportSource, dryRun = false): Promise<Imported> => {
    const events: ImportEvent[] = [];
    const target = importTarget({ log, content, views }, { actor: 'editor-1' });
    const report = await importFile(source, target, { dryRun, tell: (event) => events.push(event) });
    return {
      report,
      events,
      told: (sort) => events.flatMap((event) => (sort in event ? [Object.values(event)[0]] : [])),
    };
  };
  return {
    log,
    content,
    views,
    ledger: new Ledger(log),
    file: (file: unknown, dryRun = false) =>
      take({ name: 'case.json', chunks: chunksOf(bytesOf(file)) }, dryRun),
    lines: (lines: readonly string[], dryRun = false) =>
      take({ name: 'case.ndjson', chunks: chunksOf(lines.join('\n')) }, dryRun),
    events: async () => (await log.readAll({ limit: 100_000 })).map(({ envelope }) => envelope),
  };
}

export const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
