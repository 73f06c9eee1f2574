import { every, noRecord, RecordChanged, type Registry } from './registry/registry.js';
import { hashOf, newSecret, oneTimePrefix } from './secrets.js';
import { firstTokenFile, readTokenFile, removeTokenFile, writeTokenFile } from './token-file.js';

const validForMs = 7 * 24 * 60 * 60 * 1000;
const pattern = new RegExp(`^${oneTimePrefix}_[A-Za-z0-9_-]{43}$`);

/** There are no default passwords: whoever can read the data folder takes the token from it, and it serves once. */
export class OneTimeTokens {
  constructor(
    private readonly registry: Registry,
    private readonly folder: string,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** A new one; those before it are void. Returns the path of the file that holds it. */
  async issue(): Promise<string> {
    for await (const { id, version } of every(this.registry, 'one-time-token')) {
      await this.#void(id, version);
    }
    const token = `${oneTimePrefix}_${newSecret()}`;
    const now = this.clock().getTime();
    const record = {
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + validForMs).toISOString(),
    };
    await this.registry.put('one-time-token', hashOf(token), record, noRecord);
    return writeTokenFile(this.folder, firstTokenFile, token);
  }

  /** The path of one that still serves, a new one where there is none. */
  async ready(): Promise<string> {
    return (await this.waiting()) ?? this.issue();
  }

  /** The path of one that still serves. */
  async waiting(): Promise<string | undefined> {
    const token = readTokenFile(this.folder, firstTokenFile);
    if (token === undefined || !(await this.serves(token))) return undefined;
    return writeTokenFile(this.folder, firstTokenFile, token);
  }

  /** Whether it would let somebody in. */
  async serves(token: string): Promise<boolean> {
    if (!pattern.test(token)) return false;
    const found = await this.registry.get('one-time-token', hashOf(token));
    return found !== undefined && Date.parse(found.record.expiresAt) > this.clock().getTime();
  }

  /** True for the one who comes first with a token that serves; it is void from then on. */
  async redeem(token: string): Promise<boolean> {
    if (!(await this.serves(token))) return false;
    const id = hashOf(token);
    const found = await this.registry.get('one-time-token', id);
    if (!found || !(await this.#void(id, found.version))) return false;
    removeTokenFile(this.folder, firstTokenFile, token);
    return true;
  }

  async #void(id: string, version: number): Promise<boolean> {
    try {
      await this.registry.delete('one-time-token', id, version);
      return true;
    } catch (error) {
      if (error instanceof RecordChanged) return false;
      throw error;
    }
  }
}
