import type { ClaimCommand, Command } from '../../src/domain/commands.js';
import type { Decision, Stored } from '../../src/domain/decider.js';
import type { DomainEvent } from '../../src/domain/events.js';
import { streamOf, thingId, type StreamKind, type ThingKind } from '../../src/domain/names.js';
import { decide, evolve, needs, subject, type AnyTimeline } from '../../src/domain/rules.js';
import type { Context, Ref, Things } from '../../src/domain/things.js';
import { emptyTimeline } from '../../src/domain/undo.js';

/** Given / when / then for the domain alone: a handful of streams in memory, and nothing else. */
export const ledgerId = '01890a5d-ac96-774b-bcce-b302099a8057';
const namespace = 'case';

export const idOf = (kind: ThingKind, key: string): string => thingId(ledgerId, kind, namespace, key);

/** What a decision came to: the one event, or none; or the code and field of the refusal. */
export type Told =
  { events: DomainEvent[]; warnings: string[] } | { refused: string; field?: string; message: string };

export class World {
  readonly #streams = new Map<string, AnyTimeline>();
  /** ids of the events that came about, in order */
  readonly eventIds: string[] = [];

  /** @throws when the rules refuse it: what is given must be possible */
  and(...commands: Command[]): this {
    for (const command of commands) {
      const { ref, decision } = this.#decide(command);
      if (!decision.accepted) {
        throw new Error(`given ${command.type}: ${decision.rejection.code}: ${decision.rejection.message}`);
      }
      for (const event of decision.events) this.#add(ref, event);
    }
    return this;
  }

  when(command: Command): Told {
    const { decision } = this.#decide(command);
    if (decision.accepted) {
      return { events: decision.events, warnings: decision.warnings.map(({ code }) => code) };
    }
    const { code, field, message } = decision.rejection;
    return { refused: code, ...(field !== undefined && { field }), message };
  }

  thing<Kind extends ThingKind>(kind: Kind, key: string): Things[Kind] {
    return this.#timeline({ kind, id: idOf(kind, key) }).thing as Things[Kind];
  }
  get lastEvent(): string {
    return this.eventIds.at(-1)!;
  }

