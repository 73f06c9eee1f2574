import { claimsCsvFormat, enterTable, type OpenTable, openTable } from './csv/claims-csv.js';
import { enterFile } from './incident-file/enter-file.js';
import { largestFile, readIncidentFile, withLines } from './incident-file/read.js';
import { incidentFileFormat, type FileAct, type IncidentFile } from './incident-file/types.js';
import { enterLines, incidentLinesFormat, type Line, readHeader, splitLines } from './incident-lines.js';
import { FileRefused, Problems } from './problem.js';
import type { Recorder } from './recorder.js';
import { type ImportReport, type LikelySamePair, type Progress, Tally, type Tell } from './report.js';

export interface ImportSource {
  /** what messages call it */
  name: string;
  chunks: AsyncIterable<Uint8Array>;
  /** bytes, where known */
  size?: number;
  /** a table of claims, with the namespace of its keys where the file itself does not say it; default: JSON */
  csv?: { namespace?: string };
}

/** The ledger that takes a file in. */
export interface ImportTarget {
  recorder: Recorder;
  /** A recorder on top of the ledger that keeps what it is given to itself: for the check before the writing. */
  draft(): Draft;
  /** Sources of these that may be others in the ledger: same name or alias, and no editor has spoken on them. */
  likelySame(sources: readonly string[]): Promise<LikelySamePair[]>;
}

export interface Draft extends Recorder {
  /** Forgets it all. */
  close(): Promise<void>;
}

export interface ImportOptions {
  /** try only: all is checked and told, nothing is written */
  dryRun?: boolean;
  tell?: Tell;
}

/**
 * Takes an incident file, incident lines or a table of claims into a ledger. An incident file is checked whole first, by
 * entering it into a draft: nothing of a file with a problem is written. Lines and rows are taken in as they come. Repeating an import adds
 * nothing, and completes one that was cut short.
 * @throws FileRefused the file cannot be used as it is
 */
export async function importFile(
  source: ImportSource,
  target: ImportTarget,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const { tell = () => {}, dryRun = false } = options;
  const opened = await openSource(source);
  if (opened.format === claimsCsvFormat) {
    const counted = await intoEither(target, dryRun, (recorder) => enterTableOf(opened, recorder, tell));
    return finish(source, opened, target, counted, options);
  }
  const tally = new Tally(tell);
  if (opened.format === incidentLinesFormat) {
    await intoEither(target, dryRun, (recorder) => enterLinesOf(opened, recorder, tally, tell));
    return finish(source, opened, target, tally, options);
  }
  const draft = await inDraft(target, (recorder) =>
    enterChecked(opened, recorder, dryRun ? tell : quietly(tell)),
  );
  if (dryRun) return finish(source, opened, target, draft, options);
  await enterFile(opened.file, target.recorder, tally, { progress: throttled('writing', tell) });
  await target.recorder.flush();
  return finish(source, opened, target, tally, options);
}

/** Writes, or only tries. */
async function intoEither<Result>(
  target: ImportTarget,
  dryRun: boolean,
  enter: (recorder: Recorder) => Promise<Result>,
): Promise<Result> {
  if (dryRun) return inDraft(target, enter);
  const result = await enter(target.recorder);
  await target.recorder.flush();
  return result;
}

async function inDraft<Result>(
  target: ImportTarget,
  enter: (recorder: Recorder) => Promise<Result>,
): Promise<Result> {
  const draft = target.draft();
  try {
    return await enter(draft);
  } finally {
    await draft.close();
  }
}

/** The same, with its end told instead of thrown where the file is refused: what goes out as a stream of lines. */
export async function importAndTell(
  source: ImportSource,
  target: ImportTarget,
  options: ImportOptions & { tell: Tell },
): Promise<void> {
  try {
    await importFile(source, target, options);
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    options.tell({ refused: { file: error.file, problems: error.problems, count: error.count } });
  }
}

async function finish(
  { name }: ImportSource,
  { format, namespace }: OpenSource,
  target: ImportTarget,
  { added, known, differs, rejected, warnings, newSources }: Tally,
  { tell, dryRun = false }: ImportOptions,
): Promise<ImportReport> {
  const likelySame = dryRun ? [] : await target.likelySame(newSources);
  const told = { differs, rejected, warnings, likelySame };
  const report: ImportReport = { file: name, format, namespace, dryRun, added, known, ...told };
  tell?.({ report });
  return report;
}

