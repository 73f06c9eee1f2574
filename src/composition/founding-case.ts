import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importFile } from '../exchange/import.js';
import type { ImportReport } from '../exchange/report.js';
import { importTarget, type ImportInto } from './import-target.js';

const file = fileURLToPath(
  new URL('../exchange/founding-case/ain-al-asad-2022.incident.json', import.meta.url),
);

/** Takes the founding case into a ledger; what is there already is not entered twice. */
export async function loadFoundingCase(into: ImportInto): Promise<ImportReport> {
  const target = importTarget(into, { actor: 'local' });
  return importFile({ name: 'the founding case', chunks: createReadStream(file) }, target);
}
