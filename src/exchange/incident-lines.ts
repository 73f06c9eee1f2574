import { keyMaxLength, keyPattern } from '../domain/names.js';
import { Entry } from './incident-file/enter.js';
import { isItem, shapeOfItem } from './incident-file/schema.js';
import { itemKinds, type FileAct, type Item, type ItemKind } from './incident-file/types.js';
import { JsonFault, readJson } from './json.js';
import { FileRefused } from './problem.js';
import type { Recorder } from './recorder.js';
import type { Tally } from './report.js';

/**
 * Incident lines, version 1 (docs/FORMATS.md): NDJSON of any size. The first line names the format and the namespace;
 * each further line holds one thing, in the shape of the incident file, and may name only what stands before it or is
 * in the ledger. Lines are taken in one by one: one that is refused is told, and the others go on.
 */
export const incidentLinesFormat = 'incident-ledger/incident-lines@1';

/** A line this long holds a capture's text; anything longer is no line. */
export const longestLine = 64 * 1024 * 1024;

export interface Line {
  /** counted from 1 */
  number: number;
  bytes: Uint8Array;
  /** bytes of the file up to its end */
  until: number;
}

/** @returns the namespace, where this is the first line of incident lines; undefined where it is something else */
export function readHeader(name: string, line: Uint8Array): string | undefined {
  const header = headerOf(line);
  if (header?.['format'] !== incidentLinesFormat) return undefined;
  const { namespace } = header;
  if (typeof namespace === 'string' && keyPattern.test(namespace) && namespace.length <= keyMaxLength) {
    return namespace;
  }
  const message = '"namespace" must be a key: small letters and digits, joined by single dots or hyphens';
  throw new FileRefused(name, [{ line: 1, path: '/namespace', message }], 1);
}

function headerOf(line: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value = readJson(utf8.decode(line));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Enters every line after the first.
 * @param options.acts which acts to enter; default all
 */
export async function enterLines(
  lines: AsyncIterable<Line>,
  namespace: string,
  recorder: Recorder,
  tally: Tally,
  options: { progress?: (bytes: number) => void; acts?: (act: FileAct) => boolean } = {},
): Promise<void> {
  const entry = new Entry(recorder, namespace, tally);
  for await (const { number, bytes, until } of lines) {
    options.progress?.(until);
    const item = readLine(number, bytes, tally);
    if (item?.kind === 'act' && options.acts?.(item.body) === false) continue;
    if (item) await entry.item(item, { path: `/${item.kind}`, line: number });
  }
}

function readLine(line: number, bytes: Uint8Array, tally: Tally): Item | undefined {
  let value: unknown;
  try {
    const text = utf8.decode(bytes);
    if (text.trim() === '') return undefined;
    value = readJson(text);
  } catch (error) {
    if (error instanceof JsonFault) tally.reject({ line, path: error.path, message: error.message });
    else tally.reject({ line, message: 'the line is not UTF-8: save the file as UTF-8' });
    return undefined;
  }
  const kind = itemKinds.find((known) => typeof value === 'object' && value !== null && known in value);
  if (!kind || Object.keys(value as object).length !== 1) {
    tally.reject({ line, message: `a line is an object with one of: ${itemKinds.join(', ')}` });
    return undefined;
  }
  return checked(line, { kind, body: (value as Record<ItemKind, unknown>)[kind] }, tally);
}

function checked(line: number, item: { kind: ItemKind; body: unknown }, tally: Tally): Item | undefined {
  if (isItem(item)) return item;
  const [first, ...others] = shapeOfItem(item.kind, item.body).map(({ path, message }) => ({
    path: `/${item.kind}${path}`,
    message,
  }));
  const message = [first!.message, ...others.map((other) => `${other.path}: ${other.message}`)].join('; ');
  tally.reject({ line, path: first!.path, message });
  return undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Splits bytes into lines. @throws FileRefused a line is longer than 64 MiB */
export async function* splitLines(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 0;
  let until = 0;
  let open: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      open.push(chunk.subarray(from, end));
      until += end + 1 - from;
      yield { number: ++number, bytes: open.length === 1 ? open[0]! : Buffer.concat(open), until };
      open = [];
      size = 0;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    until += rest.length;
    if (size > longestLine) {
      const message =
        'the line is longer than 64 MiB: put the text of a capture elsewhere and give its hash alone';
      throw new FileRefused(name, [{ line: number + 1, message }], 1);
    }
    if (rest.length > 0) open.push(rest);
  }
  if (open.length > 0) yield { number: ++number, bytes: Buffer.concat(open), until };
}

const newline = 0x0a;
