import type { AccessEvent, DomainEventType } from '../domain/events.js';
import { subjectOf, thingOf, type ThingKind } from '../domain/names.js';
import { upcast } from '../domain/upcast.js';
import { comparePositions, type LoggedEvent, type Position } from '../log/event-log.js';
import { AuditRows } from './audit-rows.js';
import { type Checkpoint, Checkpoints } from './checkpoint.js';
import { sqliteCode } from '../log/sqlite-code.js';
import { RequestKeys } from './request-keys.js';
import type { Rows } from './rows.js';
import type { Happening } from './store.js';

/** With which event a thing comes into the record, and which can follow in its stream. */
const births: ReadonlySet<DomainEventType> = new Set([
  'IncidentOpened',
  'QuestionRaised',
  'SourceRegistered',
  'DocumentRegistered',
  'ClaimRecorded',
]);
const standsIn: Record<Exclude<DomainEventType, 'ActUndone' | AccessEvent['type']>, ThingKind> = {
  IncidentOpened: 'incident',
  IncidentDescribed: 'incident',
  IncidentPlacedUnder: 'incident',
  ConstraintDeclared: 'incident',
  ConstraintLifted: 'incident',
  QuestionRaised: 'question',
  QuestionReworded: 'question',
  QuestionResolved: 'question',
  QuestionReopened: 'question',
  SourceRegistered: 'source',
  SourceDescribed: 'source',
  SourceReliabilityAssessed: 'source',
  SourcesMarkedSame: 'source',
  SourcesMarkedDistinct: 'source',
  IndependenceAsserted: 'source',
  DocumentRegistered: 'document',
  DocumentCaptured: 'document',
  ClaimRecorded: 'claim',
  ClaimTranscriptionCorrected: 'claim',
  ClaimMovedToQuestion: 'claim',
  AttributionCorrected: 'claim',
  ClaimSuperseded: 'claim',
  ClaimWithdrawn: 'claim',
  ClaimCredibilityAssessed: 'claim',
  ClaimRanked: 'claim',
  WordingsCompared: 'claim',
};

/**
 * Applies events to the tables, each exactly once: the rows of a batch and the checkpoint are one transaction. An
 * event that cannot be read or applied is set aside with its reason; what it had half done is taken back.
 */
export class Projection {
  readonly #audit: AuditRows;
  readonly #keys: RequestKeys;
  readonly #checkpoints: Checkpoints;

  constructor(private readonly rows: Rows) {
    this.#audit = new AuditRows(rows.store.db);
    this.#keys = new RequestKeys(rows.store.db);
    this.#checkpoints = new Checkpoints(rows.store.db);
  }

  checkpoint(): Checkpoint {
    return this.#checkpoints.get();
  }

  /** What comes next goes into one transaction, until it is committed; for a file that nothing reads yet. */
  open(): void {
    this.rows.store.db.exec('BEGIN');
  }

  /**
   * Applies events in the transaction that is open.
   * @throws Unapplied one of them cannot be applied; the transaction was taken back, and `apply` sets that one aside
   */
  add(events: readonly LoggedEvent[], done: Checkpoint): Checkpoint {
    try {
      return events.reduce((before, event) => this.#one(event, before), done);
    } catch (error) {
      this.rows.store.db.exec('ROLLBACK');
      this.rows.forget();
      throw error;
    }
  }

  commit(done: Checkpoint): void {
    this.#checkpoints.set(done);
    this.rows.store.db.exec('COMMIT');
  }

  /**
   * Applies events that follow one another in the log after `after`. Those that another process has applied meanwhile
   * are left out: the checkpoint is read inside the transaction.
   */
  apply(events: readonly LoggedEvent[], after: Position | null): Checkpoint {
    try {
      return this.#batch(events, after, (event, done) => this.#one(event, done));
    } catch (error) {
      this.rows.forget();
      if (!(error instanceof Unapplied)) throw error;
      return this.#batch(events, after, (event, done) => this.#oneOrAside(event, done));
    }
  }

  #batch(
    events: readonly LoggedEvent[],
    after: Position | null,
    one: (event: LoggedEvent, done: Checkpoint) => Checkpoint,
  ): Checkpoint {
    const batch = this.rows.store.db.transaction(() => {
      let done = this.#checkpoints.get();
      if (isAfter(after, done.position))
        throw new Error('the views lie behind what they are given: catch up first');
      for (const event of events) if (isAfter(event.position, done.position)) done = one(event, done);
      this.#checkpoints.set(done);
      return done;
    });
    return batch.immediate();
  }

