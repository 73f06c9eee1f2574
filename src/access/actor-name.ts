import { folderOwner, type Asker } from './asker.js';
import type { Users } from './users.js';

/**
 * The name of whoever did something, as a person should read it; null where the id is all there is to show. Who is who
 * is told to those who signed in alone: the log that everyone may read holds no names.
 */
export async function actorName(users: Users, asker: Asker, actor: string): Promise<string | null> {
  if (actor === folderOwner) return 'this machine';
  return asker.subject === null ? null : ((await users.get(actor))?.name ?? null);
}
