import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleRefused, makeBundle, type BundleRequest } from '../../src/composition/bundle/make.js';
import { requireView } from '../../src/composition/bundle/replay.js';
import { loadFoundingCase } from '../../src/composition/founding-case.js';
import { readBundleFiles, writeBundle } from '../../src/integrity/bundle/files.js';
import { bundleFiles, type BundleFiles } from '../../src/integrity/bundle/format.js';
import { readBundle } from '../../src/integrity/bundle/read.js';
import type { Integrity } from '../../src/integrity/integrity.js';
import { IntegrityStore } from '../../src/integrity/store.js';
import { Malformed, NotProven } from '../../src/integrity/verifier/malformed.js';
import { parseVerifierKey, type VerifierKey } from '../../src/integrity/verifier/note.js';
import { MemoryContent } from '../../src/log/content/memory-content.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { Views } from '../../src/read/views.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openIntegrity } from './support/ledgers.js';
import { randomFrom } from './support/random.js';

const newsweek = 'ain-al-asad-rockets-2022-01-05';

describe('a bundle of the founding case', () => {
  const folder = temporaryFolder();
  const log = new MemoryLog();
  let views: Views;
  let integrity: Integrity;
  let store: IntegrityStore;
  let keys: VerifierKey[];
  let incident: string;
  /** as the ledger knows it now, by the default policy */
  let files: BundleFiles;
  beforeAll(async () => {
    views = await Views.open(log, ':memory:');
    await loadFoundingCase({ log, content: new MemoryContent(), views });
    await views.catchUp();
    integrity = await openIntegrity(log, folder.path);
    await integrity.sealer.seal();
    store = IntegrityStore.open(folder.path, log.ledger, { readonly: true });
    keys = [await parseVerifierKey(integrity.key().trim())];
    incident = idOf(newsweek);
    files = await make();
  });
  afterAll(async () => {
    store.close();
    await integrity.close();
    await views.close();
    folder.remove();
  });

  function idOf(name: string): string {
    const resolved = views.names.resolve('incident', name);
    if (resolved.found !== 'one') throw new Error(`no incident ${name}`);
    return resolved.thing.id;
  }
  const make = (
    request: Partial<BundleRequest> = {},
    mayLeave: (id: string) => boolean = () => true,
  ): Promise<BundleFiles> => makeBundle({ log, views, store, mayLeave }, { incident, ...request });
  const refused = (verified: Promise<unknown>) =>
    verified.then(
      () => 'verified',
      (error: Error) => error.message,
    );
  async function verify(files: BundleFiles, pinned = keys) {
    const content = await readBundle(files, pinned);
    await requireView(content);
    return content;
  }

  test('is verified with nothing but the key, and holds its closure', async () => {
    const { events, about } = await verify(files);
    expect(about).toMatchObject({
      incident,
      publicAt: null,
      policy: 'accounts@1',
      method: 'reconciliation@1',
    });
    const kinds = new Set(events.map(({ envelope }) => envelope.stream.split('-')[0]));
    expect(kinds).toEqual(new Set(['incident', 'question', 'source', 'document', 'claim']));
    const streams = new Set(events.map(({ envelope }) => envelope.stream));
    for (const { envelope } of events) {
      const { document, chain } = envelope.data as { document?: string; chain?: string[] };
      for (const source of chain ?? []) expect(streams).toContain(`source-${source}`);
      expect(document === undefined || streams.has(`document-${document}`)).toBe(true);
    }
  });

  test.each([
    ['wednesday-attacks-2022-01-05', 'range@1'],
    ['baghdad-base-2022-01-05', 'majority@1'],
    ['photo-ain-al-asad-2020-01-13', 'two-source@1'],
  ] as const)('of %s by %s at both clocks', async (name, policy) => {
    const request = { incident: idOf(name), policy, publicAt: '2022-01-06', knownAt: '2100-01-01T00:00:00Z' };
    const { about } = await verify(await make(request));
    expect(about).toMatchObject(request);
  });

  test('prints the view as the ledger does, byte for byte but for its position', async () => {
    const { view } = await verify(await make({ publicAt: '2022-01-05T20:00:00Z' }));
    expect(JSON.parse(view)).toEqual(
      views.incidentViews.view(incident, { publicAt: '2022-01-05T20:00:00Z' }),
    );
  });

  test('is the same in a folder and in a zip, and never writes over anything', async () => {
    for (const name of ['bundle', 'bundle.zip']) {
      const path = join(folder.path, name);
      await writeBundle(path, files);
      const read = await readBundleFiles(path);
      expect([...read.keys()].sort()).toEqual([...files.keys()].sort());
      await verify(read);
      await expect(writeBundle(path, files)).rejects.toThrow('EEXIST');
    }
    const zip = readFileSync(join(folder.path, 'bundle.zip'));
    for (const damage of [zip.subarray(0, zip.length - 30), Buffer.from('PK')]) {
      writeFileSync(join(folder.path, 'damaged.zip'), damage);
      expect(await refused(readBundleFiles(join(folder.path, 'damaged.zip')).then(verify))).toMatch(/./);
    }
    rmSync(join(folder.path, 'bundle', 'README.md'));
    expect(await refused(verify(await readBundleFiles(join(folder.path, 'bundle'))))).toMatch(
      'lacks README.md',
    );
  });

  test('any byte of any file that is changed is found', async () => {
    const random = randomFrom(8);
    for (let round = 0; round < 42; round++) {
      const [name, bytes] = [...files][round % files.size]!;
      const changed = Buffer.from(bytes);
      const at = random(bytes.length);
      changed[at] = (changed[at]! + 1 + random(255)) & 255;
      const outcome = await verify(new Map([...files, [name, changed]])).then(
        () => 'verified',
        (error: unknown) =>
          error instanceof Malformed || error instanceof NotProven ? 'found' : String(error),
      );
      expect([name, at, outcome]).toEqual([name, at, 'found']);
    }
  });

  test('a claim that is left out is found where the view needs it', async () => {
    const content = await verify(files);
    const claim = content.events.find(({ envelope }) => envelope.data['key'] === 'nw-022')!;
    const events = content.events.filter(({ envelope }) => envelope.stream !== claim.envelope.stream);
    expect(await refused(verify(bundleFiles({ ...content, events })))).toMatch(
      'view.json is not what the events add up to: /',
    );
  });

  test('a view that says something else is found, and where', async () => {
    const content = await verify(files);
    const view = JSON.parse(content.view) as { questions: { status: string }[] };
    view.questions[0]!.status = 'corroborated';
    const forged = bundleFiles({ ...content, view: `${JSON.stringify(view)}\n` });
    expect(await refused(verify(forged))).toMatch('/questions/0/status is "corroborated" and should be');
  });

  test('another key, another format and a method of another day are refused', async () => {
    const stranger = temporaryFolder();
    const other = await openIntegrity(new MemoryLog(), stranger.path);
    expect(await refused(verify(files, [await parseVerifierKey(other.key().trim())]))).toMatch(
      'not by incident-ledger/',
    );
    await other.close();
    stranger.remove();
    const content = await verify(files);
    const about = { ...content.about, method: 'reconciliation@7' };
    expect(await refused(verify(bundleFiles({ ...content, about })))).toMatch(
      'does not know the method reconciliation@7',
    );
    const text = Buffer.from(files.get('datapackage.json')!).toString().replace('bundle@1', 'bundle@9');
    expect(await refused(verify(new Map([...files, ['datapackage.json', Buffer.from(text)]])))).toMatch(
      'bundle@9',
    );
  });

  test('nothing restricted leaves with it', async () => {
    await expect(make({}, (id) => id !== incident)).rejects.toThrow(BundleRefused);
    const umbrella = idOf('wednesday-attacks-2022-01-05');
    await expect(make({}, (id) => id !== umbrella)).rejects.toThrow('1 linked incidents are restricted');
  });
});
