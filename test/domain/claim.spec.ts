import {
  citation,
  idOf,
  openIncident,
  questionId,
  raiseQuestion,
  recordClaim,
  registerDocument,
  registerSource,
  respond,
  smallCase,
} from '../support/given.js';

const reason = 'Read again, with the page beside it.';
const source = (key: string) => idOf('source', key);
const claim = (key: string) => idOf('claim', key);
const nothing = { events: [], warnings: [] };

describe('recording a claim', () => {
  it('takes over what was said and leaves unsaid what is so anyway', () => {
    const command = recordClaim('a', { lineageRecorded: true, inferred: false, jointly: [], capture: 0 });
    const { type: _type, ...said } = recordClaim('a');
    expect(smallCase().when(command)).toEqual({
      events: [{ type: 'ClaimRecorded', data: said }],
      warnings: [],
    });
  });

  it('does nothing for the same again, as first entered or as it stands now', () => {
    const corrected = { kind: 'exact', n: 6 } as const;
    const world = smallCase().and(recordClaim('a'), {
      type: 'CorrectTranscription',
      claim: claim('a'),
      value: corrected,
      citation,
      reason,
    });
    expect(world.when(recordClaim('a'))).toEqual(nothing);
    expect(world.when(recordClaim('a', { value: corrected }))).toEqual(nothing);
    expect(world.when(recordClaim('a', { value: { kind: 'none' }, hedge: 'likely' }))).toMatchObject({
      refused: 'other-content',
      field: 'hedge',
      message: expect.stringContaining('hedge, value'),
    });
  });

  it('takes a claim to which nobody gave a key', () => {
    const { key: _key, ...unnamed } = recordClaim('a');
    expect(smallCase().when(unnamed)).toMatchObject({ events: [{ type: 'ClaimRecorded' }] });
    expect(smallCase().and(unnamed).when(unnamed)).toEqual(nothing);
  });

  const value = { kind: 'exact', n: 5 } as const;
  it.each([
    ['bad-key', 'key', { key: 'A1' }],
    ['value-and-silence', 'silence', { silence: 'no-comment' as const }],
    ['unknown-incident', 'incident', { incident: idOf('incident', 'nowhere') }],
    ['unknown-question', 'question', { question: questionId('nothing') }],
    ['other-incident', 'question', { incident: idOf('incident', 'other') }],
    ['unknown-document', 'document', { document: idOf('document', 'nothing') }],
    ['chain-empty', 'chain', { chain: [] }],
    ['chain-start', 'chain', { chain: [source('agency'), source('officer')] }],
    ['unknown-source', 'chain', { chain: [source('paper'), source('nobody')] }],
    ['unknown-source', 'jointly', { jointly: [source('nobody')] }],
    ['unknown-code', 'basis', { basis: 'seen' as never }],
    ['unknown-capture', 'capture', { capture: 1 }],
    ['bad-value', 'value', { value: { kind: 'exact', n: -1 } as const }],
    ['bad-value', 'value', { value: { kind: 'exact', n: 2.5 } as const }],
    ['bad-value', 'value', { value: { kind: 'between', low: 8, high: 5 } as const }],
    ['bad-value', 'value', { value: { text: 'five' } }],
    ['bad-value', 'value', { question: questionId('weapon'), value: { category: 'catapult' } }],
    ['bad-edtf', 'occurredAt', { occurredAt: '2022-1-5' }],
    ['bad-edtf', 'asOf', { asOf: 'now' }],
    ['bad-edtf', 'assertedAt', { assertedAt: '2022-01-05T10:00' }],
    ['bad-instant', 'publishedAt', { publishedAt: '5 January' }],
    ['empty', 'utterance', { utterance: '' }],
    ['empty', 'citation.exact', { citation: { exact: '' } }],
    ['bad-offsets', 'citation.end', { citation: { exact: 'x', start: 5, end: 4 } }],
    ['bad-offsets', 'citation.start', { citation: { exact: 'x', start: 5 } }],
    ['bad-offsets', 'citation.start', { citation: { exact: 'x', start: 0.5, end: 2 } }],
    ['unknown-claim', 'response.to', { response: { to: [claim('none')], stance: 'denies' as const } }],
    ['response-to-nothing', 'response.to', { response: { to: [], stance: 'denies' as const } }],
    ['unknown-code', 'response.stance', { response: { to: [claim('none')], stance: 'likes' as never } }],
    ['unknown-claim', 'supersedes.claim', { supersedes: { claim: claim('none'), as: 'update' as const } }],
    ['circle', 'supersedes.claim', { supersedes: { claim: claim('a'), as: 'update' as const } }],
  ])('refuses %s in %s: %j', (refused, field, more) => {
    const world = smallCase().and(openIncident('other'));
    expect(world.when(recordClaim('a', { value, ...more }))).toMatchObject({ refused, field });
  });

  it('says something, and a value or a silence answers a question', () => {
    const { value: _value, ...mute } = recordClaim('a');
    expect(smallCase().when(mute)).toMatchObject({ refused: 'says-nothing' });
    const { question: _question, ...astray } = recordClaim('a');
    expect(smallCase().when(astray)).toMatchObject({ refused: 'question-missing' });
    expect(smallCase().when({ ...mute, silence: 'no-comment' })).toMatchObject({ events: [{}] });
    expect(smallCase().when({ ...mute, silence: 'mum' as never })).toMatchObject({ refused: 'unknown-code' });
  });

  it('takes a source as a value only where there is one', () => {
    const world = smallCase().and(raiseQuestion('who', { valueType: 'source' }));
    const by = (key: string) =>
      recordClaim('a', { question: questionId('who'), value: { source: source(key) } });
    expect(world.when(by('army'))).toMatchObject({ events: [{}] });
    expect(world.when(by('nobody'))).toMatchObject({ refused: 'unknown-source', field: 'value' });
  });

  it('cites a capture that the document has', () => {
    const capture = (digit: string) =>
      ({ type: 'CaptureDocument', document: idOf('document', 'article'), sha256: digit.repeat(64) }) as const;
    const world = smallCase().and(capture('0'), capture('1'));
    expect(world.when(recordClaim('a', { capture: 1 }))).toMatchObject({
      events: [{ data: { capture: 1 } }],
    });
    expect(world.when(recordClaim('a', { capture: 2 }))).toMatchObject({ refused: 'unknown-capture' });
  });
});

