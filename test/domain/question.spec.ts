import {
  idOf,
  openIncident,
  questionId,
  raiseQuestion,
  recordClaim,
  respond,
  smallCase,
} from '../support/given.js';

const reason = 'Counted again from the footage.';
const landed = questionId('landed');

describe('raising a question', () => {
  it('names it by its incident, leaves unsaid what is so anyway, and does nothing twice', () => {
    const command = raiseQuestion('inside', { unit: 'rockets', cumulative: false, multiple: true });
    const world = smallCase();
    expect(world.when(command)).toEqual({
      events: [
        {
          type: 'QuestionRaised',
          data: {
            incident: idOf('incident', 'base'),
            key: 'inside',
            type: 'count',
            ask: 'How many: inside?',
            unit: 'rockets',
            multiple: true,
          },
        },
      ],
      warnings: [],
    });
    expect(world.and(command).when(command)).toEqual({ events: [], warnings: [] });
    expect(world.when({ ...command, valueType: 'quantity' })).toMatchObject({
      refused: 'other-content',
      field: 'type',
      message: expect.stringContaining('base/inside'),
    });
  });

  const categories = (...list: [string, string[]?][]) => ({
    valueType: 'category' as const,
    categories: list.map(([key, broader]) => ({ key, label: key, ...(broader && { broader }) })),
  });
  it.each([
    ['unknown-incident', 'incident', { incident: idOf('incident', 'nowhere') }],
    ['bad-key', 'key', { key: 'how many' }],
    ['empty', 'ask', { ask: '' }],
    ['unknown-code', 'type', { valueType: 'number' as never }],
    ['categories-not-taken', 'categories', { ...categories(['a']), valueType: 'count' as const }],
    ['doubled-key', 'categories', categories(['a'], ['a'])],
    ['bad-key', 'categories', categories(['A'])],
    ['unknown-category', 'categories', categories(['a', ['b']])],
    ['circle', 'categories', categories(['a', ['b']], ['b', ['c']], ['c', ['a']])],
    ['circle', 'categories', categories(['a', ['a']])],
    ['bad-edtf', 'scope.window', { scope: { window: '5.1.2022' } }],
  ])('refuses %s in %s', (refused, field, more) => {
    expect(smallCase().when(raiseQuestion('new', more))).toMatchObject({ refused, field });
  });

  it('is refused while its incident is not there, without a claim on any stream', () => {
    expect(
      smallCase().when(raiseQuestion('landed', { incident: idOf('incident', 'nowhere') })),
    ).toMatchObject({
      refused: 'unknown-incident',
    });
  });
});

describe('rewording a question', () => {
  const weapon = smallCase().thing('question', 'base/weapon').description;
  const reword = { type: 'RewordQuestion', question: questionId('weapon'), ...weapon, reason } as const;

  it('adds and relabels categories, and takes none away', () => {
    const world = smallCase();
    expect(world.when(reword)).toEqual({ events: [], warnings: [] });
    const more = [...weapon.categories!, { key: 'artillery', label: 'Artillery', broader: ['strike'] }];
    expect(world.when({ ...reword, categories: more })).toMatchObject({
      events: [{ type: 'QuestionReworded', data: { categories: more, reason } }],
    });
    expect(world.when({ ...reword, categories: weapon.categories!.slice(0, 1) })).toMatchObject({
      refused: 'category-gone',
    });
    world.and({ ...reword, categories: more });
    const undo = { type: 'UndoAct', thing: { kind: 'question', id: questionId('weapon') }, reason } as const;
    expect(world.when({ ...undo, event: world.lastEvent })).toMatchObject({ refused: 'category-gone' });
  });

  it('needs a reason and a question that is there', () => {
    const world = smallCase();
    expect(world.when({ ...reword, ask: 'What with?', reason: '' })).toMatchObject({
      refused: 'reason-missing',
    });
    expect(world.when({ ...reword, question: landed.replace(/^./, 'x') })).toMatchObject({
      refused: 'unknown-question',
    });
  });
});

