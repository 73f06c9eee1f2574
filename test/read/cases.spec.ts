import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Views } from '../../src/read/views.js';
import { ledgerInMemory, type LedgerInMemory } from '../exchange/ledger-in-memory.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { everything } from './everything.js';

const root = join(import.meta.dirname, '../..');
const founding = readFileSync(
  join(root, 'src/exchange/founding-case/ain-al-asad-2022.incident.json'),
  'utf8',
);
const second = readFileSync(join(root, 'test/fixtures/al-asad-2020.incident.json'), 'utf8');
const words = ['قاعدة', 'rockets', 'several', 'Pentagon', 'cohete'];

/** Both real cases in one ledger: what the views make of them. */
describe('the two cases', () => {
  let ledger: LedgerInMemory;
  let live: Views;
  const folder = temporaryFolder();
  beforeAll(async () => {
    ledger = await ledgerInMemory();
    live = await Views.open(ledger.log, join(folder.path, 'live.sqlite'));
    await live.follow();
    await ledger.file(JSON.parse(founding));
    await ledger.file(JSON.parse(second));
    const head = (await ledger.log.head())!;
    expect(await live.waitFor(head, 10_000)).toBe(true);
  }, 120_000);
  afterAll(async () => {
    await live.close();
    folder.remove();
  });

  it('are all there: 15 incidents, 262 claims, nothing set aside', () => {
    const { items } = live.incidents.list({}, {}, { limit: 200 });
    expect(items).toHaveLength(15);
    expect(items.reduce((sum, { claims }) => sum + claims, 0)).toBe(262);
    expect(live.health()).toMatchObject({ setAsideCount: 0 });
  });

  it('rebuilt they answer the same, byte for byte, now and at both clocks', async () => {
    const rebuilt = await Views.open(ledger.log, join(folder.path, 'rebuilt.sqlite'));
    const clocks = [{}, { publicAt: '2022-01-05T14:00:00Z' }];
    for (const at of clocks) expect(everything(rebuilt, at, words)).toBe(everything(live, at, words));
    await rebuilt.close();
  }, 120_000);

  it('no view of them has a fault, and each is of its own incident', () => {
    for (const { id, name } of live.incidents.list({}, {}, { limit: 200 }).items) {
      expect(live.incidentViews.view(id)).toMatchObject({
        incident: name,
        faults: [],
        method: 'reconciliation@1',
      });
    }
  });

  it('a dossier names chains by the keys of the file and holds the incidents that constraints link', () => {
    const incident = live.names.resolve('incident', 'ain-al-asad-rockets-2022-01-05');
    const dossier = incident.found === 'one' ? live.incidentViews.dossier(incident.thing.id)! : undefined;
    const claims = dossier!.incidents.flatMap(({ questions }) => questions).flatMap(({ claims }) => claims);
    const officer = claims.find(({ name }) => name === 'nw-022')!;
    expect(officer.chain).toEqual(['newsweek', 'ap', 'iraqi-officer']);
    expect(dossier!.incidents.length).toBeGreaterThan(1);
  });

  it('one key in two namespaces is told apart, a key that one alone has is not', () => {
    const twice = live.names.resolve('source', 'ap');
    expect(twice).toMatchObject({
      found: 'many',
      candidates: [{ name: 'ain-al-asad-2022:ap' }, { name: 'al-asad-2020:ap' }],
    });
    expect(live.names.resolve('claim', 'nw-022')).toMatchObject({ found: 'one', thing: { name: 'nw-022' } });
    const pairs = live.sources.likelySame({ limit: 200 }).items;
    expect(pairs).toContainEqual(
      expect.objectContaining({
        source: expect.objectContaining({ name: 'ain-al-asad-2022:ap' }),
        other: expect.objectContaining({ name: 'al-asad-2020:ap' }),
        because: 'ap',
      }),
    );
  });
});
