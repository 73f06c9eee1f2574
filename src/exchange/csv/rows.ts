import { CsvError, Parser } from 'csv-parse';
import type { Separator } from './head.js';

/** A row as it stands in the file. */
export interface Row {
  /** as a spreadsheet counts: 1 is the row of headings, and a cell of several lines is in one row */
  row: number;
  /** as a text editor counts, from 1: the line on which it begins */
  line: number;
  /** each byte as one character (Latin-1): what they say is read where it is wanted, and checked there */
  cells: readonly string[];
  /** bytes of the file up to its end */
  until: number;
}
/** A row that cannot be told apart into cells. */
export interface BrokenRow {
  row: number;
  line: number;
  /** place of the cell, from 0 */
  cell?: number;
  fault: string;
  until: number;
  /** nothing after it is read */
  last: boolean;
}

/** Cells of one row together, in bytes. A claim is far smaller, a page of captured text is not. */
export const largestRow = 1024 * 1024;
/** What goes into the parser at once. */
const pieceBytes = 64 * 1024;
/** After so many broken rows nobody wants the rest read: where each begins has to be guessed. */
const mostBroken = 200;
/** Of those, so many whose end was looked for far away: it is looked for again from each line after. */
const mostFarReaching = 8;
const far = 128 * 1024;

/**
 * Tells the rows of a CSV file (RFC 4180) apart as they arrive, holding one row and one piece at a time. Where the
 * quotation marks of a row are wrong, that line is told as broken, and reading goes on with the next line.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  separator: Separator,
): AsyncGenerator<Row | BrokenRow> {
  const reader = new RowReader(separator);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      yield* reader.take(chunk.subarray(at, at + pieceBytes));
      if (reader.hasGivenUp) return;
    }
  }
  yield* reader.end();
}

class RowReader {
  hasGivenUp = false;
  #parser: Parser;
  /** what has arrived since the end of the last row */
  #open: Buffer = Buffer.alloc(0);
  /** where the parser stands at the start of `#open`, by its own count */
  #parsed = 0;
  #found: Row[] = [];
  /** of the row that is open */
  #row = 1;
  #line = 1;
  #bytes = 0;
  #broken = 0;
  #farReaching = 0;
  /** the rest of a broken line is passed over */
  #passing = false;

  constructor(private readonly separator: Separator) {
    this.#parser = this.#newParser();
  }

  async *take(piece: Uint8Array): AsyncGenerator<Row | BrokenRow> {
    let rest = this.#passing ? this.#afterLine(asBuffer(piece)) : asBuffer(piece);
    while (rest && rest.length > 0) {
      const failure = await this.#parse(rest);
      yield* this.#rows();
      const isTooLarge = !failure && this.#open.length > largestRow;
      if (!failure && !isTooLarge) return;
      yield this.#break(failure);
      if (this.hasGivenUp) return;
      rest = this.#restart();
    }
  }

  async *end(): AsyncGenerator<Row | BrokenRow> {
    for (;;) {
      const failure = await new Promise<Error | null | undefined>((resolve) => {
        this.#parser.once('error', resolve);
        this.#parser.end(resolve);
      });
      yield* this.#rows();
      if (!failure) return;
      yield this.#break(failure);
      if (this.hasGivenUp) return;
      const rest = this.#restart();
      if (rest) yield* this.take(rest);
      if (this.hasGivenUp || !rest) return;
    }
  }

  #newParser(): Parser {
    const parser = new Parser({
      delimiter: this.separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      encoding: 'latin1',
      relax_column_count: true,
      on_record: (cells: readonly string[], { bytes }) => {
        this.#note(cells, bytes);
        return null;
      },
    });
    parser.on('error', () => {}); // told by the callback of the write that it came of
    parser.resume();
    return parser;
  }

  #parse(piece: Buffer): Promise<Error | null | undefined> {
    this.#open = this.#open.length === 0 ? piece : Buffer.concat([this.#open, piece]);
    return new Promise((resolve) => this.#parser.write(piece, resolve));
  }

  /** While the parser is at work on the bytes of `#open`. */
  #note(cells: readonly string[], parsedUntil: number): void {
    const length = parsedUntil - this.#parsed;
    this.#bytes += length;
    this.#found.push({ row: this.#row, line: this.#line, cells, until: this.#bytes });
    this.#row += 1;
    this.#line += linesIn(this.#open.subarray(0, length));
    this.#open = this.#open.subarray(length);
    this.#parsed = parsedUntil;
  }

  #rows(): Row[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #break(failure: Error | null | undefined): BrokenRow {
    this.#broken += 1;
    if (this.#open.length > far) this.#farReaching += 1;
    this.hasGivenUp = this.#broken >= mostBroken || this.#farReaching >= mostFarReaching;
    const cell =
      failure instanceof CsvError && typeof failure['column'] === 'number' ? failure['column'] : undefined;
    return {
      row: this.#row,
      line: this.#line,
      ...(cell !== undefined && { cell }),
      fault: faultOf(failure),
      until: this.#bytes,
      last: this.hasGivenUp,
    };
  }

  /** Passes over the line on which the broken row begins. @returns what has arrived of the lines after it */
  #restart(): Buffer | undefined {
    this.#parser.destroy();
    this.#parser = this.#newParser();
    this.#parsed = 0;
    const open = this.#open;
    this.#open = Buffer.alloc(0);
    this.#passing = true;
    return this.#afterLine(open);
  }

  #afterLine(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(0x0a);
    this.#bytes += end === -1 ? bytes.length : end + 1;
    if (end === -1) return undefined;
    this.#passing = false;
    this.#row += 1;
    this.#line += 1;
    return bytes.subarray(end + 1);
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function linesIn(bytes: Buffer): number {
  return countOf(bytes, 0x0a) || countOf(bytes, 0x0d);
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}

const sayings: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE:
    'a quotation mark stands inside a cell: put the whole cell in quotation marks, and double those inside it ("")',
  CSV_INVALID_CLOSING_QUOTE:
    'the cell goes on behind its closing quotation mark: double those inside it (""), or close the one that was left open',
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed: close it',
};

function faultOf(failure: Error | null | undefined): string {
  if (!failure) {
    return 'the row is larger than 1 MiB: a quotation mark was left open, or a text is too long for a cell (its capture can be uploaded)';
  }
  return (failure instanceof CsvError && sayings[failure.code]) || failure.message;
}
