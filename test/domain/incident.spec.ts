import { given, idOf, openIncident, questionId, raiseQuestion, smallCase } from '../support/given.js';

const base = idOf('incident', 'base');
const umbrella = idOf('incident', 'umbrella');
const reason = 'The two reports speak of one night.';

describe('opening an incident', () => {
  it('takes over what was said, and nothing else', () => {
    const command = openIncident('base', {
      occurredAt: '2022-01-05',
      place: 'Ain al-Asad',
      timeZone: 'Asia/Baghdad',
    });
    expect(given().when({ ...command, sneaked: 'in' } as never)).toEqual({
      events: [
        {
          type: 'IncidentOpened',
          data: {
            namespace: 'case',
            key: 'base',
            title: 'The attack on base',
            occurredAt: '2022-01-05',
            place: 'Ain al-Asad',
            timeZone: 'Asia/Baghdad',
          },
        },
      ],
      warnings: [],
    });
  });

  it('does nothing for the same key with the same content, also after a later description', () => {
    const world = given(openIncident());
    expect(world.when(openIncident())).toEqual({ events: [], warnings: [] });
    const described = world.and({ type: 'DescribeIncident', incident: base, title: 'Another', reason });
    expect(described.when(openIncident())).toEqual({ events: [], warnings: [] });
    expect(described.when(openIncident('base', { title: 'Another' }))).toEqual({ events: [], warnings: [] });
  });

  it('tells what differs when the same key comes with other content', () => {
    expect(given(openIncident()).when(openIncident('base', { title: 'Else', place: 'There' }))).toMatchObject(
      {
        refused: 'other-content',
        field: 'place',
        message: expect.stringContaining(
          'case:base is in the ledger already, with other content in: place, title',
        ),
      },
    );
  });

  it.each([
    ['bad-key', 'key', { key: 'Base' }],
    ['bad-key', 'key', { key: 'a--b' }],
    ['bad-key', 'key', { key: 'a'.repeat(121) }],
    ['bad-key', 'namespace', { namespace: '' }],
    ['empty', 'title', { title: ' ' }],
    ['bad-edtf', 'occurredAt', { occurredAt: 'last week' }],
    ['bad-time-zone', 'timeZone', { timeZone: 'Asia/Bagdad' }],
  ])('refuses %s in %s', (refused, field, more) => {
    expect(given().when(openIncident('base', more))).toMatchObject({ refused, field });
  });
});

describe('describing an incident', () => {
  it('is a judgement: whole, with a reason', () => {
    const command = { type: 'DescribeIncident', incident: base, title: 'Rockets', reason } as const;
    const world = given(openIncident());
    expect(world.when(command)).toEqual({
      events: [{ type: 'IncidentDescribed', data: { title: 'Rockets', reason } }],
      warnings: [],
    });
    expect(world.when({ ...command, reason: ' ' })).toMatchObject({
      refused: 'reason-missing',
      field: 'reason',
    });
    expect(world.when({ ...command, incident: umbrella })).toMatchObject({ refused: 'unknown-incident' });
  });
});

describe('placing an incident under another', () => {
  const place = (incident: string, parent: string | null) =>
    ({ type: 'PlaceIncidentUnder', incident, parent }) as const;

  it('adds it once, and takes it out again', () => {
    const world = given(openIncident(), openIncident('umbrella'));
    expect(world.when(place(base, umbrella))).toEqual({
      events: [{ type: 'IncidentPlacedUnder', data: { parent: umbrella } }],
      warnings: [],
    });
    world.and(place(base, umbrella));
    expect(world.when(place(base, umbrella))).toEqual({ events: [], warnings: [] });
    expect(world.when(place(base, null))).toMatchObject({ events: [{ data: { parent: null } }] });
  });

  it('refuses an incident that is not there, and a circle of any length', () => {
    const third = idOf('incident', 'third');
    const world = given(openIncident(), openIncident('umbrella'), openIncident('third'));
    expect(world.when(place(base, idOf('incident', 'nowhere')))).toMatchObject({
      refused: 'unknown-incident',
      field: 'parent',
    });
    expect(world.when(place(base, base))).toMatchObject({ refused: 'circle' });
    world.and(place(base, umbrella), place(umbrella, third));
    expect(world.when(place(third, base))).toMatchObject({ refused: 'circle', field: 'parent' });
  });

  it('refuses an undoing that would bring a circle back', () => {
    const world = given(openIncident(), openIncident('umbrella'));
    world.and(place(base, umbrella), place(base, null));
    const takenOut = world.lastEvent;
    world.and(place(umbrella, base));
    const undo = { type: 'UndoAct', thing: { kind: 'incident', id: base }, event: takenOut, reason } as const;
    expect(world.when(undo)).toMatchObject({ refused: 'circle' });
  });
});

