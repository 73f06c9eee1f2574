import { jest } from '@jest/globals';
import type { Command } from '../../src/domain/commands.js';
import { streamOf, thingId, type ThingKind } from '../../src/domain/names.js';
import { UnknownEvent } from '../../src/domain/upcast.js';
import {
  LogUnavailable,
  noStream,
  WrongExpectedRevision,
  type SealedEvent,
} from '../../src/log/event-log.js';
import { Ledger, type Accepted, type Outcome } from '../../src/log/handle.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import {
  ledgerId,
  openIncident,
  raiseQuestion,
  recordClaim,
  registerDocument,
  registerSource,
} from '../support/given.js';
import { sealed } from './sealed.js';

const meta = { actor: 'local' };
const reason = 'Two people looked at it.';
const id = (kind: ThingKind, key: string) => thingId(ledgerId, kind, 'case', key);
const claim = id('claim', 'a');

/** A log on which others may get in between, and acknowledgements may be lost. */
class TroubledLog extends MemoryLog {
  appends = 0;
  before: (stream: string) => Promise<void> = async () => {};
  after: (stream: string) => Promise<void> = async () => {};

  override async append(stream: string, expected: number, events: readonly SealedEvent[]) {
    this.appends += 1;
    await this.before(stream);
    const appended = await super.append(stream, expected, events);
    await this.after(stream);
    return appended;
  }
}

const newLog = () => new TroubledLog({ ledger: ledgerId });
const smallCase: Command[] = [
  openIncident(),
  raiseQuestion('landed'),
  registerSource('paper'),
  registerSource('agency'),
  registerSource('officer', { kind: 'unnamed' }),
  registerDocument('article', 'paper'),
  recordClaim('a'),
];
async function filled(log = newLog()) {
  const ledger = new Ledger(log);
  for (const command of smallCase) accepted(await ledger.handle(command, meta));
  log.appends = 0;
  return { log, ledger };
}
function accepted(outcome: Outcome): Accepted {
  if (!outcome.accepted) throw new Error(`${outcome.rejection.code}: ${outcome.rejection.message}`);
  return outcome;
}
const assess = (reliability: 'A' | 'B' | 'C', why = reason): Command => ({
  type: 'AssessSource',
  source: id('source', 'paper'),
  reliability,
  reason: why,
});

describe('what an accepted command leaves', () => {
  it('is one event in the whole envelope, and its position', async () => {
    const log = newLog();
    const ledger = new Ledger(log, { clock: () => new Date('2026-01-05T15:07:21.5Z') });
    const outcome = accepted(
      await ledger.handle(openIncident(), { actor: 'anna', correlation: 'c', causation: 'd', key: 'k' }),
    );
    const stream = streamOf('incident', id('incident', 'base'));
    const [logged] = await log.readStream(stream);
    expect(logged!.envelope).toEqual({
      v: 1,
      ledger: ledgerId,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      stream,
      revision: 0,
      type: 'IncidentOpened',
      schema: 1,
      actor: 'anna',
      recordedAt: '2026-01-05T15:07:21.500Z',
      correlation: 'c',
      causation: 'd',
      key: 'k',
      salt: expect.stringMatching(/^[\w+/]{43}=$/),
      data: { namespace: 'case', key: 'base', title: 'The attack on base' },
    });
    expect(outcome).toEqual({
      accepted: true,
      id: id('incident', 'base'),
      revision: 0,
      position: await log.head(),
      events: [expect.objectContaining({ position: logged!.position, envelope: logged!.envelope })],
      warnings: [],
    });
    expect(Buffer.from(outcome.events[0]!.bytes)).toEqual(Buffer.from(logged!.bytes));
  });

  it('begins a correlation of its own where nobody named one', async () => {
    const outcome = accepted(await new Ledger(newLog()).handle(openIncident(), meta));
    const { envelope } = outcome.events[0]!;
    expect([envelope.correlation, envelope.causation, envelope.key]).toEqual([
      envelope.id,
      envelope.id,
      undefined,
    ]);
  });

  it('is nothing where it was so already, with the position at which it became so', async () => {
    const { log, ledger } = await filled();
    const head = await log.head();
    accepted(await ledger.handle(assess('A'), meta));
    log.appends = 0;
    expect(accepted(await ledger.handle(recordClaim('a'), meta))).toEqual({
      accepted: true,
      id: claim,
      revision: 0,
      position: head,
      events: [],
      warnings: [],
    });
    expect(log.appends).toBe(0);
  });

  it('carries the warnings of entry', async () => {
    const { ledger } = await filled();
    const { citation: _citation, ...bare } = recordClaim('b');
    const { warnings } = accepted(await ledger.handle(bare, meta));
    expect(warnings.map(({ code }) => code)).toEqual(['no-citation']);
  });
});

