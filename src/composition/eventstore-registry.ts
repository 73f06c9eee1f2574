import {
  BACKWARDS,
  END,
  ErrorType,
  type EventData,
  jsonEvent,
  NO_STREAM,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { v7 as uuidV7 } from 'uuid';
import {
  type Listed,
  noRecord,
  RecordChanged,
  type RecordKind,
  type Records,
  type Registry,
  type Version,
  type Versioned,
} from '../access/registry/registry.js';
import type { EventStoreConnection } from '../log/eventstoredb/connection.js';
import { isOfType } from '../log/eventstoredb/failure.js';
import { within } from '../log/eventstoredb/patience.js';
import { scan } from '../log/eventstoredb/scan.js';

const kept = 'RecordKept';
const dropped = 'RecordDropped';
const listed = 'RecordListed';
/** Of an index of ids, so many are read at once. */
const pageSize = 500;
/** So many records are asked for at a time. */
const atOnce = 32;

/**
 * Keys, sessions and names of users on EventStoreDB, for all replicas: one stream a record, of which the server keeps
 * the last event alone, and one a kind that lists the ids. A version is a revision, counted from 1.
 */
export class EventStoreRegistry implements Registry {
  readonly #listed = new Map<RecordKind, string[]>();

  constructor(private readonly connection: EventStoreConnection) {
    connection.join();
  }

  async get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Versioned<Records[Kind]> | undefined> {
    const last = await this.#last(kind, id);
    if (!last || last.type === dropped) return undefined;
    return { record: last.data as Records[Kind], version: last.version };
  }

  async put<Kind extends RecordKind>(
    kind: Kind,
    id: string,
    record: Records[Kind],
    expected: Version,
  ): Promise<Version> {
    const event = jsonEvent({ id: uuidV7(), type: kept, data: { ...record } });
    if (expected !== noRecord) return this.#write(kind, id, event, expected);
    const last = await this.#last(kind, id);
    if (last && last.type !== dropped) throw new RecordChanged(kind, id);
    // Listed first: an id without a record is passed over, a record without its id would never be found.
    await this.#list(kind, id);
    if (!last) await this.#keepLastOnly(kind, id);
    return this.#write(kind, id, event, last?.version ?? noRecord);
  }

  async list<Kind extends RecordKind>(
    kind: Kind,
    { after = '', limit }: { after?: string; limit: number },
  ): Promise<Listed<Records[Kind]>[]> {
    const ids = (await this.#ids(kind)).filter((id) => id > after).sort();
    const found: Listed<Records[Kind]>[] = [];
    for (let at = 0; at < ids.length && found.length < limit; at += atOnce) {
      const some = ids.slice(at, at + atOnce);
      const records = await Promise.all(some.map((id) => this.get(kind, id)));
      records.forEach((versioned, index) => versioned && found.push({ id: some[index]!, ...versioned }));
    }
    return found.slice(0, limit);
  }

  async delete(kind: RecordKind, id: string, expected: Version): Promise<void> {
    if (expected === noRecord) throw new RecordChanged(kind, id);
    // An event, not the deletion of the stream: asked again after a lost answer it is known again, and of two who
    // delete at once one is told. What it replaces can no longer be read, and goes with the next scavenge.
    await this.#write(kind, id, jsonEvent({ id: uuidV7(), type: dropped, data: {} }), expected);
  }

  async close(): Promise<void> {
    await this.connection.leave();
  }

  async #write(kind: RecordKind, id: string, event: EventData, expected: Version): Promise<Version> {
    try {
      await this.#append(streamOf(kind, id), event, expected - 1);
      return expected + 1;
    } catch (error) {
      if (isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) throw new RecordChanged(kind, id);
      throw error;
    }
  }

  async #last(
    kind: RecordKind,
    id: string,
  ): Promise<{ type: string; data: unknown; version: Version } | undefined> {
    const options = { fromRevision: END, maxCount: 1, direction: BACKWARDS } as const;
    const [last] = await this.#read(streamOf(kind, id), options, ({ event }) =>
      event ? { type: event.type, data: event.data, version: Number(event.revision) + 1 } : undefined,
    );
    return last;
  }

  async #keepLastOnly(kind: RecordKind, id: string): Promise<void> {
    await this.#ask(() =>
      this.connection.client.setStreamMetadata(streamOf(kind, id), { maxCount: 1 }, this.connection.write),
    );
  }

  /** Adds an id to those of its kind, once; others add theirs at the same time. */
  async #list(kind: RecordKind, id: string): Promise<void> {
    for (;;) {
      const ids = await this.#ids(kind);
      if (ids.includes(id)) return;
      try {
        await this.#append(
          indexOf(kind),
          jsonEvent({ id: uuidV7(), type: listed, data: { id } }),
          ids.length - 1,
        );
        return;
      } catch (error) {
        if (!isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) throw error;
      }
    }
  }

  /** The ids of a kind. Lists only grow, so what was read once is remembered. */
  async #ids(kind: RecordKind): Promise<readonly string[]> {
    const ids = this.#listed.get(kind) ?? [];
    this.#listed.set(kind, ids);
    for (;;) {
      const from = ids.length;
      const page = await this.#read(
        indexOf(kind),
        { fromRevision: BigInt(from), maxCount: pageSize },
        ({ event }) => (event?.data as { id: string } | undefined)?.id,
      );
      // Another call may have read the same meanwhile.
      ids.push(...page.slice(ids.length - from));
      if (page.length < pageSize) return ids;
    }
  }

  async #read<Picked>(
    stream: string,
    options: Parameters<EventStoreConnection['client']['readStream']>[1],
    pick: (resolved: ResolvedEvent) => Picked | undefined,
  ): Promise<Picked[]> {
    const { client, patience } = this.connection;
    try {
      const { picked } = await this.connection.ask(() =>
        scan(() => client.readStream(stream, { ...options, requiresLeader: true }), patience.attemptMs, pick),
      );
      return picked;
    } catch (error) {
      if (isOfType(error, ErrorType.STREAM_NOT_FOUND)) return [];
      throw error;
    }
  }

  async #append(stream: string, event: EventData, expected: number): Promise<void> {
    const expectedRevision = expected < 0 ? NO_STREAM : BigInt(expected);
    await this.#ask(() =>
      this.connection.client.appendToStream(stream, event, { expectedRevision, ...this.connection.write }),
    );
  }

  #ask<T>(attempt: () => Promise<T>): Promise<T> {
    return this.connection.ask(() => within(2 * this.connection.patience.attemptMs, attempt()));
  }
}

const streamOf = (kind: RecordKind, id: string) => `registry-${kind}-${id}`;
const indexOf = (kind: RecordKind) => `registry-ids-${kind}`;
