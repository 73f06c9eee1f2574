import { binaryEvent, ErrorType, jsonEvent, NO_STREAM, type ResolvedEvent } from '@eventstore/db-client';
import { createHash } from 'node:crypto';
import { v7 as uuidV7 } from 'uuid';
import type { EventStoreConnection } from '../eventstoredb/connection.js';
import { contentPrefix } from '../eventstoredb/events.js';
import { isOfType } from '../eventstoredb/failure.js';
import { within } from '../eventstoredb/patience.js';
import { scan } from '../eventstoredb/scan.js';
import type { ContentStore, StoredContent } from './content-store.js';
import { inPieces, verified } from './pieces.js';

/** Where the pieces of a text lie: what the stream named after its hash says. */
interface Holding {
  pieces: string;
  length: number;
}

/**
 * Texts on EventStoreDB. Pieces are written to a stream of their own while they arrive, since the hash is known only
 * at the end; then one event in the stream `content-<sha256>` says where they lie. Text that goes is gone for readers
 * at once, and from the disks with the server's next scavenge (docs/OPERATIONS.md).
 */
export class EventStoreContent implements ContentStore {
  constructor(private readonly connection: EventStoreConnection) {
    connection.join();
  }

  async put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredContent> {
    const pieces = `${contentPrefix}pieces-${uuidV7()}`;
    const hash = createHash('sha256');
    let length = 0;
    let written = 0;
    try {
      for await (const data of inPieces(content)) {
        await this.#append(pieces, written - 1, binaryEvent({ id: uuidV7(), type: 'ContentPiece', data }));
        written += 1;
        hash.update(data);
        length += data.length;
      }
      const stored = { sha256: hash.digest('hex'), length };
      if (!(await this.#hold(stored.sha256, { pieces, length })) && written > 0) await this.#discard(pieces);
      return stored;
    } catch (error) {
      // What is left over is unreachable; a server that does not answer cannot be tidied up.
      if (written > 0) await this.#discard(pieces).catch(() => {});
      throw error;
    }
  }

  async read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const held = await this.#held(sha256);
    return held && verified(sha256, this.#pieces(held.holding));
  }

  async length(sha256: string): Promise<number | undefined> {
    return (await this.#held(sha256))?.holding.length;
  }

  async delete(sha256: string): Promise<boolean> {
    const held = await this.#held(sha256);
    if (!held) return false;
    if (held.holding.length > 0) await this.#discard(held.holding.pieces);
    try {
      await this.#ask(() =>
        this.connection.client.deleteStream(contentPrefix + sha256, {
          expectedRevision: held.revision,
          ...this.connection.write,
        }),
      );
    } catch (error) {
      // Asked again after a lost answer, or by somebody else: it has gone.
      if (!isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) throw error;
    }
    return true;
  }

  async close(): Promise<void> {
    await this.connection.leave();
  }

  /** Says where a text lies, unless somebody said so before; false then. */
  async #hold(sha256: string, holding: Holding): Promise<boolean> {
    const held = await this.#held(sha256);
    if (held) return false;
    const event = jsonEvent({ id: uuidV7(), type: 'ContentHeld', data: { ...holding } });
    try {
      await this.#append(contentPrefix + sha256, -1, event);
      return true;
    } catch (error) {
      if (isOfType(error, ErrorType.WRONG_EXPECTED_VERSION)) return false;
      throw error;
    }
  }

  async #held(sha256: string): Promise<{ holding: Holding; revision: bigint } | undefined> {
    const [found] = await this.#read(contentPrefix + sha256, 0, ({ event }) => {
      if (!event) return undefined;
      return { holding: event.data as unknown as Holding, revision: event.revision };
    });
    return found;
  }

  async *#pieces({ pieces, length }: Holding): AsyncGenerator<Uint8Array> {
    let read = 0;
    for (let revision = 0; read < length; revision += 1) {
      const [piece] = await this.#read(
        pieces,
        revision,
        ({ event }) => event?.data as Uint8Array | undefined,
      );
      if (!piece) return;
      read += piece.length;
      yield piece;
    }
  }

  /** The event of a stream at or after a revision; none where it does not exist, or was deleted. */
  async #read<Picked>(
    stream: string,
    revision: number,
    pick: (resolved: ResolvedEvent) => Picked | undefined,
  ): Promise<Picked[]> {
    const { client, patience } = this.connection;
    const options = { fromRevision: BigInt(revision), maxCount: 1, requiresLeader: true };
    try {
      const { picked } = await this.connection.ask(() =>
        scan(() => client.readStream(stream, options), patience.attemptMs, pick),
      );
      return picked;
    } catch (error) {
      if (isOfType(error, ErrorType.STREAM_NOT_FOUND) || isOfType(error, ErrorType.STREAM_DELETED)) return [];
      throw error;
    }
  }

  async #append(
    stream: string,
    expected: number,
    event: Parameters<typeof this.connection.client.appendToStream>[1],
  ) {
    const expectedRevision = expected < 0 ? NO_STREAM : BigInt(expected);
    await this.#ask(() =>
      this.connection.client.appendToStream(stream, event, { expectedRevision, ...this.connection.write }),
    );
  }

  /** For good: the name of a stream of pieces is never used again. */
  async #discard(pieces: string): Promise<void> {
    try {
      await this.#ask(() => this.connection.client.tombstoneStream(pieces, this.connection.write));
    } catch (error) {
      if (!isOfType(error, ErrorType.STREAM_DELETED)) throw error;
    }
  }

  #ask<T>(attempt: () => Promise<T>): Promise<T> {
    return this.connection.ask(() => within(2 * this.connection.patience.attemptMs, attempt()));
  }
}