describe('constraints', () => {
  const landed = questionId('landed');
  const fired = questionId('fired');
  const atMost = { kind: 'at-most', lesser: landed, greater: fired } as const;
  const declare = (relation: object) => ({ type: 'DeclareConstraint', incident: base, relation }) as never;

  it('are declared once, whatever the order of what is equal in them', () => {
    const inside = questionId('inside');
    const sum = { kind: 'sum', total: fired, parts: [landed, inside] };
    const world = smallCase().and(raiseQuestion('inside'), declare(sum), declare(atMost));
    expect(world.when(declare({ ...sum, parts: [inside, landed] }))).toEqual({ events: [], warnings: [] });
    expect(world.when(declare({ kind: 'at-most', lesser: fired, greater: landed }))).toMatchObject({
      events: [{ type: 'ConstraintDeclared' }],
    });
  });

  it('are lifted with a reason, once, and can be declared again', () => {
    const world = smallCase().and(declare(atMost));
    const [constraint] = Object.keys(world.thing('incident', 'base').constraints);
    const lift = { type: 'LiftConstraint', incident: base, constraint: constraint!, reason } as const;
    expect(world.when({ ...lift, reason: '' })).toMatchObject({ refused: 'reason-missing' });
    expect(world.when({ ...lift, constraint: base })).toMatchObject({ refused: 'unknown-constraint' });
    world.and(lift);
    expect(world.when(lift)).toEqual({ events: [], warnings: [] });
    expect(world.when(declare(atMost))).toMatchObject({ events: [{ data: { constraint } }] });
  });

  it.each([
    ['unknown-question', { kind: 'at-most', lesser: landed, greater: base }],
    ['constraint-repeats', { kind: 'at-most', lesser: landed, greater: landed }],
    ['constraint-repeats', { kind: 'sum', total: landed, parts: [landed, fired] }],
    ['constraint-too-small', { kind: 'sum', total: landed, parts: [fired] }],
    ['constraint-too-small', { kind: 'same', questions: [fired] }],
    ['constraint-type', { kind: 'same', questions: [fired, questionId('motive')] }],
    ['constraint-type', { kind: 'sum', total: questionId('when'), parts: [fired, landed] }],
    ['constraint-type', { kind: 'at-most', lesser: questionId('when'), greater: landed }],
  ])('refuses %s', (refused, relation) => {
    const world = smallCase().and(raiseQuestion('when', { valueType: 'time' }));
    expect(world.when(declare(relation))).toMatchObject({ refused, field: 'relation' });
  });

  it('join times by at-most and same, and warn of different units', () => {
    const world = smallCase().and(
      raiseQuestion('start', { valueType: 'time' }),
      raiseQuestion('end', { valueType: 'time' }),
      raiseQuestion('people', { unit: 'people' }),
      raiseQuestion('rockets', { unit: 'rockets' }),
    );
    const same = { kind: 'same', questions: [questionId('start'), questionId('end')] };
    expect(world.when(declare(same))).toMatchObject({ events: [{}], warnings: [] });
    const mixed = { kind: 'at-most', lesser: questionId('people'), greater: questionId('rockets') };
    expect(world.when(declare(mixed))).toMatchObject({ events: [{}], warnings: ['units-differ'] });
  });
});
