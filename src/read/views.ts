import { comparePositions, type EventLog, type Position } from '../log/event-log.js';
import type { RebuildProgress, ViewsHealth } from './answers.js';
import { AttentionSchedule } from './attention-schedule.js';
import { Follower } from './follower.js';
import { Generation } from './generation.js';
import type { LedgerViews } from './ledger-views.js';
import type { Unseen } from './question-dossier.js';
import { build, catchUp, type RebuildOptions, swapIn } from './rebuild.js';
import {
  begin,
  deleteViews,
  finish,
  inMemory,
  openFit,
  openNew,
  scratchOf,
  type Unfit,
} from './views-file.js';

export interface ViewsOptions extends RebuildOptions {
  /** beside the process that keeps them; nothing is written, and what cannot serve is refused */
  readOnly?: boolean;
  /** what a resolution had not seen; a preview says `by-publication`. Default `by-entry` */
  unseen?: Unseen;
}

/** The views cannot be read as they are, and a reader cannot make them. */
export class ViewsNotReady extends Error {
  override readonly name = 'ViewsNotReady';
  constructor(
    file: string,
    readonly unfit: Unfit,
  ) {
    super(
      `the views in ${file} are ${unfit}: start the server on this ledger once, or run "incident-ledger rebuild"`,
    );
  }
}

/**
 * What the record adds up to, kept in a file of its own that follows the log. It holds nothing that is not in the log:
 * deleted, or found not to fit, it is made anew.
 */
export class Views implements LedgerViews {
  #generation: Generation;
  #rebuild: RebuildProgress | null = null;
  readonly #follower: Follower;
  readonly #schedule: AttentionSchedule;

  private constructor(
    private readonly log: EventLog,
    private readonly file: string,
    private readonly options: ViewsOptions,
    generation: Generation,
  ) {
    this.#generation = generation;
    this.#follower = new Follower(log, {
      position: () => this.position(),
      apply: (events, after) => this.#generation.apply(events, after),
    });
    this.#schedule = new AttentionSchedule(() => this.#generation.attention, this.#follower.advances);
  }

  /**
   * Opens the views, and makes them first where there are none that fit (another version of the program, a torn file,
   * a log that was restored). They are then where they were left: `catchUp` or `follow` brings them up to the log.
   * @param file a path, or `:memory:`
   * @throws ViewsNotReady opened read-only, and they do not fit
   */
  static async open(log: EventLog, file: string, options: ViewsOptions = {}): Promise<Views> {
    const opened = file === inMemory ? inMemoryViews(log, options) : fileOfViews(log, file, options);
    return new Views(log, file, options, await opened);
  }

  /**
   * Makes the views anew, beside those that answer meanwhile, and puts them in their place once they have caught up.
   * @throws the signal's reason when it is stopped; then all is as before
   */
  async rebuild(options: RebuildOptions = {}): Promise<void> {
    if (this.#rebuild) throw new Error('a rebuild is under way already');
    this.#rebuild = { events: 0, fraction: 0 };
    try {
      const db = await build(this.log, this.file, {
        ...options,
        onProgress: (progress) => {
          this.#rebuild = progress;
          options.onProgress?.(progress);
        },
      });
      await this.#replaceBy(db, options);
    } finally {
      this.#rebuild = null;
    }
  }

  async #replaceBy(db: Generation['db'], options: RebuildOptions): Promise<void> {
    const unseen = this.options.unseen ?? 'by-entry';
    const next = new Generation(db, this.log, unseen);
    try {
      while (isBehind(next.checkpoints.get().position, this.position())) {
        await catchUp(next.projection, this.log, options);
      }
    } catch (error) {
      db.close();
      if (this.file !== inMemory) deleteViews(scratchOf(this.file));
      throw error;
    }
    // From here to the end in one step of the event loop: nobody sees the views go back.
    this.#generation.turn.end();
    const old = this.#generation.db;
    this.#generation =
      this.file === inMemory ? next : new Generation(swapIn(db, this.file, old), this.log, unseen);
    if (this.file === inMemory) old.close();
    if (this.#follower.state().following) this.#schedule.wake();
  }

  /** For whoever asks: all that is asked in one turn of the event loop is read together. */
  get #asked(): Generation {
    this.#generation.turn.begin();
    return this.#generation;
  }

  get names() {
    return this.#asked.names;
  }
  get incidents() {
    return this.#asked.incidents;
  }
  get questions() {
    return this.#asked.questions;
  }
  get sources() {
    return this.#asked.sources;
  }
  get documents() {
    return this.#asked.documents;
  }
  get claims() {
    return this.#asked.claims;
  }
  get incidentViews() {
    return this.#asked.incidentViews;
  }
  get sourceRecords() {
    return this.#generation.sourceRecords;
  }
  get search() {
    return this.#asked.search;
  }
  get attention() {
    return this.#asked.attention;
  }
  get audit() {
    return this.#asked.audit;
  }
  get news() {
    return this.#asked.news;
  }
  get access() {
    return this.#asked.access;
  }
  get requestKeys() {
    return this.#asked.requestKeys;
  }

  position(): Position | null {
    return this.#asked.checkpoints.get().position;
  }

  get advances() {
    return this.#follower.advances;
  }

  async catchUp(): Promise<Position | null> {
    if (!this.options.readOnly) await catchUp(this.#generation, this.log);
    return this.position();
  }

  async follow(): Promise<void> {
    if (this.options.readOnly)
      throw new Error('views that were opened for reading follow whoever keeps them');
    await this.catchUp();
    await this.#follower.start();
    this.#schedule.wake();
  }

  async waitFor(position: Position, milliseconds: number): Promise<boolean> {
    // Whoever does not follow looks once; a reader beside the keeper looks again and again.
    if (!this.options.readOnly && !this.#follower.state().following) await this.catchUp();
    return this.#follower.waitFor(position, milliseconds, this.options.readOnly ?? false);
  }

  health(): ViewsHealth {
    const { checkpoints, audit } = this.#asked;
    const { seq, position, known } = checkpoints.get();
    const { items, count } = audit.setAside();
    return {
      position,
      recordedAt: seq === 0 ? null : new Date(known).toISOString(),
      events: seq,
      ...this.#follower.state(),
      setAside: items,
      setAsideCount: count,
      rebuild: this.#rebuild,
    };
  }

  async close(): Promise<void> {
    this.#follower.stop();
    this.#schedule.stop();
    this.#generation.turn.end();
    this.#generation.db.close();
  }
}

async function inMemoryViews(log: EventLog, options: ViewsOptions): Promise<Generation> {
  const db = openNew(inMemory);
  begin(db, log.ledger);
  finish(db);
  const generation = new Generation(db, log, options.unseen ?? 'by-entry');
  await catchUp(generation.projection, log, options);
  return generation;
}

async function fileOfViews(log: EventLog, file: string, options: ViewsOptions): Promise<Generation> {
  const found = await openFit(file, log, options);
  if ('unfit' in found && options.readOnly) throw new ViewsNotReady(file, found.unfit);
  const db = 'db' in found ? found.db : swapIn(await build(log, file, options), file);
  return new Generation(db, log, options.unseen ?? 'by-entry');
}

function isBehind(position: Position | null, other: Position | null): boolean {
  return other !== null && (position === null || comparePositions(position, other) < 0);
}
