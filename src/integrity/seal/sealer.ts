import { existsSync, readFileSync } from 'node:fs';
import { leafHash } from '../../log/envelope.js';
import type { EventLog, LoggedEvent } from '../../log/event-log.js';
import { writeDurably } from '../durable-file.js';
import { readKeyFile, signCheckpoint, verifierKeys, type KeyFile } from '../log-key.js';
import type { IntegrityStore, LeafPlace, StoredCheckpoint } from '../store.js';
import { CompactRange } from '../tree/compact-range.js';
import { TileTree, TreeDamaged } from '../tree/tile-tree.js';
import { equalBytes } from '../verifier/bytes.js';
import { openCheckpoint } from '../verifier/checkpoint.js';
import { readLeaf } from '../verifier/leaf.js';
import { Malformed } from '../verifier/malformed.js';
import { describeLeaf, IntegrityFault } from './fault.js';
import { requireContinuation, requireUnedited, type GuardedParts, type SignedHead } from './guards.js';
import type { LeafSource } from './leaf-source.js';
import { sameHash } from './sequence.js';

export interface SealerParts {
  log: EventLog;
  source: LeafSource;
  store: IntegrityStore;
  /** see log-key.ts; read anew at every seal, so that a rotation needs no restart */
  keyFile: string;
  /** where the last checkpoint lies once more, outside every database */
  checkpointFile: string;
  now: () => Date;
}

/** Leaves taken into the tree in one transaction. */
const pageSize = 500;
/** Sealed events read back and hashed again at each turn: the whole of a small log, and in time all of a large one. */
const rereadSize = 2_000;
/** Between looks at whether another replica has written down the order. */
const sequencePollMs = 50;

/**
 * Follows the log: sequence, integrate, publish. One at a time, however many ask. The first thing that does not fit
 * what was signed stops it for good (`fault`): it never signs again, and the log is to be read only.
 */
export class Sealer {
  readonly tree: TileTree;
  #fault: IntegrityFault | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #rereadFrom = 0;
  /** grows with the leaves in memory, beside the stored tiles: what was stored must come to the same */
  #range: CompactRange | undefined;

  constructor(private readonly parts: SealerParts) {
    this.tree = new TileTree(parts.store);
  }

  /** What is wrong with the record, once anything was found. */
  get fault(): IntegrityFault | undefined {
    return this.#fault;
  }

  /** The last one that was signed. */
  published(): StoredCheckpoint | undefined {
    return this.parts.store.lastCheckpoint();
  }

