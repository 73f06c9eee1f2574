import { v5 as uuidV5, v7 as uuidV7 } from 'uuid';
import type { Role } from '../domain/grants.js';
import type { By, Grants } from './grants.js';
import {
  noRecord,
  RecordChanged,
  type Listed,
  type Registry,
  type User,
  type Version,
  type Versioned,
} from './registry/registry.js';
import { hashOf } from './secrets.js';

/** What an admin may change of a user. */
export interface UserChange {
  name?: string;
  disabled?: boolean;
  /** all of them, as they should be */
  identities?: User['identities'];
}

/** Ordered by time, and so is the list of users. */
export const newUserId = (): string => uuidV7();

/** An identity at an issuer belongs to one user alone. */
export class IdentityTaken extends Error {
  override readonly name = 'IdentityTaken';
  constructor(readonly at: number) {
    super('this identity is another user’s already: take it from that user first');
  }
}

const identityId = ({ issuer, subject }: User['identities'][number]): string =>
  hashOf(`${issuer}\n${subject}`);

/** People and programs that may sign in. What they may do is in the log; who they are is here, and can be forgotten. */
export class Users {
  constructor(
    private readonly registry: Registry,
    private readonly grants: Grants,
    private readonly ledger: string,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  async get(id: string): Promise<User | undefined> {
    return (await this.versioned(id))?.record;
  }

  versioned(id: string): Promise<Versioned<User> | undefined> {
    return this.registry.get('user', id);
  }

  /** Undefined for whoever is not there or cannot sign in. */
  async active(id: string): Promise<User | undefined> {
    const user = await this.get(id);
    return user?.disabled ? undefined : user;
  }

  /** In the order in which they were made. */
  list(options: { after?: string; limit: number }): Promise<Listed<User>[]> {
    return this.registry.list('user', options);
  }

  /**
   * Returns the new user's id; one who was made under it before is left as it is.
   * @throws IdentityTaken
   */
  async make(name: string, identities: User['identities'], by: By, id = newUserId()): Promise<string> {
    if (await this.get(id)) return id;
    const claims = await this.#claim(id, identities);
    const user = this.#fresh(name, identities, false, by.actor);
    const version = await this.registry.put('user', id, user, noRecord);
    // Until now somebody else could have taken the claims for those of a user who was never made.
    for (const [at, claim] of claims.entries()) {
      try {
        await this.registry.put('identity', claim.id, { user: id }, claim.version);
      } catch (error) {
        if (!(error instanceof RecordChanged)) throw error;
        await this.registry.delete('user', id, version);
        throw new IdentityTaken(at);
      }
    }
    return id;
  }

  /**
   * Undefined for a user who is not there.
   * @param seen versions on which the change makes sense; default: any
   * @throws IdentityTaken, RecordChanged
   */
  async change(id: string, change: UserChange, seen?: readonly Version[]): Promise<User | undefined> {
    const found = await this.registry.get('user', id);
    if (!found) return undefined;
    if (seen && !seen.includes(found.version)) throw new RecordChanged('user', id);
    const user = { ...found.record, ...change };
    await this.#claim(id, user.identities);
    await this.registry.put('user', id, user, found.version);
    const kept = new Set(user.identities.map(identityId));
    for (const identity of found.record.identities) {
      if (!kept.has(identityId(identity))) await this.#letGo(id, identity);
    }
    return user;
  }

  /** Who has this identity and can sign in. */
  async identified(identity: User['identities'][number]): Promise<string | undefined> {
    const found = await this.registry.get('identity', identityId(identity));
    if (!found) return undefined;
    const user = await this.active(found.record.user);
    // The user's own list decides: an identity is claimed before the user has it.
    return user?.identities.some((own) => identityId(own) === identityId(identity))
      ? found.record.user
      : undefined;
  }

  get keeperId(): string {
    return uuidV5('access\nkeeper', this.ledger);
  }

  /** The roles that `keeper` gives. */
  async rolesOfKeeper(): Promise<Role[]> {
    return (await this.get(this.keeperId)) ? ['admin'] : ['editor', 'admin'];
  }

  /**
   * The user as whom the owner of the data folder signs in, with what an admin and an editor may do when it is made;
   * an admin it is again with every one-time token.
   */
  async keeper(by: By): Promise<string> {
    const id = this.keeperId;
    const found = await this.registry.get('user', id);
    if (!found) {
      await this.#unlessChanged(
        this.registry.put('user', id, this.#fresh('Keeper of the folder', [], true, by.actor), noRecord),
      );
      await this.grants.give(id, { kind: 'role', role: 'editor' }, keeperReason, by);
    } else if (found.record.disabled) {
      await this.#unlessChanged(
        this.registry.put('user', id, { ...found.record, disabled: false }, found.version),
      );
    }
    await this.grants.give(id, { kind: 'role', role: 'admin' }, keeperReason, by);
    return id;
  }

  #fresh(name: string, identities: User['identities'], keeper: boolean, createdBy: string): User {
    const createdAt = this.clock().toISOString();
    return { name, disabled: false, keeper, identities, createdAt, createdBy };
  }

  /** The claims' ids and versions. A claim whose user was never made, since that was cut off, is taken over. */
  async #claim(user: string, identities: User['identities']): Promise<{ id: string; version: Version }[]> {
    const claims: { id: string; version: Version }[] = [];
    for (const [at, identity] of identities.entries()) {
      const id = identityId(identity);
      const found = await this.registry.get('identity', id);
      const isOwn = found?.record.user === user;
      if (found && !isOwn && (await this.get(found.record.user))) throw new IdentityTaken(at);
      const version = isOwn
        ? found.version
        : await this.registry.put('identity', id, { user }, found?.version ?? noRecord);
      claims.push({ id, version });
    }
    return claims;
  }

  async #letGo(user: string, identity: User['identities'][number]): Promise<void> {
    const found = await this.registry.get('identity', identityId(identity));
    if (found?.record.user === user) {
      await this.#unlessChanged(this.registry.delete('identity', identityId(identity), found.version));
    }
  }

  /** Another did the same at the same moment. */
  async #unlessChanged(change: Promise<unknown>): Promise<void> {
    try {
      await change;
    } catch (error) {
      if (!(error instanceof RecordChanged)) throw error;
    }
  }
}

const keeperReason = 'signed in by a one-time token from the data folder';
