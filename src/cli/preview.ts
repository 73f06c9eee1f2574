import { previewFile, type Preview } from '../composition/preview.js';
import type { PolicyName } from '../domain/reconcile/view.js';
import { FileRefused, type Problem, sayProblem } from '../exchange/problem.js';
import type { ImportEvent } from '../exchange/report.js';
import { captionsFrom } from './captions.js';
import { exitCodes, type ExitCode } from './exit.js';
import { fileFault, importSourceOf } from './file-source.js';
import { print, printLine } from './output.js';
import { sayView } from './say-view.js';
import { terminal } from './text.js';
import type { PreviewOptions } from './options.js';

const usualPolicy: PolicyName = 'accounts@1';

/** A bad file is told on standard error and does not stop the others. */
export async function preview(files: readonly string[], options: PreviewOptions): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  for (const file of files) {
    let opened: Preview | undefined;
    try {
      opened = await previewFile(importSourceOf(file, options), {
        ...(options.knownAt !== undefined && { knownAt: options.knownAt }),
        tell: (event) => {
          if (tellRefused(file, event)) code = exitCodes.refused;
        },
      });
      await show(file, opened, options);
    } catch (error) {
      sayFault(file, error);
      code = exitCodes.refused;
    } finally {
      await opened?.close();
    }
  }
  return code;
}

async function show(file: string, opened: Preview, options: PreviewOptions): Promise<void> {
  const instants = options.publicAt.length === 0 ? [null] : options.publicAt;
  const policies = options.policy.length === 0 ? [usualPolicy] : options.policy;
  for (const publicAt of instants) {
    for (const policy of policies) {
      const incidents = opened.view({ ...(publicAt !== null && { publicAt }), policy });
      if (options.json) {
        const views = incidents.map(({ view }) => view);
        await printLine(JSON.stringify({ file, publicAt, policy, views }));
        continue;
      }
      print(`\n${file}\n`);
      for (const { id, view } of incidents) {
        print(`\n${sayView(view, captionsFrom(opened.views, id, {}), terminal(process.stdout))}`);
      }
    }
  }
}

function tellRefused(file: string, event: ImportEvent): boolean {
  if (!('rejected' in event)) return false;
  say(file, event.rejected);
  return true;
}

function sayFault(file: string, error: unknown): void {
  if (!(error instanceof FileRefused)) {
    const message = fileFault(error) ?? (error instanceof Error ? error.message : String(error));
    return say(file, { message });
  }
  for (const problem of error.problems) say(file, problem);
  if (error.count > error.problems.length) {
    say(file, { message: `and ${error.count - error.problems.length} or more other problems` });
  }
}

const say = (file: string, problem: Problem): void =>
  void process.stderr.write(`${file}: ${sayProblem(problem)}\n`);
