import type { Config } from '../config.js';
import type { LedgerViews } from '../read/ledger-views.js';
import type { Ref } from '../read/answers.js';
import { captionsFrom } from './captions.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import { print, printLine } from './output.js';
import { openToRead } from './reading.js';
import { sayView } from './say-view.js';
import { terminal } from './text.js';
import type { ViewOptions } from './options.js';

export async function view(config: Config, name: string, options: ViewOptions): Promise<ExitCode> {
  const open = await openToRead(config);
  try {
    const incident = incidentNamed(open.views, name);
    const { json, ...request } = options;
    const found = open.views.incidentViews.view(incident.id, request);
    if (!found) throw new Stop(exitCodes.notFound, `incident "${name}" was not in the record then`);
    if (json) await printLine(JSON.stringify(found));
    else print(sayView(found, captionsFrom(open.views, incident.id, request), terminal(process.stdout)));
    return exitCodes.done;
  } finally {
    await open.close();
  }
}

/** @throws Stop none has that name, or several have */
export function incidentNamed(views: LedgerViews, name: string): Ref {
  const resolved = views.names.resolve('incident', name);
  if (resolved.found === 'one') return resolved.thing;
  if (resolved.found === 'many') {
    const names = resolved.candidates.map((candidate) => candidate.name).join(', ');
    throw new Stop(exitCodes.notFound, `several incidents have the key "${name}": say which: ${names}`);
  }
  const some = views.incidents.list({}, {}, { limit: 20 }).items.map((incident) => `  ${incident.name}`);
  const hint = some.length === 0 ? 'The ledger is empty.' : `There are:\n${some.join('\n')}`;
  throw new Stop(exitCodes.notFound, `there is no incident "${name}". ${hint}`);
}
