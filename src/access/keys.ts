import type { Role } from '../domain/grants.js';
import type { By, Grants } from './grants.js';
import { every, noRecord, RecordChanged, type Key, type Listed, type Registry } from './registry/registry.js';
import { hashOf, keyText, newKeyId, newSecret, readKeyText, sameHash } from './secrets.js';

export interface IssuedKey {
  id: string;
  /** shown this once, and stored nowhere */
  text: string;
  key: Key;
}

/** A repeated request for a key: its secret was shown with the first answer, and is stored nowhere. */
export class KeyShown extends Error {
  override readonly name = 'KeyShown';
  constructor(readonly id: string) {
    super(`this request made the key ${id}, and its secret was shown once: revoke it and issue another`);
  }
}

/** Between two notes of when a key was last used. */
const noteEveryMs = 10 * 60 * 1000;

/** API keys: each acts for a user, with some of that user's roles, until it expires or is revoked. */
export class Keys {
  /** by key: when its use was noted last, in milliseconds */
  readonly #noted = new Map<string, number>();

  constructor(
    private readonly registry: Registry,
    private readonly grants: Grants,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** @throws GrantRefused; KeyShown where the key of this id was issued before */
  async issue(
    user: string,
    { label, roles, expiresAt }: { label: string; roles: Role[]; expiresAt: string },
    reason: string,
    by: By,
    id = newKeyId(),
  ): Promise<IssuedKey> {
    if (await this.get(id)) throw new KeyShown(id);
    const secret = newSecret();
    // The event comes first: a key that works is in the record, whatever happens in between.
    const given = await this.grants.giveKey(user, { kind: 'key', key: id, roles, expiresAt }, reason, by);
    const createdAt = this.clock().toISOString();
    const key: Key = {
      user,
      label,
      roles: given.roles,
      hash: hashOf(secret),
      expiresAt: given.expiresAt,
      createdAt,
      createdBy: by.actor,
    };
    await this.registry.put('key', id, key, noRecord);
    return { id, text: keyText(id, secret), key };
  }

  /** The key that was shown, if it is one and still serves. */
  async shown(text: string): Promise<{ id: string; key: Key } | undefined> {
    const read = readKeyText(text);
    const found = read && (await this.registry.get('key', read.id));
    if (!read || !found || !sameHash(hashOf(read.secret), found.record.hash)) return undefined;
    if (!this.#serves(found.record)) return undefined;
    await this.#note(read.id, found);
    return { id: read.id, key: found.record };
  }

  /** A key that somebody signed in with, if it still serves. */
  async serving(id: string): Promise<Key | undefined> {
    const found = await this.registry.get('key', id);
    return found && this.#serves(found.record) ? found.record : undefined;
  }

  /** From this moment on it serves no more. False where there is no such key, or it was revoked before. */
  async revoke(id: string, reason: string, by: By): Promise<boolean> {
    const user = await this.#end(id);
    if (user === undefined) return false;
    return this.grants.take(user, { kind: 'key', key: id }, reason, by);
  }

  async get(id: string): Promise<Key | undefined> {
    return (await this.registry.get('key', id))?.record;
  }

  list(options: { after?: string; limit: number }): Promise<Listed<Key>[]> {
    return this.registry.list('key', options);
  }

  async ofUser(user: string): Promise<Listed<Key>[]> {
    const found: Listed<Key>[] = [];
    for await (const listed of every(this.registry, 'key'))
      if (listed.record.user === user) found.push(listed);
    return found;
  }

  #serves({ revokedAt, expiresAt }: Key): boolean {
    return revokedAt === undefined && Date.parse(expiresAt) > this.clock().getTime();
  }

  /** The registry's word comes first here: a key that was revoked is dead, whatever happens before the event. */
  async #end(id: string): Promise<string | undefined> {
    for (;;) {
      const found = await this.registry.get('key', id);
      if (!found) return undefined;
      const { record, version } = found;
      if (record.revokedAt !== undefined) return record.user;
      try {
        await this.registry.put('key', id, { ...record, revokedAt: this.clock().toISOString() }, version);
        return record.user;
      } catch (error) {
        if (!(error instanceof RecordChanged)) throw error; // it was used meanwhile, and that was noted
      }
    }
  }

  async #note(id: string, { record, version }: { record: Key; version: number }): Promise<void> {
    const now = this.clock().getTime();
    const before =
      this.#noted.get(id) ?? (record.lastUsedAt === undefined ? 0 : Date.parse(record.lastUsedAt));
    if (now - before < noteEveryMs) return;
    this.#noted.set(id, now);
    try {
      await this.registry.put('key', id, { ...record, lastUsedAt: new Date(now).toISOString() }, version);
    } catch (error) {
      if (!(error instanceof RecordChanged)) throw error; // somebody else noted it, or revoked it
    }
  }
}
