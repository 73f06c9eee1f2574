import type { Config } from '../config.js';
import { explained, type Explained } from '../read/asked-question.js';
import { answerWords } from '../web/parts/words.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { ExplainOptions } from './options.js';
import { print, printLine } from './output.js';
import { openToRead } from './reading.js';
import { tame, terminal, wrap, type Terminal } from './text.js';
import { incidentNamed } from './view.js';

/** Why each claim on a question is in or out of each account, and what each policy answers. */
export async function explainCommand(
  config: Config,
  incidentName: string,
  question: string,
  options: ExplainOptions,
): Promise<ExitCode> {
  const open = await openToRead(config);
  try {
    const incident = incidentNamed(open.views, incidentName);
    const { publicAt = null, knownAt } = options;
    const opened = open.views.incidentViews.opened(incident.id, knownAt);
    const questions = opened?.dossier.incidents.find(({ name }) => name === opened.incident)?.questions;
    const asked = questions?.find(({ key }) => key === question);
    if (!opened || !asked) {
      const keys = questions?.map(({ key }) => key).join(', ') ?? 'it was not in the record then';
      throw new Stop(exitCodes.notFound, `incident "${incidentName}" has no question "${question}": ${keys}`);
    }
    const told = explained(opened, question, publicAt);
    if (options.json) await printLine(JSON.stringify(told));
    else print(sayExplanation(asked.ask, told, terminal(process.stdout)));
    return exitCodes.done;
  } finally {
    await open.close();
  }
}

function sayExplanation(
  ask: string,
  { claims, independence, linked, policies }: Explained,
  { width, paint }: Terminal,
): string {
  const paragraph = (text: string): string => wrap(tame(text), width, '  ').join('\n');
  const part = (title: string, sentences: readonly string[]): string =>
    sentences.length === 0 ? '' : `\n${paint('bold', title)}\n${sentences.map(paragraph).join('\n')}\n`;
  return [
    `${paint('bold', tame(ask))}\n`,
    ...claims.map(({ claim, sentences }) => part(claim, sentences)),
    part('Independence', independence.sentences),
    part('Linked questions', linked),
    part(
      'Policies side by side',
      policies.map(({ policy, answer }) => {
        const words = answer === null ? 'chooses nothing' : answerWords(answer, undefined);
        return `${policy}: ${words}. ${answer?.steps.at(-1) ?? ''}`.trim();
      }),
    ),
  ].join('');
}