interface OpenLines {
  format: typeof incidentLinesFormat;
  namespace: string;
  lines: AsyncIterable<Line>;
  size: number | undefined;
}
interface OpenFile {
  format: typeof incidentFileFormat;
  namespace: string;
  name: string;
  bytes: Uint8Array;
  file: IncidentFile;
}
type OpenedTable = OpenTable & { size: number | undefined };
export type OpenSource = OpenLines | OpenFile | OpenedTable;

/**
 * Opens a table where it is said to be one; else finds out by the first line which of the two in JSON it is, and reads
 * an incident file whole.
 * @throws FileRefused it is none, or its form is wrong
 */
export async function openSource({ name, chunks, size, csv }: ImportSource): Promise<OpenSource> {
  if (csv) return { ...(await openTable(name, chunks, csv.namespace)), size };
  const lines = splitLines(name, chunks);
  const first = await lines.next();
  const inLines = first.done ? undefined : readHeader(name, first.value.bytes);
  if (inLines !== undefined) return { format: incidentLinesFormat, namespace: inLines, lines, size };
  const bytes = await whole(name, first.done ? undefined : first.value, lines);
  const file = readIncidentFile(name, bytes);
  return { format: incidentFileFormat, namespace: file.namespace, name, bytes, file };
}

export async function enterTableOf(
  { size, ...table }: OpenedTable,
  recorder: Recorder,
  tell: Tell,
): Promise<Tally> {
  const progress = throttled('writing', tell);
  return enterTable(
    table,
    recorder,
    (located) => new Tally((event) => tell(located(event))),
    (done) => progress({ done, ...(size !== undefined && { total: size }) }),
  );
}

export async function enterLinesOf(
  { lines, namespace, size }: OpenLines,
  recorder: Recorder,
  tally: Tally,
  tell: Tell,
  acts?: (act: FileAct) => boolean,
): Promise<void> {
  const progress = throttled('writing', tell);
  await enterLines(lines, namespace, recorder, tally, {
    progress: (done) => progress({ done, ...(size !== undefined && { total: size }) }),
    ...(acts && { acts }),
  });
}

/**
 * Enters a file (all of its acts, or those that `acts` says) into a draft, where every rule of entry is applied as it will be.
 * @throws FileRefused with all that was rejected, each with its line
 */
export async function enterChecked(
  { name, bytes, file }: OpenFile,
  draft: Recorder,
  tell: Tell,
  acts?: (act: FileAct) => boolean,
): Promise<Tally> {
  const problems = new Problems();
  const tally = new Tally((event) => {
    if ('rejected' in event) problems.add(event.rejected);
    else tell(event);
  });
  await enterFile(file, draft, tally, {
    progress: throttled('checking', tell),
    ...(acts && { acts }),
  });
  if (problems.count > 0) {
    throw new FileRefused(name, withLines(new TextDecoder().decode(bytes), problems.shown), problems.count);
  }
  return tally;
}

/** Of a check that is followed by the writing, the progress alone: the rest is told when it happens. */
const quietly =
  (tell: Tell): Tell =>
  (event) => {
    if ('progress' in event) tell(event);
  };

async function whole(name: string, first: Line | undefined, lines: AsyncIterable<Line>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const take = ({ bytes }: Line) => {
    size += bytes.length + 1;
    if (size > largestFile + 1) {
      const message =
        'an incident file holds at most 64 MiB: split it, or write it as incident lines (docs/FORMATS.md)';
      throw new FileRefused(name, [{ message }], 1);
    }
    parts.push(bytes, lineBreak);
  };
  if (first) take(first);
  for await (const line of lines) take(line);
  return Buffer.concat(parts.slice(0, -1));
}
const lineBreak = Uint8Array.of(0x0a);

const progressEveryMs = 200;

function throttled(phase: Progress['phase'], tell: Tell): (progress: Omit<Progress, 'phase'>) => void {
  let last = performance.now();
  return (progress) => {
    const now = performance.now();
    if (now - last < progressEveryMs) return;
    last = now;
    tell({ progress: { phase, ...progress } });
  };
}
