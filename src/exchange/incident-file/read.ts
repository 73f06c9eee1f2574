import { JsonFault, lineAt, locate, readJson } from '../json.js';
import { FileRefused, type Problem, Problems } from '../problem.js';
import { checkReferences } from './references.js';
import { shapeOfFile, shapeOfItem } from './schema.js';
import { itemKinds, listOf, type IncidentFile, type ItemKind } from './types.js';

export const largestFile = 64 * 1024 * 1024;

/**
 * Reads and checks the form of an incident file, whole: JSON, schema, keys and references. All of its problems are
 * reported (the first 200 spelled out), each with its line.
 * @param name for messages
 * @throws FileRefused
 */
export function readIncidentFile(name: string, bytes: Uint8Array): IncidentFile {
  const text = decode(name, bytes);
  const file = parse(name, text);
  const problems = new Problems();
  for (const problem of problemsOf(file)) {
    problems.add(problem);
    if (problems.isFull) break;
  }
  if (problems.count > 0) throw new FileRefused(name, withLines(text, problems.shown), problems.count);
  return file as IncidentFile;
}

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileRefused(name, [{ message: 'the file is not UTF-8: save it as UTF-8' }], 1);
  }
}

function parse(name: string, text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const problem = { line: lineAt(text, error.offset), path: error.path, message: error.message };
    throw new FileRefused(name, [problem], 1);
  }
}

function* problemsOf(file: unknown): Generator<Problem> {
  let shapely = true;
  for (const problem of shapeProblems(file)) {
    shapely = false;
    yield problem;
  }
  // References can be followed only where the shape is right.
  if (shapely) yield* checkReferences(file as IncidentFile);
}

function* shapeProblems(file: unknown): Generator<Problem> {
  yield* shapeOfFile(file);
  if (typeof file !== 'object' || file === null) return;
  for (const kind of itemKinds) {
    const list = (file as Partial<Record<(typeof listOf)[ItemKind], unknown>>)[listOf[kind]];
    if (!Array.isArray(list)) continue;
    for (const [index, body] of list.entries()) {
      for (const { path, message } of shapeOfItem(kind, body)) {
        yield { path: `/${listOf[kind]}/${index}${path}`, ...nameOf(kind, body), message };
      }
    }
  }
}

function nameOf(kind: ItemKind, body: unknown): { thing?: string } {
  const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
  return typeof key === 'string' ? { thing: `${kind} ${key.slice(0, 120)}` } : {};
}

/** Adds to each problem the line at which its path begins, or that of the nearest thing around it. */
export function withLines(text: string, problems: readonly Problem[]): Problem[] {
  const wanted = new Set(problems.flatMap(({ path }) => (path === undefined ? [] : ancestors(path))));
  const offsets = locate(text, wanted);
  return problems.map((problem) => {
    const found =
      problem.path === undefined ? undefined : ancestors(problem.path).find((p) => offsets.has(p));
    return found === undefined ? problem : { ...problem, line: lineAt(text, offsets.get(found)!) };
  });
}

/** The pointer itself, then each one around it. */
function ancestors(pointer: string): string[] {
  const all: string[] = [];
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) all.push(path);
  return [...all, ''];
}
