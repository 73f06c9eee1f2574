import { every, noRecord, RecordChanged, type Registry, type Session } from './registry/registry.js';
import { hashOf, newSecret } from './secrets.js';

/** However busy it is kept: a laptop left open is signed out the next day. */
export const sessionHours = 12;
const sessionMs = sessionHours * 60 * 60 * 1000;

const pattern = /^[A-Za-z0-9_-]{43}$/;

/** Browser sessions. The cookie is in the browser alone; here stands its hash. */
export class Sessions {
  constructor(
    private readonly registry: Registry,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** `key`: the key that was shown, whose roles and end are the session's too. Returns what goes into the cookie. */
  async begin(
    user: string,
    { key, until }: { key?: string; until?: string } = {},
  ): Promise<{
    cookie: string;
    expiresAt: Date;
  }> {
    const now = this.clock().getTime();
    const expiresAt = new Date(Math.min(now + sessionMs, until === undefined ? Infinity : Date.parse(until)));
    const cookie = newSecret();
    const session: Session = {
      user,
      createdAt: new Date(now).toISOString(),
      expiresAt: expiresAt.toISOString(),
      ...(key !== undefined && { key }),
    };
    await this.registry.put('session', hashOf(cookie), session, noRecord);
    return { cookie, expiresAt };
  }

  async find(cookie: string): Promise<Session | undefined> {
    if (!pattern.test(cookie)) return undefined;
    const found = await this.registry.get('session', hashOf(cookie));
    return found && this.#lives(found.record) ? found.record : undefined;
  }

  /** Signed out, whoever still has the cookie. */
  async end(cookie: string): Promise<void> {
    const id = hashOf(cookie);
    const found = await this.registry.get('session', id);
    if (found) await this.#forget(id, found.version);
  }

  async endAllOf(user: string): Promise<void> {
    for await (const { id, version, record } of every(this.registry, 'session')) {
      if (record.user === user) await this.#forget(id, version);
    }
  }

  /** Forgets those that have expired. */
  async sweep(): Promise<void> {
    for await (const { id, version, record } of every(this.registry, 'session')) {
      if (!this.#lives(record)) await this.#forget(id, version);
    }
  }

  #lives({ expiresAt }: Session): boolean {
    return Date.parse(expiresAt) > this.clock().getTime();
  }

  async #forget(id: string, version: number): Promise<void> {
    try {
      await this.registry.delete('session', id, version);
    } catch (error) {
      if (!(error instanceof RecordChanged)) throw error; // gone already
    }
  }
}