  /**
   * Takes in all that the log holds, and signs it where the log grew.
   * @throws IntegrityFault the record does not continue what was signed
   */
  seal(): Promise<StoredCheckpoint> {
    return this.#alone(async () => {
      await this.#integrate();
      return this.#publish();
    });
  }

  /**
   * Builds the tree again from the events alone, and meets every checkpoint that was ever signed.
   * @throws IntegrityFault the events do not come to a root that was signed
   */
  rebuild(): Promise<{ events: number; checkpoints: number }> {
    return this.#alone(async () => {
      const { store, keyFile } = this.parts;
      store.forgetTree();
      this.tree.forget();
      this.#range = undefined;
      await this.#integrate();
      const events = store.size();
      const checkpoints = store.checkpoints();
      for (const checkpoint of checkpoints) {
        const from = `the checkpoint of ${checkpoint.sealedAt}`;
        const head = await openHead({ from, note: checkpoint.note }, readKeyFile(keyFile));
        await requireContinuation(this.#guarded(), head, events);
      }
      return { events, checkpoints: checkpoints.length };
    });
  }

  /** Seals now and then, and reads a part of what was sealed before back from the log each time. */
  start(everyMs: number, onFault: (fault: Error) => void): void {
    const turn = async (): Promise<void> => {
      try {
        await this.seal();
        await this.check(rereadSize);
      } catch (error) {
        onFault(error as Error);
      }
      if (!this.#stopped && !this.#fault) this.#timer = setTimeout(() => void turn(), everyMs).unref();
    };
    void turn();
  }

  /** Ends the schedule and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#queue;
  }

  /**
   * Hashes the next `count` sealed events again, as the log has them now; after the last comes the first.
   * @throws IntegrityFault
   */
  check(count: number): Promise<void> {
    return this.#alone(async () => {
      const size = this.parts.store.size();
      if (this.#rereadFrom >= size) this.#rereadFrom = 0;
      this.tree.forget();
      await requireUnedited(this.#guarded(), this.#rereadFrom, count);
      this.#rereadFrom += count;
    });
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      if (this.#fault) throw this.#fault;
      try {
        return await work();
      } catch (error) {
        this.#fault = asFault(error);
        throw this.#fault ?? error;
      }
    });
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #integrate(): Promise<void> {
    const { source } = this.parts;
    for (;;) {
      for (let last = this.#last(); await this.#takeIn(last); last = this.#last());
      if (!source.sequence) return;
      const before = this.parts.store.size();
      const done = await source.sequence(this.#last());
      for (let last = this.#last(); await this.#takeIn(last); last = this.#last());
      if (done) return;
      // another replica is at it: look again until it, or this one, has given every event its place
      if (this.parts.store.size() === before) {
        await new Promise((resolve) => setTimeout(resolve, sequencePollMs));
      }
    }
  }

  #last(): LeafPlace | undefined {
    const size = this.parts.store.size();
    return size === 0 ? undefined : this.parts.store.leaf(size - 1);
  }

  async #takeIn(after: LeafPlace | undefined): Promise<boolean> {
    const { store, source } = this.parts;
    const leaves = await source.next(after, pageSize);
    if (leaves.length === 0) return false;
    const size = store.size();
    const range = this.#rangeAt(size).clone();
    const places: LeafPlace[] = [];
    const hashes: Uint8Array[] = [];
    for (const [at, { event, hash }] of leaves.entries()) {
      const place = this.#placeOf(event, size + at);
      const found = leafHash(event.bytes);
      if (!sameHash(hash, found)) {
        throw new IntegrityFault(
          `${describeLeaf(place)} is not what it was when it got its place: bytes were changed`,
        );
      }
      places.push(place);
      hashes.push(found);
      range.append(found);
    }
    store.transaction(() => {
      this.tree.append(size, hashes);
      for (const place of places) {
        if (store.addLeaf(place)) continue;
        throw new IntegrityFault(
          `${describeLeaf(place)} stands in the log a second time. Restore the log from a backup.`,
        );
      }
    });
    this.#range = range;
    return true;
  }

  #placeOf(event: LoggedEvent, index: number): LeafPlace {
    const { ledger, id, stream, revision } = readLeaf(event.bytes, `event ${index} of the log`);
    if (ledger !== this.parts.log.ledger) {
      throw new IntegrityFault(`event ${index} of the log (${id}) is of another ledger, ${ledger}`);
    }
    return { index, id, stream, revision, position: event.position };
  }

  #rangeAt(size: number): CompactRange {
    if (this.#range?.size !== size) this.#range = CompactRange.from(size, this.tree.frontier(size));
    return this.#range;
  }

  async #publish(): Promise<StoredCheckpoint> {
    const { store, keyFile, checkpointFile, now } = this.parts;
    const keys = readKeyFile(keyFile);
    const size = store.size();
    this.tree.forget();
    const root = this.tree.root(size);
    const stored = store.lastCheckpoint();
    for (const head of await this.#signedHeads(keys, stored)) {
      await requireContinuation(this.#guarded(), head, size);
    }
    if (size > 0) await requireUnedited(this.#guarded(), size - 1, 1);
    if (!equalBytes(this.#rangeAt(size).root(), root)) {
      throw new IntegrityFault(
        'the tiles that were stored do not have the root of the events that were read: the disk or its memory is ' +
          'damaged. Stop the server and run `incident-ledger rebuild --proofs`.',
      );
    }
    if (stored?.size === size && (await signedByAll(stored.note, keys))) {
      if (!existsSync(checkpointFile)) writeDurably(checkpointFile, stored.note, 0o600);
      return stored;
    }
    const note = await signCheckpoint(keys, { origin: keys.name, size, root });
    await openCheckpoint(note, await verifierKeys(keys));
    const checkpoint = { size, note, sealedAt: now().toISOString() };
    // first outside: whatever happens in between, the database is never ahead of the file that guards it
    writeDurably(checkpointFile, note, 0o600);
    store.transaction(() => store.addCheckpoint(checkpoint));
    return checkpoint;
  }

  async #signedHeads(keys: KeyFile, stored: StoredCheckpoint | undefined): Promise<SignedHead[]> {
    const { checkpointFile } = this.parts;
    const found: { from: string; note: string }[] = [];
    if (stored) found.push({ from: 'the last checkpoint', note: stored.note });
    if (existsSync(checkpointFile)) {
      const from = `the checkpoint in ${checkpointFile}`;
      found.push({ from, note: readFileSync(checkpointFile, 'utf8') });
    }
    return Promise.all(found.map((one) => openHead(one, keys)));
  }

  #guarded(): GuardedParts {
    const { log, source, store } = this.parts;
    return { log, source, store, tree: this.tree };
  }
}

async function openHead({ from, note }: { from: string; note: string }, keys: KeyFile): Promise<SignedHead> {
  try {
    return { ...(await openCheckpoint(note, await verifierKeys(keys))), from };
  } catch (cause) {
    const why = (cause as Error).message;
    throw new IntegrityFault(`${from} was not signed by this log's key: ${why}`, { cause });
  }
}

async function signedByAll(note: string, keys: KeyFile): Promise<boolean> {
  const active = keys.keys.filter((key) => key.private !== undefined).length;
  const { signedBy } = await openCheckpoint(note, await verifierKeys(keys));
  return (
    signedBy.filter((key) =>
      keys.keys.some(({ vkey, private: secret }) => secret && vkey.includes(key.keyId)),
    ).length === active
  );
}

/** What stops the sealer for good; a log that cannot be reached just now does not. */
function asFault(error: unknown): IntegrityFault | undefined {
  if (error instanceof IntegrityFault) return error;
  if (error instanceof Malformed || error instanceof TreeDamaged) {
    return new IntegrityFault(`${error.message}. Restore what is damaged from a backup.`, { cause: error });
  }
  return undefined;
}
