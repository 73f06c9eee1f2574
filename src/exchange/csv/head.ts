import { FileRefused } from '../problem.js';

/** What separates the cells of a row: spreadsheets take the one of the country that they are set to. */
export const separators = [',', ';', '\t'] as const;
export type Separator = (typeof separators)[number];

/** The headings stand on the first line; one longer than this is no line of headings. */
const longestHeadings = 64 * 1024;

export interface Head {
  separator: Separator;
  /** the whole file again, without its byte order mark */
  chunks: AsyncGenerator<Uint8Array>;
}

/**
 * Reads as far as the first line goes, to find out how the file is written.
 * @throws FileRefused it is not UTF-8, or empty
 */
export async function readHead(name: string, source: AsyncIterable<Uint8Array>): Promise<Head> {
  const chunks = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (endOfLine(head) === -1 && head.length < longestHeadings) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const end = endOfLine(head);
  const start = utf8Start(name, head.subarray(0, end === -1 ? head.length : end));
  const firstLine = head.subarray(start, end === -1 ? head.length : end);
  if (/^\s*[{[]/.test(firstLine.toString('latin1')))
    throw refused(name, 'this is JSON and no table: import it as such (docs/FORMATS.md)');
  if (firstLine.toString('latin1').trim() === '' && end === -1) {
    throw refused(
      name,
      'the file is empty: its first row holds the headings (incident-ledger import --template)',
    );
  }
  return { separator: separatorOf(firstLine), chunks: again(head.subarray(start), chunks) };
}

async function* again(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** Where the text begins: behind a byte order mark of UTF-8, where there is one. */
function utf8Start(name: string, firstLine: Buffer): number {
  const isUtf16 = startsWith(firstLine, [0xff, 0xfe]) || startsWith(firstLine, [0xfe, 0xff]);
  if (isUtf16 || firstLine.includes(0)) {
    throw refused(name, 'the file is in UTF-16, or no text at all: save it as "CSV UTF-8" and import that');
  }
  return startsWith(firstLine, [0xef, 0xbb, 0xbf]) ? 3 : 0;
}

const startsWith = (bytes: Buffer, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** The one that stands most often on the first line, outside quotation marks; a comma where none does. */
function separatorOf(firstLine: Buffer): Separator {
  const bare = firstLine.toString('latin1').replaceAll(/"[^"]*"?/g, '');
  const counted = separators.map((separator) => ({ separator, count: bare.split(separator).length - 1 }));
  return counted.reduce((most, other) => (other.count > most.count ? other : most)).separator;
}

function endOfLine(bytes: Buffer): number {
  const ends = [bytes.indexOf(0x0a), bytes.indexOf(0x0d)].filter((at) => at !== -1);
  return ends.length === 0 ? -1 : Math.min(...ends);
}

const refused = (name: string, message: string): FileRefused => new FileRefused(name, [{ message }], 1);
