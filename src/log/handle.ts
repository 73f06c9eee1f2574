import { LRUCache } from 'lru-cache';
import type { Command } from '../domain/commands.js';
import type { Rejection, Warning } from '../domain/decider.js';
import type { DomainEvent } from '../domain/events.js';
import { streamOf, thingId, type StreamKind } from '../domain/names.js';
import { decide, needs, subject } from '../domain/rules.js';
import type { Ref, Things } from '../domain/things.js';
import { schemaOf } from '../domain/upcast.js';
import { newEventId, newSalt, NotCanonical, seal, type SealedEvent } from './envelope.js';
import {
  comparePositions,
  EventTooLarge,
  WrongExpectedRevision,
  type LoggedEvent,
  type Position,
} from './event-log.js';
import { Lines, type Ticket } from './lines.js';
import { follow, Loader, nothing, Surroundings, type Loaded, type Streams } from './loader.js';

/** Who asks, and what for. */
export interface Meta {
  /** opaque id; `local` until there are users */
  actor: string;
  /** what began it all: a request, an import */
  correlation?: string;
  /** what led to it directly */
  causation?: string;
  /** idempotency key: a command whose key its stream has seen already is answered as it was then, and adds nothing */
  key?: string;
  /** what whoever asks has seen: where that thing is at another revision by now, the command is refused as `stale` */
  expected?: Expected;
}
export interface Expected {
  thing: Ref;
  /** any of these will do */
  revisions: readonly number[];
}

export type Outcome = Accepted | { accepted: false; rejection: Rejection };
export interface Accepted {
  accepted: true;
  /** of the thing in whose stream the act stands */
  id: string;
  revision: number;
  /** views that have reached it show what the command brought about, or found to be so already */
  position: Position;
  /** empty where it was so already */
  events: LoggedEvent[];
  warnings: Warning[];
}

export interface LedgerOptions {
  clock?: () => Date;
  /** UUIDv7 */
  newId?: () => string;
  /** how many streams' states are kept in memory */
  cacheSize?: number;
}

/** So often another writer may be first before the command is given back to who asked. */
const maxAttempts = 8;

/**
 * The way of every command: load the stream's state and, by name, what the rules of entry ask for; decide; append
 * with the revision that was read. Commands may be given without awaiting the one before: on one stream they take
 * turns, and one that names a thing waits for what was asked about that thing earlier. So an import streams commands
 * in file order, and the log gathers them into its commits.
 */
export class Ledger {
  readonly #log: Streams;
  readonly #loader: Loader;
  readonly #lines = new Lines();
  readonly #clock: () => Date;
  readonly #newId: () => string;

  constructor(log: Streams, options: LedgerOptions = {}) {
    this.#log = log;
    this.#clock = options.clock ?? (() => new Date());
    this.#newId = options.newId ?? newEventId;
    this.#loader = new Loader(log, new LRUCache({ max: options.cacheSize ?? 20_000 }));
  }

  /**
   * Resolves once the act is durable, or known to be so already, or refused.
   * @throws WrongExpectedRevision other writers were first again and again
   * @throws LogUnavailable the outcome is unknown or the log cannot be written now: repeat it, with the same `key`
   */
  async handle(command: Command, meta: Meta): Promise<Outcome> {
    const ticket = this.#lines.enter();
    try {
      return await this.#inTurn(command, meta, ticket);
    } finally {
      this.#lines.leave(ticket);
    }
  }

  /** A thing as its stream has it now, with its revision; undefined if there is none. */
  async load<Kind extends StreamKind>(
    kind: Kind,
    id: string,
  ): Promise<{ thing: Things[Kind]; revision: number } | undefined> {
    const { timeline, revision } = await this.#loader.latest({ kind, id });
    return timeline.thing && { thing: timeline.thing as Things[Kind], revision };
  }