describe('confirming', () => {
  const confirm = (more: object) => respond('b', { to: [claim('a')], stance: 'confirms' }, more);

  it('is saying the same: in other figures too, on another question anything', () => {
    const world = smallCase().and(recordClaim('a'));
    const landed = questionId('landed');
    expect(world.when(confirm({}))).toMatchObject({ events: [{}] });
    expect(
      world.when(confirm({ question: landed, value: { kind: 'between', low: 5, high: 5 } })),
    ).toMatchObject({
      events: [{}],
    });
    expect(world.when(confirm({ question: landed, value: { kind: 'at-least', n: 5 } }))).toMatchObject({
      refused: 'confirms-other-value',
      field: 'value',
    });
    expect(world.when(confirm({ question: questionId('fired'), value: { kind: 'none' } }))).toMatchObject({
      events: [{}],
    });
  });

  it('of a text may be in other words', () => {
    const motive = { question: questionId('motive'), value: { text: 'Revenge' } };
    const world = smallCase().and(recordClaim('a', motive));
    expect(world.when(confirm({ ...motive, value: { text: 'retaliation' } }))).toMatchObject({
      events: [{}],
    });
  });

  it('of a time is judged by what it allows', () => {
    const when = (time: string) => ({ question: questionId('when'), value: { time } });
    const world = smallCase().and(raiseQuestion('when', { valueType: 'time' }));
    world.and(recordClaim('a', when('2022-01-05T10:00Z')));
    expect(world.when(confirm(when('2022-01-05T13:00+03:00')))).toMatchObject({ events: [{}] });
    expect(world.when(confirm(when('2022-01-06')))).toMatchObject({ refused: 'confirms-other-value' });
  });
});

