import { FileRefused } from '../problem.js';
import type { Recorder } from '../recorder.js';
import type { ImportEvent, Tally } from '../report.js';
import { allOf, type Cells, readCells } from './cells.js';
import { type Columns, readColumns } from './columns.js';
import { RowEntry } from './enter-rows.js';
import { readHead, type Separator } from './head.js';
import { isKey } from './keys.js';
import { inTable } from './places.js';
import { type BrokenRow, readRows, type Row } from './rows.js';
import { readUtf8 } from './utf8.js';

/** Claims as a table, version 1 (docs/FORMATS.md): one row a claim, of any size. */
export const claimsCsvFormat = 'incident-ledger/claims-csv@1';

export interface OpenTable {
  format: typeof claimsCsvFormat;
  namespace: string;
  separator: Separator;
  rows: AsyncIterable<ReadRow>;
}
type ReadRow = { at: Place } & ({ cells: Cells } | { fault: string; column?: string });
interface Place {
  row: number;
  line: number;
  until: number;
}

/**
 * Reads the headings, and the first row for the namespace.
 * @param namespace where the file names none, or the same
 * @throws FileRefused it is no such table
 */
export async function openTable(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  namespace: string | undefined,
): Promise<OpenTable> {
  const head = await readHead(name, chunks);
  const rows = readRows(head.chunks, head.separator);
  try {
    const columns = readColumns(name, await headingsOf(name, rows));
    const table = readTable(columns, rows);
    const { first, all } = await peek(table);
    const found = namespaceOf(name, columns, first, namespace);
    return { format: claimsCsvFormat, namespace: found, separator: head.separator, rows: all };
  } catch (error) {
    await rows.return(undefined);
    throw error;
  }
}

/** Enters every row, and tells what happens by row and column. */
export async function enterTable(
  { rows, namespace, separator }: OpenTable,
  recorder: Recorder,
  tallyOf: (located: (event: ImportEvent) => ImportEvent) => Tally,
  progress: (bytes: number) => void,
): Promise<Tally> {
  let at: Place = { row: 1, line: 1, until: 0 };
  const tally = tallyOf((event) => located(event, at));
  const entry = new RowEntry(recorder, namespace, tally, separator);
  for await (const read of rows) {
    at = read.at;
    progress(at.until);
    if ('fault' in read) tally.reject({ path: read.column ?? '', message: read.fault });
    else if (otherNamespace(read.cells, namespace)) {
      tally.reject({
        path: 'namespace',
        message: `the namespace is ${namespace}, and one file has one: import this row as a file of its own`,
      });
    } else await entry.take(read.cells, at.row);
  }
  return tally;
}

function located(event: ImportEvent, at: Place): ImportEvent {
  if ('rejected' in event) return { rejected: inTable(event.rejected, at) };
  if ('differs' in event) return { differs: inTable(event.differs, at) };
  return 'warning' in event ? { warning: inTable(event.warning, at) } : event;
}

async function headingsOf(name: string, rows: AsyncGenerator<Row | BrokenRow>): Promise<string[]> {
  const first = await rows.next();
  const refused = (message: string) => new FileRefused(name, [{ row: 1, message }], 1);
  if (first.done) throw refused('the file is empty: its first row holds the headings');
  if ('fault' in first.value) throw refused(first.value.fault);
  const headings = first.value.cells.map(readUtf8);
  if (headings.includes(undefined)) throw refused('the headings are not UTF-8: save the file as "CSV UTF-8"');
  return headings as string[];
}

async function* readTable(columns: Columns, rows: AsyncIterable<Row | BrokenRow>): AsyncGenerator<ReadRow> {
  for await (const read of rows) {
    const { row, line, until } = read;
    const at = { row, line, until };
    if ('fault' in read) {
      yield { at, ...brokenCell(columns, read) };
      continue;
    }
    const cells = readCells(columns, read);
    if (Array.isArray(cells)) {
      const { path, message } = allOf(cells);
      yield { at, fault: message, ...(path !== '' && { column: path }) };
    } else if (cells.size > 0) yield { at, cells };
  }
}

function brokenCell(
  { places }: Columns,
  { cell, fault, last }: BrokenRow,
): { fault: string; column?: string } {
  const column = cell === undefined ? undefined : places[cell];
  const end =
    '. So many rows are broken that nothing after this one was read: mend them and import the file again';
  return { fault: last ? fault + end : fault, ...(column !== undefined && { column }) };
}

async function peek(
  rows: AsyncGenerator<ReadRow>,
): Promise<{ first: Cells | undefined; all: AsyncIterable<ReadRow> }> {
  const held: ReadRow[] = [];
  let first: Cells | undefined;
  // What is broken before the first good row waits for it; the reader gives up before that is many.
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    held.push(next.value);
    if ('cells' in next.value) first = next.value.cells;
    if (first || held.length >= mostHeld) break;
  }
  return { first, all: followedBy(held, rows) };
}
const mostHeld = 1_000;

async function* followedBy(held: ReadRow[], rows: AsyncGenerator<ReadRow>): AsyncGenerator<ReadRow> {
  try {
    yield* held;
    yield* rows;
  } finally {
    await rows.return(undefined);
  }
}

function namespaceOf(
  name: string,
  columns: Columns,
  first: Cells | undefined,
  given: string | undefined,
): string {
  const refused = (message: string) =>
    new FileRefused(name, [{ ...(columns.has('namespace') && { column: 'namespace' }), message }], 1);
  const namespace = given ?? first?.get('namespace');
  if (namespace === undefined)
    throw refused(
      'nothing says to which namespace the keys of this file belong: --namespace my-archive, ?namespace=my-archive, or a column namespace with the same in every row',
    );
  if (!isKey(namespace))
    throw refused('the namespace must be a key: small letters and digits, joined by single dots or hyphens');
  return namespace;
}

const otherNamespace = (cells: Cells, namespace: string): boolean =>
  (cells.get('namespace') ?? namespace) !== namespace;
