import fc from 'fast-check';
import type { Command, CommandType } from '../../src/domain/commands.js';
import { thingOf, type ThingKind } from '../../src/domain/names.js';
import { given, idOf, questionId, type World } from '../support/given.js';

/**
 * The two laws of every decider (docs/ARCHITECTURE.md): repeating a command adds nothing, and folding what was stored
 * never throws. Commands are drawn from so few names that they meet one another, and so many shapes that most rules of
 * entry are met too.
 */
const key = fc.constantFrom('a', 'b', 'c');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const id = (kind: ThingKind) => key.map((name) => idOf(kind, name));
const question = fc
  .tuple(key, fc.constantFrom('a', 'b'))
  .map(([name, incident]) => questionId(name, incident));
/** The question under which the claims stand at the start. */
const textual = questionId('b', 'a');
/** Things to act on, so that a drawn command often finds what it names. */
const start = ((): World => {
  const world = given();
  for (const [index, name] of ['a', 'b'].entries()) {
    const incident = idOf('incident', name);
    const source = idOf('source', name);
    world.and(
      { type: 'OpenIncident', namespace: 'case', key: name, title: 'One' },
      { type: 'RaiseQuestion', incident, key: 'a', valueType: 'count', ask: 'How many?' },
      { type: 'RaiseQuestion', incident, key: 'b', valueType: index === 0 ? 'text' : 'count', ask: 'What?' },
      { type: 'RegisterSource', namespace: 'case', key: name, name: 'A', kind: 'outlet' },
      {
        type: 'RegisterDocument',
        namespace: 'case',
        key: name,
        publisher: source,
        title: 'T',
        kind: 'article',
      },
    );
  }
  world.and({
    type: 'RaiseQuestion',
    incident: idOf('incident', 'b'),
    key: 'c',
    valueType: 'text',
    ask: 'Why?',
  });
  for (const name of ['a', 'b']) {
    world.and({
      type: 'RecordClaim',
      namespace: 'case',
      key: name,
      incident: idOf('incident', 'a'),
      question: textual,
      document: idOf('document', 'a'),
      chain: [idOf('source', 'a')],
      value: { text: 'why' },
    });
  }
  const [lesser, greater] = [questionId('a', 'a'), questionId('a', 'b')];
  return world.and(
    {
      type: 'DeclareConstraint',
      incident: idOf('incident', 'a'),
      relation: { kind: 'at-most', lesser, greater },
    },
    {
      type: 'ResolveQuestion',
      question: textual,
      value: { text: 'why' },
      claims: [idOf('claim', 'a')],
      stood: [],
      method: 'reconciliation@1',
      seen: 'x',
      reason: 'seen',
    },
  );
})();