describe('warnings at entry', () => {
  const world = () => smallCase().and(registerSource('ministry', { kind: 'organisation' }));

  it('asks whether an outlet at the end of a chain is really the origin', () => {
    const own = { chain: [source('paper')] };
    expect(world().when(recordClaim('a', own))).toMatchObject({ warnings: ['origin-is-outlet'] });
    for (const more of [
      { basis: 'witnessed' as const },
      { basis: 'deduced' as const },
      { lineageRecorded: false },
      { inferred: true },
    ]) {
      expect(world().when(recordClaim('a', { ...own, ...more }))).toMatchObject({ warnings: [] });
    }
    expect(world().when(recordClaim('a', { ...own, basis: 'told' }))).toMatchObject({
      warnings: [expect.any(String)],
    });
  });

  it('misses the words, and offsets that do not fit them', () => {
    const { citation: _citation, ...bare } = recordClaim('a');
    expect(world().when(bare)).toMatchObject({ warnings: ['no-citation'] });
    const emoji = { exact: '🚀 five', start: 10, end: 16 };
    expect(world().when(recordClaim('a', { citation: emoji }))).toMatchObject({ warnings: [] });
    expect(world().when(recordClaim('a', { citation: { ...emoji, end: 17 } }))).toMatchObject({
      warnings: ['citation-length'],
    });
  });

  const corrects = { to: [claim('a')], stance: 'corrects' } as const;
  const by = (...keys: string[]) => ({ chain: ['paper', ...keys].map(source) });
  it.each([
    ['its origin', by('officer')],
    ['who shares its root organisation', by('army')],
    ['a relay in its chain', { ...by('agency'), basis: 'induced' as const }],
    ['the publisher, a relay too', { ...by(), basis: 'deduced' as const }],
  ])('has no complaint where %s corrects', (_who, more) => {
    const command = respond('b', { to: [...corrects.to], stance: 'corrects' }, more);
    expect(world().and(recordClaim('a')).when(command)).toMatchObject({ warnings: [] });
  });

  it('says that others do not take back, and that an outsider’s "supersedes" does nothing', () => {
    const outsider = by('ministry');
    const recorded = world().and(recordClaim('a'));
    for (const stance of ['corrects', 'retracts'] as const) {
      const response = respond('b', { to: [claim('a')], stance }, outsider);
      expect(recorded.when(response)).toMatchObject({ warnings: ['not-entitled'] });
    }
    const denial = respond('b', { to: [claim('a')], stance: 'denies' }, outsider);
    expect(recorded.when(denial)).toMatchObject({ warnings: [] });
    const later = recordClaim('b', { ...outsider, supersedes: { claim: claim('a'), as: 'update' } });
    expect(recorded.when(later)).toMatchObject({ warnings: ['not-entitled'] });
  });

  it('knows the mouth of an institution, what is marked the same, and a claim without origin', () => {
    const tied = world().and(
      registerSource('spokesman', { kind: 'person', speaksFor: source('army') }),
      registerSource('armee', { kind: 'organisation' }),
      recordClaim('a'),
      recordClaim('c', { lineageRecorded: false }),
    );
    const correction = (to: string, key: string) =>
      respond('b', { to: [claim(to)], stance: 'corrects' }, by(key));
    expect(tied.when(correction('a', 'spokesman'))).toMatchObject({ warnings: [] });
    expect(tied.when(correction('a', 'armee'))).toMatchObject({ warnings: ['not-entitled'] });
    expect(tied.when(correction('c', 'spokesman'))).toMatchObject({ warnings: ['not-entitled'] });
    expect(tied.when(correction('c', 'officer'))).toMatchObject({ warnings: [] });
    tied.and(
      registerSource('desk', { kind: 'organisation', speaksFor: source('agency') }),
      registerSource('stringer', { kind: 'person', memberOf: source('agency') }),
    );
    expect(tied.when(correction('a', 'desk'))).toMatchObject({ warnings: [] });
    expect(tied.when(correction('a', 'stringer'))).toMatchObject({ warnings: ['not-entitled'] });
    tied.and({ type: 'MarkSourcesSame', source: source('army'), other: source('armee'), reason });
    expect(tied.when(correction('a', 'armee'))).toMatchObject({ warnings: [] });
  });
});

