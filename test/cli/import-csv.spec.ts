import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvTemplate } from '../../src/exchange/csv/template.js';
import { first, next, rowsOf } from '../exchange/csv.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { command, jsonLines } from './command.js';

const folder = temporaryFolder();
const file = (name: string, content: string) => {
  writeFileSync(join(folder.path, name), content);
  return join(folder.path, name);
};
const before = { ...process.env };
beforeEach(() => {
  process.env['LEDGER_DATA_DIR'] = join(folder.path, `ledger-${Math.random().toString(36).slice(2)}`);
});
afterAll(() => {
  process.env = before;
  folder.remove();
});

test('--template prints a table that can be imported as it is', async () => {
  const { code, out } = await command('import', '--template');
  expect({ code, out }).toEqual({ code: 0, out: csvTemplate() });
  const taken = await command('import', file('template.csv', out));
  expect(taken).toMatchObject({ code: 0, err: '' });
  expect(taken.out).toContain('(namespace my-archive)');
  expect(taken.out).toContain('4 sources, 2 documents, 1 incident, 2 questions, 4 claims');
  expect((await command('import', file('template.csv', out))).out).toMatch(/added\s+nothing/);
  expect((await command('view', 'depot-fire')).out).toContain('at least 3');
});

test('wrong rows are told by row and column and end with 3; the others go in', async () => {
  const claims = file('claims.csv', rowsOf([first(), next({ value: '3,5' }), next({ claim: 'c3' })]));
  const { code, out, err } = await command('import', '--namespace', 'desk', claims);
  expect(code).toBe(3);
  expect(err).toMatch(/refused {2}row 3, column value: "3,5" has a decimal comma/);
  expect(out).toContain('2 claims');
});

test('--csv reads any file as a table, .tsv is one, and a dry run writes nothing', async () => {
  const text = file('claims.txt', rowsOf([first()]));
  const tried = await command('import', '--csv', '--namespace', 'desk', '--dry-run', '--json', text);
  expect(jsonLines(tried.out).at(-1)).toMatchObject({
    report: { dryRun: true, namespace: 'desk', added: { claims: 1 } },
  });
  expect((await command('view', 'attack')).code).toBe(4);
  const tabs = file('claims.tsv', rowsOf([first({ namespace: 'desk' })], '\t'));
  expect(await command('import', tabs)).toMatchObject({ code: 0, err: '' });
});

test('preview says what a table would add up to, and stores nothing', async () => {
  const claims = file(
    'claims.csv',
    rowsOf([first(), next({ value: '3,5' }), next({ claim: 'c3', value: '8' })]),
  );
  const { code, out, err } = await command('preview', '--namespace', 'desk', claims);
  expect(code).toBe(3);
  expect(err).toContain('row 3, column value');
  expect(out).toContain('Attack on a base');
  expect(out).toMatch(/▸ 8 — 1 origin/);
  expect((await command('view', 'attack')).code).toBe(4);
});

test('a table without a namespace is refused whole', async () => {
  const { code, err } = await command('import', file('claims.csv', rowsOf([first()])));
  expect(code).toBe(3);
  expect(err).toMatch(/--namespace my-archive.*Nothing of it was written/s);
});

test('no file at all is not understood', async () => {
  expect(await command('import')).toMatchObject({ code: 2, err: expect.stringMatching(/name the files/) });
});
