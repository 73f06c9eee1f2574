import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileClaim, FileQuestion, IncidentFile } from '../../src/exchange/incident-file/types.js';
import { command, jsonLines } from '../cli/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { eventsIn, killedImport } from './kill.js';
import { linesOf, smallCase } from './small-case.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const claims = 600;

/** Large enough to be killed in the middle, with acts at its end. */
function largeCase(): IncidentFile {
  const small = smallCase();
  const questions = Array.from({ length: 100 }, (_, index): FileQuestion => {
    return { key: `q${index}`, ask: `How many of sort ${index}?`, type: 'count' };
  });
  const more = Array.from({ length: claims }, (_, index): FileClaim => {
    return { ...small.claims[0]!, key: `many-${index}`, incident: 'large', question: `q${index % 100}` };
  });
  return {
    ...small,
    incidents: [...small.incidents, { key: 'large', title: 'Large', questions }],
    claims: [...small.claims, ...more],
  };
}

const written = {
  'incident lines': () => linesOf(largeCase()).join('\n'),
  'an incident file': () => JSON.stringify(largeCase()),
};

test.each(Object.entries(written))(
  '%s: killed with -9 in the middle, twice, and imported again: all of it is there, once',
  async (name, content) => {
    const dataDir = join(folder.path, name.replaceAll(' ', '-'));
    const file = `${dataDir}.json`;
    writeFileSync(file, content());
    const seen = await killedImport(dataDir, file, 0);
    const acknowledged = await eventsIn(dataDir);
    expect(acknowledged.length).toBeGreaterThanOrEqual(seen);
    await killedImport(dataDir, file, acknowledged.length);
    expect((await eventsIn(dataDir)).slice(0, acknowledged.length)).toEqual(acknowledged);

    process.env['LEDGER_DATA_DIR'] = dataDir;
    const { code, out, err } = await command('import', '--json', file);
    delete process.env['LEDGER_DATA_DIR'];
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { report } = jsonLines(out).at(-1) as { report: { added: Counts; known: Counts } };
    expect(report.known.claims).toBeGreaterThan(0);
    expect(report.added.claims + report.known.claims).toBe(claims + 3);

    const events = await eventsIn(dataDir);
    const recorded = events.filter(({ type }) => type === 'ClaimRecorded').map(({ data }) => data['key']);
    expect(recorded).toEqual(largeCase().claims.map(({ key }) => key));
    expect(new Set(events.map(({ stream, type }) => `${stream} ${type}`)).size).toBe(events.length);
    expect(events.filter(({ type }) => type === 'QuestionResolved')).toHaveLength(1);
  },
  120_000,
);

interface Counts {
  claims: number;
}
