import { leafHash } from '../../log/envelope.js';
import type { EventLog } from '../../log/event-log.js';
import type { IntegrityStore, LeafPlace } from '../store.js';
import type { TileTree } from '../tree/tile-tree.js';
import { equalBytes } from '../verifier/bytes.js';
import type { Checkpoint } from '../verifier/checkpoint.js';
import { verifyConsistency } from '../verifier/consistency.js';
import { describeLeaf, IntegrityFault } from './fault.js';
import type { LeafSource } from './leaf-source.js';

export interface GuardedParts {
  log: EventLog;
  source: LeafSource;
  store: IntegrityStore;
  tree: TileTree;
}

/** A checkpoint that was signed before, and where it was read. */
export interface SignedHead extends Checkpoint {
  from: string;
}

/**
 * Chapter 4: before signing, the tree must continue every checkpoint that was signed. A smaller one, or another root at
 * the same size, is a restored backup, an edited row or a damaged disk.
 * @throws IntegrityFault
 */
export async function requireContinuation(
  { store, tree }: GuardedParts,
  head: SignedHead,
  size: number,
): Promise<void> {
  if (size < head.size) {
    throw new IntegrityFault(
      `the log holds ${size} events, but ${head.from} was signed over ${head.size}: ` +
        `events ${size} to ${head.size - 1} are gone. Was an older backup restored? ` +
        'Put back the newer log, or start a new ledger from this one.',
    );
  }
  if (!equalBytes(tree.root(head.size), head.root)) {
    const [from, to] = changedBetween(store, tree, head);
    throw new IntegrityFault(
      `the first ${head.size} events do not have the root that ${head.from} was signed over: ` +
        `at least one of the events ${from} to ${to} is not what it was, or the stored tree is damaged. ` +
        'Run `incident-ledger rebuild --proofs`; if that finds it too, restore the log from a backup.',
    );
  }
  const root = tree.root(size);
  await verifyConsistency(head, { size, root }, tree.consistencyProof(head.size, size)).catch(
    (cause: unknown) => {
      throw new IntegrityFault(
        `the tree of ${size} events does not continue ${head.from} of ${head.size}: its stored tiles are damaged. ` +
          'Stop the server and run `incident-ledger rebuild --proofs`.',
        { cause },
      );
    },
  );
}

/** Between the last older checkpoint that still holds and this one. */
function changedBetween(store: IntegrityStore, tree: TileTree, head: SignedHead): [number, number] {
  const sound = store
    .checkpoints()
    .filter(({ size, note }) => size < head.size && note.includes(`\n${rootText(tree.root(size))}\n`))
    .map(({ size }) => size);
  return [sound.at(-1) ?? 0, head.size - 1];
}
const rootText = (root: Uint8Array): string => Buffer.from(root).toString('base64');

/**
 * Reads sealed events back from the log and hashes them anew against the tree.
 * @throws IntegrityFault naming the first that differs
 */
export async function requireUnedited(
  { log, source, store, tree }: GuardedParts,
  from: number,
  count: number,
): Promise<void> {
  const places = store.leaves(from, count);
  const before = from > 0 ? store.leaf(from - 1) : undefined;
  const events = await source.reread(places, before);
  for (const [at, place] of places.entries()) {
    const event = events[at];
    if (!event || !equalBytes(leafHash(event.bytes), tree.leafHash(place.index))) {
      throw new IntegrityFault(await whatHappened(log, tree, place));
    }
  }
}

async function whatHappened(log: EventLog, tree: TileTree, place: LeafPlace): Promise<string> {
  const [there] = await log.readStream(place.stream, { from: place.revision, limit: 1 });
  const todo = 'Restore the log from a backup.';
  if (!there) return `${describeLeaf(place)} was sealed and is no longer there. ${todo}`;
  if (!equalBytes(leafHash(there.bytes), tree.leafHash(place.index))) {
    return `${describeLeaf(place)} is not what was sealed: its bytes were changed. ${todo}`;
  }
  return `before ${describeLeaf(place)} the log has an event more or less than when it was sealed. ${todo}`;
}
