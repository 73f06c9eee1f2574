import {
  noRecord,
  RecordChanged,
  type Listed,
  type RecordKind,
  type Records,
  type Registry,
  type Version,
  type Versioned,
} from './registry.js';

/** Records of this process alone. */
export class MemoryRegistry implements Registry {
  readonly #records = new Map<RecordKind, Map<string, { json: string; version: Version }>>();
  #version: Version = noRecord;

  async get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Versioned<Records[Kind]> | undefined> {
    const found = this.#of(kind).get(id);
    return found && { record: JSON.parse(found.json) as Records[Kind], version: found.version };
  }

  async put<Kind extends RecordKind>(
    kind: Kind,
    id: string,
    record: Records[Kind],
    expected: Version,
  ): Promise<Version> {
    this.#expect(kind, id, expected);
    this.#version += 1;
    this.#of(kind).set(id, { json: JSON.stringify(record), version: this.#version });
    return this.#version;
  }

  async list<Kind extends RecordKind>(
    kind: Kind,
    { after = '', limit }: { after?: string; limit: number },
  ): Promise<Listed<Records[Kind]>[]> {
    const ids = [...this.#of(kind).keys()].filter((id) => id > after).sort();
    return Promise.all(ids.slice(0, limit).map(async (id) => ({ id, ...(await this.get(kind, id))! })));
  }

  async delete(kind: RecordKind, id: string, expected: Version): Promise<void> {
    if (expected === noRecord) throw new RecordChanged(kind, id);
    this.#expect(kind, id, expected);
    this.#of(kind).delete(id);
  }

  async close(): Promise<void> {
    this.#records.clear();
  }

  #of(kind: RecordKind): Map<string, { json: string; version: Version }> {
    const known = this.#records.get(kind);
    if (known) return known;
    const made = new Map<string, { json: string; version: Version }>();
    this.#records.set(kind, made);
    return made;
  }

  #expect(kind: RecordKind, id: string, expected: Version): void {
    if ((this.#of(kind).get(id)?.version ?? noRecord) !== expected) throw new RecordChanged(kind, id);
  }
}
