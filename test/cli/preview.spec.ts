import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger } from '../../src/composition.js';
import { readConfig } from '../../src/config.js';
import type { IncidentView } from '../../src/domain/reconcile/view.js';
import { linesOf, smallCase } from '../exchange/small-case.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { command, jsonLines } from './command.js';

const founding = 'src/exchange/founding-case/ain-al-asad-2022.incident.json';
const case2020 = 'test/fixtures/al-asad-2020.incident.json';

const sources = ['--import', './test/support/run-typescript.mjs', 'src/cli.ts'];

const folder = temporaryFolder();
const file = (name: string, content: unknown) => {
  const path = join(folder.path, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const before = { ...process.env };
beforeEach(() => {
  process.env['LEDGER_DATA_DIR'] = join(folder.path, `ledger-${Math.random().toString(36).slice(2)}`);
});
afterAll(() => {
  process.env = before;
  folder.remove();
});
interface Line {
  file: string;
  publicAt: string | null;
  policy: string;
  views: IncidentView[];
}
const preview = async (...args: string[]): Promise<Line[]> => {
  const { out, err, code } = await command('preview', '--json', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return jsonLines(out) as unknown as Line[];
};

test('one line for each file, instant and policy, in that order, one view an incident in file order', async () => {
  const [one, two] = [file('one.json', smallCase()), file('two.json', smallCase({ namespace: 'two' }))];
  const instants = ['--public-at', '2022-01-05', '--public-at', '2022-02-01T00:00:00Z'];
  const lines = await preview(one, two, ...instants, '--policy', 'range@1', '--policy', 'accounts@1');
  expect(lines.map(({ file: name, publicAt, policy }) => [name, publicAt, policy])).toEqual(
    [one, two].flatMap((name) =>
      ['2022-01-05', '2022-02-01T00:00:00Z'].flatMap((instant) =>
        ['range@1', 'accounts@1'].map((policy) => [name, instant, policy]),
      ),
    ),
  );
  expect(Object.keys(lines[0]!)).toEqual(['file', 'publicAt', 'policy', 'views']);
  expect(lines[0]!.views.map(({ incident }) => incident)).toEqual(['attack', 'campaign']);
});

test('without instant and policy: now, every account', async () => {
  const [line] = await preview(file('one.json', smallCase()));
  expect(line).toMatchObject({ publicAt: null, policy: 'accounts@1' });
  expect(line!.views[0]).toMatchObject({ publicAt: null, knownAt: null });
});

test('stores nothing', async () => {
  await preview(file('one.json', smallCase()));
  expect((await command('view', 'attack')).err).toContain('there is no ledger');
});

/** But for `position`, and for acts, which a ledger records now and a preview at their `at`. */
const withoutPosition = ({ position: _position, ...view }: IncidentView) => view;

test.each([
  ['the founding case', founding, 14],
  ['the case of 2020', case2020, 1],
])(
  '%s: the same answers as from the ledger, at every clock and by every policy',
  async (_name, path, incidents) => {
    await command('import', path);
    const ledger = await readLedger(readConfig(process.env));
    for (const [publicAt, policy] of [
      [null, 'accounts@1'],
      ['2022-01-05T20:00:00Z', 'range@1'],
      ['2020-01-20', 'majority@1'],
      ['2022-04-30', 'two-source@1'],
      [null, 'low-best-high@1'],
      [null, 'ranked@1'],
      [null, 'conservative@1'],
    ] as const) {
      const clock = publicAt === null ? {} : { publicAt };
      const [line] = await preview(
        path,
        ...(publicAt === null ? [] : ['--public-at', publicAt]),
        '--policy',
        policy,
      );
      expect(line!.views).toHaveLength(incidents);
      for (const view of line!.views) {
        const { id } = (ledger.views.names.resolve('incident', view.incident) as { thing: { id: string } })
          .thing;
        const stored = ledger.views.incidentViews.view(id, { ...clock, policy })!;
        expect(JSON.stringify(withoutPosition(view))).toBe(JSON.stringify(withoutPosition(stored)));
      }
    }
    await ledger.close();
  },
  120_000,
);

test('lines add up to what the file does', async () => {
  const [whole] = await preview(file('one.json', smallCase()));
  const [lines] = await preview(file('one.ndjson', linesOf(smallCase()).join('\n')));
  const byName = (views: IncidentView[]) =>
    new Map(views.map((view) => [view.incident, withoutPosition(view)]));
  expect(byName(lines!.views)).toEqual(byName(whole!.views));
});

describe('acts', () => {
  const resolve = smallCase().acts![1]!;
  const statusAt = async (acts: unknown[], ...args: string[]) => {
    const [line] = await preview(file('acts.json', smallCase({ acts: acts as never })), ...args);
    return line!.views[0]!.questions[0]!.status;
  };

  test('count when they were recorded by then, or say no time', async () => {
    const dated = { ...resolve, at: '2022-03-01T10:00:00Z' };
    expect(await statusAt([dated])).toBe('resolved');
    expect(await statusAt([dated], '--known-at', '2022-03-01T09:59:59Z')).toBe('contested');
    expect(await statusAt([dated], '--known-at', '2022-03-01T10:00:00Z')).toBe('resolved');
    expect(await statusAt([dated], '--known-at', '2022-03-01')).toBe('resolved');
    expect(await statusAt([resolve], '--known-at', '2000-01-01')).toBe('resolved');
  });

  test('in file order, whatever their times: the last on a thing holds', async () => {
    const reopen = { act: 'reopen', incident: 'attack', question: 'fired', reason: 'Look again.' };
    const late = { ...resolve, at: '2022-03-01' };
    expect(await statusAt([late, { ...reopen, at: '2022-02-01' }])).toBe('contested');
  });

  test('that rest on one which is left out are not done, and do not stop the file', async () => {
    const move = { act: 'move', claim: 'c2', incident: 'attack', question: 'landed', reason: 'Landed.' };
    const rests = { ...resolve, question: 'landed' };
    const acts = [{ ...move, at: '2022-03-01' }, rests];
    const landedAt = async (...args: string[]) => {
      const [line] = await preview(file('rests.json', smallCase({ acts: acts as never })), ...args);
      return line!.views[0]!.questions[1]!.status;
    };
    expect(await landedAt()).toBe('resolved');
    expect(await landedAt('--known-at', '2022-02-01')).toBe('derived');
    const alone = await command('preview', file('alone.json', smallCase({ acts: [rests] as never })));
    expect(alone).toMatchObject({ code: 3, err: expect.stringContaining('/acts/0/claims') });
  });

  test('a resolution is undermined by what was surely published after it, not by what was there', async () => {
    const file5 = { ...resolve, value: { kind: 'exact', n: 5 }, claims: ['c1'] };
    expect(await statusAt([{ ...file5, at: '2022-01-05T23:00:00Z' }])).toBe('resolution-undermined');
    expect(await statusAt([{ ...file5, at: '2022-01-07' }])).toBe('resolved');
    expect(await statusAt([file5])).toBe('resolved');
  });
});

test('a bad file is told on standard error, the others go on, and it ends with 3', async () => {
  const bad = file('bad.json', '{"format":');
  const wrong = file('wrong.json', smallCase({ documents: [] }));
  const { code, out, err } = await command(
    'preview',
    '--json',
    bad,
    wrong,
    'nowhere.json',
    file('one.json', smallCase()),
  );
  expect(code).toBe(3);
  expect(jsonLines(out)).toHaveLength(1);
  expect(err).toMatch(/bad\.json: line 1/);
  expect(err).toMatch(/wrong\.json: line 1, \/claims\/0\/document, claim c1: there is no document "report"/);
  expect(err).toMatch(/nowhere\.json: there is no such file/);
});

test('for a person it prints what view does', async () => {
  const { out, code } = await command('preview', file('one.json', smallCase({ acts: [] })));
  expect(code).toBe(0);
  expect(out).toContain('CONTESTED (1)');
  expect(out).toContain('The campaign');
});

test('hundreds of small files in one run take well under a minute for a thousand', () => {
  const many = 250;
  const paths = Array.from({ length: many }, (_, i) =>
    file(`many-${i}.json`, smallCase({ namespace: `many-${i}` })),
  );
  // As a program of its own: what Jest adds to every call is no part of the measure, and neither is what else the
  // machine does, so it is the processor's time that counts.
  const tells = `data:text/javascript,process.on('exit',()=>process.stderr.write(JSON.stringify(process.cpuUsage())))`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', tells, ...sources, 'preview', '--json', ...paths],
    { encoding: 'utf8', maxBuffer: 1e9 },
  );
  expect(status).toBe(0);
  expect(jsonLines(stdout)).toHaveLength(many);
  const { user, system } = JSON.parse(stderr) as NodeJS.CpuUsage;
  const seconds = (user + system) / 1e6;
  process.stderr.write(`${many} files previewed in ${seconds.toFixed(1)} s of processor time\n`);
  expect((seconds * 1000) / many).toBeLessThan(60);
}, 300_000);
