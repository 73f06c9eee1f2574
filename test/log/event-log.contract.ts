import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filter, firstValueFrom, take, toArray } from 'rxjs';
import { leafHash, maxLeafBytes } from '../../src/log/envelope.js';
import {
  comparePositions,
  type EventLog,
  EventTooLarge,
  InvalidAppend,
  type LoggedEvent,
  type LogSignal,
  noStream,
  type Position,
  WrongExpectedRevision,
} from '../../src/log/event-log.js';
import { watchLogWork, type Committed } from '../../src/log/log-work.js';
import { appended, idsOf, newStream, sealed, sealedRow } from './sealed.js';

/**
 * What every home of the log does, word for word the same. The log under test may hold other events (a shared
 * server does), so nothing here counts all of them: it looks at its own streams, after the head at its start.
 */
export function eventLogContract(name: string, open: () => Promise<EventLog>): void {
  describe(`${name} keeps the contract of the log:`, () => {
    let log: EventLog;
    beforeAll(async () => {
      log = await open();
    });
    afterAll(() => log.close());

    const after = async (): Promise<{ after?: Position }> => {
      const head = await log.head();
      return head === null ? {} : { after: head };
    };

    describe('append', () => {
      it('begins a stream and goes on with it', async () => {
        const stream = newStream();
        const first = await log.append(stream, noStream, sealedRow(log.ledger, stream, noStream, 2));
        const second = await log.append(stream, 1, sealedRow(log.ledger, stream, 1, 1));
        expect(first.revision).toBe(1);
        expect(second.revision).toBe(2);
        expect(comparePositions(first.position, second.position)).toBeLessThan(0);
        expect(await log.head()).toBe(second.position);
      });

      it('tells of its commits whoever wants to know, and nothing of what was refused', async () => {
        const commits: Committed[] = [];
        const stop = watchLogWork(log.ledger, {
          committed: (work) => void commits.push(work),
          failed: ({ why }) => {
            throw new Error(why);
          },
        });
        const [one, other] = [newStream(), newStream()];
        await Promise.all([
          log.append(one, noStream, sealedRow(log.ledger, one, noStream, 3)),
          log.append(other, noStream, sealedRow(log.ledger, other, noStream, 1)),
        ]);
        await expect(
          log.append(one, noStream, sealedRow(log.ledger, one, noStream, 1)),
        ).rejects.toBeInstanceOf(WrongExpectedRevision);
        stop();
        await appended(log, newStream(), noStream, 1);
        expect(commits.reduce((sum, { events }) => sum + events, 0)).toBe(4);
        expect(commits.every(({ ledger, seconds }) => ledger === log.ledger && seconds >= 0)).toBe(true);
      });

      it('stores the bytes verbatim', async () => {
        const stream = newStream();
        const event = sealed(log.ledger, stream, 0, {
          data: { reason: 'Ain al-Asad — عين الأسد \u2028 "€"' },
        });
        await log.append(stream, noStream, [event]);
        const [stored] = await log.readStream(stream);
        expect(Buffer.from(stored!.bytes).equals(Buffer.from(event.bytes))).toBe(true);
        expect(Buffer.from(leafHash(stored!.bytes)).equals(Buffer.from(event.leafHash))).toBe(true);
        expect(stored!.envelope).toEqual(event.envelope);
      });

      it.each([
        ['a stream that exists, expected not to', noStream],
        ['a revision that has passed', 0],
        ['a revision that has not come', 2],
      ])('refuses %s, and says where the stream is', async (_what, expected) => {
        const stream = newStream();
        const before = await appended(log, stream, noStream, 2);
        const refused = log.append(stream, expected, sealedRow(log.ledger, stream, expected, 1));
        await expect(refused).rejects.toMatchObject({ name: 'WrongExpectedRevision', expected, actual: 1 });
        expect(idsOf(await log.readStream(stream))).toEqual(idsOf(before));
      });

      it('refuses a stream expected to exist that does not', async () => {
        const stream = newStream();
        const refused = log.append(stream, 3, sealedRow(log.ledger, stream, 3, 1));
        await expect(refused).rejects.toMatchObject({ name: 'WrongExpectedRevision', actual: noStream });
        expect(await log.readStream(stream)).toEqual([]);
      });

      it('lets exactly one of many writers on one revision win', async () => {
        const stream = newStream();
        await appended(log, stream, noStream, 1);
        const attempts = await Promise.allSettled(
          Array.from({ length: 20 }, () => log.append(stream, 0, sealedRow(log.ledger, stream, 0, 1))),
        );
        const lost = attempts.filter((attempt) => attempt.status === 'rejected');
        expect(lost).toHaveLength(19);
        for (const { reason } of lost) expect(reason).toBeInstanceOf(WrongExpectedRevision);
        expect(await log.readStream(stream)).toHaveLength(2);
      });

      it('takes appends to one stream in the order of the calls, without waiting between them', async () => {
        const stream = newStream();
        const rows = Array.from({ length: 10 }, (_, index) =>
          sealedRow(log.ledger, stream, 2 * index - 1, 2),
        );
        const answers = await Promise.all(rows.map((row, index) => log.append(stream, 2 * index - 1, row)));
        expect(answers.map(({ revision }) => revision)).toEqual(rows.map((_, index) => 2 * index + 1));
        expect(idsOf(await log.readStream(stream))).toEqual(idsOf(rows.flat()));
      });

      it('does not fail others with the one that fails', async () => {
        const [good, bad, alsoGood] = [newStream(), newStream(), newStream()];
        const results = await Promise.allSettled([
          log.append(good, noStream, sealedRow(log.ledger, good, noStream, 1)),
          log.append(bad, 7, sealedRow(log.ledger, bad, 7, 1)),
          log.append(alsoGood, noStream, sealedRow(log.ledger, alsoGood, noStream, 1)),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await log.readStream(bad)).toEqual([]);
      });
    });

    describe('a repeat', () => {
      it('answers as the first time did, also when later events exist', async () => {
        const stream = newStream();
        const events = sealedRow(log.ledger, stream, noStream, 3);
        const first = await log.append(stream, noStream, events);
        expect(await log.append(stream, noStream, events)).toEqual(first);
        await appended(log, stream, 2, 2);
        expect(await log.append(stream, noStream, events)).toEqual(first);
        expect(await log.readStream(stream)).toHaveLength(5);
      });

      it('sent while the first is under way writes once', async () => {
        const stream = newStream();
        const events = sealedRow(log.ledger, stream, noStream, 2);
        const answers = await Promise.all([
          log.append(stream, noStream, events),
          log.append(stream, noStream, events),
        ]);
        expect(answers[0]).toEqual(answers[1]);
        expect(await log.readStream(stream)).toHaveLength(2);
      });

      it('in the middle of a stream is one too', async () => {
        const stream = newStream();
        await appended(log, stream, noStream, 2);
        const events = sealedRow(log.ledger, stream, 1, 2);
        const first = await log.append(stream, 1, events);
        await appended(log, stream, 3, 1);
        expect(await log.append(stream, 1, events)).toEqual(first);
      });

      it('longer than what was stored, or in another order, is refused', async () => {
        const stream = newStream();
        const [a, b] = await appended(log, stream, noStream, 2);
        const c = sealed(log.ledger, stream, 2);
        const at = (event: typeof a, revision: number) =>
          sealed(log.ledger, stream, revision, { id: event!.envelope.id });
        for (const events of [[a!, b!, c], [at(b, 0), at(a, 1)], [at(b, 0)]]) {
          await expect(log.append(stream, noStream, events)).rejects.toBeInstanceOf(WrongExpectedRevision);
        }
        expect(idsOf(await log.readStream(stream))).toEqual(idsOf([a!, b!]));
      });

      it('of an id in another stream is written', async () => {
        const [one, other] = [newStream(), newStream()];
        const [event] = await appended(log, one, noStream, 1);
        const same = sealed(log.ledger, other, 0, { id: event!.envelope.id });
        await log.append(other, noStream, [same]);
        expect(idsOf(await log.readStream(other))).toEqual(idsOf([event!]));
      });
    });

    describe('what is refused before it is sent:', () => {
      it('an append over the limit, and nothing of it is written', async () => {
        const stream = newStream();
        const large = Array.from({ length: 20 }, (_, index) =>
          sealed(log.ledger, stream, index, { data: { reason: 'x'.repeat(60_000) } }),
        );
        await expect(log.append(stream, noStream, large)).rejects.toBeInstanceOf(EventTooLarge);
        expect(await log.readStream(stream)).toEqual([]);
      });

      it('a leaf over the limit; one of just that size is taken', async () => {
        const stream = newStream();
        const room = maxLeafBytes - sealed(log.ledger, stream, 0, { data: { reason: '' } }).bytes.length;
        const largest = sealed(log.ledger, stream, 0, { data: { reason: 'x'.repeat(room) } });
        expect(largest.bytes).toHaveLength(maxLeafBytes);
        expect(() => sealed(log.ledger, stream, 0, { data: { reason: 'x'.repeat(room + 1) } })).toThrow(
          EventTooLarge,
        );
        await log.append(stream, noStream, [largest]);
        expect((await log.readStream(stream))[0]!.bytes).toHaveLength(maxLeafBytes);
      });

      it.each<[string, (stream: string) => Promise<unknown>]>([
        ['no event at all', (stream) => log.append(stream, noStream, [])],
        ['no stream', () => log.append('', noStream, [sealed(log.ledger, '', 0)])],
        ['a system stream', () => log.append('$all', noStream, [sealed(log.ledger, '$all', 0)])],
        ['no type', (stream) => log.append(stream, noStream, [sealed(log.ledger, stream, 0, { type: '' })])],
        ['a bad id', (stream) => log.append(stream, noStream, [sealed(log.ledger, stream, 0, { id: 'x' })])],
        ['another stream', (stream) => log.append(stream, noStream, [sealed(log.ledger, newStream(), 0)])],
        ['another place', (stream) => log.append(stream, noStream, [sealed(log.ledger, stream, 1)])],
        ['another ledger', (stream) => log.append(stream, noStream, [sealed(newStream(), stream, 0)])],
        ['no revision', (stream) => log.append(stream, -2, [sealed(log.ledger, stream, -1)])],
      ])('%s', async (_what, append) => {
        const stream = newStream();
        await expect(append(stream)).rejects.toBeInstanceOf(InvalidAppend);
        expect(await log.readStream(stream)).toEqual([]);
      });
    });

    describe('reading', () => {
      it('gives a stream in order, from a revision on, so many', async () => {
        const stream = newStream();
        const ids = idsOf(await appended(log, stream, noStream, 6));
        expect(idsOf(await log.readStream(stream))).toEqual(ids);
        expect(idsOf(await log.readStream(stream, { from: 2 }))).toEqual(ids.slice(2));
        expect(idsOf(await log.readStream(stream, { from: 1, limit: 3 }))).toEqual(ids.slice(1, 4));
        expect(await log.readStream(stream, { from: 6 })).toEqual([]);
        expect(await log.readStream(newStream())).toEqual([]);
      });

      it('gives all streams in log order, after a position, so many', async () => {
        const start = await after();
        const streams = [newStream(), newStream()];
        const expected: string[] = [];
        for (let revision = 0; revision < 5; revision += 1) {
          for (const stream of streams) {
            expected.push(...idsOf(await appended(log, stream, revision - 1, 1)));
          }
        }
        const all = await log.readAll({ ...start, limit: 100 });
        expect(idsOf(all)).toEqual(expected);
        const paged: LoggedEvent[] = [];
        for (let at = start; ;) {
          const page = await log.readAll({ ...at, limit: 3 });
          expect(page.length).toBeLessThanOrEqual(3);
          if (page.length === 0) break;
          paged.push(...page);
          at = { after: page.at(-1)!.position };
        }
        expect(idsOf(paged)).toEqual(expected);
        const inOrder = all.map(({ position }) => position);
        expect([...inOrder].sort(comparePositions)).toEqual(inOrder);
        expect(new Set(inOrder).size).toBe(inOrder.length);
      });
    });

    describe('subscribe', () => {
      const event = (signal: LogSignal): signal is Extract<LogSignal, { kind: 'event' }> =>
        signal.kind === 'event';

      it('tells what is there, then that it has caught up, then what comes', async () => {
        const start = await after();
        const stream = newStream();
        const past = idsOf(await appended(log, stream, noStream, 3));
        const signals = firstValueFrom(log.subscribe(start).pipe(take(6), toArray()));
        await firstValueFrom(log.subscribe(start).pipe(filter(({ kind }) => kind === 'caughtUp')));
        const live = idsOf(await appended(log, stream, 2, 2));
        const told = await signals;
        expect(told.map(({ kind }) => kind)).toEqual([
          'event',
          'event',
          'event',
          'caughtUp',
          'event',
          'event',
        ]);
        expect(idsOf(told.filter(event).map((signal) => signal.event))).toEqual([...past, ...live]);
      });

      it('has neither gap nor repeat between the past and the present, while much is written', async () => {
        const start = await after();
        const written: Promise<unknown>[] = [];
        const streams = Array.from({ length: 40 }, newStream);
        const write = (from: number, to: number) => {
          for (const stream of streams.slice(from, to)) {
            written.push(log.append(stream, noStream, sealedRow(log.ledger, stream, noStream, 40)));
          }
        };
        write(0, 20);
        const told = firstValueFrom(log.subscribe(start).pipe(filter(event), take(1600), toArray()));
        await Promise.race(written);
        write(20, 40);
        await Promise.all(written);
        const heard = (await told).map((signal) => signal.event);
        const stored: LoggedEvent[] = [];
        for (let at = start; stored.length < 1600;) {
          stored.push(...(await log.readAll({ ...at, limit: 400 })));
          at = { after: stored.at(-1)!.position };
        }
        expect(heard.map(({ position }) => position)).toEqual(stored.map(({ position }) => position));
        expect(idsOf(heard)).toEqual(idsOf(stored));
      });

      it('goes on from the position of the last event handled', async () => {
        const start = await after();
        const ids = idsOf(await appended(log, newStream(), noStream, 5));
        const first = await firstValueFrom(log.subscribe(start).pipe(filter(event), take(2), toArray()));
        const rest = await firstValueFrom(
          log.subscribe({ after: first.at(-1)!.event.position }).pipe(filter(event), take(3), toArray()),
        );
        expect(idsOf([...first, ...rest].map((signal) => signal.event))).toEqual(ids);
      });

      it('serves one who reads slowly and one who has gone', async () => {
        const start = await after();
        let heard = 0;
        const gone = log.subscribe(start).subscribe(() => (heard += 1));
        gone.unsubscribe();
        const ids = idsOf(await appended(log, newStream(), noStream, 12));
        const slowly: string[] = [];
        await new Promise<void>((resolve, reject) => {
          const subscription = log.subscribe(start).subscribe({
            next: (signal) => {
              if (!event(signal)) return;
              const until = performance.now() + 2;
              while (performance.now() < until); // holds up the log's own process
              slowly.push(signal.event.envelope.id);
              if (slowly.length < ids.length) return;
              subscription.unsubscribe();
              resolve();
            },
            error: reject,
          });
        });
        expect(slowly).toEqual(ids);
        expect(heard).toBe(0);
      });
    });
  });
}
