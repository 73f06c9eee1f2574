import {
  aCase,
  about,
  atLeast,
  atMost,
  between,
  exactly,
  moreThan,
  none,
  some,
  vague,
  type Case,
} from '../../support/case.js';
import type { PolicyName } from '../../../src/domain/reconcile/view.js';

/** Hand-computed examples of R6 to R11. */
const on = (at: string, ...chain: string[]) => ({ at: `2022-01-${at}`, chain });

describe('R6: accounts', () => {
  it('are the maximal sets that can all be true together; one bound can stand in several', () => {
    const fired = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on('05', 'army'))
      .claim('eight', 'n', exactly(8), on('06', 'police'))
      .claim('bound', 'n', atLeast(5), on('07', 'ministry'));
    expect(fired.accounts('n')).toEqual([
      { low: 5, high: 5, claims: ['five', 'bound'] },
      { low: 8, high: 8, claims: ['eight', 'bound'] },
    ]);
  });
  it('claims that fit in pairs need not fit all together', () => {
    const chain = aCase()
      .question('n')
      .claim('a', 'n', between(1, 4), on('05', 'army'))
      .claim('b', 'n', between(4, 8), on('05', 'police'))
      .claim('c', 'n', between(8, 9), on('05', 'ministry'));
    expect(chain.accounts('n')).toEqual([
      { low: 4, high: 4, claims: ['a', 'b'] },
      { low: 8, high: 8, claims: ['b', 'c'] },
    ]);
  });
  it('open ends that touch have no point in common', () => {
    const weight = aCase()
      .question('n', 'quantity')
      .claim('a', 'n', { kind: 'fewer-than', n: 2.5 }, on('05', 'army'))
      .claim('b', 'n', atLeast(2.5), on('05', 'police'));
    expect(weight.view('n').status).toBe('contested');
    expect(weight.view('n').accounts.map(({ value }) => value)).toEqual([
      { low: 0, high: 2.5, highOpen: true },
      { low: 2.5, high: null },
    ]);
  });
  it('a claim without an origin joins what it fits without narrowing it, or makes an account of no origin', () => {
    const headline = aCase()
      .question('n')
      .claim('a', 'n', atLeast(5), on('05', 'army'))
      .claim('joins', 'n', exactly(7), { ...on('06', 'outlet-a'), lineageRecorded: false })
      .claim('apart', 'n', exactly(2), { ...on('06', 'outlet-b'), lineageRecorded: false });
    expect(headline.view('n')).toMatchObject({
      status: 'single-origin',
      accounts: [
        { value: { low: 2, high: 2 }, claims: ['apart'], origins: { min: 0, max: 0 } },
        { value: { low: 5, high: null }, claims: ['a', 'joins'], origins: { min: 1, max: 1 } },
      ],
    });
  });
});

