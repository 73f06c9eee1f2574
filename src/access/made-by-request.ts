import { noRecord, RecordChanged, type Registry } from './registry/registry.js';
import { hashOf } from './secrets.js';

/** A request that says which one it is: whose key it is, and what it asks, both as hashes. */
export interface RequestName {
  scope: string;
  fingerprint: string;
}

/** This key was another request's. */
export class OtherRequest extends Error {
  override readonly name = 'OtherRequest';
}

/**
 * What requests with an idempotency key make in the registry, where there is no stream to tell by. The id is chosen and
 * noted before the thing is made, so that a repeat makes, or finds, the same one, whenever the first was cut off.
 */
export class MadeByRequest {
  constructor(
    private readonly registry: Registry,
    private readonly clock: () => Date = () => new Date(),
  ) {}

  /** Which request this key stands for here. */
  async fingerprint(scope: string): Promise<string | undefined> {
    return (await this.registry.get('request', hashOf(scope)))?.record.fingerprint;
  }

  /** Of a request that was refused: it may be mended, and sent under its key again. */
  async forget({ scope }: RequestName): Promise<void> {
    const found = await this.registry.get('request', hashOf(scope));
    if (found) await this.registry.delete('request', hashOf(scope), found.version);
  }

  /**
   * The id that this request's thing has or will have; a fresh one for a request without a key.
   * @throws OtherRequest
   */
  async idFor(request: RequestName | undefined, fresh: () => string): Promise<string> {
    if (!request) return fresh();
    const { scope, fingerprint } = request;
    const name = hashOf(scope);
    for (;;) {
      const found = await this.registry.get('request', name);
      if (found && found.record.fingerprint !== fingerprint) {
        throw new OtherRequest('this key belongs to another request: choose a new one for this');
      }
      if (found) return found.record.made;
      const made = fresh();
      try {
        const createdAt = this.clock().toISOString();
        await this.registry.put('request', name, { fingerprint, made, createdAt }, noRecord);
        return made;
      } catch (error) {
        if (!(error instanceof RecordChanged)) throw error; // the same request came twice at once
      }
    }
  }
}
