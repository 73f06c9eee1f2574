import { LRUCache } from 'lru-cache';
import type { Listed, RecordKind, Records, Registry, Version, Versioned } from './registry.js';

/** How long what another process changed may go unnoticed here. */
const keepMs = 1_000;
const mostKept = 10_000;

/** Read at every request, and changed seldom. One-time tokens are not among them: the command line makes them too. */
const keptKinds: readonly RecordKind[] = ['user', 'key', 'session', 'identity'];

type Kept = { found: Versioned<Records[RecordKind]> | undefined };

/**
 * A registry that remembers for a second what it was asked: every request of one key asks for the same two records.
 * What this process changes it knows at once, so here a revoked key is dead from that moment; on another replica within
 * the second. Records that were handed out are not to be changed.
 */
export class KeptRegistry implements Registry {
  readonly #kept = new LRUCache<string, Kept>({ max: mostKept, ttl: keepMs });
  /** goes up with every change: what was read before it is not kept */
  #changes = 0;

  constructor(private readonly registry: Registry) {}

  async get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Versioned<Records[Kind]> | undefined> {
    if (!keptKinds.includes(kind)) return this.registry.get(kind, id);
    const name = `${kind} ${id}`;
    const kept = this.#kept.get(name);
    if (kept) return kept.found as Versioned<Records[Kind]> | undefined;
    const before = this.#changes;
    const found = await this.registry.get(kind, id);
    if (found && before === this.#changes) this.#kept.set(name, { found });
    return found;
  }

  async put<Kind extends RecordKind>(
    kind: Kind,
    id: string,
    record: Records[Kind],
    expected: Version,
  ): Promise<Version> {
    return this.#changing(kind, id, () => this.registry.put(kind, id, record, expected));
  }

  list<Kind extends RecordKind>(
    kind: Kind,
    options: { after?: string; limit: number },
  ): Promise<Listed<Records[Kind]>[]> {
    return this.registry.list(kind, options);
  }

  delete(kind: RecordKind, id: string, expected: Version): Promise<void> {
    return this.#changing(kind, id, () => this.registry.delete(kind, id, expected));
  }

  close(): Promise<void> {
    return this.registry.close();
  }

  /** Forgotten also where it fails: then somebody else has changed it. */
  async #changing<Result>(kind: RecordKind, id: string, change: () => Promise<Result>): Promise<Result> {
    try {
      return await change();
    } finally {
      this.#changes += 1;
      this.#kept.delete(`${kind} ${id}`);
    }
  }
}
