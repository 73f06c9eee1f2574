import { createHash } from 'node:crypto';
import type { StreamKind } from '../../src/domain/names.js';
import { evolve, type AnyTimeline } from '../../src/domain/rules.js';
import { emptyTimeline } from '../../src/domain/undo.js';
import { eventVersions, UnknownEvent, upcast, type Registry } from '../../src/domain/upcast.js';
import { seal } from '../../src/log/envelope.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { Views } from '../../src/read/views.js';
import { frozenBytes, frozenEvents, frozenFiles } from '../support/frozen-events.js';

describe('an event of an older version', () => {
  /** As it would be after two changes: `who` became `speaker`, then several of them. */
  const registry: Registry = {
    Quoted: {
      schema: 3,
      from: {
        1: ({ who, ...rest }) => ({ ...rest, speaker: who }),
        2: ({ speaker, ...rest }) => ({ ...rest, speakers: [speaker] }),
      },
    },
    Broken: { schema: 3, from: { 2: (data) => data } },
  };
  const raw = (type: string, schema: number, data: Record<string, unknown>) => ({
    id: 'e',
    type,
    schema,
    data,
  });

  it.each([
    [1, { who: 'Kirby', words: 'five' }],
    [2, { speaker: 'Kirby', words: 'five' }],
    [3, { speakers: ['Kirby'], words: 'five' }],
  ])('of version %s is brought to the shape of today, one version at a time', (schema, data) => {
    const stored = Object.freeze(data);
    expect(upcast(raw('Quoted', schema, stored), registry)).toEqual({
      id: 'e',
      type: 'Quoted',
      data: { speakers: ['Kirby'], words: 'five' },
    });
    expect(stored).toEqual(data);
  });

  it('is not guessed: an unknown type, a newer or impossible version, a version without a way up', () => {
    const unreadable = [raw('Sung', 1, {}), raw('toString', 1, {}), raw('Broken', 1, {})];
    for (const event of [...unreadable, ...[0, 4, 1.5].map((schema) => raw('Quoted', schema, {}))]) {
      expect(() => upcast(event, registry)).toThrow(UnknownEvent);
    }
    expect(() => upcast(raw('Quoted', 4, {}), registry)).toThrow(/use a newer one/);
  });
});

describe('events as they were once stored', () => {
  const events = frozenEvents();

  it('are there for every type in every version that was ever written', () => {
    const there = new Set(events.map(({ envelope }) => `${envelope.type} ${envelope.schema}`));
    const written = Object.entries(eventVersions).flatMap(([type, { schema }]) =>
      Array.from({ length: schema }, (_, index) => `${type} ${index + 1}`),
    );
    expect([...there].sort()).toEqual(written.sort());
  });

  it('have not been touched since', () => {
    const digests = frozenFiles().map((name) => [
      name,
      createHash('sha256').update(frozenBytes(name)).digest('hex'),
    ]);
    expect(digests).toEqual([
      ['schema-1.ndjson', '9466c13752c584cb58ba4ad92b5fec680466982c5d72349534908aba606c5b12'],
    ]);
    for (const { bytes, envelope } of events) expect(Buffer.from(seal(envelope).bytes)).toEqual(bytes);
  });

  it('fold to what they said then', () => {
    const streams = new Map<string, AnyTimeline>();
    for (const { envelope } of events) {
      const kind = envelope.stream.slice(0, envelope.stream.indexOf('-')) as StreamKind;
      const before = streams.get(envelope.stream) ?? emptyTimeline;
      streams.set(envelope.stream, evolve(kind, before, upcast(envelope)));
    }
    const things = [...streams.values()].map(({ thing }) => thing!);
    const named = (key: string) => things.find((thing) => 'entered' in thing && thing.entered.key === key);
    expect(named('paper')).toMatchObject({
      description: { name: 'The Paper', kind: 'outlet', aliases: ['Paper'], sameAs: ['wikidata:Q1'] },
      reliability: { reliability: 'B' },
    });
    expect(named('armee')).toMatchObject({ description: { name: 'L’armée', note: 'Its French name.' } });
    expect(named('page')).toMatchObject({ captures: [{ index: 0, sha256: 'ab'.repeat(32), length: 1024 }] });
    expect(named('attack')).toMatchObject({
      description: { title: 'The attack on the base' },
      parent: expect.any(String),
    });
    expect(named('fired')).toMatchObject({ description: { ask: 'How many were fired?', unit: 'rockets' } });
    // Resolved, reopened, and the reopening undone.
    expect(named('landed')).toMatchObject({ resolution: { value: { kind: 'exact', n: 8 } } });
    expect(named('main')).toMatchObject({
      transcription: { value: { kind: 'exact', n: 5 }, hedge: 'about', utterance: 'fixture:briefing' },
      credibility: { credibility: '2' },
      rank: { rank: 'preferred' },
    });
    expect(Object.values((named('main') as { supersededBy: object }).supersededBy)).toMatchObject([
      { as: 'correction' },
    ]);
    expect(named('later')).toMatchObject({ transcription: { value: { kind: 'exact', n: 8 } } });
    expect(named('mute')).toMatchObject({ withdrawn: true, attribution: { chain: { length: 2 } } });
    expect(Object.values((named('mute') as { entered: object }).entered)).toContain('no-comment');
    const pairs = things.flatMap((thing) => ('identity' in thing ? Object.values(thing.identity) : []));
    expect(new Set(pairs.map(({ same }) => same))).toEqual(new Set([true, false]));
    const wordings = things.flatMap((thing) => ('wordings' in thing ? Object.values(thing.wordings) : []));
    expect(wordings).toMatchObject([{ same: true }]);
  });

  it('are taken into the views, none set aside', async () => {
    const log = new MemoryLog({ ledger: events[0]!.envelope.ledger });
    for (const { envelope } of events)
      await log.append(envelope.stream, envelope.revision - 1, [seal(envelope)]);
    const views = await Views.open(log, ':memory:');
    try {
      await views.catchUp();
      expect(views.health().setAside).toEqual([]);
      const resolved = views.questions.list({ resolved: true }).items;
      expect(resolved.map(({ name }) => name)).toEqual(['attack/landed']);
    } finally {
      await views.close();
    }
  });
});
