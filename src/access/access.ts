import type { LedgerViews } from '../read/ledger-views.js';
import type { Ledger } from '../log/handle.js';
import { Authenticator } from './authenticator.js';
import { Grants } from './grants.js';
import { Keys } from './keys.js';
import { MadeByRequest } from './made-by-request.js';
import { Oidc, type OidcSettings } from './oidc.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { KeptRegistry } from './registry/kept-registry.js';
import type { Registry } from './registry/registry.js';
import { folderPrefix, newSecret } from './secrets.js';
import { Sessions } from './sessions.js';
import { localTokenFile, removeTokenFile, writeTokenFile } from './token-file.js';
import { Users } from './users.js';

export interface AccessFoundations {
  registry: Registry;
  /** opens no second log: grants go through the one that all commands go through */
  ledger: Ledger;
  /** the ledger's own id */
  id: string;
  /** unguarded: who may do what is asked of them */
  views: LedgerViews;
  /** where the token files lie */
  folder: string;
  oidc?: OidcSettings;
  clock?: () => Date;
}

const sweepEveryMs = 60 * 60 * 1000;

/** Everything that knows who is who, on one registry and one ledger. */
export class Access {
  /** reads at every request cost little by it */
  readonly registry: Registry;
  readonly grants: Grants;
  readonly users: Users;
  readonly keys: Keys;
  readonly sessions: Sessions;
  readonly oneTimeTokens: OneTimeTokens;
  readonly authenticator: Authenticator;
  readonly madeByRequest: MadeByRequest;
  /** the ledger's own id */
  readonly ledgerId: string;
  readonly #folderToken = `${folderPrefix}_${newSecret()}`;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly on: AccessFoundations) {
    const { ledger, id, views, folder, oidc, clock } = on;
    const registry = new KeptRegistry(on.registry);
    this.registry = registry;
    this.ledgerId = id;
    this.grants = new Grants(ledger, views);
    this.users = new Users(registry, this.grants, id, clock);
    this.keys = new Keys(registry, this.grants, clock);
    this.sessions = new Sessions(registry, clock);
    this.madeByRequest = new MadeByRequest(registry, clock);
    this.oneTimeTokens = new OneTimeTokens(registry, folder, clock);
    this.authenticator = new Authenticator({
      users: this.users,
      keys: this.keys,
      sessions: this.sessions,
      oneTimeTokens: this.oneTimeTokens,
      ...(oidc && { oidc: new Oidc(oidc) }),
      folderToken: this.#folderToken,
      access: () => views.access,
    });
  }

  /**
   * Begins to let people in: writes the token for the command line, and a one-time token while there is no admin who
   * could let others in. Returns the path of the one-time token's file, if one waits to be used.
   */
  async begin(): Promise<string | undefined> {
    writeTokenFile(this.on.folder, localTokenFile, this.#folderToken);
    await this.sessions.sweep();
    this.#sweeping = setInterval(() => void this.sessions.sweep().catch(() => {}), sweepEveryMs).unref();
    return (await this.#hasAdmin()) ? this.oneTimeTokens.waiting() : this.oneTimeTokens.ready();
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    removeTokenFile(this.on.folder, localTokenFile, this.#folderToken);
  }

  async #hasAdmin(): Promise<boolean> {
    for (const id of this.on.views.access.holdersOf('admin')) {
      if (await this.users.active(id)) return true;
    }
    return false;
  }
}
