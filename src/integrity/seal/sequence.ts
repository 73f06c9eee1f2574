import { newEventId, newSalt, seal, leafHash, type Envelope } from '../../log/envelope.js';
import { noStream, WrongExpectedRevision, type EventLog, type LoggedEvent } from '../../log/event-log.js';
import type { LeafPlace } from '../store.js';
import { equalBytes, fromBase64 } from '../verifier/bytes.js';
import { readLeaf } from '../verifier/leaf.js';
import { IntegrityFault } from './fault.js';
import type { LeafSource } from './leaf-source.js';

export const sequenceStream = 'ledger-sequence';
/** One event a leaf: the revision in the stream is the index of the leaf. */
const sequenceType = 'LeafSequenced';

/** Leaves written down at once: far below the megabyte that an append may hold. */
const batch = 500;
/** How long a replica that lost leaves the work to the other before it tries again. */
const takeoverMs = 3_000;

/**
 * EventStoreDB: the order of `$all` holds other things beside the ledger's events, so the order of leaves is written
 * down in a stream of its own (chapter 4, "Leaf order"). Every replica does so, in the order of the ledger's own
 * streams; the expected revision lets one at a time through, and who loses steps back and follows. When the holder
 * dies, the stream stops growing while events wait, and another takes over.
 */
export class SequencedOrder implements LeafSource {
  #lostAt: number | undefined;
  #grownTo = 0;

  constructor(
    private readonly log: EventLog,
    /** milliseconds, monotonic */
    private readonly clock: () => number = () => performance.now(),
  ) {}

  async next(
    after: LeafPlace | undefined,
    limit: number,
  ): Promise<{ event: LoggedEvent; hash: Uint8Array }[]> {
    const from = (after?.index ?? -1) + 1;
    const entries = await this.log.readStream(sequenceStream, { from, limit });
    if (entries.length === 0) return [];
    const events = await this.#ownEvents(after, entries.length);
    return entries.map((entry, at) => {
      const { id, hash } = readEntry(entry, from + at);
      const event = events[at];
      if (!event) throw new IntegrityFault(`leaf ${from + at} is event ${id}, which is no longer in the log`);
      const found = readLeaf(event.bytes, `the event at position ${event.position}`).id;
      if (found !== id) {
        throw new IntegrityFault(
          `leaf ${from + at} is event ${id} in ${sequenceStream}, and event ${found} in the order of the log`,
        );
      }
      return { event, hash };
    });
  }

  async reread(places: readonly LeafPlace[]): Promise<(LoggedEvent | undefined)[]> {
    const found: (LoggedEvent | undefined)[] = [];
    for (const { stream, revision } of places) {
      found.push((await this.log.readStream(stream, { from: revision, limit: 1 }))[0]);
    }
    return found;
  }

  async sequence(after: LeafPlace | undefined): Promise<boolean> {
    for (let last = after; ;) {
      const size = (last?.index ?? -1) + 1;
      const waiting = await this.#ownEvents(last, batch);
      if (waiting.length === 0) return true;
      if (this.#leavesItToAnother(size)) return false;
      const entries = waiting.map((event, at) => this.#entry(event, size + at));
      try {
        await this.log.append(sequenceStream, size === 0 ? noStream : size - 1, entries);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
        this.#lostAt = this.clock();
        return false;
      }
      this.#lostAt = undefined;
      last = this.#placeOf(waiting.at(-1)!, size + waiting.length - 1);
    }
  }

  /** Steps back as long as the other one gets on with it. */
  #leavesItToAnother(size: number): boolean {
    if (this.#lostAt === undefined) return false;
    if (size > this.#grownTo) {
      this.#grownTo = size;
      this.#lostAt = this.clock();
    }
    return this.clock() - this.#lostAt < takeoverMs;
  }

  /** The ledger's own events after a leaf, without those that write down the order. */
  async #ownEvents(after: LeafPlace | undefined, count: number): Promise<LoggedEvent[]> {
    const own: LoggedEvent[] = [];
    for (let position = after?.position; own.length < count;) {
      const page = await this.log.readAll({
        ...(position !== undefined && { after: position }),
        limit: batch,
      });
      if (page.length === 0) break;
      own.push(...page.filter((event) => event.envelope.stream !== sequenceStream));
      position = page.at(-1)!.position;
    }
    return own.slice(0, count);
  }

  #entry(event: LoggedEvent, revision: number) {
    const { id, actor, correlation } = event.envelope;
    const envelope: Envelope = {
      v: 1,
      ledger: this.log.ledger,
      id: newEventId(),
      stream: sequenceStream,
      revision,
      type: sequenceType,
      schema: 1,
      actor,
      recordedAt: new Date().toISOString(),
      correlation,
      causation: id,
      salt: newSalt(),
      data: { event: id, leaf: Buffer.from(leafHash(event.bytes)).toString('base64') },
    };
    return seal(envelope);
  }

  #placeOf({ envelope, position }: LoggedEvent, index: number): LeafPlace {
    return { index, id: envelope.id, stream: envelope.stream, revision: envelope.revision, position };
  }
}

function readEntry(entry: LoggedEvent, index: number): { id: string; hash: Uint8Array } {
  const { type, revision, data } = readLeaf(entry.bytes, `revision ${index} of ${sequenceStream}`);
  const { event, leaf } = data;
  if (type !== sequenceType || revision !== index || typeof event !== 'string' || typeof leaf !== 'string') {
    throw new IntegrityFault(`revision ${index} of ${sequenceStream} gives no leaf its place`);
  }
  return { id: event, hash: fromBase64(leaf, `revision ${index} of ${sequenceStream}`, 32) };
}

/** For what walks the log whole: true of the events that are leaves. */
export const isLeaf = (event: LoggedEvent): boolean => event.envelope.stream !== sequenceStream;

export const sameHash = (hash: Uint8Array | undefined, found: Uint8Array): boolean =>
  hash === undefined || equalBytes(hash, found);
