import { PassThrough } from 'node:stream';
import { tellInLines } from '../../src/http/admin/told-in-lines.js';
import { noCounts, type ImportReport } from '../../src/exchange/report.js';

const report: ImportReport = {
  file: 'f',
  format: 'f',
  namespace: 'n',
  dryRun: false,
  added: noCounts(),
  known: noCounts(),
  differs: 0,
  rejected: 0,
  warnings: 0,
  likelySame: [],
};

async function linesOf(answer: PassThrough): Promise<Record<string, { untold?: number }>[]> {
  answer.end();
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, { untold?: number }>);
}

test('a reader who is far behind is spared the details, and told how many there were', async () => {
  const answer = new PassThrough();
  const tell = tellInLines(answer);
  const rejected = { message: 'x'.repeat(1024 * 1024) };
  for (let count = 0; count < 40; count += 1) tell({ rejected });
  expect(answer.writableLength).toBeLessThan(20 * 1024 * 1024);
  tell({ report });
  const lines = await linesOf(answer);
  expect(lines.length - 1 + lines.at(-1)!['report']!.untold!).toBe(40);
});

test('one who reads is told all', async () => {
  const answer = new PassThrough();
  const tell = tellInLines(answer);
  tell({ rejected: { message: 'x' } });
  tell({ report });
  expect(await linesOf(answer)).toEqual([{ rejected: { message: 'x' } }, { report }]);
});
