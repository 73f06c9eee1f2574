import { importTarget } from '../../src/composition/import-target.js';
import { importFile, type ImportSource } from '../../src/exchange/import.js';
import type { Problem } from '../../src/exchange/problem.js';
import type { ImportEvent, ImportReport } from '../../src/exchange/report.js';
import { ledgerInMemory, type LedgerInMemory } from './ledger-in-memory.js';
import { chunksOf } from './small-case.js';

export interface CsvImported {
  report: ImportReport;
  told: (sort: 'rejected' | 'differs' | 'warning') => Problem[];
}
export interface CsvLedger extends LedgerInMemory {
  csv: (text: string | Uint8Array, options?: CsvOptions) => Promise<CsvImported>;
}
interface CsvOptions {
  namespace?: string | null;
  dryRun?: boolean;
  /** bytes that arrive at once */
  chunk?: number;
}

/** A table may be wrong in a million rows. */
const mostTold = 2_000;

/** A ledger in memory that takes tables. */
export async function csvLedger(): Promise<CsvLedger> {
  const ledger = await ledgerInMemory();
  const { log, content, views } = ledger;
  return {
    ...ledger,
    async csv(text, { namespace = 'n', dryRun = false, chunk } = {}) {
      const events: ImportEvent[] = [];
      const tell = (event: ImportEvent) => {
        if (events.length < mostTold) events.push(event);
      };
      const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
      const source: ImportSource = {
        name: 'claims.csv',
        chunks: chunksOf(...inChunks(bytes, chunk ?? bytes.length)),
        csv: namespace === null ? {} : { namespace },
      };
      const target = importTarget({ log, content, views }, { actor: 'editor-1' });
      const report = await importFile(source, target, { dryRun, tell });
      return {
        report,
        told: (sort) =>
          events.flatMap((event) => (sort in event ? [(event as Record<string, Problem>)[sort]!] : [])),
      };
    },
  };
}

function* inChunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += Math.max(size, 1))
    yield bytes.subarray(at, at + Math.max(size, 1));
}

/** Cells as a table, quoted where they must be. */
export const table = (rows: readonly (readonly string[])[], separator = ',', lineBreak = '\n'): string =>
  rows.map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join(lineBreak);

const quoted = (cell: string, separator: string): string =>
  cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** Rows of named cells as a table that has all of their columns. */
export function rowsOf(
  rows: readonly Record<string, string>[],
  separator?: string,
  lineBreak?: string,
): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return table(
    [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))],
    separator,
    lineBreak,
  );
}

/** A first row that introduces all that the others name. */
export const first = (changes: Record<string, string> = {}): Record<string, string> => ({
  claim: 'c1',
  incident: 'attack',
  incident_title: 'Attack on a base',
  question: 'landed',
  question_text: 'How many landed?',
  value_type: 'count',
  value: '5',
  chain: 'The Agency (outlet) > An officer (unnamed)',
  document: 'report',
  document_title: 'Rockets hit a base',
  document_kind: 'article',
  document_url: '',
  document_published_at: '2022-01-05',
  quote: 'five rockets',
  ...changes,
});
/** A row that names what the first one introduced. */
export const next = (changes: Record<string, string> = {}): Record<string, string> => ({
  claim: 'c2',
  incident: 'attack',
  question: 'landed',
  value: '6',
  chain: 'The Agency > An officer (unnamed)',
  document: 'report',
  quote: 'six rockets',
  ...changes,
});
