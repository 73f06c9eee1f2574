import type { Recorder } from '../recorder.js';
import type { Progress, Tally } from '../report.js';
import { Entry } from './enter.js';
import type { FileAct, FileSource, IncidentFile } from './types.js';

/**
 * Enters a whole file that was read and checked: sources (those that others belong to first), documents, incidents,
 * questions, their ties, claims, acts. Questions and claims are entered in file order, which is their order of entry.
 * @param options.acts which acts to apply (a preview at a `knownAt` leaves the later ones out)
 */
export async function enterFile(
  file: IncidentFile,
  recorder: Recorder,
  tally: Tally,
  options: { progress?: (progress: Omit<Progress, 'phase'>) => void; acts?: (act: FileAct) => boolean } = {},
): Promise<void> {
  const entry = new Entry(recorder, file.namespace, tally);
  const acts = file.acts ?? [];
  const total =
    file.sources.length + file.documents.length + file.incidents.length + file.claims.length + acts.length;
  let done = 0;
  const step = () => options.progress?.({ done: ++done, total });

  for (const [source, index] of topsFirst(file.sources)) {
    await entry.source(source, { path: `/sources/${index}` });
    step();
  }
  for (const [index, document] of file.documents.entries()) {
    await entry.document(document, { path: `/documents/${index}` });
    step();
  }
  for (const [index, incident] of file.incidents.entries()) {
    await entry.incident(incident, { path: `/incidents/${index}` });
    await entry.questions(incident, { path: `/incidents/${index}` });
    step();
  }
  for (const [index, incident] of file.incidents.entries()) {
    await entry.ties(incident, { path: `/incidents/${index}` });
  }
  for (const [index, claim] of file.claims.entries()) {
    await entry.claim(claim, { path: `/claims/${index}` });
    step();
  }
  for (const [index, act] of acts.entries()) {
    if (options.acts?.(act) !== false) await entry.act(act, { path: `/acts/${index}` });
    step();
  }
}

/** Each source after those that it names, with its index in the file. The file has no circles: it was checked. */
function* topsFirst(sources: readonly FileSource[]): Generator<[FileSource, number]> {
  const index = new Map(sources.map((source, at) => [source.key, at]));
  const entered = new Set<string>();
  for (const { key } of sources) {
    const open = [key];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const source = sources[index.get(top)!]!;
      const before = named(source).filter(
        (other) => !entered.has(other) && other !== top && !open.includes(other),
      );
      if (before.length > 0) {
        open.push(before[0]!);
        continue;
      }
      open.pop();
      if (entered.has(top)) continue;
      entered.add(top);
      yield [source, index.get(top)!];
    }
  }
}

const named = ({ memberOf, speaksFor, knownTo }: FileSource): string[] =>
  [memberOf, speaksFor, knownTo].filter((tie) => tie !== undefined);
