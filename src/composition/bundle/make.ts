import type { PolicyName } from '../../domain/reconcile/view.js';
import {
  bundleFiles,
  bundleFormat,
  type BundleContent,
  type BundleFiles,
} from '../../integrity/bundle/format.js';
import type { IntegrityStore } from '../../integrity/store.js';
import { TileTree } from '../../integrity/tree/tile-tree.js';
import { parseCheckpointText } from '../../integrity/verifier/checkpoint.js';
import { readLeaf } from '../../integrity/verifier/leaf.js';
import { parseNote } from '../../integrity/verifier/note.js';
import type { EventLog } from '../../log/event-log.js';
import type { StoredIncidentView } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { Closure } from './closure.js';
import { replayedView, sameView, viewFile } from './replay.js';

export interface BundleRequest {
  /** id */
  incident: string;
  publicAt?: string;
  knownAt?: string;
  policy?: PolicyName;
}
export interface BundleParts {
  log: EventLog;
  views: LedgerViews;
  /** its last checkpoint stands over all that the log holds */
  store: IntegrityStore;
  /** whether an incident that the closure holds may leave with it */
  mayLeave: (incident: string) => boolean;
}

/** Why no bundle was made, in a sentence for whoever asked. */
export class BundleRefused extends Error {
  override readonly name = 'BundleRefused';
}

/** @throws BundleRefused */
export async function makeBundle(parts: BundleParts, request: BundleRequest): Promise<BundleFiles> {
  const { log, views, store, mayLeave } = parts;
  const { incident, publicAt = null, knownAt = null } = request;
  const live = views.incidentViews.view(incident, clocksOf(request));
  const note = store.lastCheckpoint()?.note;
  if (!live || note === undefined)
    throw new BundleRefused('the incident was not in the record then, or nothing is sealed');
  const closure = new Closure(log, views);
  const streams = await closure.streams(incident, knownAt);
  const kept = closure.incidents().filter((id) => !mayLeave(id));
  if (kept.length > 0) {
    throw new BundleRefused(
      kept.includes(incident)
        ? 'the incident is restricted: it leaves only with --with-restricted'
        : `${kept.length} linked incidents are restricted: they leave only with --with-restricted`,
    );
  }
  const { origin, size } = parseCheckpointText(parseNote(note).text);
  const events = await eventsOf(log, store, streams, size);
  const about = {
    log: origin,
    ledger: log.ledger,
    incident,
    publicAt,
    knownAt,
    policy: live.policy,
    method: live.method,
  };
  const content: BundleContent = {
    about: { format: bundleFormat, ...about, size },
    name: live.incident,
    title: live.title,
    events,
    checkpoint: note,
    view: viewFile(live),
  };
  await requireReproduced(content, live);
  return bundleFiles(content);
}

export const clocksOf = ({ publicAt, knownAt, policy }: BundleRequest): Omit<BundleRequest, 'incident'> => ({
  ...(publicAt !== undefined && { publicAt }),
  ...(knownAt !== undefined && { knownAt }),
  ...(policy !== undefined && { policy }),
});

async function eventsOf(
  log: EventLog,
  store: IntegrityStore,
  streams: readonly string[],
  size: number,
): Promise<BundleContent['events']> {
  const tree = new TileTree(store);
  const events: BundleContent['events'] = [];
  for (const stream of streams) {
    for (const { bytes } of await log.readStream(stream)) {
      const envelope = readLeaf(bytes, `an event of ${stream}`);
      const leafIndex = store.leafOfEvent(envelope.id)?.index;
      if (leafIndex === undefined || leafIndex >= size) {
        throw new BundleRefused(`event ${envelope.id} is not sealed yet: try again in a few seconds`);
      }
      const proof = tree.inclusionProof(leafIndex, size).map((hash) => Buffer.from(hash).toString('base64'));
      events.push({ leafIndex, bytes, envelope, proof });
    }
  }
  return events.toSorted((a, b) => a.leafIndex - b.leafIndex);
}

/** A bundle that its reader could not reproduce must not leave. */
async function requireReproduced(content: BundleContent, live: StoredIncidentView): Promise<void> {
  const replayed = await replayedView(content);
  if (replayed && sameView(replayed, live)) return;
  throw new BundleRefused(
    'the events chosen do not reproduce the view: the record changed meanwhile; try again',
  );
}
