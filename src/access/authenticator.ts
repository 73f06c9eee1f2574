import type { Role } from '../domain/grants.js';
import type { AccessAnswers } from '../read/access.js';
import { folderOwner, type Asker, type Via } from './asker.js';
import type { Keys } from './keys.js';
import type { Oidc } from './oidc.js';
import type { OneTimeTokens } from './one-time-tokens.js';
import type { Key } from './registry/registry.js';
import { folderPrefix, hashOf, keyPrefix, oneTimePrefix, sameHash } from './secrets.js';
import type { Sessions } from './sessions.js';
import type { Users } from './users.js';

interface Means {
  users: Users;
  keys: Keys;
  sessions: Sessions;
  oneTimeTokens: OneTimeTokens;
  /** where an issuer is set */
  oidc?: Oidc;
  /** the token in `local-token`, while this process runs */
  folderToken: string;
  /** asked anew each time: a rebuild replaces it */
  access: () => Pick<AccessAnswers, 'rolesOf'>;
}

/** From what is shown to who shows it. What is not good is undefined, and nobody is told why. */
export class Authenticator {
  readonly #folderTokenHash: string;

  constructor(private readonly means: Means) {
    this.#folderTokenHash = hashOf(means.folderToken);
  }

  /**
   * What stands after `Authorization: Bearer`.
   * @throws IssuerUnreachable
   */
  async bearer(text: string): Promise<Asker | undefined> {
    if (text.startsWith(`${keyPrefix}_`)) return this.#byKey(text);
    if (text.startsWith(`${folderPrefix}_`)) return this.#byFolder(text);
    if (text.startsWith(`${oneTimePrefix}_`)) return this.#byOneTimeToken(text);
    return this.#byToken(text);
  }

  /** A session's cookie. */
  async cookie(text: string): Promise<Asker | undefined> {
    const session = await this.means.sessions.find(text);
    if (!session) return undefined;
    if (session.key === undefined) return this.#user(session.user, 'session');
    const key = await this.means.keys.serving(session.key);
    return key && this.#holder(session.key, key, 'session');
  }

  async #byKey(text: string): Promise<Asker | undefined> {
    const shown = await this.means.keys.shown(text);
    return shown && this.#holder(shown.id, shown.key, 'key');
  }

  async #holder(id: string, { user, roles }: Key, via: Via): Promise<Asker | undefined> {
    const holder = await this.#user(user, via);
    return holder && { ...holder, key: id, roles: new Set(roles.filter((role) => holder.roles.has(role))) };
  }

  async #byToken(text: string): Promise<Asker | undefined> {
    const identity = await this.means.oidc?.identify(text);
    const user = identity && (await this.means.users.identified(identity));
    return user === undefined ? undefined : this.#user(user, 'token');
  }

  #byFolder(text: string): Asker | undefined {
    if (!sameHash(hashOf(text), this.#folderTokenHash)) return undefined;
    return { via: 'folder', subject: folderOwner, name: 'this machine', roles: new Set<Role>(['editor']) };
  }

  /** Nobody yet: it serves where it is redeemed, and nowhere else. */
  async #byOneTimeToken(text: string): Promise<Asker | undefined> {
    if (!(await this.means.oneTimeTokens.serves(text))) return undefined;
    return { via: 'one-time-token', subject: null, name: null, roles: new Set() };
  }

  async #user(id: string, via: Via): Promise<Asker | undefined> {
    const user = await this.means.users.active(id);
    return user && { via, subject: id, name: user.name, roles: new Set(this.means.access().rolesOf(id)) };
  }
}
