import { servedKeys, verifyServedLog, type Fetched } from '../../../src/integrity/verify/served-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { Description } from '../description.js';
import { play } from '../exchange.js';
import { exchanges } from '../exchanges/all.js';
import { forgetViews, startLedger, type RunningLedger } from './ledger.js';
import { People } from './people.js';
import { fuzz, type FuzzReport } from './run.js';

/** `npm run test:fuzz` sends 20,000; FUZZ_SEED repeats a run. */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 1_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 0x1_0000_0000);
const isLong = requests > 5_000;

describe(`the server under ${requests} requests made from its description (FUZZ_SEED=${seed})`, () => {
  const folder = temporaryFolder();
  let ledger: RunningLedger;
  let people: People;
  let report: FuzzReport;
  let before: Map<string, string>;

  beforeAll(async () => {
    ledger = await startLedger(folder.path);
    people = new People(ledger.access);
    await people.mend();
    const description = (await ledger.app.inject('/openapi.json')).json<Description>();
    const headersOf = {
      nobody: {},
      reader: people.headersOf('reader'),
      everything: people.headersOf('everything'),
    };
    const plain = exchanges.filter(([group]) => group !== 'problems').flatMap(([, group]) => group);
    await play({ app: ledger.app, description, headersOf }, plain);
    const started = performance.now();
    report = await fuzz({ app: ledger.app, description, people, seed, requests });
    const seconds = (performance.now() - started) / 1_000;
    const { coverage } = report;
    const kinds = [...coverage.kinds].map(([kind, count]) => `${kind.replace('/problems/', '')}:${count}`);
    if (isLong) process.stdout.write(`${coverage.table()}\n${kinds.join(' ')}\n`);
    process.stdout.write(`FUZZ_SEED=${seed}: ${requests} requests in ${seconds.toFixed(1)} s\n`);
    before = await answers();
  }, 900_000);
  afterAll(async () => {
    await ledger.close();
    folder.remove();
  });

  /** What the ledger answers to a part of what was read, to somebody who may read all that is open. */
  async function answers(): Promise<Map<string, string>> {
    await people.mend();
    const asked = report.read.slice(-400);
    const told = new Map<string, string>();
    for (const url of asked) {
      const answer = await ledger.app.inject({ url, headers: people.headersOf('everything') });
      told.set(url, `${answer.statusCode} ${answer.body}`.replaceAll(/"requestId":"[^"]*"/g, ''));
    }
    return told;
  }

  it('answers each as it says that it does, and never with a mistake of its own', () => {
    expect(report.failures.join('\n\n')).toBe('');
  });

  it('has been of use through every operation', () => {
    const { coverage } = report;
    expect(coverage.unreached().map((operation) => coverage.line(operation))).toEqual([]);
  });

  it('has a log that an outsider verifies', async () => {
    await ledger.integrity.sealer.seal();
    const get: Fetched = async (path) => {
      const answer = await ledger.app.inject(`/log/${path}`);
      return answer.statusCode === 404 ? undefined : answer.rawPayload;
    };
    const verified = await verifyServedLog(get, await servedKeys(get), [], () => {});
    expect(verified.size).toBe(ledger.views.health().events);
    expect(ledger.views.health().setAsideCount).toBe(0);
  }, 120_000);

  it('starts again, and answers the same', async () => {
    expect(before.size).toBeGreaterThan(isLong ? 300 : 20);
    await ledger.close();
    ledger = await startLedger(folder.path);
    people = people.at(ledger.access);
    expect(await answers()).toEqual(before);
  }, 120_000);

  it('computes the same views from its log again', async () => {
    await ledger.close();
    forgetViews(folder.path);
    ledger = await startLedger(folder.path);
    people = people.at(ledger.access);
    expect(await answers()).toEqual(before);
  }, 120_000);
});