/** What can be named to be undone from the start on. */
const acts = Object.entries(start.streams()).flatMap(([stream, timeline]) =>
  timeline.acts.map(({ id }) => ({ thing: thingOf(stream)!, event: id })),
);
const mostlyTextual = fc.oneof(
  { weight: 2, arbitrary: fc.constant(textual) },
  { weight: 1, arbitrary: question },
);
const numeric = fc.constantFrom(questionId('a', 'a'), questionId('a', 'b'), questionId('b', 'b'));
const reason = fc.constantFrom('seen', 'heard', '');
const edtf = fc.constantFrom('2022-01-05', '2022-01', 'soon');
const number = fc.constantFrom(0, 1, 5, 8, 2.5, -1);
const value = fc.oneof(
  fc.record({ kind: fc.constantFrom('exact', 'at-least', 'about', 'fewer-than'), n: number }),
  fc.constantFrom(
    { kind: 'none' },
    { kind: 'vague', literal: 'dozens' },
    { text: 'why' },
    { place: 'there' },
  ),
  fc.record({ category: fc.constantFrom('strike', 'raid') }),
  id('source').map((source) => ({ source })),
);
const categories = fc.constantFrom(
  [{ key: 'strike', label: 'Strike' }],
  [
    { key: 'strike', label: 'Strike' },
    { key: 'raid', label: 'Raid', broader: ['strike'] },
  ],
  [{ key: 'raid', label: 'Raid', broader: ['raid'] }],
);
const description = { title: fc.constantFrom('One', 'Two'), occurredAt: maybe(edtf) };
const wording = {
  ask: fc.constantFrom('How many?', 'What?'),
  unit: maybe(fc.constant('m')),
  categories: maybe(categories),
};
const identity = {
  name: fc.constantFrom('A', 'B'),
  kind: fc.constantFrom('outlet', 'organisation', 'unnamed'),
  memberOf: maybe(id('source')),
  speaksFor: maybe(id('source')),
  knownTo: maybe(id('source')),
};
const attribution = {
  chain: fc.array(id('source'), { minLength: 1, maxLength: 3 }),
  jointly: maybe(fc.array(id('source'), { maxLength: 1 })),
  lineageRecorded: maybe(fc.boolean()),
  inferred: maybe(fc.boolean()),
};
const transcription = {
  value: maybe(value),
  silence: maybe(fc.constant('no-comment')),
  response: maybe(
    fc.record({
      to: fc.array(id('claim'), { maxLength: 2 }),
      stance: fc.constantFrom('confirms', 'denies', 'retracts'),
    }),
  ),
  supersedes: maybe(fc.record({ claim: id('claim'), as: fc.constantFrom('update', 'correction') })),
  capture: maybe(fc.nat(2)),
  citation: maybe(fc.record({ exact: fc.constantFrom('five', '') })),
};
const made = { namespace: fc.constant('case'), key };
const holder = fc.oneof(
  key.map((name) => idOf('source', name)),
  fc.constant('everyone'),
);
const granted = fc.oneof(
  fc.record({ kind: fc.constant('role'), role: fc.constantFrom('editor', 'custodian', 'root') }),
  fc.record({ kind: fc.constant('incident'), incident: id('incident') }),
  fc.record({
    kind: fc.constant('key'),
    key: fc.constantFrom('0123456789abcdef', 'fedcba9876543210'),
    roles: fc.constant(['reader']),
    expiresAt: fc.constant('2027-01-01'),
  }),
);
const event = fc.nat(40).map((n) => `event-${n}`);

