import type { Command } from '../../src/domain/commands.js';
import type { ThingKind } from '../../src/domain/names.js';
import { inForce } from '../../src/domain/undo.js';
import { idOf, questionId, recordClaim, registerSource, smallCase, type World } from '../support/given.js';

const reason = 'It was a slip.';
const nothing = { events: [], warnings: [] };
const undo = (kind: ThingKind, id: string, event: string): Command => ({
  type: 'UndoAct',
  thing: { kind, id },
  event,
  reason,
});
const claim = idOf('claim', 'a');
const landed = questionId('landed');
const base = idOf('incident', 'base');

const assess = (credibility: '1' | '2'): Command => ({ type: 'AssessClaim', claim, credibility, reason });
const resolve = (n: number): Command => ({
  type: 'ResolveQuestion',
  question: landed,
  value: { kind: 'exact', n },
  claims: [claim],
  stood: [claim],
  method: 'reconciliation@1',
  seen: 'sha256:0',
  reason,
});

describe('undoing by the opposite event', () => {
  it('of recording a claim is withdrawing it', () => {
    const world = smallCase().and(recordClaim('a'));
    const command = undo('claim', claim, world.lastEvent);
    expect(world.when(command)).toEqual({
      events: [{ type: 'ClaimWithdrawn', data: { reason } }],
      warnings: [],
    });
    expect(world.and(command).when(command)).toEqual(nothing);
    expect(world.thing('claim', 'a').withdrawn).toBe(true);
  });

  it('of declaring a constraint is lifting it, and the reverse', () => {
    const relation = { kind: 'at-most' as const, lesser: landed, greater: questionId('fired') };
    const world = smallCase().and({ type: 'DeclareConstraint', incident: base, relation });
    const declared = world.lastEvent;
    const [constraint] = Object.keys(world.thing('incident', 'base').constraints);
    const command = undo('incident', base, declared);
    expect(world.when(command)).toMatchObject({
      events: [{ type: 'ConstraintLifted', data: { constraint } }],
    });
    world.and(command);
    expect(world.when(command)).toEqual(nothing);
    const redo = undo('incident', base, world.lastEvent);
    expect(world.when(redo)).toMatchObject({
      events: [{ type: 'ConstraintDeclared', data: { constraint, relation, reason } }],
    });
  });

  it('of resolving is reopening, but the resolution before comes back by ActUndone', () => {
    const world = smallCase().and(recordClaim('a'), resolve(5));
    const first = world.lastEvent;
    expect(world.when(undo('question', landed, first))).toEqual({
      events: [{ type: 'QuestionReopened', data: { reason } }],
      warnings: [],
    });
    world.and(resolve(6));
    const second = undo('question', landed, world.lastEvent);
    expect(world.when(second)).toMatchObject({ events: [{ type: 'ActUndone' }] });
    world.and(second);
    expect(world.thing('question', 'base/landed').resolution).toMatchObject({
      event: first,
      value: { n: 5 },
    });
    expect(world.when(second)).toEqual(nothing);
  });
});

