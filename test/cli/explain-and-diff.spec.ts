import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary-folder.js';
import { command, jsonLines } from './command.js';

const missiles = fileURLToPath(new URL('../fixtures/al-asad-2020.incident.json', import.meta.url));
const folder = temporaryFolder();
const before = { ...process.env };
const attack = 'al-asad-missiles-2020-01-08';

beforeAll(async () => {
  process.env['LEDGER_DATA_DIR'] = join(folder.path, 'ledger');
  expect(await command('import', missiles)).toMatchObject({ code: 0 });
});
afterAll(() => {
  process.env = before;
  folder.remove();
});

describe('explain', () => {
  test('says of every claim why it is in or out of each account, and what each policy answers', async () => {
    const { code, out } = await command('explain', attack, 'fired');
    expect(code).toBe(0);
    expect(out).toContain('How many missiles did Iran fire in all?');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'aa02 (15) counts: its chain ends in us-defense-official-military-com.',
    );
    expect(out).toMatch(/It is not in the account “15”: it cannot be true together with aa02/);
    expect(out).toMatch(/range@1: 15 to 22/);
  });
  test('--json gives the same as data, at an instant too', async () => {
    const { out } = await command(
      'explain',
      attack,
      'fired',
      '--public-at',
      '2020-01-08T06:00:00Z',
      '--json',
    );
    const [explanation] = jsonLines(out);
    expect(explanation).toMatchObject({
      question: 'fired',
      policies: expect.arrayContaining([{ policy: 'accounts@1', answer: null }]),
    });
    const parts = Object.fromEntries(
      (explanation!['claims'] as { claim: string; part: string }[]).map(({ claim, part }) => [claim, part]),
    );
    // Dated the 8th without a time: by six in the morning it had perhaps appeared, perhaps not.
    expect(parts).toMatchObject({ aa02: 'counting', aa16: 'perhaps-public' });
  });
  test('a question that is not there ends with 4 and names those that are', async () => {
    const { code, err } = await command('explain', attack, 'launched');
    expect(code).toBe(4);
    expect(err).toContain('fired-at-al-asad');
  });
});

describe('diff', () => {
  test('says what changed between what was public at two instants', async () => {
    const { code, out } = await command(
      'diff',
      attack,
      '--from-public-at',
      '2020-01-25',
      '--public-at',
      '2020-01-29',
    );
    expect(code).toBe(0);
    expect(out).toContain('tbi-diagnosed');
    expect(out).toContain('The account “34” is gone.');
    expect(out).toMatch(/New account “50”/);
    expect(out).toContain('What became public between');
  });
  test('and between what the ledger knew, with the events and who recorded them', async () => {
    const { out } = await command('diff', attack, '--from-known-at', '2020-01-01', '--json');
    const [diff] = jsonLines(out);
    expect(
      (diff!['events'] as { type: string; actor: string }[]).some(
        ({ type, actor }) => type === 'ClaimRecorded' && actor !== '',
      ),
    ).toBe(true);
  });
  test('wants to know from when', async () => {
    expect(await command('diff', attack)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--from-public-at'),
    });
  });
});