/** How to draw each command; the type asks for every one of them. */
const drawn: { [Type in CommandType]: Record<string, fc.Arbitrary<unknown>> } = {
  OpenIncident: { ...made, ...description },
  DescribeIncident: { incident: id('incident'), ...description, reason },
  PlaceIncidentUnder: { incident: id('incident'), parent: fc.option(id('incident')), reason: maybe(reason) },
  DeclareConstraint: {
    incident: id('incident'),
    relation: fc.oneof(
      fc.record({ kind: fc.constant('at-most'), lesser: numeric, greater: numeric }),
      fc.record({
        kind: fc.constant('same'),
        questions: fc.uniqueArray(numeric, { minLength: 2, maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('sum'), total: question, parts: fc.array(question, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('same'), questions: fc.array(question, { maxLength: 3 }) }),
    ),
  },
  LiftConstraint: {
    incident: id('incident'),
    constraint: fc.constantFrom(...Object.keys(start.thing('incident', 'a').constraints), 'none'),
    reason,
  },
  RaiseQuestion: {
    incident: id('incident'),
    key,
    valueType: fc.constantFrom('count', 'quantity', 'category', 'text', 'place', 'source'),
    cumulative: maybe(fc.boolean()),
    ...wording,
  },
  RewordQuestion: { question, ...wording, reason },
  ResolveQuestion: {
    question: mostlyTextual,
    value: fc.oneof(value, fc.constantFrom({ text: 'why' }, { text: 'how' })),
    claims: fc.array(id('claim'), { minLength: 1, maxLength: 2 }),
    stood: fc.array(id('claim'), { maxLength: 2 }),
    method: fc.constant('reconciliation@1'),
    seen: fc.constantFrom('x', 'y'),
    reason,
  },
  ReopenQuestion: { question: mostlyTextual, reason },
  RegisterSource: { ...made, ...identity },
  DescribeSource: { source: id('source'), ...identity, reason },
  AssessSource: { source: id('source'), reliability: fc.constantFrom('A', 'F', 'G'), reason },
  MarkSourcesSame: { source: id('source'), other: id('source'), reason },
  MarkSourcesDistinct: { source: id('source'), other: id('source'), reason },
  AssertIndependence: { source: id('source'), other: id('source'), reason },
  RegisterDocument: {
    ...made,
    publisher: id('source'),
    title: fc.constant('T'),
    kind: fc.constantFrom('article', 'post'),
    publishedAt: maybe(edtf),
  },
  CaptureDocument: {
    document: id('document'),
    sha256: maybe(fc.constant('0'.repeat(64))),
    capturedAt: maybe(edtf),
  },
  RecordClaim: {
    namespace: made.namespace,
    key: maybe(key),
    // Half of them where they can stand, or hardly one would.
    together: fc.oneof(
      fc.record({
        incident: id('incident'),
        question: maybe(question),
        document: id('document'),
        ...attribution,
      }),
      fc.record({
        incident: fc.constant(idOf('incident', 'a')),
        question: fc.constant(textual),
        document: fc.constant(idOf('document', 'a')),
        chain: fc.array(id('source'), { maxLength: 2 }).map((rest) => [idOf('source', 'a'), ...rest]),
        value: fc.constantFrom({ text: 'why' }, { text: 'how' }),
        silence: fc.constant(undefined),
        response: fc.constant(undefined),
      }),
    ),
    ...transcription,
  },
  CorrectTranscription: {
    claim: id('claim'),
    together: fc.oneof(
      fc.record(transcription),
      fc.record({
        value: fc.constantFrom({ text: 'why' }, { text: 'how' }),
        hedge: maybe(fc.constant('likely')),
      }),
    ),
    reason,
  },
  MoveClaim: {
    claim: id('claim'),
    question: fc.oneof(question, fc.constant(questionId('c', 'b'))),
    reason,
  },
  CorrectAttribution: { claim: id('claim'), ...attribution, reason },
  SupersedeClaim: {
    claim: id('claim'),
    by: id('claim'),
    as: fc.constantFrom('update', 'retraction'),
    reason,
  },
  WithdrawClaim: { claim: id('claim'), reason },
  AssessClaim: { claim: id('claim'), credibility: fc.constantFrom('1', '6', '9'), reason },
  RankClaim: { claim: id('claim'), rank: fc.constantFrom('preferred', 'normal'), reason },
  CompareWordings: { claim: id('claim'), other: id('claim'), same: fc.boolean(), reason },
  GrantAccess: { access: holder, grant: granted, reason },
  RevokeAccess: { access: holder, grant: granted, reason },
  UndoAct: {
    together: fc.oneof(
      fc.constantFrom(...acts),
      fc.record({ thing: fc.constantFrom(...acts).map(({ thing }) => thing), event }),
    ),
    reason,
  },
};

const command = (type: CommandType): fc.Arbitrary<Command> =>
  fc.record({ type: fc.constant(type), ...drawn[type] }).map((fields) => {
    const { together, ...single } = fields as { together?: object };
    const said = Object.entries({ ...single, ...together }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(said) as Command;
  });
const types = Object.keys(drawn) as CommandType[];
const anyCommand = fc.oneof(...types.map(command));

/** Does what is accepted, and gives back how often that was so. */
function tryAll(world: World, commands: Command[]): number {
  return commands.filter((each) => {
    const told = world.when(each);
    if ('events' in told) world.and(each);
    return 'events' in told && told.events.length > 0;
  }).length;
}

describe('for every decider', () => {
  const before = fc.array(anyCommand, { maxLength: 6 });

  it.each(types)('repeating %s adds nothing', (type) => {
    const added: object[] = [];
    // A law that hardly any command came under would hold for any decider: go on until some have.
    for (let round = 0; round < 10 && added.length < 5; round += 1) {
      fc.assert(
        fc.property(before, command(type), (commands, repeated) => {
          const world = start.copy();
          tryAll(world, commands);
          const first = world.when(repeated);
          if (!('events' in first)) return;
          world.and(repeated);
          added.push(...first.events);
          expect(world.when(repeated)).toMatchObject({ events: [] });
        }),
        { numRuns: 100 },
      );
    }
    expect(added.length).toBeGreaterThanOrEqual(5);
  });

  it('folding what was stored never throws, and any way of reading it back comes to the same', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 40 }), (commands) => {
        const world = start.copy();
        tryAll(world, commands);
        expect(world.readBack().streams()).toEqual(world.streams());
      }),
      { numRuns: 100 },
    );
  });

  it('a refusal says what to do, and names a stable code', () => {
    fc.assert(
      fc.property(before, anyCommand, (commands, last) => {
        const world = start.copy();
        tryAll(world, commands);
        const told = world.when(last);
        const { refused, message } =
          'refused' in told ? told : { refused: 'none', message: 'nothing to say' };
        expect(refused).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(message.length).toBeGreaterThan(10);
      }),
      { numRuns: 200 },
    );
  });
});
