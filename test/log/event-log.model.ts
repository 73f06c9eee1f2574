import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type EventLog, noStream, type Position, type SealedEvent } from '../../src/log/event-log.js';
import { idsOf, newStream, sealedRow } from './sealed.js';

/** A log as plainly as it can be said: what was written, in order. */
interface Model {
  written: { stream: string; events: SealedEvent[]; expected: number; position?: Position }[];
}
interface Real {
  log: EventLog;
  streams: string[];
  start: { after?: Position };
}
type Command = fc.AsyncCommand<Model, Real>;

const eventsOf = (model: Model, stream: string) =>
  model.written.filter((append) => append.stream === stream).flatMap(({ events }) => events);

/** Appends to a stream as if it were `off` revisions from where it is; only 0 is right. */
class Append implements Command {
  constructor(
    private readonly at: number,
    private readonly count: number,
    private readonly off: number,
  ) {}
  check = () => true;
  toString = () => `append(stream ${this.at}, ${this.count} events, off by ${this.off})`;
  async run(model: Model, { log, streams }: Real): Promise<void> {
    const stream = streams[this.at]!;
    const actual = eventsOf(model, stream).length - 1;
    const expected = Math.max(noStream, actual + this.off);
    const events = sealedRow(log.ledger, stream, expected, this.count);
    if (expected !== actual) {
      await expect(log.append(stream, expected, events)).rejects.toMatchObject({
        name: 'WrongExpectedRevision',
        expected,
        actual,
      });
      return;
    }
    const { position, revision } = await log.append(stream, expected, events);
    expect(revision).toBe(expected + this.count);
    model.written.push({ stream, events, expected, position });
  }
}

/** Sends an append once more, whole (the same answer) or with a part left out or added (refused, where it differs). */
class Repeat implements Command {
  constructor(
    private readonly which: number,
    private readonly more: 0 | 1,
  ) {}
  check = (model: Readonly<Model>) => model.written.length > 0;
  toString = () => `repeat(${this.which}, ${this.more} more)`;
  async run(model: Model, { log }: Real): Promise<void> {
    const { stream, events, expected, position } = model.written[this.which % model.written.length]!;
    if (this.more === 0) {
      const again = await log.append(stream, expected, events);
      expect(again).toEqual({ position, revision: expected + events.length });
      return;
    }
    const longer = [...events, ...sealedRow(log.ledger, stream, expected + events.length, 1)];
    await expect(log.append(stream, expected, longer)).rejects.toMatchObject({
      name: 'WrongExpectedRevision',
    });
  }
}

class ReadStream implements Command {
  constructor(
    private readonly at: number,
    private readonly from: number,
    private readonly limit: number,
  ) {}
  check = () => true;
  toString = () => `readStream(${this.at}, from ${this.from}, ${this.limit})`;
  async run(model: Model, { log, streams }: Real): Promise<void> {
    const stream = streams[this.at]!;
    const read = await log.readStream(stream, { from: this.from, limit: this.limit });
    expect(idsOf(read)).toEqual(idsOf(eventsOf(model, stream).slice(this.from, this.from + this.limit)));
  }
}

class ReadAll implements Command {
  constructor(
    private readonly which: number,
    private readonly limit: number,
  ) {}
  check = () => true;
  toString = () => `readAll(after ${this.which}, ${this.limit})`;
  async run(model: Model, { log, start }: Real): Promise<void> {
    const skipped = this.which % (model.written.length + 1);
    const after = model.written[skipped - 1]?.position;
    const read = await log.readAll({ ...(after === undefined ? start : { after }), limit: this.limit });
    const expected = model.written.slice(skipped).flatMap(({ events }) => events);
    expect(idsOf(read)).toEqual(idsOf(expected.slice(0, this.limit)));
  }
}

const stream = fc.integer({ min: 0, max: 2 });
const some = fc.integer({ min: 1, max: 4 });
const commands = fc.commands(
  [
    fc.tuple(stream, some, fc.constant(0)).map((args) => new Append(...args)),
    fc.tuple(stream, some, fc.integer({ min: -2, max: 3 })).map((args) => new Append(...args)),
    fc.tuple(fc.nat(50), fc.constantFrom<0 | 1>(0, 1)).map((args) => new Repeat(...args)),
    fc.tuple(stream, fc.nat(8), some).map((args) => new ReadStream(...args)),
    fc.tuple(fc.nat(50), some).map((args) => new ReadAll(...args)),
  ],
  { maxCommands: 40 },
);

/** Whatever is asked of a log in whatever order, it answers as the model does. `runs` sequences of up to 40 calls. */
export function eventLogModel(name: string, open: () => Promise<EventLog>, runs: number): void {
  it(`${name} answers as a plain list would, whatever is asked`, async () => {
    const log = await open();
    await fc.assert(
      fc.asyncProperty(commands, async (asked) => {
        const head = await log.head();
        await fc.asyncModelRun(
          () => ({
            model: { written: [] },
            real: {
              log,
              streams: [newStream(), newStream(), newStream()],
              start: head ? { after: head } : {},
            },
          }),
          asked,
        );
      }),
      { numRuns: runs },
    );
    await log.close();
  }, 60_000);
}