describe('resolving a question', () => {
  const claim = idOf('claim', 'a');
  const resolve = {
    type: 'ResolveQuestion',
    question: landed,
    value: { kind: 'exact', n: 5 },
    claims: [claim],
    stood: [claim],
    method: 'reconciliation@1',
    seen: 'sha256:0',
    reason,
  } as const;
  const command = { ...resolve, claims: [...resolve.claims], stood: [...resolve.stood] };
  const world = () => smallCase().and(recordClaim('a'));

  it('keeps the answer, its grounds and what was seen, and repeats nothing for another look alone', () => {
    const { type: _type, question: _question, ...data } = command;
    expect(world().when(command)).toEqual({ events: [{ type: 'QuestionResolved', data }], warnings: [] });
    const resolved = world().and(command);
    expect(resolved.when({ ...command, seen: 'sha256:1', stood: [] })).toEqual({ events: [], warnings: [] });
    expect(resolved.when({ ...command, value: { kind: 'exact', n: 6 } })).toMatchObject({ events: [{}] });
  });

  it('names a thousand of those that stood and counts the rest, so that the event has room', () => {
    const stood = Array.from({ length: 10_000 }, (_, n) => idOf('claim', `c${n}`));
    expect(world().when({ ...command, stood })).toMatchObject({
      events: [{ data: { stood: stood.slice(0, 1_000), stoodMore: 9_000 } }],
    });
    const exactly = world().when({ ...command, stood: stood.slice(0, 1_000) });
    expect(JSON.stringify(exactly)).not.toContain('stoodMore');
  });

  it.each([
    ['reason-missing', { reason: '\n' }],
    ['bad-value', { value: { text: 'five' } }],
    ['bad-value', { value: { kind: 'exact', n: 1.5 } as const }],
    ['no-claims', { claims: [] }],
    ['unknown-claim', { claims: [idOf('claim', 'b')] }],
    ['other-question', { question: questionId('fired') }],
    ['empty', { method: '' }],
    ['empty', { seen: '' }],
  ])('refuses %s', (refused, more) => {
    expect(world().when({ ...command, ...more })).toMatchObject({ refused });
  });

  it('may rest on a response, which stands under the question of what it responds to', () => {
    const denial = respond('denial', { to: [claim], stance: 'denies' });
    const doubt = respond('doubt', { to: [idOf('claim', 'denial')], stance: 'doubts' });
    expect(
      world()
        .and(denial, doubt)
        .when({ ...command, claims: [idOf('claim', 'doubt')] }),
    ).toMatchObject({ events: [{}] });
  });

  it('does not rest on what was withdrawn', () => {
    const withdrawn = world().and({ type: 'WithdrawClaim', claim, reason });
    expect(withdrawn.when(command)).toMatchObject({ refused: 'withdrawn', field: 'claims' });
  });

  it('is reopened with a reason, once, and stays open where it was open', () => {
    const reopen = { type: 'ReopenQuestion', question: landed, reason } as const;
    expect(world().when(reopen)).toEqual({ events: [], warnings: [] });
    const resolved = world().and(command);
    expect(resolved.when({ ...reopen, reason: '' })).toMatchObject({ refused: 'reason-missing' });
    expect(resolved.when(reopen)).toEqual({
      events: [{ type: 'QuestionReopened', data: { reason } }],
      warnings: [],
    });
    expect(resolved.and(reopen).when(reopen)).toEqual({ events: [], warnings: [] });
    expect(resolved.when(command)).toMatchObject({ events: [{ type: 'QuestionResolved' }] });
  });
});

it('keeps two incidents with a question of one key apart', () => {
  const world = smallCase().and(openIncident('other'));
  const other = raiseQuestion('landed', { incident: idOf('incident', 'other') });
  expect(world.when(other)).toMatchObject({ events: [{ type: 'QuestionRaised' }] });
});
