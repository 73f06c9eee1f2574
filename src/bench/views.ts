import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thingId } from '../domain/names.js';
import { Views } from '../read/views.js';
import { lookedAt, MadeLog } from './made-ledger.js';
import { median, type Measure, type Result, timed } from './measure.js';

const manyClaims = 1_000_000;
const fewClaims = 1_000;
const rounds = 9;
/** Events are recorded a hundredth of a second apart: by then nineteen in twenty of the incident's claims were. */
const anInstant = '2026-01-01T00:00:12Z';

interface Ledger {
  log: MadeLog;
  file: string;
  incident: string;
}

async function made(folder: string, claims: number): Promise<Ledger> {
  const log = new MadeLog(claims);
  const file = join(folder, `views-${claims}.sqlite`);
  await (await Views.open(log, file)).close();
  return { log, file, incident: thingId(log.ledger, 'incident', lookedAt.namespace, lookedAt.key) };
}

/** The view of one incident in views that were just opened: its rows are read and reconciled, nothing is remembered. */
async function uncached({ log, file, incident }: Ledger, knownAt?: string): Promise<number> {
  const views = await Views.open(log, file);
  const milliseconds = await timed(() => {
    const view = views.incidentViews.view(incident, knownAt === undefined ? {} : { knownAt });
    if (!view?.questions.some(({ accounts }) => accounts.length > 0)) throw new Error('the view is empty');
  });
  await views.close();
  return milliseconds;
}

async function run(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-views-'));
  try {
    const few = await made(folder, fewClaims);
    const many = await made(folder, manyClaims);
    const times = { few: [] as number[], many: [] as number[], asOf: [] as number[] };
    for (let round = -1; round < rounds; round += 1) {
      const once = {
        few: await uncached(few),
        many: await uncached(many),
        asOf: await uncached(many, anInstant),
      };
      // The first round warms up the machine, and is not counted.
      if (round >= 0) for (const key of ['few', 'many', 'asOf'] as const) times[key].push(once[key]);
    }
    const [a, b, c] = [median(times.few), median(times.many), median(times.asOf)];
    const ms = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
    return [
      {
        name: "an incident's view, a million claims in the ledger / a thousand",
        ratio: b / a,
        goal: 1.5,
        better: 'lower',
        detail: `a thousand claims under twenty questions, uncached: ${ms(b)} and ${ms(a)}`,
      },
      {
        name: 'view as of an instant / the current view, both uncached',
        ratio: c / b,
        goal: 2,
        better: 'lower',
        detail: `${ms(c)} and ${ms(b)}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const measures: Measure = { name: 'views', run };