  /** Another world that begins where this one stands. */
  copy(): World {
    const world = new World();
    for (const [stream, timeline] of this.#streams) world.#streams.set(stream, timeline);
    world.eventIds.push(...this.eventIds);
    return world;
  }
  streams(): Record<string, AnyTimeline> {
    return Object.fromEntries(this.#streams);
  }
  /** The same streams, folded again from what would have been stored: JSON. */
  readBack(): World {
    const world = new World();
    for (const [stream, { acts }] of this.#streams) {
      const kind = stream.slice(0, stream.indexOf('-')) as StreamKind;
      const stored = JSON.parse(JSON.stringify(acts)) as Stored<DomainEvent>[];
      world.#streams.set(
        stream,
        stored.reduce<AnyTimeline>((timeline, event) => evolve(kind, timeline, event), emptyTimeline),
      );
    }
    return world;
  }

  #decide(command: Command): { ref: Ref; decision: Decision<DomainEvent> } {
    const asked = new Set<string>();
    // Only what the rules asked for is there, as in the handler: a rule that looks further finds nothing.
    const context: Context = {
      ledger: ledgerId,
      get: <Kind extends ThingKind>(kind: Kind, id: string) =>
        asked.has(streamOf(kind, id))
          ? (this.#timeline({ kind, id }).thing as Things[Kind] | undefined)
          : undefined,
    };
    for (;;) {
      const own = subject(command, idOf('claim', 'unnamed'), context);
      const wanted = [...(own ? [own] : []), ...needs(command, this.#timeline(own), context)];
      const before = asked.size;
      for (const { kind, id } of wanted) asked.add(streamOf(kind, id));
      if (asked.size > before) continue;
      const ref = own ?? { kind: 'question', id: '' };
      return { ref, decision: decide(command, ref.id, this.#timeline(own), context) };
    }
  }

  #timeline(ref: Ref | undefined): AnyTimeline {
    return (ref && this.#streams.get(streamOf(ref.kind, ref.id))) ?? emptyTimeline;
  }

  #add(ref: Ref, event: DomainEvent): void {
    const id = `event-${this.eventIds.length + 1}`;
    this.eventIds.push(id);
    const stored = structuredClone({ id, ...event }) as Stored<DomainEvent>;
    this.#streams.set(streamOf(ref.kind, ref.id), evolve(ref.kind, this.#timeline(ref), stored));
  }
}

export const given = (...commands: Command[]): World => new World().and(...commands);

// --- commands of a small case, each to be varied ----------------------------------------------------------------
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

export const openIncident = (key = 'base', more: Partial<Of<'OpenIncident'>> = {}): Of<'OpenIncident'> => ({
  type: 'OpenIncident',
  namespace,
  key,
  title: `The attack on ${key}`,
  ...more,
});

export const raiseQuestion = (key: string, more: Partial<Of<'RaiseQuestion'>> = {}): Of<'RaiseQuestion'> => ({
  type: 'RaiseQuestion',
  incident: idOf('incident', 'base'),
  key,
  valueType: 'count',
  ask: `How many: ${key}?`,
  ...more,
});
export const questionId = (key: string, incident = 'base'): string => idOf('question', `${incident}/${key}`);

export const registerSource = (
  key: string,
  more: Partial<Of<'RegisterSource'>> = {},
): Of<'RegisterSource'> => ({
  type: 'RegisterSource',
  namespace,
  key,
  name: key.toUpperCase(),
  kind: 'outlet',
  ...more,
});

export const registerDocument = (
  key: string,
  publisher: string,
  more: Partial<Of<'RegisterDocument'>> = {},
): Of<'RegisterDocument'> => ({
  type: 'RegisterDocument',
  namespace,
  key,
  publisher: idOf('source', publisher),
  title: `What ${publisher} wrote`,
  kind: 'article',
  publishedAt: '2022-01-05T14:00Z',
  ...more,
});

export const citation = { exact: 'five rockets landed inside' };

/** By the officer, through the agency, in the article; five landed. */
export const recordClaim = (key: string, more: Partial<Of<'RecordClaim'>> = {}): Of<'RecordClaim'> => ({
  type: 'RecordClaim',
  namespace,
  key,
  incident: idOf('incident', 'base'),
  question: questionId('landed'),
  document: idOf('document', 'article'),
  chain: [idOf('source', 'paper'), idOf('source', 'agency'), idOf('source', 'officer')],
  value: { kind: 'exact', n: 5 },
  citation,
  ...more,
});
/** The same without what a response does not have. */
export function respond(
  key: string,
  response: NonNullable<Of<'RecordClaim'>['response']>,
  more: Partial<Of<'RecordClaim'>> = {},
): Extract<ClaimCommand, { type: 'RecordClaim' }> {
  const { value: _value, question: _question, ...rest } = recordClaim(key);
  return { ...rest, response, ...more };
}

/** An incident with two questions for counts and one each for text and category, four sources and a document. */
export const smallCase = (): World =>
  given(
    openIncident(),
    raiseQuestion('landed'),
    raiseQuestion('fired'),
    raiseQuestion('motive', { valueType: 'text', ask: 'Why?' }),
    raiseQuestion('weapon', {
      valueType: 'category',
      ask: 'With what?',
      categories: [
        { key: 'strike', label: 'Strike' },
        { key: 'airstrike', label: 'Airstrike', broader: ['strike'] },
      ],
    }),
    registerSource('paper'),
    registerSource('agency'),
    registerSource('army', { kind: 'organisation' }),
    registerSource('officer', { kind: 'unnamed', memberOf: idOf('source', 'army') }),
    registerDocument('article', 'paper'),
  );