  #one(event: LoggedEvent, done: Checkpoint): Checkpoint {
    try {
      return this.#apply(event, done);
    } catch (error) {
      throw isOfTheFile(error) ? error : new Unapplied(error);
    }
  }

  /** Again, each event on its own savepoint, since one of them cannot be applied. */
  #oneOrAside(event: LoggedEvent, done: Checkpoint): Checkpoint {
    try {
      return this.rows.store.db.transaction(() => this.#apply(event, done))();
    } catch (error) {
      if (isOfTheFile(error)) throw error;
      this.rows.forget();
      return this.#setAside(event, done, error instanceof Error ? error.message : String(error));
    }
  }

  #apply(event: LoggedEvent, done: Checkpoint): Checkpoint {
    const { envelope, position } = event;
    const recorded = Date.parse(envelope.recordedAt);
    const subject = thingOf(envelope.stream);
    const holder = subjectOf(envelope.stream);
    if (!subject && holder === undefined) {
      throw new Error(`it stands in ${envelope.stream}, which is the stream of nothing that is known`);
    }
    if (Number.isNaN(recorded)) throw new Error('it does not say when it was recorded');
    const { type, data } = upcast(envelope);
    const seq = done.seq + 1;
    const known = Math.max(done.known, recorded);
    const thing = subject ? this.#happen({ seq, ...subject, type, data } as Happening, envelope.id) : null;
    if (holder !== undefined) this.rows.access.happened(seq, holder, type, { ...data });
    this.#audit.add({
      seq,
      position,
      id: envelope.id,
      thing,
      revision: envelope.revision,
      stream: subject ? null : this.rows.store.words.number(envelope.stream),
      type: this.rows.store.words.number(type),
      actor: this.rows.store.words.number(envelope.actor),
      recorded,
      known,
    });
    if (envelope.key !== undefined) this.#keys.note(envelope.key);
    return { seq, position, beforePosition: done.position, event: envelope.id, known };
  }

  /** Returns the number of the thing that it happened to. */
  #happen(event: Happening, eventId: string): number {
    const { seq, type, kind, id } = event;
    const projector = this.rows.projectors[kind];
    if (type !== 'ActUndone' && standsIn[type as keyof typeof standsIn] !== kind) {
      throw new Error(`${type} does not stand in the stream of a ${kind}`);
    }
    if (births.has(type)) {
      const { n, referred } = projector.born(event);
      if (referred && kind === 'document') this.rows.claims.documentCame(n, seq);
      return n;
    }
    const { names, acts } = this.rows.store;
    const n = names.known(kind, id, seq);
    if (n === undefined) throw new Error(`the ${kind} that it is about never came into the record`);
    acts.add(n, { ...event, ord: seq, id: eventId });
    projector.acted(n, event, acts.inForce(n));
    return n;
  }

  #setAside(event: LoggedEvent, done: Checkpoint, reason: string): Checkpoint {
    const seq = done.seq + 1;
    const { words, names } = this.rows.store;
    const said = legible(event);
    const subject = said.stream === undefined ? undefined : thingOf(said.stream);
    const recorded = Date.parse(said.recordedAt ?? '');
    const known = Number.isNaN(recorded) ? done.known : Math.max(done.known, recorded);
    this.#audit.add({
      seq,
      position: event.position,
      id: said.id ?? '',
      thing: subject === undefined ? null : names.number(subject.kind, subject.id),
      revision: said.revision ?? -1,
      stream: subject === undefined && said.stream !== undefined ? words.number(said.stream) : null,
      type: words.number(said.type ?? ''),
      actor: words.number(said.actor ?? ''),
      recorded: Number.isNaN(recorded) ? done.known : recorded,
      known,
    });
    this.#audit.setAside(seq, reason);
    return { seq, position: event.position, beforePosition: done.position, event: said.id ?? '', known };
  }
}

function isAfter(position: Position | null, other: Position | null): boolean {
  return position !== null && (other === null || comparePositions(position, other) > 0);
}

/** What can be read of an event that cannot be applied. */
function legible(event: LoggedEvent): {
  [Field in 'id' | 'stream' | 'type' | 'actor' | 'recordedAt']?: string;
} & { revision?: number } {
  let envelope: Partial<Record<string, unknown>>;
  try {
    envelope = { ...event.envelope };
  } catch {
    return {};
  }
  const texts = ['id', 'stream', 'type', 'actor', 'recordedAt'] as const;
  const fields = texts.flatMap((field) => {
    const value = envelope[field];
    return typeof value === 'string' ? [[field, value] as const] : [];
  });
  const { revision } = envelope;
  return {
    ...Object.fromEntries(fields),
    ...(Number.isSafeInteger(revision) ? { revision: revision as number } : {}),
  };
}

/** An event of the batch could not be applied; the batch is done again, one by one. */
export class Unapplied extends Error {
  constructor(cause: unknown) {
    super('an event could not be applied', { cause });
  }
}

/** A failure of the file itself (full disk, damage), not of one event. A breach of a constraint is the event's. */
function isOfTheFile(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== '' && !/^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code);
}
