import type { Column, Columns } from './columns.js';
import type { Row } from './rows.js';
import { readUtf8 } from './utf8.js';

/** What is wrong with a cell, or with the row where no column is named. */
export interface CellFault {
  column?: string;
  message: string;
}

/** All that is wrong with a row as one problem, under its first cell. */
export function allOf([first, ...others]: readonly CellFault[]): { path: string; message: string } {
  const more = others.map(({ column, message }) => `${column ?? 'row'}: ${message}`);
  return { path: first!.column ?? '', message: [first!.message, ...more].join('; ') };
}

/** A row by its columns; cells that are empty are not there. */
export type Cells = ReadonlyMap<Column, string>;

/** Long enough for the longest quotation; the text of a document has a cell of its own size. */
const longestCell = 32_767;
/** Of these the white space at either end is part of what was captured. */
const verbatim: ReadonlySet<Column> = new Set(['document_text', 'quote_prefix', 'quote_suffix']);

/** @returns the cells of a row, or what is wrong with them */
export function readCells(columns: Columns, { cells }: Row): Cells | CellFault[] {
  const { places, headings } = columns;
  if (cells.every(isBlank)) return new Map();
  if (cells.length <= places.findLastIndex((column) => column !== undefined)) {
    return [
      { message: `the row has ${cells.length} cells, and there are ${places.length} headings: ${tooFew}` },
    ];
  }
  const faults: CellFault[] = [];
  const found = new Map<Column, string>();
  for (const [place, bytes] of cells.entries()) {
    const column = places[place];
    if (column === undefined) {
      if (!isBlank(bytes) && isNameless(headings[place])) faults.push({ message: withoutHeading(place) });
      continue;
    }
    const read = textIn(bytes, column);
    if ('fault' in read) faults.push({ column, message: read.fault });
    else if (read.text !== '') found.set(column, read.text);
  }
  return faults.length > 0 ? faults.slice(0, 10) : found;
}

const tooFew =
  'a separator or quotation mark is missing. Some spreadsheets leave out empty cells at the end of a row: fill the last column in every row';

const isNameless = (heading: string | undefined): boolean => heading === undefined || heading.trim() === '';
const withoutHeading = (place: number): string =>
  `cell ${place + 1} stands under no heading: a separator too many, or a cell that should be in quotation marks`;

const isBlank = (bytes: string): boolean => bytes.trim() === '';

function textIn(bytes: string, column: Column): { text: string } | { fault: string } {
  const text = readUtf8(bytes);
  if (text === undefined) return { fault: 'the cell is not UTF-8: save the file as "CSV UTF-8"' };
  if (text.includes('\0')) return { fault: 'the cell holds a NUL character: save the file as "CSV UTF-8"' };
  if (text.length > longestCell && column !== 'document_text')
    return { fault: `the cell holds more than ${longestCell} characters: shorten it` };
  return { text: said(text, column) };
}

/**
 * A spreadsheet would run a cell that begins with = + - @, a tab or a carriage return; where such cells are written out
 * they get an apostrophe before them, and here it is taken off again.
 */
const neutralised = /^'+[=+\-@\t\r]/;

function said(text: string, column: Column): string {
  const plain = neutralised.test(text) ? text.slice(1) : text;
  if (plain.trim() === '') return '';
  return verbatim.has(column) ? plain : plain.trim();
}
