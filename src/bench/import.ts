import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importTarget } from '../composition/import-target.js';
import { enterLinesOf, openSource } from '../exchange/import.js';
import { incidentLinesFormat } from '../exchange/incident-lines.js';
import { Tally } from '../exchange/report.js';
import { MemoryContent } from '../log/content/memory-content.js';
import { leafHash, type SealedEvent } from '../log/envelope.js';
import { SqliteLog } from '../log/sqlite/sqlite-log.js';
import { Views } from '../read/views.js';
import { bareBinding } from './appends.js';
import { median, type Measure, type Result, timed } from './measure.js';

const claims = 20_000;
const rounds = 3;
/** of the bare binding: rows a transaction */
const aTransaction = 1_000;

/**
 * Incident lines (a document for every ten claims, a hundred sources, two hundred questions) read, checked, decided,
 * sealed and durable in the log, against the bare binding that inserts the very same events. Views follow a log and
 * are measured by themselves.
 */
export const measures: Measure = {
  name: 'import',
  async run() {
    const ours: number[] = [];
    const bare: number[] = [];
    let events = 0;
    for (let round = 0; round < rounds; round += 1) {
      const times = await once();
      ours.push(times.ours);
      bare.push(times.bare);
      events = times.events;
    }
    return [result(median(ours), median(bare), events)];
  },
};

function result(ours: number, bare: number, events: number): Result {
  const speed = (ms: number) => `${Math.round((events / ms) * 1000).toLocaleString('en')} events/s`;
  return {
    name: 'bulk import of incident lines / bare inserts, 1,000 a transaction',
    ratio: bare / ours,
    goal: 0.5,
    better: 'higher',
    detail: `${speed(ours)} through the rules of entry, ${speed(bare)} bare`,
  };
}

async function once(): Promise<{ ours: number; bare: number; events: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-ledger-bench-'));
  const log = await SqliteLog.open(join(folder, 'log'));
  const views = await Views.open(log, ':memory:');
  const binding = bareBinding(join(folder, 'bare.sqlite'));
  try {
    const { recorder } = importTarget({ log, content: new MemoryContent(), views }, { actor: 'local' });
    const tally = new Tally(() => {});
    globalThis.gc?.();
    const ours = await timed(async () => {
      const opened = await openSource({ name: 'bench', chunks: chunks(lines()) });
      if (opened.format !== incidentLinesFormat) throw new Error('these are no incident lines');
      await enterLinesOf(opened, recorder, tally, () => {});
      await recorder.flush();
    });
    if (tally.rejected > 0) throw new Error('the benchmark imports what is refused');
    const logged = await log.readAll({ limit: Number.MAX_SAFE_INTEGER });
    const sealed = logged.map(({ envelope, bytes }): SealedEvent => ({
      envelope,
      bytes,
      leafHash: leafHash(bytes),
    }));
    globalThis.gc?.();
    const bare = await timed(() => binding.insert(sealed, aTransaction));
    return { ours, bare, events: sealed.length };
  } finally {
    binding.close();
    await views.close();
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function* lines(): Generator<object> {
  yield { format: incidentLinesFormat, namespace: 'bench' };
  yield { source: { key: 'agency', name: 'The agency', kind: 'outlet' } };
  for (let s = 0; s < 100; s += 1) yield { source: { key: `s${s}`, name: `Source ${s}`, kind: 'person' } };
  for (let i = 0; i < 10; i += 1) {
    const questions = Array.from({ length: 20 }, (_, q) => ({
      key: `q${q}`,
      ask: `How many ${q}?`,
      type: 'count',
    }));
    yield { incident: { key: `i${i}`, title: `Incident ${i}`, questions } };
  }
  for (let c = 0; c < claims; c += 1) {
    const document = `d${Math.floor(c / 10)}`;
    if (c % 10 === 0) {
      yield {
        document: {
          key: document,
          publisher: 'agency',
          title: `Report ${c}`,
          kind: 'article',
          publishedAt: '2022-01-05',
        },
      };
    }
    yield {
      claim: {
        key: `c${c}`,
        incident: `i${c % 10}`,
        question: `q${c % 20}`,
        value: { kind: 'exact', n: c % 50 },
        document,
        chain: ['agency', `s${c % 100}`],
        citation: { exact: `there were ${c % 50} of them`, prefix: 'he said ' },
      },
    };
  }
}

async function* chunks(things: Iterable<object>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const thing of things) {
    text += `${JSON.stringify(thing)}\n`;
    if (text.length < 256 * 1024) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}