  async #inTurn(command: Command, meta: Meta, ticket: Ticket): Promise<Outcome> {
    const unnamed = this.#unnamed(command, meta);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const outcome = await this.#attempt(command, meta, unnamed, ticket, attempt > 1);
        if (outcome) return outcome;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt >= maxAttempts) throw error;
      }
    }
  }

  /** The id of a claim to which nobody gave a key: a new one, or the one that this idempotency key always leads to. */
  #unnamed(command: Command, { key }: Meta): string {
    if (command.type !== 'RecordClaim' || command.key !== undefined) return '';
    return key === undefined ? this.#newId() : thingId(this.#log.ledger, 'claim', 'idempotency-key', key);
  }

  /** @returns undefined where an answer without an append has to be looked over with the latest state of everything */
  async #attempt(
    command: Command,
    meta: Meta,
    unnamed: string,
    ticket: Ticket,
    latest: boolean,
  ): Promise<Outcome | undefined> {
    const context = new Surroundings(this.#log.ledger);
    // An id that was made just now has no stream: nobody else knows it.
    if (unnamed !== '' && meta.key === undefined) context.add({ kind: 'claim', id: unnamed }, nothing);
    const seen = meta.expected;
    const ref = await this.#gather(command, unnamed, ticket, context, latest, seen ? [seen.thing] : []);
    const own = context.of(ref);
    const repeated = meta.key === undefined ? undefined : own.keys.get(meta.key);
    if (repeated !== undefined) return this.#again(command, ref, repeated, context);
    if (seen && !seen.revisions.includes(context.of(seen.thing).revision)) {
      return context.mayLag ? undefined : stale(seen, context.of(seen.thing).revision);
    }
    const decision = decide(command, ref.id, own.timeline, context);
    if (!decision.accepted) return context.mayLag ? undefined : decision;
    const [event] = decision.events;
    if (event) return this.#append(ref, own, event, meta, decision.warnings);
    if (context.mayLag) return undefined;
    const { revision, position } = own;
    return {
      accepted: true,
      id: ref.id,
      revision,
      position: position!,
      events: [],
      warnings: decision.warnings,
    };
  }

  /** Reads the command's own stream and, by name, all that its rules ask for. */
  async #gather(
    command: Command,
    unnamed: string,
    ticket: Ticket,
    context: Surroundings,
    latest: boolean,
    others: readonly Ref[],
  ): Promise<Ref> {
    let own = subject(command, unnamed, context);
    for (;;) {
      if (own && !ticket.stream) this.#lines.place(ticket, streamOf(own.kind, own.id));
      const asked = needs(command, context.timeline(own), context);
      const missing = [...(own ? [own] : []), ...asked, ...others].filter((ref) => !context.has(ref));
      if (missing.length === 0) return own ?? nowhere;
      const away = missing.filter((ref) => latest || !this.#takeKept(ref, ticket, context));
      if (away.length > 0) await Promise.all(away.map((ref) => this.#load(ref, ticket, context, latest)));
      own ??= subject(command, unnamed, context);
    }
  }

  /** Takes what is kept in memory, at once, unless an earlier command is at work on it. */
  #takeKept(ref: Ref, ticket: Ticket, context: Surroundings): boolean {
    const stream = streamOf(ref.kind, ref.id);
    const kept = this.#lines.isBusy(ticket, stream) ? undefined : this.#loader.kept(stream);
    if (!kept) return false;
    context.mayLag = true;
    context.add(ref, kept);
    return true;
  }

  async #load(ref: Ref, ticket: Ticket, context: Surroundings, latest: boolean): Promise<void> {
    await this.#lines.earlier(ticket, streamOf(ref.kind, ref.id));
    if (latest || !this.#takeKept(ref, ticket, context)) context.add(ref, await this.#loader.latest(ref));
  }

  async #append(
    ref: Ref,
    own: Loaded,
    event: DomainEvent,
    meta: Meta,
    warnings: Warning[],
  ): Promise<Outcome> {
    const stream = streamOf(ref.kind, ref.id);
    let sealed: SealedEvent;
    try {
      sealed = this.#seal(stream, own.revision + 1, event, meta);
    } catch (error) {
      if (error instanceof EventTooLarge) return refused('too-large', error.message);
      if (error instanceof NotCanonical) return refused('not-canonical', error.message);
      throw error;
    }
    const { position, revision } = await this.#log.append(stream, own.revision, [sealed]);
    const { envelope, bytes } = sealed;
    this.#loader.keep(stream, follow(ref.kind, own, envelope, position));
    return {
      accepted: true,
      id: ref.id,
      revision,
      position,
      events: [{ position, envelope, bytes }],
      warnings,
    };
  }

  #seal(stream: string, revision: number, { type, data }: DomainEvent, meta: Meta): SealedEvent {
    const id = this.#newId();
    const correlation = meta.correlation ?? id;
    return seal({
      v: 1,
      ledger: this.#log.ledger,
      id,
      stream,
      revision,
      type,
      schema: schemaOf(type),
      actor: meta.actor,
      recordedAt: this.#clock().toISOString(),
      correlation,
      causation: meta.causation ?? correlation,
      ...(meta.key !== undefined && { key: meta.key }),
      salt: newSalt(),
      data: { ...data },
    });
  }

  /** The answer that this key was given when it came first: its warnings are found again, by deciding as then. */
  async #again(command: Command, ref: Ref, revision: number, now: Surroundings): Promise<Outcome> {
    const events = await this.#log.readStream(streamOf(ref.kind, ref.id), { from: revision, limit: 1 });
    const { position } = events[0]!;
    const then = new Surroundings(this.#log.ledger);
    for (let missing = [ref]; missing.length > 0;) {
      for (const one of missing) then.add(one, await this.#before(one, position, now));
      missing = needs(command, then.timeline(ref), then).filter((one) => !then.has(one));
    }
    const decision = decide(command, ref.id, then.timeline(ref), then);
    const warnings = decision.accepted ? decision.warnings : [];
    return { accepted: true, id: ref.id, revision, position, events, warnings };
  }

  /** What has not changed since is at hand: of an import that is repeated, nearly all. */
  async #before(ref: Ref, position: Position, now: Surroundings): Promise<Loaded> {
    const { position: last } = now.of(ref);
    const isSame = now.has(ref) && (last === undefined || comparePositions(last, position) < 0);
    return isSame ? now.of(ref) : this.#loader.before(ref, position);
  }
}

/** Where a question of an incident that is not there would stand: its command is refused. */
const nowhere: Ref = { kind: 'question', id: '' };
const stale = ({ thing, revisions }: Expected, revision: number): Outcome =>
  refused(
    'stale',
    `this ${thing.kind} is at revision ${revision} by now, and not at ${revisions.join(' or ')} as when you read it`,
  );
const refused = (code: string, message: string): Outcome => ({
  accepted: false,
  rejection: { code, message },
});
