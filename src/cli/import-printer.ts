import { styleText } from 'node:util';
import { type Problem, sayProblem } from '../exchange/problem.js';
import {
  countedKinds,
  type Counts,
  type ImportEvent,
  type ImportReport,
  type Tell,
} from '../exchange/report.js';
import { exitCodes, type ExitCode } from './exit.js';
import { print } from './output.js';
import { ProgressBar } from './progress-bar.js';

const mostWarnings = 100;

/** Says what an import does: as NDJSON for a script, else what was refused at once and the sum at the end. */
export class ImportPrinter {
  code: ExitCode = exitCodes.done;
  readonly #bar = new ProgressBar();
  #warned = 0;

  constructor(private readonly json: boolean) {}

  readonly tell: Tell = (event) => {
    this.code = worse(this.code, codeOf(event));
    if (this.json) print(`${JSON.stringify(event)}\n`);
    else this.#say(event);
  };

  end(): void {
    this.#bar.clear();
  }

  #say(event: ImportEvent): void {
    if ('progress' in event) {
      const { phase, done, total } = event.progress;
      this.#bar.show(phase, done, total);
      return;
    }
    this.#bar.clear();
    if ('rejected' in event) this.#note('refused', event.rejected);
    else if ('differs' in event) this.#note('differs', event.differs);
    else if ('warning' in event) this.#warn(event.warning);
    else if ('failed' in event) process.stderr.write(`incident-ledger: ${event.failed.message}\n`);
    else if ('refused' in event) this.#sayRefused(event.refused);
    else print(sum(event.report));
  }

  /** Refusals are all told; of what was taken in, the first warnings show what to look at. */
  #warn(problem: Problem): void {
    this.#warned += 1;
    if (this.#warned <= mostWarnings) this.#note('warning', problem);
    if (this.#warned === mostWarnings)
      process.stderr.write('further warnings are counted; --json tells all\n');
  }

  #note(what: string, problem: Problem): void {
    const colour = what === 'warning' ? 'yellow' : 'red';
    process.stderr.write(`${styleText(colour, what, { stream: process.stderr })}  ${sayProblem(problem)}\n`);
  }

  #sayRefused({
    file,
    problems,
    count,
  }: {
    file: string;
    problems: readonly Problem[];
    count: number;
  }): void {
    for (const problem of problems) this.#note('problem', problem);
    if (count > problems.length) process.stderr.write(`... and ${count - problems.length} or more others\n`);
    process.stderr.write(
      `incident-ledger: ${file} was not taken in: ${count} ${count === 1 ? 'problem' : 'problems'}. ` +
        'Nothing of it was written; mend it and import it again.\n',
    );
  }
}

function codeOf(event: ImportEvent): ExitCode {
  if ('failed' in event) return exitCodes.failed;
  return 'rejected' in event || 'differs' in event || 'refused' in event ? exitCodes.refused : exitCodes.done;
}

const gravity: readonly ExitCode[] = [exitCodes.done, exitCodes.refused, exitCodes.failed];
const worse = (a: ExitCode, b: ExitCode): ExitCode => (gravity.indexOf(b) > gravity.indexOf(a) ? b : a);

function sum(report: ImportReport): string {
  const { file, namespace, dryRun, added, known, differs, rejected, warnings, likelySame, untold } = report;
  const lines = [
    `${file} (namespace ${namespace})${dryRun ? ': tried only, nothing was written' : ''}`,
    `  ${(dryRun ? 'would add' : 'added').padEnd(14)}${counted(added)}`,
    `  known before  ${counted(known)}`,
  ];
  if (differs > 0) lines.push(`  differing     ${differs}, left as the ledger has them`);
  if (rejected > 0) lines.push(`  refused       ${rejected}`);
  if (warnings > 0) lines.push(`  warnings      ${warnings}`);
  if (untold !== undefined)
    lines.push(`  not spelled out ${untold} of these: they came faster than they were read`);
  if (likelySame.length > 0) {
    lines.push('  perhaps the same source (an editor decides):');
    for (const { source, other, because } of likelySame) lines.push(`    ${source} = ${other}: "${because}"`);
  }
  return `${lines.join('\n')}\n`;
}

function counted(counts: Counts): string {
  const some = countedKinds.filter((kind) => counts[kind] > 0);
  return some.length === 0
    ? 'nothing'
    : some.map((kind) => `${counts[kind]} ${wordFor(kind, counts[kind])}`).join(', ');
}

const wordFor = (kind: string, count: number): string => (count === 1 ? kind.slice(0, -1) : kind);
