import type { DataOf, DomainEventType } from '../../src/domain/events.js';
import { thingId, type ThingKind } from '../../src/domain/names.js';
import { newEventId, newSalt, seal } from '../../src/log/envelope.js';
import type { EventLog, Position } from '../../src/log/event-log.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';

type Data<Type extends DomainEventType> = DataOf<Type>;
type Raw = Record<string, unknown>;

/** A small case written into a log event by event: things by key, one event a minute. */
export class Scenario {
  readonly #revisions = new Map<string, number>();
  readonly #kinds = new Map<string, ThingKind>();
  /** ids of events, in order */
  readonly events: string[] = [];
  actor = 'ann';
  #now = Date.parse('2026-01-05T08:00:00.000Z');
  position: Position = '0';

  constructor(
    readonly log: EventLog = new MemoryLog(),
    readonly namespace = 'case',
  ) {}

  /** The next event is recorded at this moment; the clock may be set back. */
  at(instant: string): this {
    this.#now = Date.parse(instant) - 60_000;
    return this;
  }
  get now(): string {
    return new Date(this.#now).toISOString();
  }

  id(kind: ThingKind, key: string): string {
    const known = key.includes(':') ? key.split(':') : [this.namespace, key];
    const id = thingId(this.log.ledger, kind, known[0]!, known[1]!);
    this.#kinds.set(id, kind);
    return id;
  }

  /** Appends an event as it is, whatever its data. */
  async raw(kind: string, id: string, type: string, data: Raw, more: Raw = {}): Promise<string> {
    const stream = `${kind}-${id}`;
    const revision = (this.#revisions.get(stream) ?? -1) + 1;
    this.#now += 60_000;
    const eventId = newEventId();
    const sealed = seal({
      v: 1,
      ledger: this.log.ledger,
      id: eventId,
      stream,
      revision,
      type,
      schema: 1,
      actor: this.actor,
      recordedAt: this.now,
      correlation: 'test',
      causation: 'test',
      salt: newSalt(),
      data,
      ...more,
    });
    const { position } = await this.log.append(stream, revision - 1, [sealed]);
    this.#revisions.set(stream, revision);
    this.events.push(eventId);
    this.position = position;
    return eventId;
  }

  async event<Type extends DomainEventType>(
    kind: ThingKind,
    key: string,
    type: Type,
    data: Data<Type>,
  ): Promise<string> {
    return this.raw(kind, this.id(kind, key), type, data as unknown as Raw);
  }

  async source(key: string, more: Partial<Data<'SourceRegistered'>> = {}): Promise<string> {
    const [namespace, own] = key.includes(':') ? key.split(':') : [this.namespace, key];
    return this.event('source', key, 'SourceRegistered', {
      namespace: namespace!,
      key: own!,
      name: own!.toUpperCase(),
      kind: 'outlet',
      ...more,
    });
  }

  async document(
    key: string,
    publisher: string,
    publishedAt: string,
    more: Partial<Data<'DocumentRegistered'>> = {},
  ): Promise<string> {
    return this.event('document', key, 'DocumentRegistered', {
      namespace: this.namespace,
      key,
      publisher: this.id('source', publisher),
      title: `Page ${key}`,
      kind: 'article',
      publishedAt,
      ...more,
    });
  }

  async incident(key: string, more: Partial<Data<'IncidentOpened'>> = {}): Promise<string> {
    return this.event('incident', key, 'IncidentOpened', {
      namespace: this.namespace,
      key,
      title: `The attack on ${key}`,
      ...more,
    });
  }

  /** `incident/question` */
  async question(name: string, more: Partial<Data<'QuestionRaised'>> = {}): Promise<string> {
    const [incident, key] = name.split('/');
    return this.event('question', name, 'QuestionRaised', {
      incident: this.id('incident', incident!),
      key: key!,
      type: 'count',
      ask: `How many: ${key}?`,
      ...more,
    });
  }

  /** `question` is `incident/question`; `n` an exact number, unless `more` says otherwise. */
  async claim(
    key: string,
    question: string,
    document: string,
    chain: string[],
    n: number,
    more: Partial<Data<'ClaimRecorded'>> = {},
  ): Promise<string> {
    return this.event('claim', key, 'ClaimRecorded', {
      namespace: this.namespace,
      key,
      incident: this.id('incident', question.split('/')[0]!),
      question: this.id('question', question),
      document: this.id('document', document),
      chain: chain.map((source) => this.id('source', source)),
      value: { kind: 'exact', n },
      citation: { exact: `${n} rockets, said ${chain.at(-1)}` },
      ...more,
    });
  }

  async undo(kind: ThingKind, key: string, undone: string, of: DomainEventType): Promise<string> {
    return this.event(kind, key, 'ActUndone', { undone, of, reason: 'a mistake' });
  }
}

/** Two outlets, one officer, an incident with three questions and a constraint between them. */
export async function rockets(log?: EventLog): Promise<Scenario> {
  const case1 = new Scenario(log);
  await case1.source('ap', { name: 'Associated Press', aliases: ['AP'] });
  await case1.source('news');
  await case1.source('army', { name: 'The Army', kind: 'organisation' });
  await case1.source('officer', {
    name: 'An officer',
    kind: 'unnamed',
    memberOf: case1.id('source', 'army'),
  });
  await case1.document('page-1', 'ap', '2022-01-05T10:00:00Z');
  await case1.document('page-2', 'news', '2022-01-05', { timeZone: 'America/New_York' });
  await case1.incident('base', { place: 'Anbar', occurredAt: '2022-01-05' });
  await case1.question('base/landed');
  await case1.question('base/inside');
  await case1.question('base/outside');
  const [landed, inside, outside] = ['landed', 'inside', 'outside'].map((key) =>
    case1.id('question', `base/${key}`),
  );
  await case1.event('incident', 'base', 'ConstraintDeclared', {
    constraint: 'sum-1',
    relation: { kind: 'sum', total: landed!, parts: [inside!, outside!] },
  });
  await case1.claim('c1', 'base/inside', 'page-1', ['ap', 'officer'], 5);
  await case1.claim('c2', 'base/outside', 'page-1', ['ap', 'officer'], 3);
  await case1.claim('c3', 'base/inside', 'page-2', ['news', 'ap', 'officer'], 5);
  return case1;
}