describe('R7: independence', () => {
  it('six outlets that print one officer are one origin', () => {
    const six = aCase().question('n').source('officer', { kind: 'person' });
    for (const letter of 'abcdef')
      six.claim(letter, 'n', exactly(5), on('05', `outlet-${letter}`, 'officer'));
    expect(six.view('n')).toMatchObject({
      status: 'single-origin',
      accounts: [{ origins: { min: 1, max: 1 } }],
    });
  });
  it('two unnamed officials through two agencies are 1 to 2, until an editor asserts that they are independent', () => {
    const officials = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('05', 'outlet-a', 'unnamed-one'))
      .claim('b', 'n', exactly(5), on('05', 'outlet-b', 'unnamed-two'));
    expect(officials.view('n')).toMatchObject({
      status: 'independence-unclear',
      origins: { min: 1, max: 2 },
    });
    officials.act({
      act: 'assert-independence',
      sources: ['unnamed-one', 'unnamed-two'],
      reason: 'Two countries.',
    });
    expect(officials.view('n')).toMatchObject({ status: 'corroborated', origins: { min: 2, max: 2 } });
  });
  it('two officials of one institution are 1 to 2; a ministry and an aid agency are two', () => {
    const tied = aCase()
      .question('n')
      .source('one', { kind: 'person', memberOf: 'pentagon' })
      .source('two', { kind: 'person', memberOf: 'pentagon' })
      .source('pentagon')
      .claim('a', 'n', exactly(5), on('05', 'outlet-a', 'one'))
      .claim('b', 'n', exactly(5), on('05', 'outlet-b', 'two'));
    expect(tied.view('n').origins).toEqual({ min: 1, max: 2 });
    expect(tied.claim('c', 'n', exactly(5), on('06', 'aid-agency')).view('n').origins).toEqual({
      min: 2,
      max: 3,
    });
  });
  it('an outlet adds only by what it witnessed or worked out', () => {
    const outlet = (basis: 'told' | 'witnessed') =>
      aCase()
        .question('n')
        .claim('a', 'n', exactly(5), on('05', 'ministry'))
        .claim('b', 'n', exactly(5), { ...on('06', 'outlet-a'), basis });
    expect(outlet('told').view('n').origins).toEqual({ min: 1, max: 2 });
    expect(outlet('witnessed').view('n').origins).toEqual({ min: 2, max: 2 });
  });
  it('joint speakers of one claim are one', () => {
    const joint = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { ...on('05', 'outlet-a', 'army'), jointly: ['ministry'] });
    expect(joint.view('n')).toMatchObject({ status: 'independence-unclear', origins: { min: 1, max: 2 } });
  });
  it('an organisation that passes on the words of others may only be that chain cut short', () => {
    const cut = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('05', 'outlet-a', 'army'))
      .claim('b', 'n', exactly(5), on('05', 'outlet-b', 'ministry', 'army'))
      .claim('c', 'n', exactly(5), on('06', 'ministry'));
    expect(cut.view('n').origins).toEqual({ min: 1, max: 2 });
    expect(cut.explanation('n').independence.roots).toContainEqual(
      expect.objectContaining({ root: 'ministry', leftOut: 'chain-cut-short', because: 'b' }),
    );
  });
  it('tells who states a value from who is merely compatible, and what two agree on', () => {
    const eight = aCase()
      .question('n')
      .claim('a', 'n', atLeast(5), on('05', 'army'))
      .claim('b', 'n', exactly(8), on('05', 'police'))
      .claim('c', 'n', moreThan(6), on('05', 'ministry'));
    expect(eight.view('n').accounts).toMatchObject([
      {
        value: { low: 8, high: 8 },
        origins: { min: 3, max: 3 },
        statedBy: { min: 1, max: 1 },
        agreed: { low: 7, high: null },
      },
    ]);
    expect(eight.view('n').status).toBe('single-origin');
  });
});

describe('R8: across questions', () => {
  const rockets = () =>
    aCase()
      .question('fired')
      .question('landed')
      .question('inside')
      .question('outside')
      .linked(
        { kind: 'sum', total: 'landed', parts: ['inside', 'outside'] },
        { kind: 'at-most', lesser: 'landed', greater: 'fired' },
      );
  it('derives what nobody said, with the claims it rests on', () => {
    const derived = rockets()
      .claim('in', 'inside', exactly(5), on('05', 'army'))
      .claim('out', 'outside', exactly(3), on('05', 'army'));
    expect(derived.view('landed')).toMatchObject({
      status: 'derived',
      derived: {
        value: { low: 8, high: 8 },
        constraints: ['landed = inside + outside'],
        claims: ['in', 'out'],
      },
    });
    expect(derived.view('fired').derived?.value).toEqual({ low: 8, high: null });
  });
  it('finds what cannot all be true, all together and for one origin at its word', () => {
    const five = rockets()
      .claim('in', 'inside', exactly(5), on('05', 'army'))
      .claim('out', 'outside', exactly(3), on('05', 'army'))
      .claim('five', 'fired', exactly(5), on('06', 'police'));
    expect(five.view('fired')).toMatchObject({ status: 'contested', accounts: [{ ruledOut: true }] });
    expect(five.view('fired').violations).toEqual([
      expect.objectContaining({ kind: 'together', claims: ['in', 'out', 'five'] }),
      expect.objectContaining({ kind: 'at-its-word', claims: ['in', 'out', 'five'] }),
    ]);
    const disputed = five
      .claim('none-in', 'inside', none, on('07', 'ministry'))
      .claim('none-out', 'outside', none, on('07', 'ministry'));
    expect(disputed.view('fired').violations.map(({ kind }) => kind)).toEqual(['at-its-word']);
  });
  it('an answer that an editor gave is passed on instead of the claims', () => {
    const resolved = rockets()
      .claim('in', 'inside', exactly(5), on('05', 'army'))
      .claim('in-too', 'inside', exactly(2), on('05', 'police'))
      .claim('out', 'outside', exactly(3), on('05', 'army'))
      .act({
        act: 'resolve',
        incident: 'i',
        question: 'inside',
        value: exactly(2),
        claims: ['in-too'],
        reason: 'Seen.',
      });
    expect(resolved.view('landed').derived?.value).toEqual({ low: 5, high: 5 });
  });
  it('ends on constraints that turn in a circle, and drops an end that never settles', () => {
    const circle = aCase()
      .question('a')
      .question('b')
      .linked({ kind: 'sum', total: 'a', parts: ['a', 'b'] })
      .claim('one', 'b', exactly(1), on('05', 'army'));
    expect(circle.view('a').derived).toBeNull();
  });
  it('keeps to the time of cumulative questions: overtaken is no violation, and the same day is one', () => {
    const hurt = (killedOn: string) =>
      aCase()
        .question('casualties', { type: 'count', cumulative: true })
        .question('injured', { type: 'count', cumulative: true })
        .linked({ kind: 'at-most', lesser: 'injured', greater: 'casualties' })
        .claim('none', 'casualties', none, { at: '2020-01-08', chain: ['president'] })
        .claim('injured', 'injured', exactly(34), { at: killedOn, chain: ['pentagon'] });
    expect(hurt('2020-01-24').view('casualties').status).toBe('overtaken');
    expect(hurt('2020-01-24').view('injured').status).toBe('single-origin');
    expect(hurt('2020-01-08').view('casualties').status).toBe('contested');
  });
  it('links times too, judging what is excluded with a night’s tolerance', () => {
    const order = (landed: string) =>
      aCase()
        .question('fired', 'time')
        .question('landed', 'time')
        .linked({ kind: 'at-most', lesser: 'fired', greater: 'landed' })
        .claim('a', 'fired', { time: '2022-01-05' }, on('06', 'army'))
        .claim('b', 'landed', { time: landed }, on('06', 'police'));
    expect(order('2022-01-04').view('landed').status).toBe('single-origin');
    expect(order('2022-01-03').view('landed').status).toBe('contested');
  });
});