describe('undoing by ActUndone', () => {
  it('takes back the effect of one act, and later acts on the same thing hold', () => {
    const world = smallCase().and(recordClaim('a'), assess('1'));
    const first = world.lastEvent;
    world.and(assess('2'), { type: 'RankClaim', claim, rank: 'preferred', reason });
    const second = world.eventIds.at(-2)!;
    world.and(undo('claim', claim, first));
    expect(world.thing('claim', 'a')).toMatchObject({
      credibility: { credibility: '2' },
      rank: { rank: 'preferred' },
    });
    world.and(undo('claim', claim, second));
    expect(world.thing('claim', 'a').credibility).toBeUndefined();
    expect(world.thing('claim', 'a').rank).toMatchObject({ rank: 'preferred' });
  });

  it('names the act and its type, once', () => {
    const world = smallCase().and(recordClaim('a'), assess('1'));
    const command = undo('claim', claim, world.lastEvent);
    expect(world.when(command)).toEqual({
      events: [
        {
          type: 'ActUndone',
          data: { undone: world.lastEvent, of: 'ClaimCredibilityAssessed', reason },
        },
      ],
      warnings: [],
    });
    expect(world.and(command).when(command)).toEqual(nothing);
  });

  it('brings the act back when the undoing is undone, as often as you like', () => {
    const world = smallCase().and(recordClaim('a'), assess('1'));
    const credibility = () => world.thing('claim', 'a').credibility?.credibility;
    for (const expected of [undefined, '1', undefined, '1']) {
      world.and(undo('claim', claim, world.lastEvent));
      expect(credibility()).toBe(expected);
    }
    const assessed = world.eventIds.at(-5)!;
    expect(world.when(undo('claim', claim, assessed))).toMatchObject({ events: [{ type: 'ActUndone' }] });
  });

  it('brings a reopened resolution back as it was decided', () => {
    const world = smallCase().and(recordClaim('a'), resolve(5));
    const resolved = world.lastEvent;
    world.and({ type: 'ReopenQuestion', question: landed, reason });
    world.and(undo('question', landed, world.lastEvent));
    expect(world.thing('question', 'base/landed').resolution).toMatchObject({ event: resolved });
  });

  it('takes back a move, a withdrawal, an attribution and what was said of two sources', () => {
    const world = smallCase().and(registerSource('armee'), recordClaim('a'));
    const before = world.thing('claim', 'a');
    const chain = ['paper', 'army'].map((key) => idOf('source', key));
    const acts: Command[] = [
      { type: 'MoveClaim', claim, question: questionId('fired'), reason },
      { type: 'WithdrawClaim', claim, reason },
      { type: 'CorrectAttribution', claim, chain, reason },
    ];
    world.and(...acts);
    for (const event of world.eventIds.slice(-acts.length)) world.and(undo('claim', claim, event));
    expect(world.thing('claim', 'a')).toEqual(before);

    const pair = [idOf('source', 'army'), idOf('source', 'armee')].sort() as [string, string];
    world.and({ type: 'MarkSourcesSame', source: pair[0], other: pair[1], reason });
    const marked = undo('source', pair[0], world.lastEvent);
    expect(world.when(marked)).toMatchObject({ events: [{ type: 'ActUndone' }] });
    world.and(marked);
    expect(world.when({ type: 'MarkSourcesSame', source: pair[1], other: pair[0], reason })).toMatchObject({
      events: [{}],
    });
  });

  it('is refused where the value would not fit the question to which it would return', () => {
    const other = questionId('tool');
    const world = smallCase().and(
      {
        type: 'RaiseQuestion',
        incident: base,
        key: 'tool',
        valueType: 'category',
        ask: 'By what?',
        categories: [
          { key: 'strike', label: 'Strike' },
          { key: 'mine', label: 'Mine' },
        ],
      },
      recordClaim('a', { question: questionId('weapon'), value: { category: 'strike' } }),
      { type: 'MoveClaim', claim, question: other, reason },
    );
    const move = world.lastEvent;
    world.and({ type: 'CorrectTranscription', claim, value: { category: 'mine' }, reason });
    expect(world.when(undo('claim', claim, move))).toMatchObject({
      refused: 'bad-value',
      message: expect.stringMatching(/^it cannot be undone now\./),
    });
  });
});

describe('what cannot be undone', () => {
  const opened = (world: World, index: number) => world.eventIds[index]!;

  it('is what was entered: it stays, and the answer says what to do instead', () => {
    const world = smallCase();
    const entered: [ThingKind, string, number][] = [
      ['incident', base, 0],
      ['question', landed, 1],
      ['source', idOf('source', 'paper'), 5],
      ['document', idOf('document', 'article'), 9],
    ];
    for (const [kind, id, index] of entered) {
      expect(world.when(undo(kind, id, opened(world, index)))).toMatchObject({ refused: 'not-undoable' });
    }
  });

  it('is an event that is not there, or without a reason', () => {
    const world = smallCase().and(recordClaim('a'), assess('1'));
    expect(world.when(undo('claim', claim, 'event-1'))).toMatchObject({
      refused: 'unknown-event',
      field: 'event',
    });
    expect(world.when(undo('claim', idOf('claim', 'b'), world.lastEvent))).toMatchObject({
      refused: 'unknown-event',
    });
    const command = { ...undo('claim', claim, world.lastEvent), reason: ' ' } as Command;
    expect(world.when(command)).toMatchObject({ refused: 'reason-missing' });
  });
});

it('tells the acts in force, undoings read from the last one backwards', () => {
  const act = (id: string, undone?: string) => ({
    id,
    type: undone === undefined ? 'ClaimRanked' : 'ActUndone',
    data: { undone },
  });
  const acts = [act('1'), act('2'), act('3', '1'), act('4', '3'), act('5', '2')];
  expect(inForce(acts).map(({ id }) => id)).toEqual(['1']);
});
