import type { Role } from '../../../src/domain/grants.js';
import { firstTokenFile, readTokenFile } from '../../../src/access/token-file.js';
import type { TestServer } from '../support/server.js';

export const by = { actor: 'local' };
const inAYear = () => new Date(Date.now() + 300 * 24 * 3600 * 1000).toISOString();

export const firstToken = (server: TestServer): string => readTokenFile(server.folder, firstTokenFile)!;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A user with these roles, and a key that has them all. */
export async function person(server: TestServer, name: string, roles: Role[]) {
  const { users, grants, keys } = server.access;
  const id = await users.make(name, [], by);
  for (const role of roles) await grants.give(id, { kind: 'role', role }, 'for the test', by);
  const wanted = {
    label: name,
    roles: roles.length === 0 ? (['reader'] as Role[]) : roles,
    expiresAt: inAYear(),
  };
  const key = await keys.issue(id, wanted, 'for the test', by);
  return { id, key: key.id, text: key.text, headers: bearer(key.text) };
}
export type Person = Awaited<ReturnType<typeof person>>;
