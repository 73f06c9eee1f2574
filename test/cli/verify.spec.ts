import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../src/composition.js';
import { readConfig, type Config } from '../../src/config.js';
import { exportBundle } from '../../src/cli/export-bundle.js';
import { key } from '../../src/cli/key.js';
import { rebuild } from '../../src/cli/rebuild.js';
import type { VerifyOptions } from '../../src/cli/options.js';
import { verify } from '../../src/cli/verify.js';
import { tamper } from '../integrity/support/ledgers.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Runs a command, and returns what it printed and how it ended; what stops it is told as a person would see it. */
async function ran(command: () => Promise<number>): Promise<{ code: number; out: string }> {
  const printed: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text: string | Uint8Array) => printed.push(String(text)) > 0;
  try {
    return { code: await command(), out: printed.join('') };
  } catch (error) {
    const { code = 1, message } = error as { code?: number; message: string };
    return { code, out: printed.join('') + message };
  } finally {
    process.stdout.write = write;
  }
}

describe('verify, key, export --bundle and rebuild --proofs on the founding case', () => {
  const folder = temporaryFolder();
  const elsewhere = temporaryFolder();
  let config: Config;
  let nowhere: Config;
  const check = (what: string, options: VerifyOptions = {}, from = config) =>
    ran(() => verify(from, what, options));

  beforeAll(async () => {
    config = readConfig({ LEDGER_DATA_DIR: folder.path, LEDGER_FOUNDING_CASE: '1' });
    nowhere = readConfig({ LEDGER_DATA_DIR: join(elsewhere.path, 'none') });
    const open = await openLedger(config);
    const text = 'five rockets landed';
    const { sha256, length } = await open.content.put(Buffer.from(text));
    const document = open.views.documents.list({}).items[0]!.id;
    await open.ledger.handle(
      { type: 'CaptureDocument', document, sha256, length, mediaType: 'text/plain' },
      { actor: 'local' },
    );
    const claim = open.views.claims.list({}).items[0]!.id;
    writeFileSync(join(elsewhere.path, 'proof.json'), JSON.stringify(await open.integrity.claimProof(claim)));
    writeFileSync(join(elsewhere.path, 'kept'), await open.integrity.checkpoint());
    writeFileSync(join(elsewhere.path, 'key'), open.integrity.key());
    await open.close();
  }, 60_000);
  afterAll(() => {
    folder.remove();
    elsewhere.remove();
  });

  test('the folder as it was left', async () => {
    const { code, out } = await check(folder.path);
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^verified: incident-ledger\/.* 436 events/),
    ]);
    expect(out).toMatch(/the views of \d+ incidents, made anew from the events, are those of the folder/);
    expect(out).toContain("signed with the data folder's own key");
    const data = await check(folder.path, { json: true, since: join(elsewhere.path, 'kept') });
    expect(JSON.parse(data.out)).toMatchObject({
      verified: true,
      what: 'folder',
      size: 436,
      keysFrom: 'folder',
    });
  });

  test('a proof, by the key that is given, in a file or not, and by the folder', async () => {
    const proof = join(elsewhere.path, 'proof.json');
    const vkey = readFileSync(join(elsewhere.path, 'key'), 'utf8').trim();
    for (const found of [
      await check(proof),
      await check(proof, { key: vkey }, nowhere),
      await check(proof, { key: join(elsewhere.path, 'key') }, nowhere),
    ]) {
      expect([found.code, found.out.startsWith('verified')]).toEqual([0, true]);
    }
    expect(await check(proof, {}, nowhere)).toMatchObject({
      code: 2,
      out: expect.stringContaining('no key is known') as string,
    });
    expect(await check(proof, { key: vkey.replace('+', '-') })).toMatchObject({ code: 2 });
    expect(await check(proof, { since: proof })).toMatchObject({ code: 2 });
    const changed = join(elsewhere.path, 'changed.json');
    writeFileSync(changed, readFileSync(proof, 'utf8').replace('"leafIndex":', '"leafIndex":1'));
    expect(await check(changed)).toMatchObject({
      code: 3,
      out: expect.stringContaining('cannot stand in a log') as string,
    });
    writeFileSync(changed, '{"verified": true}');
    expect(await check(changed, { json: true })).toMatchObject({
      code: 3,
      out: expect.stringContaining('{"verified":false') as string,
    });
    expect(await check(join(elsewhere.path, 'missing'))).toMatchObject({ code: 4 });
  });

  test('a bundle, written once', async () => {
    const out = join(elsewhere.path, 'case.zip');
    const write = () =>
      ran(() => exportBundle(config, 'ain-al-asad-rockets-2022-01-05', { out, policy: 'range@1' }));
    expect(await write()).toEqual({ code: 0, out: `${out}\n` });
    expect(await write()).toMatchObject({ code: 3 });
    const found = await check(out, { key: join(elsewhere.path, 'key') }, nowhere);
    expect([found.code, found.out]).toEqual([
      0,
      expect.stringMatching(/^verified[^]*byte for byte but for its position/),
    ]);
    expect(existsSync(out)).toBe(true);
  });

  test('the key, rotated while nothing runs', async () => {
    const before = (await ran(() => key(config, {}))).out.trim();
    const two = (await ran(() => key(config, { rotate: true }))).out.trim().split('\n');
    expect([two.length, two[0]]).toEqual([2, before]);
    expect((await ran(() => rebuild(config, { proofs: true }))).out).toMatch(
      /anew from 436 events, and has the root of each of \d checkpoints/,
    );
    expect(await check(folder.path, { key: two[1]! })).toMatchObject({ code: 0 });
    expect(await check(folder.path, { key: two[0]! })).toMatchObject({ code: 0 });
    expect(await ran(() => key(nowhere, {}))).toMatchObject({ code: 4 });
  });

  test('views that say something else than the log, and a captured text that is another', async () => {
    tamper(folder.path, 'views.sqlite', "UPDATE incident_row SET data = replace(data, 'Rockets', 'Rocket')");
    expect(await check(folder.path)).toMatchObject({
      code: 3,
      out: expect.stringContaining('views.sqlite says something else of') as string,
    });
    await ran(() => rebuild(config, {}));
    expect(await check(folder.path)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 captured text, each with') as string,
    });
    tamper(folder.path, 'content.sqlite', "UPDATE pieces SET bytes = CAST('nine rockets landed' AS BLOB)");
    expect(await check(folder.path)).toMatchObject({
      code: 3,
      out: expect.stringContaining('no longer has the hash') as string,
    });
  });
});
