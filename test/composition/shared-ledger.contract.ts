import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module.js';
import { openLedger, type OpenLedger } from '../../src/composition.js';
import { localTokenFile, readTokenFile } from '../../src/access/token-file.js';
import { readConfig } from '../../src/config.js';
import { createApp } from '../../src/http/app.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const waitMs = 20_000;
const founding = 'ain-al-asad-rockets-2022-01-05';

/** The API on a ledger that is open, for the owner of its folder. */
async function serverOn(opened: OpenLedger, folder: string) {
  const config = readConfig({ LEDGER_DATA_DIR: 'unused', LEDGER_LOG_LEVEL: 'silent' });
  const app = await createApp(AppModule.on(opened, config), config);
  await opened.access.begin();
  const authorization = `Bearer ${readTokenFile(folder, localTokenFile)}`;
  const post = (payload: object, key: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/admin/incidents',
      payload,
      headers: { authorization, 'idempotency-key': key },
    });
  return { post, close: () => app.close() };
}

/** A whole ledger on a server: the founding case, two replicas that both take commands, the same answers as elsewhere. */
export function sharedLedgerContract(name: string, serverUrl: () => string): void {
  describe(`a ledger on ${name}`, () => {
    const scratch = temporaryFolder();
    let one: OpenLedger;
    let other: OpenLedger;
    let embedded: OpenLedger;

    const replica = (folder: string, more: Record<string, string> = {}) =>
      openLedger(
        readConfig({
          LEDGER_DATA_DIR: join(scratch.path, folder),
          LEDGER_LOG_KEY_FILE: join(scratch.path, 'shared-key.json'),
          ...more,
        }),
      );

    beforeAll(async () => {
      const EVENTSTORE_URL = serverUrl();
      one = await replica('one', { EVENTSTORE_URL, LEDGER_FOUNDING_CASE: '1' });
      other = await replica('other', { EVENTSTORE_URL });
      embedded = await openLedger(
        readConfig({ LEDGER_DATA_DIR: join(scratch.path, 'embedded'), LEDGER_FOUNDING_CASE: '1' }),
      );
    }, 240_000);
    afterAll(async () => {
      for (const ledger of [one, other, embedded]) await ledger?.close();
      scratch.remove();
    }, 60_000);

    function answer({ views }: OpenLedger): unknown {
      const found = views.names.resolve('incident', founding);
      if (found.found !== 'one') throw new Error(`${founding} is not there`);
      const { position: _position, ...view } = views.incidentViews.view(found.thing.id, {})!;
      return view;
    }

    it('answers on every replica as it does out of a folder', async () => {
      await other.views.waitFor((await one.log.head())!, waitMs);
      expect(answer(one)).toEqual(answer(embedded));
      expect(answer(other)).toEqual(answer(embedded));
    });

    it('takes commands on every replica, and shows them on the others within a bounded wait', async () => {
      const replicas = [one, other];
      for (const [index, writer] of replicas.entries()) {
        const reader = replicas[1 - index]!;
        const key = `shared-${randomUUID()}`;
        const outcome = await writer.ledger.handle(
          { type: 'OpenIncident', namespace: 'test', key, title: 'Seen from both' },
          { actor: 'local' },
        );
        if (!outcome.accepted) throw new Error(outcome.rejection.message);
        for (const { views } of [writer, reader]) {
          expect(await views.waitFor(outcome.position, waitMs)).toBe(true);
          expect(views.names.resolve('incident', `test:${key}`).found).toBe('one');
        }
      }
    });

    it('answers a request that is sent to both, one after the other or at once, as the one request it is', async () => {
      const apps = await Promise.all([
        serverOn(one, join(scratch.path, 'one')),
        serverOn(other, join(scratch.path, 'other')),
      ]);
      const post = (server: number, key: string, title: string) =>
        apps[server]!.post({ key: `keyed-${key}`, title }, key);
      const [after, atOnce] = [randomUUID(), randomUUID()];
      const first = await post(0, after, 'Told once');
      expect(first.statusCode).toBe(201);
      expect((await post(1, after, 'Told once')).body).toBe(first.body);
      expect((await post(1, after, 'Told otherwise')).statusCode).toBe(422);

      const both = await Promise.all([post(0, atOnce, 'Told twice'), post(1, atOnce, 'Told twice')]);
      expect(both.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
      expect(both[0].body).toBe(both[1].body);
      for (const app of apps) await app.close();
    }, 60_000);

    it('knows users and keys on every replica, and what was taken from them', async () => {
      const by = { actor: 'local' };
      const inADay = new Date(Date.now() + 86_400_000).toISOString();
      const user = await one.access.users.make('Ines', [], by);
      await one.access.grants.give(user, { kind: 'role', role: 'editor' }, 'for the test', by);
      const wanted = { label: 'a tool', roles: ['editor' as const], expiresAt: inADay };
      const key = await one.access.keys.issue(user, wanted, 'for the test', by);
      await other.views.catchUp();
      expect(await other.access.users.active(user)).toMatchObject({ name: 'Ines' });
      expect(other.views.access.rolesOf(user)).toEqual(['editor']);
      expect(await other.access.keys.shown(key.text)).toMatchObject({ id: key.id, key: { user } });

      expect(await other.access.keys.revoke(key.id, 'done', by)).toBe(true);
      expect(await other.access.keys.shown(key.text)).toBeUndefined();
      // A replica may remember a record for a second.
      await new Promise((go) => setTimeout(go, 1_100));
      expect(await one.access.keys.shown(key.text)).toBeUndefined();
    }, 60_000);

    it('lets one of two replicas open the same incident', async () => {
      const key = `race-${randomUUID()}`;
      const outcomes = await Promise.all(
        [one, other].map(({ ledger }, index) =>
          ledger.handle(
            { type: 'OpenIncident', namespace: 'test', key, title: `As replica ${index} has it` },
            { actor: 'local' },
          ),
        ),
      );
      expect(outcomes.filter(({ accepted }) => accepted)).toHaveLength(1);
    });

    it('keeps texts for all replicas', async () => {
      const { sha256 } = await one.content.put(Buffer.from(`a text of ${randomUUID()}`));
      expect(await other.content.length(sha256)).toBe(46);
    });

    it('signs as one: both replicas come to the same root under the same key', async () => {
      const seals = async () => {
        await one.integrity.sealer.seal();
        await other.integrity.sealer.seal();
        return [await one.integrity.checkpoint(), await other.integrity.checkpoint()];
      };
      // Whoever does not write down the order follows a moment later.
      let [first, second] = await seals();
      for (let tries = 0; first !== second && tries < 20; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 500));
        [first, second] = await seals();
      }
      expect(second).toBe(first);
      expect(other.integrity.key()).toBe(one.integrity.key());
    }, 60_000);
  });
}
