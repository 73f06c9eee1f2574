import { readFileSync } from 'node:fs';
import { incidentFileSchema } from '../../src/exchange/incident-file/schema.js';
import { exitCodes } from '../../src/cli/exit.js';
import { columnNames } from '../../src/exchange/csv/columns.js';
import { csvLedger } from './csv.js';
import { ledgerInMemory } from './ledger-in-memory.js';

/** docs/FORMATS.md must not say what the program does not do. */
const page = readFileSync('docs/FORMATS.md', 'utf8');
const blocks = [...page.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text!,
}));

test('its incident file goes in without a warning', async () => {
  const { file } = await ledgerInMemory();
  const example = blocks.find(({ language }) => language === 'json')!;
  const { report } = await file(JSON.parse(example.text));
  expect(report).toMatchObject({ warnings: 0, added: { claims: 1 } });
});

test('its incident lines go in, every one', async () => {
  const { lines } = await ledgerInMemory();
  const example = blocks.find(({ text }) => text.includes('incident-lines@1'))!;
  const { report } = await lines(example.text.split('\n'));
  expect(report).toMatchObject({
    rejected: 0,
    added: { sources: 1, documents: 1, incidents: 1, claims: 1, acts: 1 },
  });
});

test('its table of claims goes in without a warning, and the page has every column of one', async () => {
  const { csv } = await csvLedger();
  const example = blocks.find(({ language }) => language === 'csv')!;
  const { report } = await csv(example.text, { namespace: null });
  expect(report).toMatchObject({ rejected: 0, warnings: 0, added: { sources: 3, claims: 2 } });
  expect(columnNames.filter((column) => !page.includes(`\`${column}\``))).toEqual([]);
});

test('it names the schema by its version', () => expect(page).toContain(`\`${incidentFileSchema.$id}\``));

test('it has every exit code', () => {
  const codes = [...page.matchAll(/^\| (\d)\s+\|/gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(exitCodes));
});

test('the shared case is shipped as it is', () => {
  const shipped = JSON.parse(
    readFileSync('src/exchange/founding-case/ain-al-asad-2022.incident.json', 'utf8'),
  ) as Record<string, unknown[]>;
  const counts = ['claims', 'documents', 'incidents', 'sources', 'acts'].map((list) => shipped[list]!.length);
  expect(counts).toEqual([209, 19, 14, 53, 5]);
});