describe('correcting what was transcribed', () => {
  const correct = (key: string, more: object) =>
    ({ type: 'CorrectTranscription', claim: claim(key), citation, reason, ...more }) as const;

  it('is whole, checked as on entry, and nothing where it changes nothing', () => {
    const world = smallCase().and(recordClaim('a'));
    const value = { kind: 'exact', n: 8 };
    expect(world.when(correct('a', { value }))).toEqual({
      events: [{ type: 'ClaimTranscriptionCorrected', data: { value, citation, reason } }],
      warnings: [],
    });
    expect(world.when(correct('a', { value: { kind: 'exact', n: 5 } }))).toEqual(nothing);
    expect(world.when(correct('a', { value, reason: '' }))).toMatchObject({ refused: 'reason-missing' });
    expect(world.when(correct('a', {}))).toMatchObject({ refused: 'says-nothing' });
    expect(world.when(correct('a', { value: { text: 'x' } }))).toMatchObject({ refused: 'bad-value' });
    expect(world.when(correct('none', { value }))).toMatchObject({
      refused: 'unknown-claim',
      field: 'claim',
    });
  });

  it('cannot close a circle of responses and supersessions', () => {
    const value = { kind: 'exact', n: 8 };
    const world = smallCase().and(
      recordClaim('a'),
      respond('b', { to: [claim('a')], stance: 'doubts' }),
      recordClaim('c', { supersedes: { claim: claim('b'), as: 'correction' } }),
    );
    const response = { to: [claim('c')], stance: 'denies' };
    expect(world.when(correct('a', { value, response }))).toMatchObject({
      refused: 'circle',
      field: 'response.to',
    });
    const supersedes = { claim: claim('c'), as: 'update' };
    expect(world.when(correct('a', { value, supersedes }))).toMatchObject({
      refused: 'circle',
      field: 'supersedes.claim',
    });
  });
});

describe('correcting an attribution', () => {
  const correct = {
    type: 'CorrectAttribution',
    claim: claim('a'),
    chain: ['paper', 'army'].map(source),
    reason,
  } as const;
  const command = { ...correct, chain: [...correct.chain] };

  it('is whole and checked as on entry', () => {
    const world = smallCase().and(recordClaim('a'));
    expect(world.when(command)).toEqual({
      events: [{ type: 'AttributionCorrected', data: { chain: command.chain, reason } }],
      warnings: [],
    });
    expect(world.when({ ...command, chain: recordClaim('a').chain })).toEqual(nothing);
    expect(world.when({ ...command, chain: [source('army')] })).toMatchObject({ refused: 'chain-start' });
    expect(world.when({ ...command, chain: [source('paper')] })).toMatchObject({
      warnings: ['origin-is-outlet'],
    });
    expect(world.when({ ...command, reason: '' })).toMatchObject({ refused: 'reason-missing' });
  });
});

describe('moving a claim', () => {
  const move = (question: string) => ({ type: 'MoveClaim', claim: claim('a'), question, reason }) as const;

  it('goes to another question, across incidents too, if its type takes the value', () => {
    const other = idOf('incident', 'other');
    const world = smallCase().and(
      recordClaim('a'),
      openIncident('other'),
      raiseQuestion('landed', { incident: other }),
    );
    const there = questionId('landed', 'other');
    expect(world.when(move(there))).toEqual({
      events: [{ type: 'ClaimMovedToQuestion', data: { incident: other, question: there, reason } }],
      warnings: [],
    });
    expect(world.when(move(questionId('landed')))).toEqual(nothing);
    expect(world.when(move(questionId('motive')))).toMatchObject({ refused: 'bad-value' });
    expect(world.when(move(questionId('nowhere')))).toMatchObject({ refused: 'unknown-question' });
    expect(world.when({ ...move(there), reason: ' ' })).toMatchObject({ refused: 'reason-missing' });
    world.and(move(there));
    expect(world.when(recordClaim('a'))).toEqual(nothing);
  });

  it('does not move a response, which stands where its target stands', () => {
    const world = smallCase().and(recordClaim('b'), respond('a', { to: [claim('b')], stance: 'doubts' }));
    expect(world.when(move(questionId('fired')))).toMatchObject({ refused: 'nothing-to-move' });
  });
});

