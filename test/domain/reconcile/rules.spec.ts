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
} from '../../support/case.js';

/** Hand-computed examples of R1 to R5; the figures were worked out on paper from docs/METHOD.md. */
describe('R1: order and the two clocks', () => {
  const days = () =>
    aCase()
      .question('n')
      .claim('day', 'n', exactly(3), { at: '2022-01-05', chain: ['police'] })
      .claim('noon', 'n', exactly(5), { at: '2022-01-05T12:00Z', chain: ['army'] })
      .claim('undated', 'n', exactly(7), { chain: ['ministry'] });

  it('orders by the latest moment at which a claim may have been published; unknown is last', () => {
    expect(
      days()
        .view('n')
        .history.map(({ claim }) => claim),
    ).toEqual(['noon', 'day', 'undated']);
  });
  it('keeps what was surely public, and lists apart what perhaps was', () => {
    expect(
      days()
        .view('n', { publicAt: '2022-01-05T12:00Z' })
        .history.map(({ claim }) => claim),
    ).toEqual(['noon']);
    expect(
      days()
        .view('n', { publicAt: '2022-01-06T00:00Z' })
        .history.map(({ claim }) => claim),
    ).toEqual(['noon', 'day']);
    expect(
      days()
        .view('n', { publicAt: '2022-01-05' })
        .history.map(({ claim }) => claim),
    ).toEqual(['noon', 'day']);
    expect(days().perhaps('2022-01-05T12:00Z')).toEqual(['day', 'undated']);
    expect(days().perhaps('2022-01-04')).toEqual(['undated']);
  });
  it('reads a date in the zone of its document', () => {
    const zoned = days();
    zoned.file.documents[0]!.timeZone = 'America/New_York';
    expect(zoned.perhaps('2022-01-06T04:59Z')).toContain('day');
    expect(zoned.perhaps('2022-01-06T05:00Z')).not.toContain('day');
  });
  it('lets what was superseded later still stand, and no resolution have effect, at an earlier instant', () => {
    const later = aCase()
      .question('n')
      .claim('a', 'n', exactly(3), { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'n', exactly(5), { at: '2022-01-07', chain: ['army'] })
      .act({
        act: 'resolve',
        incident: 'i',
        question: 'n',
        value: exactly(5),
        claims: ['b'],
        reason: 'Counted.',
      });
    expect(later.view('n', { publicAt: '2022-01-06' })).toMatchObject({
      status: 'single-origin',
      superseded: [],
      answer: null,
    });
    expect(later.view('n').status).toBe('resolved');
  });
});

describe('R2: categories, sources, times, wordings', () => {
  const categories = [
    { key: 'fire', label: 'Indirect fire' },
    { key: 'rocket', label: 'Rocket', broader: 'fire' },
    { key: 'guided', label: 'Guided' },
    { key: 'guided-rocket', label: 'Guided rocket', broader: ['rocket', 'guided'] },
    { key: 'drone', label: 'Drone' },
  ];
  const weapon = (first: string, second: string) =>
    aCase()
      .question('w', { type: 'category', categories })
      .claim('a', 'w', { category: first }, { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'w', { category: second }, { at: '2022-01-06', chain: ['police'] });

  it('two categories can both be true when one is broader, or something is narrower than both', () => {
    expect(weapon('fire', 'rocket').view('w').accounts).toMatchObject([{ value: { category: 'rocket' } }]);
    expect(weapon('rocket', 'guided').view('w').accounts).toMatchObject([
      { value: { categories: ['rocket', 'guided'] } },
    ]);
    expect(weapon('rocket', 'drone').view('w').status).toBe('contested');
  });
  it('sources as values are compared along speaksFor and memberOf', () => {
    const by = aCase()
      .question('by', 'source')
      .source('corps', { memberOf: 'state' })
      .source('state')
      .claim('a', 'by', { source: 'state' }, { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'by', { source: 'corps' }, { at: '2022-01-06', chain: ['police'] });
    expect(by.view('by').accounts).toMatchObject([{ value: { source: 'corps' }, claims: ['a', 'b'] }]);
  });
  it('what several dates have in common is taken unwidened, and widened only where that is empty', () => {
    const date = (a: string, b: string) =>
      aCase()
        .question('t', 'time')
        .claim('a', 't', { time: a }, { at: '2022-02-01', chain: ['army'] })
        .claim('b', 't', { time: b }, { at: '2022-02-02', chain: ['police'] })
        .view('t');
    expect(date('2022-01', '2022-01-05').accounts).toMatchObject([
      { value: { low: '2022-01-05T00:00:00Z', high: '2022-01-06T00:00:00Z' } },
    ]);
    expect(date('2022-01-07', '2022-01-08').accounts).toMatchObject([
      { value: { low: '2022-01-07T12:00:00Z', high: '2022-01-08T12:00:00Z' } },
    ]);
    expect(date('2022-01-07', '2022-01-08T11:00Z').status).toBe('single-origin');
    expect(date('2022-01-07', '2022-01-08T12:00Z').status).toBe('contested');
  });
  it('wordings agree without case, marks and double spaces, and otherwise only by an editor', () => {
    const place = (a: string, b: string) =>
      aCase()
        .question('p', 'place')
        .claim('a', 'p', { place: a }, { at: '2022-01-05', chain: ['army'] })
        .claim('b', 'p', { place: b }, { at: '2022-01-06', chain: ['police'] });
    expect(place('Ain  al-Asad', 'ʿAin al-Asad').view('p').status).toBe('uncompared');
    expect(place('Irbīl', ' irbil ').view('p').status).toBe('corroborated');
    const excluded = place('Erbil', 'Baghdad').act({
      act: 'compare-wordings',
      claims: ['a', 'b'],
      same: false,
      reason: 'Two cities.',
    });
    expect(excluded.view('p').status).toBe('contested');
  });
  it('on a question that takes several values they never contradict', () => {
    const countries = aCase()
      .question('c', { type: 'place', multiple: true })
      .claim('a', 'c', { place: 'Iraq' }, { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'c', { place: 'Syria' }, { at: '2022-01-06', chain: ['army'] });
    expect(countries.view('c')).toMatchObject({ status: 'single-origin', superseded: [] });
    expect(countries.view('c').accounts).toHaveLength(2);
  });
});

describe('R3: origin', () => {
  it('carries a spokesman on to his ministry, and through sources marked the same, but not a mere member', () => {
    const chain = aCase()
      .question('n')
      .source('spokesman', { kind: 'person', speaksFor: 'ministry' })
      .source('ministry')
      .source('officer', { kind: 'person', memberOf: 'ministry' })
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-a', 'spokesman'] })
      .claim('b', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-b', 'officer'] })
      .claim('c', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-c', 'the-ministry'] })
      .act({ act: 'mark-same', sources: ['ministry', 'the-ministry'], reason: 'One name.' });
    expect(chain.explanation('n').claims.map(({ origin }) => origin)).toEqual([
      ['ministry'],
      ['officer'],
      ['ministry'],
    ]);
    const apart = chain.act({
      act: 'mark-distinct',
      sources: ['ministry', 'the-ministry'],
      reason: 'Two after all.',
    });
    expect(apart.explanation('n').independence.origins).toEqual(['ministry', 'officer', 'the-ministry']);
  });
  it('an identifier that two carry makes them one, unless an editor said that they are distinct', () => {
    const same = aCase()
      .question('n')
      .source('one', { sameAs: ['wikidata:Q1'] })
      .source('two', { sameAs: ['wikidata:Q1'] })
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['one'] })
      .claim('b', 'n', exactly(5), { at: '2022-01-05', chain: ['two'] });
    expect(same.view('n').origins).toEqual({ min: 1, max: 1 });
    same.act({ act: 'mark-distinct', sources: ['one', 'two'], reason: 'A wrong identifier.' });
    expect(same.view('n').origins).toEqual({ min: 2, max: 2 });
  });
  it('has none where lineage is not recorded, the recorder inferred it, or reports go in a circle', () => {
    const circle = aCase()
      .question('n')
      .claim('headline', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-a'], lineageRecorded: false })
      .claim('sum', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-b'], inferred: true })
      .claim('returns', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-c', 'army', 'outlet-c'] })
      .claim('x', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-d', 'outlet-e'] })
      .claim('y', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-e', 'outlet-d'] })
      .claim('alone', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-d'] });
    const view = circle.view('n');
    expect(view.circular).toEqual(['returns', 'x', 'y']);
    expect(view.origins).toEqual({ min: 1, max: 1 });
    expect(circle.explanation('n').independence.origins).toEqual(['outlet-d']);
  });
  it('a circle needs values that can be true together', () => {
    const circle = aCase()
      .question('n')
      .claim('x', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-d', 'outlet-e'] })
      .claim('y', 'n', exactly(6), { at: '2022-01-05', chain: ['outlet-e', 'outlet-d'] });
    expect(circle.view('n').circular).toEqual([]);
  });
  it('joint speakers are one origin of several; the same set is the same origin', () => {
    const joint = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-a', 'army'], jointly: ['police'] })
      .claim('b', 'n', exactly(6), { at: '2022-01-06', chain: ['outlet-a', 'police'], jointly: ['army'] });
    expect(joint.view('n')).toMatchObject({
      superseded: [{ claim: 'a', by: 'b', as: 'update' }],
      origins: { min: 1, max: 2 },
    });
  });
});

describe('R4: one origin, several sayings', () => {
  it('a relay that does not say when has its words from the latest time its origin is known to have said them', () => {
    const late = aCase()
      .question('n')
      .claim('said', 'n', exactly(5), {
        at: '2022-01-05',
        chain: ['outlet-a', 'army'],
        assertedAt: '2022-01-05T08:00Z',
      })
      .claim('update', 'n', exactly(8), {
        at: '2022-01-06',
        chain: ['outlet-a', 'army'],
        assertedAt: '2022-01-06T08:00Z',
      })
      .claim('stale', 'n', exactly(5), { at: '2022-01-12', chain: ['outlet-b', 'army'] });
    expect(late.view('n').superseded).toEqual([
      { claim: 'said', by: 'update', as: 'update' },
      { claim: 'stale', by: 'update', as: 'update' },
    ]);
    expect(late.story('n')['stale']).toBe('repeats');
  });
  it('one utterance: the same key, or other relays in unknown order; two figures through one chain do contest', () => {
    const day = { at: '2022-01-05' };
    const relays = aCase()
      .question('n')
      .claim('a', 'n', moreThan(40), { ...day, chain: ['outlet-a', 'army'] })
      .claim('b', 'n', exactly(40), { ...day, chain: ['outlet-b', 'army'] });
    expect(relays.view('n')).toMatchObject({
      status: 'single-origin',
      divergences: [['a', 'b']],
      superseded: [],
    });
    const oneWay = aCase()
      .question('n')
      .claim('a', 'n', moreThan(40), { ...day, chain: ['outlet-a', 'army'] })
      .claim('b', 'n', exactly(40), { ...day, chain: ['outlet-a', 'army'] });
    expect(oneWay.view('n')).toMatchObject({ status: 'contested', divergences: [] });
    const keyed = aCase()
      .question('n')
      .claim('a', 'n', moreThan(40), { at: '2022-01-05', chain: ['outlet-a', 'army'], utterance: 'one' })
      .claim('b', 'n', exactly(40), { at: '2022-01-09', chain: ['outlet-a', 'army'], utterance: 'two' });
    expect(keyed.view('n').superseded).toHaveLength(1);
  });
  it.each([
    ['a vaguer figure supersedes nothing', exactly(7), between(5, 10), []],
    [
      'an at-least that contains the figure is news',
      exactly(7),
      atLeast(5),
      [{ claim: 'a', by: 'b', as: 'correction' }],
    ],
    ['a narrower one is an update', atLeast(5), exactly(7), [{ claim: 'a', by: 'b', as: 'update' }]],
    [
      'so is one whose lower end does not fall',
      exactly(5),
      exactly(8),
      [{ claim: 'a', by: 'b', as: 'update' }],
    ],
    ['a fall is a correction', exactly(8), exactly(5), [{ claim: 'a', by: 'b', as: 'correction' }]],
    ['of an about, n counts', about(10), exactly(9), [{ claim: 'a', by: 'b', as: 'update' }]],
    [
      'about again: narrower than about 100, so an update',
      about(100),
      exactly(95),
      [{ claim: 'a', by: 'b', as: 'update' }],
    ],
    ['about, outside: n falls', about(100), exactly(80), [{ claim: 'a', by: 'b', as: 'correction' }]],
    ['the same again supersedes nothing', exactly(5), exactly(5), []],
  ])('%s', (_, first, second, superseded) => {
    const later = aCase()
      .question('n')
      .claim('a', 'n', first, { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'n', second, { at: '2022-01-06', chain: ['army'] });
    expect(later.view('n').superseded).toEqual(superseded);
  });
  it('a value retires its origin’s earlier silence; a silence supersedes nothing', () => {
    const silence = aCase()
      .question('n')
      .claim('quiet', 'n', null, { at: '2022-01-05', chain: ['army'], silence: 'no-comment' })
      .claim('value', 'n', exactly(5), { at: '2022-01-06', chain: ['army'] })
      .claim('quiet-again', 'n', null, { at: '2022-01-07', chain: ['army'], silence: 'declined' });
    expect(silence.view('n')).toMatchObject({
      status: 'single-origin',
      silences: [
        { claim: 'quiet', endedBy: 'value' },
        { claim: 'quiet-again', endedBy: null },
      ],
    });
  });
  it('who has no right to take back only denies, and the right is judged on the claim responded to', () => {
    const take = (by: string, stance: 'retracts' | 'corrects') =>
      aCase()
        .question('n')
        .source('spokesman', { kind: 'person', speaksFor: 'army' })
        .source('division', { memberOf: 'army' })
        .source('officer', { kind: 'person', memberOf: 'division' })
        .source('army')
        .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['outlet-a', 'officer'] })
        .claim('r', null, null, { at: '2022-01-06', chain: [by], response: { to: 'a', stance } })
        .view('n');
    expect(take('spokesman', 'retracts').superseded).toEqual([{ claim: 'a', by: 'r', as: 'retraction' }]);
    expect(take('outlet-a', 'corrects').superseded).toEqual([{ claim: 'a', by: 'r', as: 'correction' }]);
    expect(take('police', 'retracts')).toMatchObject({
      status: 'contested',
      superseded: [],
      accounts: [{ deniedBy: ['r'] }],
    });
  });
  it('a response that was itself taken back has no effect', () => {
    const back = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['army'] })
      .claim('r', null, null, {
        at: '2022-01-06',
        chain: ['army'],
        response: { to: 'a', stance: 'retracts' },
      })
      .claim('rr', null, null, {
        at: '2022-01-07',
        chain: ['army'],
        response: { to: 'r', stance: 'retracts' },
      });
    expect(back.view('n')).toMatchObject({ status: 'single-origin', accounts: [{ claims: ['a'] }] });
  });
  it('of several endings the gravest is shown: disowned, retraction, express word, automatic', () => {
    const several = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['army'] })
      .claim('update', 'n', exactly(6), { at: '2022-01-06', chain: ['army'] })
      .claim('express', 'n', exactly(7), {
        at: '2022-01-07',
        chain: ['army'],
        supersedes: { claim: 'a', as: 'correction' },
      })
      .claim('retracts', null, null, {
        at: '2022-01-08',
        chain: ['army'],
        response: { to: 'a', stance: 'retracts' },
      });
    const of = (at: string) => several.view('n', { publicAt: at }).superseded[0];
    expect(of('2022-01-06')).toEqual({ claim: 'a', by: 'update', as: 'update' });
    expect(of('2022-01-07')).toEqual({ claim: 'a', by: 'express', as: 'correction' });
    expect(of('2022-01-08')).toEqual({ claim: 'a', by: 'retracts', as: 'retraction' });
  });
  it('a retracted value supersedes nothing: what it had replaced stands again', () => {
    const revived = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'n', exactly(9), { at: '2022-01-06', chain: ['army'] })
      .claim('r', null, null, {
        at: '2022-01-07',
        chain: ['army'],
        response: { to: 'b', stance: 'retracts' },
      });
    expect(revived.view('n').accounts).toMatchObject([{ claims: ['a'] }]);
  });
  it('confirms is a claim by the one who confirms, and stays when the confirmed one ends', () => {
    const confirmed = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { at: '2022-01-05', chain: ['army'] })
      .claim('c', null, null, {
        at: '2022-01-06',
        chain: ['police'],
        response: { to: 'a', stance: 'confirms' },
      })
      .claim('r', null, null, {
        at: '2022-01-07',
        chain: ['army'],
        response: { to: 'a', stance: 'retracts' },
      });
    expect(confirmed.view('n')).toMatchObject({
      status: 'single-origin',
      accounts: [{ claims: ['c'], value: { low: 5, high: 5 } }],
    });
    expect(confirmed.view('n', { publicAt: '2022-01-06' }).status).toBe('corroborated');
  });
});

describe('R5: cumulative questions', () => {
  const hurt = () => aCase().question('n', { type: 'count', cumulative: true });
  it('growth is no contradiction, and a fall is one', () => {
    const growth = hurt()
      .claim('a', 'n', none, { at: '2020-01-08', chain: ['president'] })
      .claim('b', 'n', exactly(11), { at: '2020-01-17', chain: ['army'] })
      .claim('c', 'n', exactly(34), { at: '2020-01-24', chain: ['pentagon'] });
    expect(growth.view('n')).toMatchObject({ status: 'single-origin', accounts: [{ claims: ['c'] }] });
    expect(growth.story('n')).toEqual({ a: 'first', b: 'outgrows', c: 'outgrows' });
    const fall = hurt()
      .claim('a', 'n', exactly(50), { at: '2020-01-24', chain: ['army'] })
      .claim('b', 'n', exactly(34), { at: '2020-01-28', chain: ['pentagon'] });
    expect(fall.view('n').status).toBe('contested');
  });
  it('a claim speaks as of its own time, not of its publication', () => {
    const asOf = hurt()
      .claim('a', 'n', exactly(50), { at: '2020-01-28', chain: ['army'], asOf: '2020-01-28' })
      .claim('b', 'n', exactly(34), { at: '2020-01-29', chain: ['pentagon'], asOf: '2020-01-24' });
    expect(asOf.view('n')).toMatchObject({
      status: 'single-origin',
      superseded: [{ claim: 'b', by: 'a', as: 'outgrown' }],
    });
  });
  it('without an origin a figure outgrows only its like', () => {
    const headline = hurt()
      .claim('a', 'n', exactly(11), { at: '2020-01-17', chain: ['army'] })
      .claim('headline', 'n', exactly(34), { at: '2020-01-24', chain: ['outlet-a'], lineageRecorded: false });
    expect(headline.view('n')).toMatchObject({
      superseded: [],
      accounts: [{ claims: ['a'] }, { claims: ['headline'] }],
    });
  });
  it('of two figures of one origin through one chain in unknown order the lower is outgrown', () => {
    const two = hurt()
      .claim('a', 'n', exactly(11), { at: '2020-01-17', chain: ['outlet-a', 'army'] })
      .claim('b', 'n', exactly(34), { at: '2020-01-17', chain: ['outlet-a', 'army'] });
    expect(two.view('n')).toMatchObject({
      status: 'single-origin',
      superseded: [{ claim: 'a', by: 'b', as: 'outgrown' }],
    });
  });
  it('knows what words can mean: some and dozens stand beside a figure', () => {
    const words = hurt()
      .claim('a', 'n', some, { at: '2020-01-17', chain: ['army'] })
      .claim('b', 'n', vague('dozens'), { at: '2020-01-18', chain: ['police'] })
      .claim('c', 'n', atMost(40), { at: '2020-01-19', chain: ['pentagon'] });
    expect(words.accounts('n')).toEqual([{ low: 12, high: 40, claims: ['a', 'b', 'c'] }]);
  });
});