describe('what is refused', () => {
  it('says why, and appends nothing', async () => {
    const { log, ledger } = await filled();
    const outcome = await ledger.handle(recordClaim('a', { value: { kind: 'none' } }), meta);
    expect(outcome).toMatchObject({ accepted: false, rejection: { code: 'other-content', field: 'value' } });
    expect(await ledger.handle(raiseQuestion('x', { incident: claim }), meta)).toMatchObject({
      rejection: { code: 'unknown-incident' },
    });
    expect(log.appends).toBe(0);
  });

  it('is also what no event can hold', async () => {
    const { ledger } = await filled();
    const long = recordClaim('b', { note: 'x'.repeat(70_000) });
    expect(await ledger.handle(long, meta)).toMatchObject({ rejection: { code: 'too-large' } });
    const broken = recordClaim('b', { note: '\ud800' });
    expect(await ledger.handle(broken, meta)).toMatchObject({ rejection: { code: 'not-canonical' } });
  });
});

describe('commands given without waiting', () => {
  it('see what was asked before them about the things they name, in the order of a file', async () => {
    const log = newLog();
    const ledger = new Ledger(log);
    const claims = Array.from({ length: 200 }, (_, n) => recordClaim(`c${n}`));
    const outcomes = await Promise.all(
      [...smallCase, ...claims].map((command) => ledger.handle(command, meta)),
    );
    expect(outcomes.filter((outcome) => !outcome.accepted)).toEqual([]);
    expect(log.appends).toBe(smallCase.length + claims.length);
  });

  it('take turns on one stream, so that none has to begin again', async () => {
    const { log, ledger } = await filled();
    const many = Array.from({ length: 50 }, (_, n) => assess(n % 2 === 0 ? 'A' : 'B', `reason ${n}`));
    const outcomes = await Promise.all(many.map((command) => ledger.handle(command, meta)));
    expect(outcomes.map((outcome) => accepted(outcome).revision)).toEqual(many.map((_, n) => n + 1));
    expect(log.appends).toBe(many.length);
  });

  it('do not wait for one another in a circle', async () => {
    const { ledger } = await filled();
    const source = (key: string) => id('source', key);
    const both = ['paper', 'agency'].map((key, n): Command => ({
      type: 'DescribeSource',
      source: source(key),
      name: key,
      kind: 'outlet',
      memberOf: source(['agency', 'paper'][n]!),
      reason,
    }));
    const outcomes = await Promise.all(both.map((command) => ledger.handle(command, meta)));
    expect(outcomes.map((outcome) => outcome.accepted)).toEqual([true, false]);
  });

  it('go on when one before them fails', async () => {
    const { log, ledger } = await filled();
    log.before = async () => {
      log.before = async () => {};
      throw new LogUnavailable('the disk is away');
    };
    const [first, second] = await Promise.allSettled([
      ledger.handle(assess('A'), meta),
      ledger.handle(assess('B'), meta),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) });
    expect(second).toMatchObject({ status: 'fulfilled', value: { accepted: true, revision: 1 } });
  });
});

