import { firstOfPair, secondOfPair } from '../../src/domain/names.js';
import { given, idOf, registerSource } from '../support/given.js';

const reason = 'As its own letterhead says.';
const paper = idOf('source', 'paper');
const army = idOf('source', 'army');

describe('registering a source', () => {
  it('takes over what was said, without empty lists, and does nothing twice', () => {
    const command = registerSource('paper', { aliases: [], sameAs: ['wikidata:Q40469'] });
    expect(given().when(command)).toEqual({
      events: [
        {
          type: 'SourceRegistered',
          data: {
            namespace: 'case',
            key: 'paper',
            name: 'PAPER',
            kind: 'outlet',
            sameAs: ['wikidata:Q40469'],
          },
        },
      ],
      warnings: [],
    });
    const world = given(command);
    expect(world.when(command)).toEqual({ events: [], warnings: [] });
    expect(world.when({ ...command, name: 'Another Paper' })).toMatchObject({
      refused: 'other-content',
      field: 'name',
    });
    world.and({ type: 'DescribeSource', source: paper, name: 'Renamed', kind: 'outlet', reason });
    expect(world.when(command)).toEqual({ events: [], warnings: [] });
  });

  it.each([
    ['bad-key', 'key', { key: 'The Paper' }],
    ['empty', 'name', { name: '' }],
    ['unknown-code', 'kind', { kind: 'newspaper' as never }],
    ['unknown-source', 'memberOf', { memberOf: army }],
    ['unknown-source', 'speaksFor', { speaksFor: army }],
    ['unknown-source', 'knownTo', { kind: 'unnamed' as const, knownTo: army }],
    ['known-to-named', 'knownTo', { knownTo: idOf('source', 'agency') }],
    ['circle', 'memberOf', { memberOf: paper }],
    ['bad-identifier', 'sameAs', { sameAs: ['Q40469'] }],
  ])('refuses %s in %s', (refused, field, more) => {
    const world = given(registerSource('agency'));
    expect(world.when(registerSource('paper', more))).toMatchObject({ refused, field });
  });
});

describe('describing a source', () => {
  const describeIt = (key: string, more: object) =>
    ({
      type: 'DescribeSource',
      source: idOf('source', key),
      name: key,
      kind: 'organisation',
      reason,
      ...more,
    }) as const;

  it('needs a reason, and refuses a circle of ties of both kinds', () => {
    const world = given(
      registerSource('ministry', { kind: 'organisation' }),
      registerSource('army', { kind: 'organisation', memberOf: idOf('source', 'ministry') }),
      registerSource('spokesman', { kind: 'person', speaksFor: army }),
    );
    expect(world.when(describeIt('army', { reason: '' }))).toMatchObject({ refused: 'reason-missing' });
    expect(world.when(describeIt('ministry', { memberOf: idOf('source', 'spokesman') }))).toMatchObject({
      refused: 'circle',
      field: 'memberOf',
    });
    expect(world.when(describeIt('ministry', { speaksFor: army }))).toMatchObject({
      refused: 'circle',
      field: 'speaksFor',
    });
    expect(world.when(describeIt('nobody', {}))).toMatchObject({ refused: 'unknown-source' });
  });

  it('can be undone, unless the ties would then run in a circle', () => {
    const world = given(
      registerSource('army', { kind: 'organisation' }),
      registerSource('unit', { kind: 'organisation', memberOf: army }),
      describeIt('unit', {}),
    );
    const undo = {
      type: 'UndoAct',
      thing: { kind: 'source', id: idOf('source', 'unit') },
      event: world.lastEvent,
      reason,
    } as const;
    expect(world.when(undo)).toMatchObject({
      events: [{ type: 'ActUndone', data: { of: 'SourceDescribed' } }],
    });
    world.and(describeIt('army', { memberOf: idOf('source', 'unit') }));
    expect(world.when(undo)).toMatchObject({ refused: 'circle' });
  });
});

describe('assessing a source', () => {
  const assess = { type: 'AssessSource', source: paper, reliability: 'B', reason } as const;

  it('records each new judgement or reason, and a repetition never', () => {
    const world = given(registerSource('paper'), assess);
    expect(world.when(assess)).toEqual({ events: [], warnings: [] });
    expect(world.when({ ...assess, reason: 'Looked again.' })).toMatchObject({ events: [{}] });
    expect(world.when({ ...assess, reliability: 'G' as never })).toMatchObject({
      refused: 'unknown-code',
      field: 'reliability',
    });
    expect(world.when({ ...assess, reliability: 'C', reason: '' })).toMatchObject({
      refused: 'reason-missing',
    });
  });
});

describe('acts on two sources', () => {
  const world = () => given(registerSource('paper'), registerSource('army'));
  const [first, second] = [firstOfPair(paper, army), secondOfPair(paper, army)];

  it('stand with the smaller id, in whichever order they are named, so that the last word is known', () => {
    const same = { type: 'MarkSourcesSame', source: second, other: first, reason } as const;
    const event = { type: 'SourcesMarkedSame', data: { other: second, reason } };
    expect(world().when(same)).toEqual({ events: [event], warnings: [] });
    const marked = world().and(same);
    expect(marked.when({ ...same, source: first, other: second })).toEqual({ events: [], warnings: [] });
    marked.and({ type: 'MarkSourcesDistinct', source: first, other: second, reason });
    expect(marked.when(same)).toMatchObject({ events: [event] });
  });

  it('assert independence once', () => {
    const independent = { type: 'AssertIndependence', source: paper, other: army, reason } as const;
    const asserted = world().and(independent);
    expect(asserted.when({ ...independent, source: army, other: paper })).toEqual({
      events: [],
      warnings: [],
    });
  });

  it.each([
    ['unknown-source', { source: paper, other: idOf('source', 'zz') }],
    ['same-thing', { source: paper, other: paper }],
    ['reason-missing', { source: paper, other: army, reason: ' ' }],
  ])('refuse %s', (refused, more) => {
    for (const type of ['MarkSourcesSame', 'MarkSourcesDistinct', 'AssertIndependence'] as const) {
      expect(world().when({ type, reason, ...more })).toMatchObject({ refused });
    }
  });
});
