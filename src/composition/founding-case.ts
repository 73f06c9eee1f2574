import { createReadStream, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { streamOf, type ThingKind } from '../domain/names.js';
import { importFile } from '../exchange/import.js';
import { actKey, namesIn, subjectOf } from '../exchange/incident-file/commands.js';
import type { FileAct, IncidentFile } from '../exchange/incident-file/types.js';
import { importTarget, type ImportInto } from './import-target.js';

const file = fileURLToPath(
  new URL('../exchange/founding-case/ain-al-asad-2022.incident.json', import.meta.url),
);

/**
 * Takes the founding case into a ledger; what is there already is not entered twice. Where all of it is there, which
 * is so at every start but the first, that is all it finds out: the checks of an import would take a second.
 */
export async function loadFoundingCase(into: ImportInto): Promise<void> {
  const foundingCase = JSON.parse(readFileSync(file, 'utf8')) as IncidentFile;
  await into.views.catchUp();
  if (hasThings(into, foundingCase) && (await hasLastAct(into, foundingCase))) return;
  const target = importTarget(into, { actor: 'local' });
  await importFile({ name: 'the founding case', chunks: createReadStream(file) }, target);
}

function hasThings({ log, views }: ImportInto, { namespace, ...lists }: IncidentFile): boolean {
  const names = namesIn(log.ledger, namespace);
  const questions = lists.incidents.flatMap(({ key, questions }) =>
    questions.map((question) => ({ key: `${key}/${question.key}` })),
  );
  const all: [ThingKind, { key: string }[]][] = [
    ['source', lists.sources],
    ['document', lists.documents],
    ['incident', lists.incidents],
    ['question', questions],
    ['claim', lists.claims],
  ];
  return all.every(([kind, things]) =>
    things.every(({ key }) => views.names.ref(names.id(kind, key)) !== undefined),
  );
}

/** Acts come last and one after another, so that the last one tells of all. */
async function hasLastAct({ log }: ImportInto, { namespace, acts = [] }: IncidentFile): Promise<boolean> {
  const last = acts.at(-1);
  if (!last) return true;
  const { kind, key } = subjectOf(last);
  const stream = streamOf(kind, namesIn(log.ledger, namespace).id(kind, key));
  const wanted = actKey(namespace, last, countAlike(acts, last) - 1);
  return (await log.readStream(stream)).some(({ envelope }) => envelope.key === wanted);
}

const countAlike = (acts: readonly FileAct[], act: FileAct): number => {
  const said = JSON.stringify(act);
  return acts.filter((other) => JSON.stringify(other) === said).length;
};
