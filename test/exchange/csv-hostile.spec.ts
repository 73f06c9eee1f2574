import fc from 'fast-check';
import { columnNames } from '../../src/exchange/csv/columns.js';
import { FileRefused } from '../../src/exchange/problem.js';
import { csvLedger, first, next, rowsOf, table } from './csv.js';
import { total } from './ledger-in-memory.js';

/** What comes of a file: a report, or its refusal; never anything else. */
async function outcome(bytes: Uint8Array, chunk: number) {
  const ledger = await csvLedger();
  const refused = (error: unknown) => {
    if (error instanceof FileRefused) return undefined;
    throw error;
  };
  const imported = await ledger.csv(bytes, { chunk }).catch(refused);
  const untouched = imported !== undefined || (await ledger.log.head()) === null;
  expect(untouched).toBe(true);
  return { ledger, imported };
}

const signs = fc.constantFrom(...Array.from('",;\t\r\n=+-@\'<>()0123456789ax \u0000\u00e9\u200f🚀'));
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '5',
    'at least 5',
    '"',
    '""',
    "'=1+1",
    '__proto__',
    'constructor',
    '../../etc/passwd',
    'A (outlet) > B (unnamed)',
    '>',
    ';',
    '= (outlet)',
    '2022-01-05',
    '03/04/2024',
    'x'.repeat(40_000),
  ),
  fc.string({ maxLength: 30 }),
  fc.array(signs, { maxLength: 20 }).map((parts) => parts.join('')),
);

describe('a table that means harm', () => {
  test('whatever bytes it is made of, it is reported on or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.array(signs, { maxLength: 300 }).map((s) => Buffer.from(s.join(''))),
        ),
        fc.integer({ min: 1, max: 64 }),
        fc.boolean(),
        async (bytes, chunk, behindGoodRows) => {
          const good = Buffer.from(`${rowsOf([first()])}\n`);
          const { imported } = await outcome(behindGoodRows ? Buffer.concat([good, bytes]) : bytes, chunk);
          expect(imported?.report.added.claims ?? 0).toBeGreaterThanOrEqual(behindGoodRows ? 1 : 0);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  test('whatever stands in its cells, each row is taken, told once, or empty, and again it adds nothing', async () => {
    const row = fc
      .dictionary(fc.constantFrom(...columnNames), cell, { maxKeys: 12 })
      .map((cells) => ({ ...next(), ...cells, namespace: '' }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t'),
        async (rows, separator) => {
          const bytes = Buffer.from(rowsOf([first(), ...rows], separator));
          const { ledger, imported } = await outcome(bytes, 4096);
          const { report, told } = imported!;
          const { claims } = report.added;
          expect(
            claims +
              report.known.claims +
              told('rejected').length +
              told('differs').filter(({ thing }) => thing?.startsWith('claim ')).length,
          ).toBe(rows.length + 1);
          expect(new Set(told('rejected').map((problem) => problem.row)).size).toBe(report.rejected);
          const again = await ledger.csv(bytes);
          expect({ ...again.report.added, sources: 0 }).toEqual({
            ...again.report.added,
            sources: 0,
            claims: 0,
          });
          expect(total(again.report.added)).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  test('whatever its headings are, a wrong one is refused by name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.constantFrom(...columnNames, '__proto__', 'constructor', 'hasOwnProperty', '#x'),
            fc.string({ maxLength: 20 }),
          ),
          { maxLength: 20 },
        ),
        async (headings) => {
          await outcome(Buffer.from(`${table([headings])}\n${table([headings.map(() => 'x')])}`), 100);
        },
      ),
      { numRuns: 50 },
    );
  }, 120_000);

  test('cells that name prototypes, paths and formulas are words like others', async () => {
    const ledger = await csvLedger();
    const { told } = await ledger.csv(
      rowsOf([
        first({
          chain: 'constructor (outlet) > __proto__ (person)',
          incident_title: '../../../etc/passwd',
          note: '=cmd|calc!A1',
        }),
        next({ claim: '../x', chain: 'constructor > proto' }),
        next({ claim: 'constructor', chain: 'constructor > proto', utterance: '__proto__' }),
        next({ claim: 'prototype', chain: 'constructor > proto', document: 'constructor' }),
        next({ claim: 'tostring', chain: 'constructor > proto', quote: '<script>alert(1)</script>' }),
      ]),
    );
    expect(told('rejected').map(({ row, column }) => [row, column])).toEqual([
      [3, 'claim'],
      [4, 'utterance'],
      [5, 'document'],
    ]);
    const claims = (await ledger.events())
      .filter(({ type }) => type === 'ClaimRecorded')
      .map(({ data }) => data);
    expect(claims).toEqual([
      expect.objectContaining({ note: '=cmd|calc!A1' }),
      expect.objectContaining({ citation: { exact: '<script>alert(1)</script>' } }),
    ]);
    expect(({} as Record<string, unknown>)['kind']).toBeUndefined();
  });

  test.each([
    [
      'one line of separators',
      () => Buffer.concat([Buffer.from(`${rowsOf([first()])}\n`), Buffer.alloc(6_000_000, ',')]),
    ],
    [
      'cells of one quoted line break each',
      () => Buffer.concat([Buffer.from(`${rowsOf([first()])}\n`), Buffer.from('"\n",'.repeat(375_000))]),
    ],
    [
      'a quotation mark that is never closed',
      () =>
        Buffer.concat([
          Buffer.from(`${rowsOf([first()])}\n"`),
          Buffer.alloc(6_000_000, `${'x'.repeat(2_000)}\n`),
        ]),
    ],
    ['headings without an end', () => Buffer.alloc(6_000_000, 'incident,')],
  ])(
    '%s ends in a bounded time and memory',
    async (_name, make) => {
      const bytes = make();
      global.gc?.();
      const before = process.memoryUsage().rss;
      const { imported } = await outcome(bytes, 65_536);
      expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
      expect(imported?.report.added.claims ?? 1).toBe(1);
    },
    60_000,
  );
});
