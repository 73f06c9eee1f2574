import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, smallCase } from '../exchange/small-case.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { command, jsonLines } from './command.js';

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);
const file = (name: string, content: unknown) => {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
};
const before = { ...process.env };
beforeEach(() => {
  process.env['LEDGER_DATA_DIR'] = at(`ledger-${Math.random().toString(36).slice(2)}`);
});
afterAll(() => {
  process.env = before;
  folder.remove();
});

describe('import', () => {
  test('says what it did, and does nothing the second time', async () => {
    const small = file('small.json', smallCase());
    const first = await command('import', small);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain(
      '4 sources, 2 documents, 1 capture, 2 incidents, 5 questions, 1 constraint, 3 claims',
    );
    const second = await command('import', small);
    expect(second.code).toBe(0);
    expect(second.out).toMatch(/added\s+nothing/);
  });

  test('--json tells it as NDJSON', async () => {
    const { out } = await command('import', '--json', file('small.json', smallCase()));
    expect(jsonLines(out).at(-1)).toMatchObject({
      report: { namespace: 'small-case', added: { claims: 3 } },
    });
  });

  test('a refused file ends with 3 and its problems, and the file after it goes in', async () => {
    const bad = file(
      'bad.json',
      smallCase({ namespace: 'bad', claims: [{ ...smallCase().claims[0]!, chain: ['x'] }] }),
    );
    const { code, out, err } = await command('import', bad, file('small.json', smallCase()));
    expect(code).toBe(3);
    expect(err).toMatch(/line 1, \/claims\/0\/chain\/0, claim c1: there is no source "x"/);
    expect(err).toContain('Nothing of it was written');
    expect(out).toContain('3 claims');
  });

  test('refused lines end with 3', async () => {
    const [header, ...rest] = linesOf(smallCase());
    const { code, err } = await command('import', file('small.ndjson', [header, 'x', ...rest].join('\n')));
    expect(code).toBe(3);
    expect(err).toMatch(/refused {2}line 2: expected a JSON value/);
  });

  test('--dry-run writes nothing', async () => {
    const small = file('small.json', smallCase());
    expect((await command('import', '--dry-run', small)).out).toContain('tried only');
    expect((await command('view', 'attack')).err).toContain('The ledger is empty');
  });

  test('a file that is not there ends with 4', async () => {
    expect(await command('import', at('nothing.json'))).toMatchObject({
      code: 4,
      err: expect.stringContaining('no such file'),
    });
  });
});

describe('view', () => {
  test('for a person: what is contested first, each account with its origins, the history as a story', async () => {
    await command('import', file('small.json', smallCase({ acts: [] })));
    const { out, code } = await command('view', 'attack');
    expect(code).toBe(0);
    expect(out).toMatch(/^Attack on a base\nattack · as recorded now · accounts@1/);
    const [contested, unreported] = [out.indexOf('CONTESTED (1)'), out.indexOf('UNREPORTED')];
    expect(contested).toBeGreaterThan(0);
    expect(unreported).toBeGreaterThan(contested);
    expect(out).toContain('▸ 5 rockets — 1 origin');
    expect(out).toContain('An officer, through The agency: 5 rockets — “five rockets” (c1)');
    expect(out).toContain('How it was reported:');
    expect(out).not.toContain('\u001b[');
  });

  test('--json is the view as data, at two clocks and by a policy', async () => {
    await command('import', file('small.json', smallCase()));
    const asked = ['--public-at', '2022-01-05', '--policy', 'range@1'];
    const { out } = await command('view', 'small-case:attack', '--json', ...asked);
    const [view] = jsonLines(out);
    expect(view).toMatchObject({
      incident: 'attack',
      publicAt: '2022-01-05',
      knownAt: null,
      policy: 'range@1',
    });
    expect(view).toMatchObject({
      questions: [
        expect.objectContaining({ key: 'fired', answer: expect.objectContaining({ low: 5, high: 5 }) }),
        {},
        {},
        {},
      ],
    });
    const then = await command('view', 'attack', '--known-at', '2022-01-05');
    expect(then).toMatchObject({ code: 4, err: expect.stringContaining('not in the record then') });
  });

  test('what is not there is told with what there is', async () => {
    await command('import', file('small.json', smallCase()));
    expect(await command('view', 'atack')).toMatchObject({
      code: 4,
      err: expect.stringContaining('  attack\n'),
    });
  });

  test('a folder without a ledger is left alone', async () => {
    expect(await command('view', 'attack')).toMatchObject({
      code: 4,
      err: expect.stringContaining('LEDGER_DATA_DIR'),
    });
  });

  test.each([
    [['view', 'a', '--policy', 'mine@1'], /one of accounts@1/],
    [['view', 'a', '--public-at', '2022-02-30'], /2022-01-05T14:00:00Z/],
    [['view', 'a', '--known-at', '2022-01-05T14:00'], /with its zone/],
    [['view'], /missing required argument/],
    [['vew'], /unknown command/],
  ])('%j is not understood', async (args, message) => {
    expect(await command(...args)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});

describe('rebuild', () => {
  test('makes the views anew, and they answer the same', async () => {
    await command('import', file('small.json', smallCase()));
    const { out } = await command('view', 'attack', '--json');
    const rebuilt = await command('rebuild', '--json');
    expect(jsonLines(rebuilt.out)).toEqual([expect.objectContaining({ events: 21, setAside: 0 })]);
    expect((await command('view', 'attack', '--json')).out).toBe(out);
  });
});