describe('R9: status, the first that applies', () => {
  const resolve = (value = exactly(5), claims = ['a']) =>
    ({
      act: 'resolve',
      incident: 'i',
      question: 'n',
      value,
      claims,
      reason: 'Counted.',
      at: '2022-01-10T00:00:00Z',
    }) as const;
  it('a decision is undermined by evidence that came later and does not fit, or when what it rests on falls', () => {
    const decided = () => aCase().question('n').claim('a', 'n', exactly(5), on('05', 'army')).act(resolve());
    expect(decided().view('n').status).toBe('resolved');
    expect(decided().claim('fits', 'n', atLeast(3), on('12', 'police')).view('n').status).toBe('resolved');
    expect(decided().claim('b', 'n', exactly(8), on('12', 'police')).view('n').status).toBe(
      'resolution-undermined',
    );
    expect(decided().claim('seen', 'n', exactly(8), on('06', 'police')).view('n').status).toBe('resolved');
    expect(decided().claim('c', 'n', exactly(6), on('12', 'army')).view('n').status).toBe(
      'resolution-undermined',
    );
  });
  it('a denial contests only with an origin other than the claim’s own', () => {
    const denied = (by: string, lineageRecorded = true) =>
      aCase()
        .question('n')
        .claim('a', 'n', exactly(5), on('05', 'army'))
        .claim('no', null, null, {
          ...on('06', by),
          lineageRecorded,
          response: { to: 'a', stance: 'denies' },
        })
        .view('n').status;
    expect(denied('police')).toBe('contested');
    expect(denied('outlet-a', false)).toBe('single-origin');
    expect(denied('army')).toBe('retracted');
  });
  it.each<[string, (given: Case) => Case]>([
    [
      'corroborated',
      (c) => c.claim('a', 'n', exactly(5), on('05', 'army')).claim('b', 'n', exactly(5), on('05', 'police')),
    ],
    [
      'independence-unclear',
      (c) =>
        c
          .claim('a', 'n', exactly(5), on('05', 'o', 'unnamed-a'))
          .claim('b', 'n', exactly(5), on('05', 'p', 'unnamed-b')),
    ],
    ['single-origin', (c) => c.claim('a', 'n', exactly(5), on('05', 'army'))],
    [
      'unattributed',
      (c) => c.claim('a', 'n', exactly(5), { ...on('05', 'outlet-a'), lineageRecorded: false }),
    ],
    ['silent', (c) => c.claim('a', 'n', null, { ...on('05', 'army'), silence: 'declined' })],
    ['unreported', (c) => c],
  ])('%s', (status, given) => {
    expect(given(aCase().question('n')).view('n').status).toBe(status);
  });
  it('two origins on a bound, one on the figure: the weakest statement decides', () => {
    const weakest = aCase()
      .question('n')
      .claim('a', 'n', atLeast(5), on('05', 'army'))
      .claim('b', 'n', atLeast(5), on('05', 'police'))
      .claim('c', 'n', exactly(7), on('05', 'ministry'));
    expect(weakest.view('n').status).toBe('single-origin');
  });
});

