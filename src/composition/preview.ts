import { checkInstant } from '../domain/checks.js';
import { thingId } from '../domain/names.js';
import type { PolicyName } from '../domain/reconcile/view.js';
import {
  enterChecked,
  enterLinesOf,
  enterTableOf,
  type ImportSource,
  openSource,
} from '../exchange/import.js';
import { claimsCsvFormat } from '../exchange/csv/claims-csv.js';
import type { FileAct } from '../exchange/incident-file/types.js';
import { incidentLinesFormat } from '../exchange/incident-lines.js';
import type { Recorded, Recorder, Seen } from '../exchange/recorder.js';
import { Tally, type Tell } from '../exchange/report.js';
import { MemoryContent } from '../log/content/memory-content.js';
import { Ledger } from '../log/handle.js';
import { MemoryLog } from '../log/memory/memory-log.js';
import type { StoredIncidentView } from '../read/answers.js';
import { lastMillisecond } from '../read/moments.js';
import { noMoment } from '../read/question-dossier.js';
import { Views } from '../read/views.js';
import { recording } from './import-target.js';
import { textIn } from '../log/content/content-store.js';
import { hold } from './texts.js';

/** What a file would add up to, in a ledger of its own that nobody keeps. */
export interface Preview {
  views: Views;
  /** of the file's incidents, in its order */
  view(request: { publicAt?: string; policy?: PolicyName }): { id: string; view: StoredIncidentView }[];
  close(): Promise<void>;
}

/**
 * Enters a file as an import does, into memory. Acts are recorded at their `at`, and one without at the end of time;
 * at a `knownAt` those that were recorded by then and those without count.
 * @param tell what was refused of incident lines, and what deserves a look
 * @throws FileRefused
 */
export async function previewFile(
  source: ImportSource,
  options: { knownAt?: string; tell: Tell },
): Promise<Preview> {
  const opened = await openSource(source);
  const log = new MemoryLog();
  const incidents: string[] = [];
  const recorder = previewRecorder(log, opened.namespace, incidents, options.knownAt !== undefined);
  const counts = recordedBy(options.knownAt);
  if (opened.format === incidentLinesFormat) {
    await enterLinesOf(opened, recorder, new Tally(options.tell), options.tell, counts);
  } else if (opened.format === claimsCsvFormat) {
    await enterTableOf(opened, recorder, options.tell);
  } else {
    await enterChecked(opened, recorder, options.tell, counts);
  }
  const views = await Views.open(log, ':memory:', { unseen: 'by-publication' });
  return {
    views,
    view: (request) =>
      incidents.map((id) => ({
        id,
        view: { ...views.incidentViews.view(id, request)!, knownAt: options.knownAt ?? null },
      })),
    close: () => views.close(),
  };
}

/** @param actsMissing some acts may be left out, and others rest on them: what cannot be done then is not done */
function previewRecorder(
  log: MemoryLog,
  namespace: string,
  incidents: string[],
  actsMissing: boolean,
): Recorder {
  let at = beforeAllActs;
  const { load, record } = recording(log.ledger, new Ledger(log, { clock: () => at, cacheSize: 2_000 }), {
    actor: 'preview',
  });
  const content = new MemoryContent();
  return {
    ledger: log.ledger,
    load,
    async record(command, options = {}) {
      if (options.act) at = momentOf(options.act);
      const recorded = await record(command, options);
      at = beforeAllActs;
      if (!recorded.accepted && options.act && actsMissing) return notDone;
      if (command.type === 'OpenIncident' && recorded.accepted && recorded.added) {
        incidents.push(thingId(log.ledger, 'incident', namespace, command.key));
      }
      return recorded;
    },
    flush: async () => {},
    keepText: (text) => hold(content, text),
    readText: (sha256) => textIn(content, sha256),
    lookAt: async () => unseen,
  };
}

/** Nobody looks at what an editor would have seen: what she had not is judged by publication. */
const unseen: Seen = { stood: [], method: 'preview', seen: 'preview' };

const beforeAllActs = new Date(0);
const notDone: Recorded = { accepted: true, added: false, warnings: [] };

/** A date is its whole day: recorded at the end of it. */
function momentOf({ at }: { at?: string }): Date {
  return at === undefined ? new Date(noMoment) : new Date(lastMillisecond(at));
}

function recordedBy(knownAt: string | undefined): (act: FileAct) => boolean {
  if (knownAt === undefined) return () => true;
  const until = lastMillisecond(knownAt);
  // What is no moment is left for the rules of entry to refuse.
  return ({ at }) => at === undefined || checkInstant(at, 'at') !== undefined || lastMillisecond(at) <= until;
}
