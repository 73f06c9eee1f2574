import { join } from 'node:path';
import { streamOf } from '../domain/names.js';
import { parseEnvelope } from '../log/envelope.js';
import type { EventLog, LoggedEvent } from '../log/event-log.js';
import { writeDurably } from './durable-file.js';
import { formatEntries } from './entry-bundle.js';
import { defaultLogName, keyFileName, openKeyFile, readKeyFile } from './log-key.js';
import { LogOrder } from './seal/leaf-source.js';
import { Sealer } from './seal/sealer.js';
import { SequencedOrder } from './seal/sequence.js';
import { IntegrityStore, type LeafPlace } from './store.js';
import { hashBytes, parseTilePath, tileWidth, widthOfTile } from './tree/layout.js';
import { parseCheckpointText } from './verifier/checkpoint.js';
import type { ClaimProof } from './verifier/claim-proof.js';
import { parseNote } from './verifier/note.js';

export interface IntegrityOptions {
  log: EventLog;
  /** where integrity.sqlite and the last checkpoint lie */
  folder: string;
  /** the file of the signing key; log-key.json in the folder, where it is not named */
  keyFile?: string;
  /** true where the log's own order is not that of the leaves (EventStoreDB) */
  sequenced: boolean;
  /** the log's name in checkpoints, where the operator gives it one */
  name?: string;
  now?: () => Date;
}

export const publicKeyFileName = 'log.vkey';
export const checkpointFileName = 'checkpoint';

/** The proofs of one ledger: what seals it, and what the rim serves of it. */
export class Integrity {
  private constructor(
    readonly sealer: Sealer,
    private readonly log: EventLog,
    private readonly store: IntegrityStore,
    private readonly keyFile: string,
  ) {}

  /** Makes key and store at the first start. @throws KeyFileFault and the store's errors */
  static async open(options: IntegrityOptions): Promise<Integrity> {
    const { log, folder, sequenced, now = () => new Date() } = options;
    const keyFile = options.keyFile ?? join(folder, keyFileName);
    const keys = await openKeyFile(keyFile, options.name ?? defaultLogName(log.ledger), now());
    writeDurably(join(folder, publicKeyFileName), keys.keys.map(({ vkey }) => `${vkey}\n`).join(''), 0o644);
    const store = IntegrityStore.open(folder, log.ledger);
    store.setOrder(sequenced ? 'sequence' : 'log');
    const source = sequenced ? new SequencedOrder(log) : new LogOrder(log);
    const checkpointFile = join(folder, checkpointFileName);
    const sealer = new Sealer({ log, source, store, keyFile, checkpointFile, now });
    return new Integrity(sealer, log, store, keyFile);
  }

  /** The last signed note; the log is sealed first where it never was. */
  async checkpoint(): Promise<string> {
    return (this.sealer.published() ?? (await this.sealer.seal())).note;
  }

  /** The verifier keys in force, the one that signs longest first, one a line. */
  key(): string {
    const active = readKeyFile(this.keyFile).keys.filter((key) => key.private !== undefined);
    return active.map(({ vkey }) => `${vkey}\n`).join('');
  }

  /**
   * A tile of hashes or of entries, by its path after `/log/`; undefined where the published tree has no such tile.
   * @param mayRead whether whoever asks may see an event; what he may not stands there as its hash
   */
  async tile(path: string, mayRead: (event: LoggedEvent) => boolean): Promise<Uint8Array | undefined> {
    const tile = parseTilePath(path);
    if (!tile) return undefined;
    const level = tile.level === 'entries' ? 0 : tile.level;
    if (tile.width > widthOfTile(level, tile.index, this.#publishedSize())) return undefined;
    const hashes = this.store.tile(level, tile.index)?.subarray(0, tile.width * hashBytes);
    if (tile.level !== 'entries' || !hashes) return hashes;
    const places = this.store.leaves(tile.index * tileWidth, tile.width);
    const entries: Uint8Array[] = [];
    for (const [at, place] of places.entries()) {
      const event = await this.#event(place);
      const hash = hashes.subarray(at * hashBytes, (at + 1) * hashBytes);
      entries.push(event && mayRead(event) ? event.bytes : hash);
    }
    return formatEntries(entries);
  }

  /** Of every event of a claim, the whole of its stream; what is not sealed yet is sealed first. Undefined: no claim. */
  async claimProof(claim: string): Promise<ClaimProof | undefined> {
    const events = await this.log.readStream(streamOf('claim', claim));
    return events.length === 0 ? undefined : this.proofOf(events);
  }

  /** Inclusion proofs of some events under one checkpoint, in the order of the log. */
  async proofOf(events: readonly LoggedEvent[]): Promise<ClaimProof> {
    const size = this.#publishedSize();
    const sealed = events.every(
      ({ envelope }) => (this.store.leafOfEvent(envelope.id)?.index ?? size) < size,
    );
    const { note } = sealed ? this.sealer.published()! : await this.sealer.seal();
    const under = sizeOf(note);
    const leaves = events.map((event) => {
      const { index } = this.store.leafOfEvent(parseEnvelope(event.bytes).id)!;
      return { index, leaf: Buffer.from(event.bytes).toString('base64') };
    });
    leaves.sort((a, b) => a.index - b.index);
    return {
      checkpoint: note,
      events: leaves.map(({ index, leaf }) => ({
        leafIndex: index,
        leaf,
        proof: this.sealer.tree.inclusionProof(index, under).map(base64),
      })),
    };
  }

  /** Between two sizes of the published log, as base64; undefined where the log had no such sizes. */
  consistency(from: number, to: number): { from: number; to: number; proof: string[] } | undefined {
    const known =
      [from, to].every(Number.isSafeInteger) && from >= 0 && from <= to && to <= this.#publishedSize();
    if (!known) return undefined;
    return { from, to, proof: this.sealer.tree.consistencyProof(from, to).map(base64) };
  }

  /** For health. */
  status(): { sealed: number; sealedAt: string | null; fault: string | null } {
    const last = this.sealer.published();
    return {
      sealed: this.#publishedSize(),
      sealedAt: last?.sealedAt ?? null,
      fault: this.sealer.fault?.message ?? null,
    };
  }

  /** Seals what came last, so that the folder can be verified as it is left. */
  async close(): Promise<void> {
    await this.sealer.stop();
    // what is wrong is told at the next start, and by `verify`; the folder must be let go of in any case
    await this.sealer.seal().catch(() => {});
    this.store.close();
  }

  async #event({ stream, revision }: LeafPlace): Promise<LoggedEvent | undefined> {
    return (await this.log.readStream(stream, { from: revision, limit: 1 }))[0];
  }

  #publishedSize(): number {
    const last = this.sealer.published();
    return last ? sizeOf(last.note) : 0;
  }
}

const sizeOf = (note: string): number => parseCheckpointText(parseNote(note).text).size;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