describe('R10: history, one word a claim', () => {
  it('reads like a story', () => {
    const story = aCase()
      .question('n')
      .claim('a', 'n', atLeast(5), on('01', 'outlet-a', 'army'))
      .claim('b', 'n', atLeast(5), on('02', 'outlet-b', 'army'))
      .claim('c', 'n', atLeast(5), on('03', 'outlet-c', 'police'))
      .claim('d', 'n', exactly(7), on('04', 'ministry'))
      .claim('e', 'n', exactly(7), on('05', 'outlet-d', 'unnamed-man'))
      .claim('f', 'n', exactly(3), on('06', 'mayor'))
      .claim('g', 'n', null, { ...on('07', 'governor'), silence: 'no-comment' })
      .claim('h', 'n', exactly(9), { ...on('08', 'ministry') })
      .claim('i', 'n', between(2, 20), on('09', 'observer'));
    expect(story.story('n')).toEqual({
      a: 'first',
      b: 'repeats',
      c: 'corroborates',
      d: 'refines',
      e: 'echoes',
      f: 'contradicts',
      g: 'silent',
      h: 'updates',
      i: 'compatible',
    });
  });
  it('attributes what stood without an origin, and gives anew what had ended', () => {
    const words = aCase()
      .question('n')
      .claim('headline', 'n', exactly(5), { ...on('01', 'outlet-a'), lineageRecorded: false })
      .claim('headline-too', 'n', exactly(5), { ...on('02', 'outlet-b'), lineageRecorded: false })
      .claim('named', 'n', exactly(5), on('03', 'outlet-a', 'army'));
    expect(words.story('n')).toEqual({ headline: 'first', 'headline-too': 'repeats', named: 'attributes' });
    const anew = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('r', null, null, { ...on('02', 'army'), response: { to: 'a', stance: 'retracts' } })
      .claim('b', 'n', exactly(6), on('03', 'army'));
    expect(anew.story('n')).toEqual({ a: 'first', r: 'retracts', b: 'anew' });
  });
  it('tells a contradiction across questions when it arises', () => {
    const across = aCase()
      .question('landed')
      .question('fired')
      .linked({ kind: 'at-most', lesser: 'landed', greater: 'fired' })
      .claim('a', 'landed', exactly(8), on('01', 'army'))
      .claim('b', 'fired', exactly(5), on('02', 'police'));
    expect(across.story('fired')).toEqual({ b: 'violates-constraint' });
    expect(across.story('landed')).toEqual({ a: 'first' });
  });
});

