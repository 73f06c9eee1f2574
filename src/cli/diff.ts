import type { Config } from '../config.js';
import type { ViewDiff } from '../read/answers.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { DiffOptions } from './options.js';
import { print, printLine } from './output.js';
import { openToRead } from './reading.js';
import { tame, terminal, wrap, type Terminal } from './text.js';
import { incidentNamed } from './view.js';

/** What changed in an incident's view between two instants of either clock, and which event by whom changed it. */
export async function diff(config: Config, name: string, options: DiffOptions): Promise<ExitCode> {
  const { fromPublicAt, fromKnownAt, publicAt, knownAt, json } = options;
  if (fromPublicAt === undefined && fromKnownAt === undefined) {
    throw new Stop(exitCodes.usage, 'say from when: --from-public-at or --from-known-at, or both');
  }
  const open = await openToRead(config);
  try {
    const incident = incidentNamed(open.views, name);
    const found = await open.views.incidentViews.diff(incident.id, {
      from: clocks(fromPublicAt, fromKnownAt),
      to: clocks(publicAt, knownAt),
    });
    if (!found) throw new Stop(exitCodes.notFound, `incident "${name}" was not in the record then`);
    if (json) await printLine(JSON.stringify(found));
    else print(sayDiff(found, terminal(process.stdout)));
    return exitCodes.done;
  } finally {
    await open.close();
  }
}

const clocks = (publicAt: string | undefined, knownAt: string | undefined) => ({
  ...(publicAt !== undefined && { publicAt }),
  ...(knownAt !== undefined && { knownAt }),
});

function sayDiff({ questions, events, published, leftOut }: ViewDiff, { width, paint }: Terminal): string {
  if (questions.length === 0) return 'Nothing in the view is different.\n';
  const lines = (sentences: readonly string[]): string =>
    sentences.flatMap((sentence) => wrap(tame(sentence), width, '  ')).join('\n');
  const changed = questions.map(
    ({ question, sentences }) => `${paint('bold', question)}\n${lines(sentences)}\n`,
  );
  const acts = events.map(
    ({ recordedAt, type, actor, thing, data }) =>
      `${recordedAt} ${type} on ${thing?.name ?? 'the ledger'} by ${actor}${typeof data['reason'] === 'string' ? `: ${data['reason']}` : ''}`,
  );
  const became = published.map(({ claim, publishedAt }) => `${publishedAt ?? 'unknown'} ${claim.name}`);
  return [
    ...changed,
    ...(acts.length > 0 ? [`${paint('bold', 'What was recorded between')}\n${lines(acts)}\n`] : []),
    ...(became.length > 0 ? [`${paint('bold', 'What became public between')}\n${lines(became)}\n`] : []),
    ...(leftOut > 0 ? [`${leftOut} more are not listed.\n`] : []),
  ].join('\n');
}