describe('superseding a claim', () => {
  const supersede = (key: string, by: string) =>
    ({ type: 'SupersedeClaim', claim: claim(key), by: claim(by), as: 'update', reason }) as const;
  const world = () => smallCase().and(recordClaim('a'), recordClaim('b', { value: { kind: 'exact', n: 8 } }));

  it('is an editor’s word, said once', () => {
    expect(world().when(supersede('a', 'b'))).toEqual({
      events: [{ type: 'ClaimSuperseded', data: { by: claim('b'), as: 'update', reason } }],
      warnings: [],
    });
    const said = world().and(supersede('a', 'b'));
    expect(said.when(supersede('a', 'b'))).toEqual(nothing);
    expect(said.when({ ...supersede('a', 'b'), as: 'correction' })).toMatchObject({ events: [{}] });
  });

  it('is refused by an unknown claim, without a reason, and in a circle', () => {
    expect(world().when(supersede('a', 'none'))).toMatchObject({ refused: 'unknown-claim', field: 'by' });
    expect(world().when({ ...supersede('a', 'b'), reason: '' })).toMatchObject({ refused: 'reason-missing' });
    expect(world().when({ ...supersede('a', 'b'), as: 'joke' as never })).toMatchObject({
      refused: 'unknown-code',
    });
    expect(world().when(supersede('a', 'a'))).toMatchObject({ refused: 'circle', field: 'by' });
    expect(world().and(supersede('a', 'b')).when(supersede('b', 'a'))).toMatchObject({ refused: 'circle' });
    const chained = world().and(recordClaim('c', { supersedes: { claim: claim('b'), as: 'update' } }));
    expect(chained.and(supersede('a', 'c')).when(supersede('b', 'a'))).toMatchObject({ events: [{}] });
    expect(chained.when(supersede('c', 'b'))).toMatchObject({ refused: 'circle' });
  });

  it('warns where the later one has no right to take the earlier back', () => {
    const outsider = recordClaim('c', { chain: [source('paper'), source('ministry')] });
    const with3 = world().and(registerSource('ministry', { kind: 'organisation' }), outsider);
    expect(with3.when(supersede('a', 'c'))).toMatchObject({ warnings: ['not-entitled'] });
  });
});

describe('judging a claim', () => {
  it('withdraws it once, with a reason', () => {
    const withdraw = { type: 'WithdrawClaim', claim: claim('a'), reason } as const;
    const world = smallCase().and(recordClaim('a'));
    expect(world.when({ ...withdraw, reason: '' })).toMatchObject({ refused: 'reason-missing' });
    expect(world.when(withdraw)).toEqual({
      events: [{ type: 'ClaimWithdrawn', data: { reason } }],
      warnings: [],
    });
    expect(world.and(withdraw).when({ ...withdraw, reason: 'Again.' })).toEqual(nothing);
    expect(world.when(recordClaim('a'))).toEqual(nothing);
  });

  it.each([
    ['AssessClaim', { credibility: '2' }, { credibility: '7' }],
    ['RankClaim', { rank: 'deprecated' }, { rank: 'best' }],
  ])('%s records each new judgement, with a code of its list', (type, fine, odd) => {
    const judge = (more: object) => ({ type, claim: claim('a'), reason, ...more }) as never;
    const world = smallCase().and(recordClaim('a'), judge(fine));
    expect(world.when(judge(fine))).toEqual(nothing);
    expect(world.when(judge({ ...fine, reason: 'Another reason.' }))).toMatchObject({ events: [{}] });
    expect(world.when(judge(odd))).toMatchObject({ refused: 'unknown-code' });
    expect(world.when(judge({ ...fine, reason: '' }))).toMatchObject({ refused: 'reason-missing' });
  });

  it('compares the wordings of two claims with texts or places on one question', () => {
    const motive = (key: string, text: string, question = 'motive') =>
      recordClaim(key, { question: questionId(question), value: { text } });
    const compare = (a: string, b: string, same = true) =>
      ({ type: 'CompareWordings', claim: claim(a), other: claim(b), same, reason }) as const;
    const world = smallCase().and(
      raiseQuestion('slogan', { valueType: 'text' }),
      motive('a', 'Revenge'),
      motive('b', 'retaliation'),
      motive('c', 'Revenge!', 'slogan'),
      recordClaim('d'),
    );
    world.and(compare('b', 'a'));
    expect(world.when(compare('a', 'b'))).toEqual(nothing);
    expect(world.when(compare('a', 'b', false))).toMatchObject({ events: [{ data: { same: false } }] });
    expect(world.when(compare('a', 'c'))).toMatchObject({ refused: 'other-question' });
    expect(world.when(compare('a', 'd'))).toMatchObject({ refused: 'no-wording' });
    expect(world.when(compare('a', 'a'))).toMatchObject({ refused: 'same-thing' });
    expect(world.when(compare('a', 'none'))).toMatchObject({ refused: 'unknown-claim' });
    expect(world.when({ ...compare('a', 'b', false), reason: '' })).toMatchObject({
      refused: 'reason-missing',
    });
  });
});

it('keeps the publisher first also where two documents carry one story', () => {
  const world = smallCase().and(registerDocument('copy', 'agency'));
  const copied = recordClaim('a', {
    document: idOf('document', 'copy'),
    chain: [source('agency'), source('officer')],
  });
  expect(world.when(copied)).toMatchObject({ events: [{}] });
});