describe('R11: policies', () => {
  const several = () =>
    aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('b', 'n', exactly(5), on('02', 'police'))
      .claim('c', 'n', atLeast(8), on('03', 'ministry'))
      .claim('d', 'n', vague('dozens'), on('04', 'mayor'));
  const answer = (given: Case, policy: PolicyName) => given.answer('n', policy);

  it('accounts@1 chooses nothing', () => {
    expect(answer(several(), 'accounts@1')).toBeNull();
  });
  it('range@1: the lowest to the highest figure offered; vague words only if nothing else is', () => {
    expect(answer(several(), 'range@1')).toMatchObject({ low: 5, high: 5, orMore: false, orFewer: false });
    const bound = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('b', 'n', atLeast(8), on('02', 'police'));
    expect(answer(bound, 'range@1')).toMatchObject({ low: 5, high: 8, orMore: true });
    const words = aCase()
      .question('n')
      .claim('a', 'n', vague('dozens'), on('01', 'army'))
      .claim('b', 'n', some, on('02', 'police'));
    expect(answer(words, 'range@1')).toMatchObject({ low: 12, high: 12, orMore: true });
  });
  it('conservative@1: the lowest', () => {
    const low = aCase()
      .question('n')
      .claim('a', 'n', atMost(4), on('01', 'army'))
      .claim('b', 'n', about(10), on('02', 'police'));
    expect(answer(low, 'conservative@1')).toMatchObject({ low: 4, high: null, orFewer: true, value: null });
  });
  it('two-source@1: what two agree on, in the only account that has it', () => {
    expect(answer(several(), 'two-source@1')).toMatchObject({ value: null, low: null });
    const two = aCase()
      .question('n')
      .claim('a', 'n', atLeast(5), on('01', 'army'))
      .claim('b', 'n', exactly(8), on('02', 'police'))
      .claim('c', 'n', exactly(2), on('03', 'mayor'));
    expect(answer(two, 'two-source@1')).toMatchObject({ value: { low: 5, high: null }, account: 1 });
  });
  it('majority@1: more independent origins than all others together, else the first that is not doubtful', () => {
    const three = several().claim('e', 'n', exactly(5), on('05', 'aid-agency'));
    expect(answer(three, 'majority@1')).toMatchObject({ value: { low: 5, high: 5 }, account: 0 });
    const split = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('b', 'n', exactly(8), on('02', 'police'));
    expect(answer(split, 'majority@1')).toMatchObject({ value: { low: 5, high: 5 } });
    split.act({ act: 'assess-source', source: 'army', reliability: 'E', reason: 'Wrong before.' });
    expect(answer(split, 'majority@1')).toMatchObject({ value: { low: 8, high: 8 } });
  });
  it('low-best-high@1: figures of sources graded A to C; best only by a resolution', () => {
    const graded = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('b', 'n', exactly(8), on('02', 'police'))
      .claim('c', 'n', exactly(9), on('03', 'mayor'))
      .act({ act: 'assess-source', source: 'police', reliability: 'B', reason: 'Counts.' })
      .act({ act: 'assess-source', source: 'mayor', reliability: 'C', reason: 'Counts.' });
    expect(answer(graded, 'low-best-high@1')).toMatchObject({ low: 8, high: 9, best: null });
    graded.act({
      act: 'resolve',
      incident: 'i',
      question: 'n',
      value: exactly(8),
      claims: ['b'],
      reason: 'The list.',
    });
    expect(answer(graded, 'low-best-high@1')).toMatchObject({
      low: 8,
      high: 9,
      best: { low: 8, high: 8 },
      decidedBy: 'resolution',
    });
  });
  it('ranked@1: the preferred claims if any, never the deprecated', () => {
    const ranked = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on('01', 'army'))
      .claim('b', 'n', exactly(8), on('02', 'police'));
    expect(answer(ranked, 'ranked@1')).toMatchObject({ value: null });
    ranked.act({ act: 'rank', claim: 'b', rank: 'deprecated', reason: 'A slip.' });
    expect(answer(ranked, 'ranked@1')).toMatchObject({ value: { low: 5, high: 5 }, account: 0 });
    ranked.act({ act: 'rank', claim: 'b', rank: 'preferred', reason: 'Not a slip.' });
    expect(answer(ranked, 'ranked@1')).toMatchObject({ value: { low: 8, high: 8 }, account: 1 });
  });
  it('a resolution overrides every policy and says so', () => {
    const resolved = several().act({
      act: 'resolve',
      incident: 'i',
      question: 'n',
      value: exactly(8),
      claims: ['c'],
      reason: 'The list.',
    });
    for (const policy of ['accounts@1', 'range@1', 'majority@1'] as const) {
      const given = answer(resolved, policy);
      expect(given).toMatchObject({ value: { low: 8, high: 8 }, decidedBy: 'resolution' });
      expect(given!.steps.join(' ')).toContain('The list.');
    }
  });
  it('a trace names what was used and what was left out, and why', () => {
    const trace = several()
      .claim('headline', 'n', exactly(50), { ...on('05', 'outlet-a'), lineageRecorded: false })
      .claim('newer', 'n', exactly(6), on('06', 'army'));
    expect(answer(trace, 'range@1')!.steps).toEqual([
      'Claims that count: b, c, d and newer.',
      'Left out, since the record shows no origin: headline.',
      'Left out, since they no longer stand: a (update by newer).',
      expect.stringContaining('Figures offered'),
      'The lowest and the highest of them are the answer.',
    ]);
  });
});
