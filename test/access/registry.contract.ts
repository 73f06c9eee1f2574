import {
  every,
  noRecord,
  RecordChanged,
  type Registry,
  type Session,
} from '../../src/access/registry/registry.js';

const session = (user: string): Session => ({
  user,
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-02T00:00:00.000Z',
});

/** What every home of the registry does, whatever it is made of. */
export function registryContract(name: string, open: () => Promise<Registry>): void {
  describe(`the registry in ${name}`, () => {
    let registry: Registry;
    beforeEach(async () => {
      registry = await open();
    });
    afterEach(() => registry.close());

    it('gives back what was put, and nothing for what was not', async () => {
      expect(await registry.get('session', 'a')).toBeUndefined();
      const version = await registry.put('session', 'a', session('anna'), noRecord);
      expect(await registry.get('session', 'a')).toEqual({ record: session('anna'), version });
      expect(await registry.get('key', 'a')).toBeUndefined();
    });

    it('keeps what was put, whatever is done to the object afterwards', async () => {
      const record = session('anna');
      await registry.put('session', 'a', record, noRecord);
      record.user = 'mallory';
      expect((await registry.get('session', 'a'))!.record.user).toBe('anna');
    });

    it('changes a record only for who has seen its last version', async () => {
      const first = await registry.put('session', 'a', session('anna'), noRecord);
      const second = await registry.put('session', 'a', session('berta'), first);
      expect(second).not.toBe(first);
      await expect(registry.put('session', 'a', session('carla'), first)).rejects.toThrow(RecordChanged);
      await expect(registry.put('session', 'a', session('carla'), noRecord)).rejects.toThrow(RecordChanged);
      expect((await registry.get('session', 'a'))!.record.user).toBe('berta');
    });

    it('deletes once, and only for who has seen its last version', async () => {
      const first = await registry.put('session', 'a', session('anna'), noRecord);
      const second = await registry.put('session', 'a', session('berta'), first);
      await expect(registry.delete('session', 'a', first)).rejects.toThrow(RecordChanged);
      await expect(registry.delete('session', 'b', noRecord)).rejects.toThrow(RecordChanged);
      const both = await Promise.allSettled([
        registry.delete('session', 'a', second),
        registry.delete('session', 'a', second),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await registry.get('session', 'a')).toBeUndefined();
    });

    it('does not take a record that came back for the one that went', async () => {
      const first = await registry.put('session', 'a', session('anna'), noRecord);
      await registry.delete('session', 'a', first);
      await registry.put('session', 'a', session('berta'), noRecord);
      await expect(registry.delete('session', 'a', first)).rejects.toThrow(RecordChanged);
      await expect(registry.put('session', 'a', session('carla'), first)).rejects.toThrow(RecordChanged);
    });

    it('lets one of several who make the same record at once win', async () => {
      const all = await Promise.allSettled(
        ['anna', 'berta', 'carla'].map((user) => registry.put('session', 'a', session(user), noRecord)),
      );
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('lists one kind in the order of ids, in pages and whole', async () => {
      for (const id of ['c', 'a', 'b']) await registry.put('session', id, session(id), noRecord);
      await registry.put('identity', 'x', { user: 'anna' }, noRecord);
      const page = await registry.list('session', { limit: 2 });
      expect(page.map(({ id }) => id)).toEqual(['a', 'b']);
      expect(page[0]).toMatchObject({ record: session('a') });
      expect((await registry.list('session', { after: 'b', limit: 2 })).map(({ id }) => id)).toEqual(['c']);

      for (let n = 0; n < 205; n += 1) {
        await registry.put('identity', `n${String(n).padStart(3, '0')}`, { user: String(n) }, noRecord);
      }
      const users: string[] = [];
      for await (const { record } of every(registry, 'identity')) users.push(record.user);
      expect(users).toHaveLength(206);
    });
  });
}