describe('with other writers on the log', () => {
  it('reads again and decides again where another was first', async () => {
    const { log, ledger } = await filled();
    const other = new Ledger(log);
    accepted(await other.handle(assess('B'), meta));
    const outcome = accepted(await ledger.handle(assess('A'), meta));
    expect(outcome.revision).toBe(2);
  });

  it('does not call a thing done, or refuse one, by what it remembers', async () => {
    const { log, ledger } = await filled();
    accepted(await ledger.handle(assess('A'), meta));
    const other = new Ledger(log);
    accepted(await other.handle(assess('B'), meta));
    expect(accepted(await ledger.handle(assess('A'), meta)).events).toHaveLength(1);

    accepted(
      await other.handle(
        { type: 'CaptureDocument', document: id('document', 'article'), sha256: '0'.repeat(64) },
        meta,
      ),
    );
    accepted(
      await other.handle(
        { type: 'CaptureDocument', document: id('document', 'article'), sha256: '1'.repeat(64) },
        meta,
      ),
    );
    expect(await ledger.handle(recordClaim('b', { capture: 1 }), meta)).toMatchObject({ accepted: true });
  });

  it('lets exactly one of many make a thing, and the others find it made', async () => {
    const log = newLog();
    const ledgers = Array.from({ length: 8 }, () => new Ledger(log));
    const outcomes = await Promise.all(
      ledgers.map((ledger, n) => ledger.handle(openIncident('base', { title: `Title ${n}` }), meta)),
    );
    const told = outcomes.map((outcome) => (outcome.accepted ? 'made' : outcome.rejection.code));
    expect(told.filter((word) => word === 'made')).toHaveLength(1);
    expect(told.filter((word) => word === 'other-content')).toHaveLength(7);
  });

  it('gives a command back after a bounded number of defeats', async () => {
    const { log, ledger } = await filled();
    const other = new Ledger(log);
    let turn = 0;
    log.before = async (stream) => {
      const hook = log.before;
      log.before = async () => {};
      accepted(await other.handle(assess('B', `turn ${(turn += 1)}`), meta));
      if (stream) log.before = hook;
    };
    await expect(ledger.handle(assess('A'), meta)).rejects.toThrow(WrongExpectedRevision);
    expect(turn).toBe(8);
  });
});

describe('an idempotency key', () => {
  it('answers as the first time and adds nothing, also in another process', async () => {
    const { log, ledger } = await filled();
    const first = accepted(await ledger.handle(assess('A'), { ...meta, key: 'k1' }));
    accepted(await ledger.handle(assess('B'), { ...meta, key: 'k2' }));
    for (const again of [ledger, new Ledger(log)]) {
      const repeated = accepted(await again.handle(assess('A'), { ...meta, key: 'k1' }));
      expect(repeated).toMatchObject({ id: first.id, revision: first.revision, position: first.position });
      expect(repeated.events.map(({ envelope }) => envelope.id)).toEqual([first.events[0]!.envelope.id]);
    }
  });

  it('brings the warnings again that came with the first answer', async () => {
    const { log, ledger } = await filled();
    const { citation: _c, ...bare } = recordClaim('bare', { chain: [id('source', 'paper')] });
    const handle = (by: Ledger) => by.handle(bare, { ...meta, key: 'k' });
    const { warnings } = accepted(await handle(ledger));
    expect(warnings.map(({ code }) => code)).toEqual(['origin-is-outlet', 'no-citation']);
    expect(accepted(await handle(new Ledger(log))).warnings).toEqual(warnings);
    // Those of then, whatever others have said since of what the claim names.
    const described = { name: 'Not a paper', kind: 'organisation', reason } as const;
    accepted(
      await ledger.handle({ type: 'DescribeSource', source: id('source', 'paper'), ...described }, meta),
    );
    for (const again of [ledger, new Ledger(log)]) {
      expect(accepted(await handle(again)).warnings).toEqual(warnings);
    }
  });

  it('makes a lost acknowledgement harmless', async () => {
    const { log, ledger } = await filled();
    log.after = async () => {
      log.after = async () => {};
      throw new LogUnavailable('no answer came');
    };
    const command = () => ledger.handle(assess('A'), { ...meta, key: 'k' });
    await expect(command()).rejects.toThrow(LogUnavailable);
    expect(accepted(await command()).revision).toBe(1);
    expect(await log.readStream(streamOf('source', id('source', 'paper')))).toHaveLength(2);
  });

  it('names a claim to which nobody gave a key, so that the same request makes one claim', async () => {
    const { ledger } = await filled();
    const { key: _key, ...unnamed } = recordClaim('x');
    const handle = (key?: string) => ledger.handle(unnamed, key === undefined ? meta : { ...meta, key });
    const [first, second] = [accepted(await handle('k')), accepted(await handle('k'))];
    expect(second.id).toBe(first.id);
    expect(accepted(await handle()).id).not.toBe(accepted(await handle()).id);
  });
});

