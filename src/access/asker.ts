import type { Role } from '../domain/grants.js';

/** How somebody showed who they are. */
export type Via = 'nothing' | 'key' | 'session' | 'token' | 'one-time-token' | 'folder';

/** Who asks. Made anew for every request, so that what was revoked a moment ago is gone. */
export interface Asker {
  readonly via: Via;
  /** opaque id; null: nobody has signed in */
  readonly subject: string | null;
  /** for the masthead of pages; never in the log */
  readonly name: string | null;
  readonly roles: ReadonlySet<Role>;
  /** of the key that was shown */
  readonly key?: string;
}

/** Whoever has not signed in. */
export const nobody: Asker = { via: 'nothing', subject: null, name: null, roles: new Set() };

/** The actor of what is done by whoever can write the data folder: the command line, the founding case. */
export const folderOwner = 'local';

/** As events have it. @throws nobody acts without having signed in: a guard was passed that should have held */
export function actorOf({ subject }: Asker): string {
  if (subject === null) throw new Error('whoever has not signed in records nothing');
  return subject;
}
