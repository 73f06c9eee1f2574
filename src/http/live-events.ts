import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { firstValueFrom, fromEvent, map, merge, ReplaySubject, Subject, take, takeUntil, timer } from 'rxjs';
import { mayDo } from '../access/may-do.js';
import { Access } from '../access/access.js';
import { actorName } from '../access/actor-name.js';
import type { Asker } from '../access/asker.js';
import type { Config } from '../config.js';
import { comparePositions, type Position } from '../log/event-log.js';
import type { News, NewsRequest } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { beginning } from '../read/news.js';
import { askerOf, onBehalfOf } from './access/asking.js';
import { AccessGuard } from './access/guard.js';
import { Problem } from './problem.js';
import { CONFIG, VIEWS } from './tokens.js';

/** Milliseconds. */
const defaultTiming = {
  heartbeat: 15_000,
  /** who has not read for so long is cut off, and may go on where they were */
  stalled: 60_000,
  /** to get the last words out when the server stops */
  farewell: 500,
};
/** Before a browser comes again, milliseconds. */
const retry = 2_000;
/** Events looked at for one reader in one turn: the most that is held for them beside what their socket holds. */
const atOnce = 50;
const maxReaders = 1_000;

export type Wanted = Omit<NewsRequest, 'after' | 'limit'>;

interface Reader {
  request: FastifyRequest;
  asker: Asker;
  wanted: Wanted;
  after: Position;
  /** word that the connection is gone or the server stops, and whether that is so */
  end: ReplaySubject<void>;
  over: boolean;
  /** set while they have not taken what was given */
  waitingSince: number | undefined;
}

/**
 * Readers who follow the log through the views. Each reads on from their own position, one page when they have taken
 * the page before, and all wait for the same word of news: so nobody is told what the views do not show yet, there is
 * no seam between past and present, and who reads slowly costs no memory.
 */
@Injectable()
export class LiveEvents implements OnModuleDestroy {
  readonly timing = { ...defaultTiming };
  readonly #stopping = new Subject<void>();
  readonly #readers = new Set<Reader>();
  #stopped = false;
  /** since the start, by why */
  readonly dropped = { stalled: 0, 'not-allowed': 0, 'too-many': 0 };

  constructor(
    @Inject(VIEWS) private readonly views: LedgerViews,
    @Inject(CONFIG) private readonly config: Config,
    private readonly guard: AccessGuard,
    private readonly access: Access,
  ) {}

  get readers(): number {
    return this.#readers.size;
  }

  /**
   * Answers with `text/event-stream` (WHATWG HTML, 9.2) until the reader goes or the server stops.
   * @param after default: from now on
   * @throws Problem `unavailable`
   */
  open(request: FastifyRequest, reply: FastifyReply, wanted: Wanted, after?: Position): void {
    if (this.#stopped || this.#readers.size >= maxReaders) {
      this.dropped['too-many'] += 1;
      throw new Problem(
        'unavailable',
        'too many follow already, or the server stops',
        {},
        { 'retry-after': '5' },
      );
    }
    void reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .header('connection', 'close')
      .header('x-accel-buffering', 'no');
    if (request.method === 'HEAD') {
      void reply.send('');
      return;
    }
    const reader: Reader = {
      request,
      asker: askerOf(request),
      wanted,
      after: after ?? this.#now(),
      end: new ReplaySubject<void>(1),
      over: false,
      waitingSince: undefined,
    };
    this.#readers.add(reader);
    this.#watch(reader, reply);
    void reply.send(Readable.from(this.#told(reader), { highWaterMark: 1 }));
  }

  onModuleDestroy(): void {
    this.#stopped = true;
    this.#stopping.next();
  }

  /** The end of a reader, from whichever side. */
  #watch(reader: Reader, reply: FastifyReply): void {
    const { raw } = reply;
    const patience = setInterval(() => {
      const { waitingSince } = reader;
      if (waitingSince === undefined || Date.now() - waitingSince <= this.timing.stalled) return;
      this.dropped.stalled += 1;
      raw.destroy();
    }, this.timing.heartbeat);
    patience.unref();
    const gone = fromEvent(raw, 'close').pipe(
      take(1),
      map(() => undefined),
    );
    gone.subscribe(() => this.#readers.delete(reader));
    merge(gone, this.#stopping).pipe(take(1)).subscribe(reader.end);
    reader.end.subscribe(() => {
      reader.over = true;
      clearInterval(patience);
    });
    // Who has stalled does not hear that it is over.
    this.#stopping
      .pipe(takeUntil(gone))
      .subscribe(() => setTimeout(() => raw.destroy(), this.timing.farewell).unref());
  }

  async *#told(reader: Reader): AsyncGenerator<string> {
    let nextBeat = Date.now() + this.timing.heartbeat;
    // An id at once: who loses the connection before the first event goes on from here.
    yield this.#give(reader, `retry: ${retry}\nid: ${reader.after}\n\n`);
    while (!reader.over) {
      reader.waitingSince = undefined;
      if (Date.now() >= nextBeat) {
        if (!(await this.#stillMay(reader))) {
          this.dropped['not-allowed'] += 1;
          return;
        }
        nextBeat = Date.now() + this.timing.heartbeat;
        yield this.#give(reader, `: still here\nid: ${reader.after}\n\n`);
      } else if (comparePositions(reader.after, this.#now()) < 0) {
        const news = await this.#next(reader);
        if (news === '') await nextTurn();
        else yield this.#give(reader, news);
      } else {
        const beat = timer(nextBeat - Date.now());
        await firstValueFrom(merge(reader.end, this.views.advances, beat), { defaultValue: undefined });
      }
    }
  }

  #give(reader: Reader, text: string): string {
    reader.waitingSince = Date.now();
    return text;
  }

  async #next(reader: Reader): Promise<string> {
    const request = { ...reader.wanted, after: reader.after, limit: atOnce };
    const { items, upTo } = onBehalfOf(reader.asker, () => this.views.news.after(request));
    reader.after = upTo;
    const { users } = this.access;
    const blocks = items.map(async (item) => block(item, await actorName(users, reader.asker, item.actor)));
    return (await Promise.all(blocks)).join('');
  }

  /** A key may have been revoked, a session ended, a role given or taken, since the answer began. */
  async #stillMay(reader: Reader): Promise<boolean> {
    try {
      const asker = await this.guard.identify(reader.request);
      const same = asker.subject === reader.asker.subject;
      reader.asker = asker;
      return same && mayDo(asker, 'read', this.config).may;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  #now(): Position {
    return this.views.position() ?? beginning;
  }
}

function block(
  { position, id, type, actor, recordedAt, thing, incident }: News,
  name: string | null,
): string {
  const data = JSON.stringify({ position, id, type, actor, actorName: name, recordedAt, thing, incident });
  return `id: ${position}\ndata: ${data}\n\n`;
}
