import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Integrity } from '../integrity/integrity.js';
import { IntegrityStore } from '../integrity/store.js';
import { TileTree } from '../integrity/tree/tile-tree.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import { fill } from './made-ledger.js';
import { type Measure, median, type Result, timed } from './measure.js';

const claimsToSeal = 50_000;
const million = 1_000_000;
const leavesAtOnce = 10_000;
const proofs = 2_000;

export const measures: Measure = {
  name: 'integrity',
  async run() {
    return [await inFolder(sealing), await inFolder(proving)];
  },
};

async function inFolder(measure: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-integrity-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A log on disk, sealed from nothing: what a server does that has fallen behind, or lost its integrity.sqlite. */
async function sealing(folder: string): Promise<Result> {
  const log = await SqliteLog.open(folder);
  try {
    await fill(log, claimsToSeal);
    const integrity = await Integrity.open({ log, folder, sequenced: false });
    const ms = await timed(() => integrity.sealer.seal());
    const { sealed } = integrity.status();
    await integrity.close();
    const each = (ms / sealed) * 1_000;
    return {
      name: 'sealing (leaves/s)',
      ratio: (sealed / ms) * 1_000,
      goal: 20_000,
      better: 'higher',
      detail: `${sealed.toLocaleString('en')} events read, checked, hashed and stored: ${each.toFixed(1)} us each`,
    };
  } finally {
    await log.close();
  }
}

/** The tree and list of leaves of a million events, on disk; a proof is asked for by the id of an event. */
async function proving(folder: string): Promise<Result> {
  const store = IntegrityStore.open(folder, 'made');
  const tree = new TileTree(store);
  for (let size = 0; size < million; size += leavesAtOnce) {
    const indexes = Array.from({ length: leavesAtOnce }, (_, at) => size + at);
    store.transaction(() => {
      tree.append(
        size,
        indexes.map((index) => hash('sha256', String(index), 'buffer')),
      );
      for (const index of indexes) {
        store.addLeaf({
          index,
          id: idOf(index),
          stream: `claim-${index}`,
          revision: 0,
          position: String(index + 1),
        });
      }
    });
  }
  const times: number[] = [];
  let hashes = 0;
  for (let at = 0; at < proofs; at++) {
    // far from one another, so that no proof finds the tiles of the one before
    const id = idOf((at * 7_919 * 131) % million);
    times.push(
      await timed(() => (hashes += tree.inclusionProof(store.leafOfEvent(id)!.index, million).length)),
    );
  }
  store.close();
  const slow = times.toSorted((a, b) => a - b)[Math.floor(proofs * 0.99)]!;
  return {
    name: 'inclusion proof in a log of a million events (ms)',
    ratio: median(times),
    goal: 1,
    better: 'lower',
    detail: `${(hashes / proofs).toFixed(1)} hashes a proof; 99 of 100 within ${slow.toFixed(2)} ms`,
  };
}

/** As time-ordered ids are. */
const idOf = (index: number): string => `01933d5e-7000-7000-8000-${index.toString(16).padStart(12, '0')}`;
