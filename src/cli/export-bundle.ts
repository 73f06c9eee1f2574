import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BundleRefused, makeBundle } from '../composition/bundle/make.js';
import type { OpenLedger, ReadLedger } from '../composition.js';
import type { Config } from '../config.js';
import { writeBundle } from '../integrity/bundle/files.js';
import { IntegrityStore } from '../integrity/store.js';
import { comparePositions, type Position } from '../log/event-log.js';
import { exitCodes, type ExitCode, Stop } from './exit.js';
import type { BundleOptions } from './options.js';
import { printLine } from './output.js';
import { openToRead } from './reading.js';
import { incidentNamed } from './view.js';

/** A running server seals every few seconds; so long we wait for it. */
const sealWithinMs = 20_000;
const sealPollMs = 100;

/** Writes what the ledger holds on an incident, with its proofs; nothing that is there is written over. */
export async function exportBundle(config: Config, name: string, options: BundleOptions): Promise<ExitCode> {
  const open = await openToRead(config);
  try {
    const incident = incidentNamed(open.views, name);
    const out = options.out ?? `${incident.key}.bundle`;
    if (existsSync(out))
      throw new Stop(exitCodes.refused, `${out} is there already: choose another with --out`);
    if (isWriter(open)) await open.integrity.sealer.seal();
    const store = IntegrityStore.open(config.dataDir, open.log.ledger, { readonly: true });
    try {
      await sealedUpTo(store, await open.log.head());
      const mayLeave = (id: string) =>
        options.withRestricted === true || open.views.access.restriction(id) === undefined;
      const { out: _, withRestricted: __, ...clocks } = options;
      const files = await makeBundle(
        { log: open.log, views: open.views, store, mayLeave },
        { incident: incident.id, ...clocks },
      );
      await writeBundle(out, files);
    } finally {
      store.close();
    }
    await printLine(out);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof BundleRefused) throw new Stop(exitCodes.refused, error.message);
    throw error;
  } finally {
    await open.close();
  }
}

/** No server runs: the folder is ours. */
const isWriter = (open: ReadLedger | OpenLedger): open is OpenLedger => 'integrity' in open;

async function sealedUpTo(store: IntegrityStore, head: Position | null): Promise<void> {
  for (const until = Date.now() + sealWithinMs; Date.now() < until; await delay(sealPollMs)) {
    const size = store.lastCheckpoint()?.size ?? 0;
    const last = size === 0 ? undefined : store.leaf(size - 1)?.position;
    if (head === null || (last !== undefined && comparePositions(last, head) >= 0)) return;
  }
  throw new Stop(exitCodes.failed, 'the running server does not seal: see its /health/ready');
}
