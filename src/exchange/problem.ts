/** What is wrong with a file, where, and what to do about it. */
export interface Problem {
  /** JSON Pointer (RFC 6901) into the file, or into the line */
  path?: string;
  /** counted from 1 */
  line?: number;
  /** of a table: as a spreadsheet counts, 1 is the row of headings; with a `line` where that is another number */
  row?: number;
  /** of a table: the heading of the cell */
  column?: string;
  /** what a person calls the thing: `claim nw-001`, `question fired of incident base` */
  thing?: string;
  message: string;
}

/** How many problems a report spells out; the rest are counted. */
export const problemsShown = 200;

/** A bounded list: a file with a million faults must not fill the memory with their descriptions. */
export class Problems {
  readonly shown: Problem[] = [];
  count = 0;

  add(problem: Problem): void {
    this.count += 1;
    if (this.shown.length < problemsShown) this.shown.push(problem);
  }

  get isFull(): boolean {
    return this.count >= problemsShown;
  }
}

/** `line 12, /claims/3/value, claim nw-001: ...`, `row 7, column value: ...`: the form of every message about a file. */
export function sayProblem(problem: Problem): string {
  const where = [
    problem.row === undefined ? undefined : `row ${problem.row}`,
    problem.line === undefined ? undefined : `line ${problem.line}`,
    problem.path,
    problem.column === undefined ? undefined : `column ${problem.column}`,
    problem.thing,
  ].filter((part) => part !== undefined && part !== '');
  return where.length === 0 ? problem.message : `${where.join(', ')}: ${problem.message}`;
}

/** A file that cannot be used as it is; nothing of it was written. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  constructor(
    readonly file: string,
    readonly problems: readonly Problem[],
    readonly count: number,
  ) {
    super(`${file} was refused: ${count} ${count === 1 ? 'problem' : 'problems'}`);
  }
}
