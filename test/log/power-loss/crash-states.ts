import { createHash } from 'node:crypto';
import type { Op } from './trace.js';

/** What could lie on the disk after the power went, and what had been acknowledged by then. */
export interface CrashState {
  files: Map<string, Buffer>;
  acknowledged: string[];
}

type Change = Extract<Op, { op: 'write' | 'truncate' }>;
interface File {
  durable: Buffer;
  pending: Change[];
}
type Naming = { name: string; file: File | undefined };

const sectorBytes = 512;
const subsetsAPoint = 6;

/**
 * Every moment of a trace, and for each the states in which a disk could be found that keeps what was synced and of
 * the rest whatever it likes: nothing, all, all but one, one alone, the last torn, some of them (so also a later one
 * without an earlier). Names of files appear and go in order, and are certain once their folder was synced. States
 * seen before are left out.
 */
export function* crashStates(trace: readonly Op[], random: () => number): Generator<CrashState> {
  const seen = new Set<string>();
  const disk = new Disk();
  const acknowledged: string[] = [];
  for (const op of trace) {
    if (op.op === 'ack') acknowledged.push(op.stream);
    else disk.apply(op);
    for (const files of disk.states(random)) {
      const digest = createHash('sha256').update(String(acknowledged.length));
      for (const [name, bytes] of files) digest.update(`\0${name}\0${bytes.length}\0`).update(bytes);
      const key = digest.digest('base64');
      if (seen.has(key)) continue;
      seen.add(key);
      yield { files, acknowledged: [...acknowledged] };
    }
  }
}

class Disk {
  readonly #names = new Map<string, File>();
  readonly #certain = new Map<string, File>();
  #namings: Naming[] = [];

  apply(op: Exclude<Op, { op: 'ack' }>): void {
    switch (op.op) {
      case 'create':
        return this.#name(op.file, { durable: Buffer.alloc(0), pending: [] });
      case 'unlink':
        return this.#name(op.file, undefined);
      case 'syncFolder':
        applyNamings(this.#certain, this.#namings);
        this.#namings = [];
        return;
      case 'sync': {
        const file = this.#names.get(op.file)!;
        file.durable = file.pending.reduce(changed, file.durable);
        file.pending = [];
        return;
      }
      case 'write':
      case 'truncate':
        this.#names.get(op.file)!.pending.push(op);
    }
  }

  *states(random: () => number): Generator<Map<string, Buffer>> {
    for (let named = 0; named <= this.#namings.length; named += 1) {
      const names = new Map(this.#certain);
      applyNamings(names, this.#namings.slice(0, named));
      const pending = [...names.values()].flatMap((file) => file.pending);
      for (const kept of selections(pending, random)) {
        yield new Map(
          [...names].map(([name, file]) => [
            name,
            file.pending.flatMap((change) => kept.get(change) ?? []).reduce(changed, file.durable),
          ]),
        );
      }
    }
  }

  #name(name: string, file: File | undefined): void {
    if (file) this.#names.set(name, file);
    else this.#names.delete(name);
    this.#namings.push({ name, file });
  }
}

function applyNamings(names: Map<string, File>, namings: readonly Naming[]): void {
  for (const { name, file } of namings) {
    if (file) names.set(name, file);
    else names.delete(name);
  }
}

/** Which of the unsynced changes reached the disk, each whole or in part. */
function* selections(pending: readonly Change[], random: () => number): Generator<Map<Change, Change>> {
  const all = () => new Map(pending.map((change) => [change, change]));
  yield new Map();
  if (pending.length === 0) return;
  yield all();
  for (const change of pending.slice(-8)) {
    const without = all();
    without.delete(change);
    yield without;
    yield new Map([[change, change]]);
  }
  const last = pending.at(-1)!;
  if (last.op === 'write' && last.bytes.length > sectorBytes) {
    const sectors = Math.ceil(last.bytes.length / sectorBytes);
    const torn = sectorBytes * (1 + Math.floor(random() * (sectors - 1)));
    yield all().set(last, { ...last, bytes: last.bytes.subarray(0, torn) });
    yield all().set(last, { ...last, at: last.at + torn, bytes: last.bytes.subarray(torn) });
  }
  for (let i = 0; i < subsetsAPoint; i += 1) {
    yield new Map(pending.filter(() => random() < 0.5).map((change) => [change, change]));
  }
}

function changed(bytes: Buffer, change: Change): Buffer {
  const size =
    change.op === 'truncate' ? change.size : Math.max(bytes.length, change.at + change.bytes.length);
  const next = Buffer.alloc(size);
  bytes.copy(next);
  if (change.op === 'write') change.bytes.copy(next, change.at);
  return next;
}