describe('what whoever asks has seen', () => {
  const paper = { kind: 'source', id: id('source', 'paper') } as const;
  const seeing = (...revisions: number[]) => ({ ...meta, expected: { thing: paper, revisions } });

  it('is what the command is decided on, or it is refused as stale', async () => {
    const { log, ledger } = await filled();
    expect(accepted(await ledger.handle(assess('A'), seeing(0))).revision).toBe(1);
    expect(await ledger.handle(assess('B'), seeing(0))).toMatchObject({
      accepted: false,
      rejection: { code: 'stale', message: expect.stringContaining('revision 1') },
    });
    expect(log.appends).toBe(1);
    expect(accepted(await ledger.handle(assess('B'), seeing(0, 1))).revision).toBe(2);
  });

  it('is not what was so already, where the thing has changed: that is another state than the one she saw', async () => {
    const { ledger } = await filled();
    accepted(await ledger.handle(assess('A'), meta));
    expect(await ledger.handle(assess('A'), seeing(0))).toMatchObject({ rejection: { code: 'stale' } });
    expect(accepted(await ledger.handle(assess('A'), seeing(1))).events).toEqual([]);
  });

  it('holds also where another writer comes in between, and where memory lags behind', async () => {
    const { log, ledger } = await filled();
    const elsewhere = new Ledger(log);
    log.before = async () => {
      log.before = async () => {};
      accepted(await elsewhere.handle(assess('C'), meta));
    };
    expect(await ledger.handle(assess('A'), seeing(0))).toMatchObject({ rejection: { code: 'stale' } });
    // What this one remembers of the stream is revision 1 by now; another has moved it on.
    accepted(await elsewhere.handle(assess('B'), meta));
    expect(accepted(await ledger.handle(assess('A'), seeing(2))).revision).toBe(3);
  });

  it('may be of another thing than the one in whose stream the act stands', async () => {
    const { ledger } = await filled();
    const pair: Command = {
      type: 'MarkSourcesSame',
      source: paper.id,
      other: id('source', 'agency'),
      reason,
    };
    accepted(await ledger.handle(assess('A'), meta));
    expect(await ledger.handle(pair, seeing(0))).toMatchObject({ rejection: { code: 'stale' } });
    accepted(await ledger.handle(pair, seeing(1)));
  });

  it('does not matter to a request that was answered before', async () => {
    const { ledger } = await filled();
    const keyed = () => ledger.handle(assess('A'), { ...seeing(0), key: 'k' });
    const first = accepted(await keyed());
    accepted(await ledger.handle(assess('B'), meta));
    expect(accepted(await keyed())).toMatchObject({ revision: first.revision, position: first.position });
  });
});

describe('what is kept in memory', () => {
  it('may be next to nothing, and all is right still', async () => {
    const ledger = new Ledger(newLog(), { cacheSize: 1 });
    for (const command of smallCase) accepted(await ledger.handle(command, meta));
    for (const command of smallCase) expect(accepted(await ledger.handle(command, meta)).events).toEqual([]);
  });

  it('spares the log reading what is known', async () => {
    const { log, ledger } = await filled();
    const read = jest.spyOn(log, 'readStream');
    accepted(await ledger.handle(recordClaim('b'), meta));
    expect(read.mock.calls.map(([stream]) => stream)).toEqual([streamOf('claim', id('claim', 'b'))]);
  });

  it('reads long streams whole', async () => {
    const log = newLog();
    accepted(await new Ledger(log).handle(registerSource('paper'), meta));
    const stream = streamOf('source', id('source', 'paper'));
    for (let revision = 1; revision <= 1200; revision += 1) {
      const data = { reliability: revision % 2 === 0 ? 'A' : 'B', reason: `${revision}` };
      await log.append(stream, revision - 1, [
        sealed(ledgerId, stream, revision, { type: 'SourceReliabilityAssessed', data }),
      ]);
    }
    const loaded = await new Ledger(log).load('source', id('source', 'paper'));
    expect(loaded).toMatchObject({
      revision: 1200,
      thing: { reliability: { reliability: 'A', reason: '1200' } },
    });
    expect(await new Ledger(log).load('source', id('source', 'none'))).toBeUndefined();
  });

  it('is not guessed where the stream holds an event of a newer program', async () => {
    const log = newLog();
    const stream = streamOf('incident', id('incident', 'base'));
    await log.append(stream, noStream, [sealed(ledgerId, stream, 0, { type: 'IncidentForeseen', data: {} })]);
    await expect(new Ledger(log).handle(openIncident(), meta)).rejects.toThrow(UnknownEvent);
  });
});
