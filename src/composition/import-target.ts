import type { Draft, ImportTarget } from '../exchange/import.js';
import type { Recorder, Seen } from '../exchange/recorder.js';
import type { LikelySamePair } from '../exchange/report.js';
import { textIn, type ContentStore } from '../log/content/content-store.js';
import { DraftLog } from '../log/draft-log.js';
import type { EventLog } from '../log/event-log.js';
import { Ledger, type Meta } from '../log/handle.js';
import { PipelinedLog } from '../log/pipelined-log.js';
import { DraftFile } from '../log/sqlite/draft-file.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { v7 as uuidV7 } from 'uuid';
import { draftContent, hold } from './texts.js';
import { lookAt } from './look-at.js';

export interface ImportInto {
  log: EventLog;
  content: ContentStore;
  views: LedgerViews;
}

/** Streams kept in memory: a claim's is not needed again, those that it names are. */
const cacheSize = 5_000;

/** A ledger as an import needs it. Nothing else writes through this: one target is one import. */
export function importTarget({ log, content, views }: ImportInto, meta: Meta): ImportTarget {
  const pipeline = new PipelinedLog(log);
  const flush = () => pipeline.flush();
  return {
    recorder: {
      ...recording(log.ledger, new Ledger(pipeline, { cacheSize }), meta),
      flush,
      keepText: (text) => hold(content, text),
      readText: (sha256) => textIn(content, sha256),
      async lookAt(question) {
        await flush();
        await views.catchUp();
        return lookAt(views, question);
      },
    },
    draft: () => draftRecorder(log, content, meta),
    async likelySame(sources) {
      await views.catchUp();
      return likelyPairs(views, sources);
    },
  };
}

/** Applies the rules of entry to what it is given, on top of a ledger, and keeps it to itself. */
function draftRecorder(log: EventLog, content: ContentStore, meta: Meta): Draft {
  const kept = new DraftFile();
  return {
    ...recording(log.ledger, new Ledger(new DraftLog(log, kept), { cacheSize }), meta),
    flush: async () => {},
    ...draftContent(content, kept),
    lookAt: async () => unseen,
    close: async () => kept.close(),
  };
}

/** Nobody reads a draft's views, so its resolutions have seen none. */
const unseen: Seen = { stood: [], method: 'draft', seen: 'draft' };

export function recording(
  id: string,
  ledger: Ledger,
  meta: Meta,
): Pick<Recorder, 'ledger' | 'record' | 'load'> {
  const correlation = meta.correlation ?? uuidV7();
  return {
    ledger: id,
    async record(command, { key } = {}) {
      const outcome = await ledger.handle(command, {
        ...meta,
        correlation,
        ...(key !== undefined && { key }),
      });
      if (!outcome.accepted) return outcome;
      // A key that was seen before is answered with the event of then: of another import.
      const added = outcome.events.some(({ envelope }) => envelope.correlation === correlation);
      return { accepted: true, added, warnings: outcome.warnings };
    },
    load: async (kind, id) => (await ledger.load(kind, id))?.thing,
  };
}

const mostPairs = 100;

function likelyPairs(views: LedgerViews, sources: readonly string[]): LikelySamePair[] {
  const pairs = new Map<string, LikelySamePair>();
  for (const id of sources) {
    for (const { source, other, because } of views.sources.get(id)?.likelySame ?? []) {
      pairs.set([source.id, other.id].toSorted().join(), { source: source.name, other: other.name, because });
      if (pairs.size >= mostPairs) return [...pairs.values()];
    }
  }
  return [...pairs.values()];
}
