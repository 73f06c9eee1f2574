import { aCase, about, atLeast, exactly, moreThan, none, vague } from '../../support/case.js';

/**
 * The 28 things that real reports do (docs/METHOD.md, last chapter), one test each. Each is told as it happened, small.
 */
describe('what real reports do', () => {
  it('1 fired, landed and landed inside are confused: three questions, linked, and no false contradiction', () => {
    const rockets = aCase()
      .question('fired')
      .question('landed')
      .question('inside')
      .linked(
        { kind: 'at-most', lesser: 'landed', greater: 'fired' },
        { kind: 'at-most', lesser: 'inside', greater: 'landed' },
      )
      .claim('a', 'fired', exactly(14), { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'landed', exactly(8), { at: '2022-01-05', chain: ['ministry'] })
      .claim('c', 'inside', exactly(5), { at: '2022-01-05', chain: ['police'] });
    expect(['fired', 'landed', 'inside'].map((key) => rockets.view(key).status)).toEqual(
      Array<string>(3).fill('single-origin'),
    );
    expect(rockets.view('landed').derived?.value).toEqual({ low: 5, high: 14 });
  });

  it('2 an institution against its own officer: a contest, in which each stays his own origin', () => {
    const inside = aCase()
      .question('inside')
      .source('officer', { kind: 'person', memberOf: 'army' })
      .claim('institution', 'inside', none, { at: '2022-01-05', chain: ['outlet-a', 'army'] })
      .claim('officer-says', 'inside', exactly(5), { at: '2022-01-05', chain: ['outlet-b', 'officer'] });
    expect(inside.view('inside')).toMatchObject({
      status: 'contested',
      superseded: [],
      origins: { min: 1, max: 2 },
    });
  });

  it('3 an origin denies its number: disowned, also where others print it again', () => {
    const dead = aCase()
      .question('dead')
      .claim('said', 'dead', exactly(30), { at: '2022-01-05T08:00Z', chain: ['outlet-a', 'ministry'] })
      .claim('denial', null, null, {
        at: '2022-01-05T12:00Z',
        chain: ['ministry'],
        response: { to: 'said', stance: 'denies' },
      })
      .claim('again', 'dead', exactly(30), { at: '2022-01-06T08:00Z', chain: ['outlet-b', 'ministry'] });
    expect(dead.view('dead')).toMatchObject({
      status: 'retracted',
      superseded: [
        { claim: 'said', by: 'denial', as: 'disowned' },
        { claim: 'again', by: 'denial', as: 'disowned' },
      ],
    });
  });

  it('4 a figure falls when the origin changes, and relays still print the old one: nothing automatic across origins', () => {
    const dead = aCase()
      .question('dead')
      .claim('old', 'dead', exactly(9000), { at: '2023-02-07', chain: ['outlet-a', 'rebels'] })
      .claim('new', 'dead', exactly(3100), { at: '2023-02-20', chain: ['outlet-a', 'government'] })
      .claim('stale', 'dead', exactly(9000), { at: '2023-03-01', chain: ['outlet-b', 'rebels'] });
    expect(dead.view('dead')).toMatchObject({ status: 'contested', superseded: [] });
    expect(dead.story('dead')).toEqual({ old: 'first', new: 'contradicts', stale: 'repeats' });
  });

  it('5 a headline that supersedes falsely: without an origin it ends nothing', () => {
    const dead = aCase()
      .question('dead')
      .claim('text', 'dead', exactly(5), { at: '2022-01-05T08:00Z', chain: ['outlet-a', 'ministry'] })
      .claim('headline', 'dead', exactly(50), {
        at: '2022-01-05T09:00Z',
        chain: ['outlet-a'],
        lineageRecorded: false,
        supersedes: { claim: 'text', as: 'correction' },
      });
    expect(dead.view('dead')).toMatchObject({ status: 'single-origin', superseded: [] });
    expect(dead.view('dead').accounts[1]).toMatchObject({
      claims: ['headline'],
      origins: { min: 0, max: 0 },
    });
  });

  it('6 a value moves to another question ("left at nine" became "arrived at nine"): an editor moves it back', () => {
    const trains = aCase()
      .question('left', 'time')
      .question('arrived', 'time')
      .claim('a', 'left', { time: '2022-01-05T09:00Z' }, { at: '2022-01-05', chain: ['railway'] })
      .claim(
        'b',
        'arrived',
        { time: '2022-01-05T09:00Z' },
        { at: '2022-01-06', chain: ['outlet-a', 'railway'] },
      )
      .act({ act: 'move', claim: 'b', incident: 'i', question: 'left', reason: 'It is the departure.' });
    expect(trains.view('arrived').status).toBe('unreported');
    expect(trains.story('left')).toEqual({ a: 'first', b: 'repeats' });
  });

  it('7 equal facts that look different (12 with the attacker, 11 without): linked, they agree', () => {
    const dead = aCase()
      .question('with-attacker')
      .question('victims')
      .question('attackers')
      .linked({ kind: 'sum', total: 'with-attacker', parts: ['victims', 'attackers'] })
      .claim('a', 'with-attacker', exactly(12), { at: '2022-01-05', chain: ['police'] })
      .claim('b', 'victims', exactly(11), { at: '2022-01-05', chain: ['hospital'] })
      .claim('c', 'attackers', exactly(1), { at: '2022-01-05', chain: ['coroner'] });
    expect(dead.view('with-attacker')).toMatchObject({
      status: 'single-origin',
      derived: { value: { low: 12, high: 12 } },
    });
  });

  it('8 the counting rule changes years later (11 to 13): another question, and no contest', () => {
    const dead = aCase()
      .question('dead-in-the-attack')
      .question('dead-of-its-effects')
      .linked({ kind: 'at-most', lesser: 'dead-in-the-attack', greater: 'dead-of-its-effects' })
      .claim('then', 'dead-in-the-attack', exactly(11), { at: '1999-04-21', chain: ['police'] })
      .claim('now', 'dead-of-its-effects', exactly(13), { at: '2024-01-10', chain: ['coroner'] });
    expect(dead.view('dead-in-the-attack').status).toBe('single-origin');
    expect(dead.view('dead-of-its-effects').status).toBe('single-origin');
  });

  it('9 a part is mistaken for the whole: the sum shows that the two cannot be one', () => {
    const hurt = aCase()
      .question('all')
      .question('army')
      .question('police')
      .linked({ kind: 'sum', total: 'all', parts: ['army', 'police'] })
      .claim('whole', 'all', exactly(23), { at: '2022-01-05', chain: ['outlet-a', 'ministry'] })
      .claim('part', 'army', exactly(29), { at: '2022-01-05', chain: ['hospital'] });
    expect(hurt.view('all')).toMatchObject({ status: 'contested' });
    expect(hurt.view('all').violations[0]).toMatchObject({ claims: ['whole', 'part'], kind: 'together' });
  });

  it('10 one address, several texts: an editor says that the second replaces the first', () => {
    const fired = aCase()
      .question('fired')
      .claim('first-text', 'fired', vague('a number of'), { at: '2022-01-05', chain: ['outlet-a'] })
      .claim('second-text', 'fired', exactly(8), { at: '2022-01-05', chain: ['outlet-a', 'coalition'] })
      .act({
        act: 'supersede',
        claim: 'first-text',
        by: 'second-text',
        as: 'update',
        reason: 'One address.',
      });
    // The coalition has no right over the outlet's own words, so the editor's word does nothing by itself ...
    expect(fired.view('fired').superseded).toEqual([]);
    const own = aCase()
      .question('fired')
      .claim('first-text', 'fired', vague('a number of'), {
        at: '2022-01-05',
        chain: ['outlet-a', 'coalition'],
      })
      .claim('second-text', 'fired', exactly(8), { at: '2022-01-05', chain: ['outlet-a', 'coalition'] })
      .act({
        act: 'supersede',
        claim: 'first-text',
        by: 'second-text',
        as: 'update',
        reason: 'One address.',
      });
    // ... and where the origin is one, it does.
    expect(own.view('fired').superseded).toEqual([{ claim: 'first-text', by: 'second-text', as: 'update' }]);
  });

  it('11 an update written into an old post: its own time decides, not that of the document', () => {
    const dead = aCase()
      .question('dead')
      .claim('post', 'dead', exactly(3), { at: '2022-01-05T08:00Z', chain: ['police'] })
      .claim('edit', 'dead', exactly(5), {
        at: '2022-01-05T08:00Z',
        publishedAt: '2022-01-05T18:00Z',
        chain: ['police'],
      });
    expect(dead.view('dead').superseded).toEqual([{ claim: 'post', by: 'edit', as: 'update' }]);
    expect(dead.view('dead', { publicAt: '2022-01-05T12:00Z' }).accounts).toMatchObject([
      { claims: ['post'] },
    ]);
  });

  it('12 two versions of one release: one origin, told apart as relays that differ', () => {
    const rounds = aCase()
      .question('rounds')
      .claim('site', 'rounds', exactly(6), {
        at: '2022-01-05',
        chain: ['outlet-a', 'coalition'],
        utterance: 'release',
      })
      .claim('copy', 'rounds', exactly(8), {
        at: '2022-01-06',
        chain: ['outlet-b', 'coalition'],
        utterance: 'release',
      });
    expect(rounds.view('rounds')).toMatchObject({ status: 'single-origin', divergences: [['site', 'copy']] });
  });

  it('13 a lost context makes a false contradiction: a silence about another base, moved, contradicts nothing', () => {
    const comment = aCase()
      .question('comment-on-one', 'text')
      .question('comment-on-other', 'text')
      .claim(
        'statement',
        'comment-on-one',
        { text: 'we responded' },
        { at: '2022-01-05', chain: ['coalition'] },
      )
      .claim('no-comment', 'comment-on-one', null, {
        at: '2022-01-05',
        chain: ['coalition'],
        silence: 'no-comment',
      })
      .act({
        act: 'move',
        claim: 'no-comment',
        incident: 'i',
        question: 'comment-on-other',
        reason: 'The cut.',
      });
    expect(comment.view('comment-on-one').silences).toEqual([]);
    expect(comment.view('comment-on-other').status).toBe('silent');
  });

  it('14 a relay misattributes the words: corrected, they count for whom they belong to', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', exactly(5), { at: '2022-01-05', chain: ['outlet-a', 'army'] })
      .claim('b', 'dead', exactly(5), { at: '2022-01-06', chain: ['outlet-b', 'ministry'] })
      .act({
        act: 'correct-attribution',
        claim: 'b',
        chain: ['outlet-b', 'army'],
        reason: 'The wrong mouth.',
      });
    expect(dead.view('dead')).toMatchObject({ status: 'single-origin', origins: { min: 1, max: 1 } });
  });

  it('15 explicit correction against quiet growth: two kinds of ending', () => {
    const hurt = aCase()
      .question('hurt')
      .claim('a', 'hurt', exactly(34), { at: '2020-01-24', chain: ['pentagon'] })
      .claim('b', 'hurt', exactly(50), { at: '2020-01-28', chain: ['pentagon'] })
      .claim('c', 'hurt', exactly(45), {
        at: '2020-01-30',
        chain: ['pentagon'],
        supersedes: { claim: 'b', as: 'correction' },
      });
    expect(hurt.view('hurt').superseded).toEqual([
      { claim: 'a', by: 'b', as: 'update' },
      { claim: 'b', by: 'c', as: 'correction' },
    ]);
  });

  it('16 a retraction known only at second hand, by a relay: it holds for what passed through that relay', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', exactly(80), { at: '2020-01-08', chain: ['outlet-a', 'agency', 'television'] })
      .claim('elsewhere', 'dead', exactly(80), { at: '2020-01-08', chain: ['outlet-b', 'television'] })
      .claim('retraction', null, null, {
        at: '2020-01-09',
        chain: ['outlet-c', 'agency'],
        response: { to: 'a', stance: 'retracts' },
      });
    expect(dead.view('dead').superseded).toEqual([{ claim: 'a', by: 'retraction', as: 'retraction' }]);
    expect(dead.view('dead').accounts).toMatchObject([{ claims: ['elsewhere'] }]);
  });

  it('17 doubt without a number: shown, and contesting nothing', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', exactly(80), { at: '2020-01-08', chain: ['television'] })
      .claim('doubt', null, null, {
        at: '2020-01-09',
        chain: ['pentagon'],
        response: { to: 'a', stance: 'doubts' },
      });
    expect(dead.view('dead')).toMatchObject({
      status: 'single-origin',
      accounts: [{ doubtedBy: ['doubt'] }],
    });
  });

  it('18 claims about claims ("this is the third version"): told under what they speak of', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', exactly(11), { at: '2020-01-17', chain: ['pentagon'] })
      .claim('denial', null, null, {
        at: '2020-01-18',
        chain: ['governor'],
        response: { to: 'a', stance: 'denies' },
      })
      .claim('reply', null, null, {
        at: '2020-01-19',
        chain: ['pentagon'],
        response: { to: 'denial', stance: 'denies' },
      });
    expect(dead.story('dead')).toEqual({ a: 'first', denial: 'responds', reply: 'responds' });
    expect(dead.view('dead').status).toBe('contested');
  });

  it('19 two calendar dates for one night agree, and two nights apart they do not', () => {
    const night = aCase()
      .question('date', 'time')
      .claim('there', 'date', { time: '2020-01-08' }, { at: '2020-01-08', chain: ['army'] })
      .claim('here', 'date', { time: '2020-01-07' }, { at: '2020-01-08', chain: ['pentagon'] });
    expect(night.view('date')).toMatchObject({
      status: 'single-origin',
      accounts: [{ value: { low: '2020-01-07T12:00:00Z', high: '2020-01-08T12:00:00Z' } }],
    });
    const apart = night.claim(
      'wrong',
      'date',
      { time: '2020-01-09' },
      { at: '2020-01-10', chain: ['police'] },
    );
    expect(apart.view('date').status).toBe('contested');
  });

  it('20 the operator drifts in relay ("at least 500" became "about 500"): the relays differ, not the source', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', atLeast(500), { at: '2022-01-05', chain: ['outlet-a', 'ministry'] })
      .claim('b', 'dead', about(500), { at: '2022-01-05', chain: ['outlet-b', 'ministry'] });
    expect(dead.view('dead')).toMatchObject({
      status: 'single-origin',
      divergences: [['a', 'b']],
      superseded: [],
    });
    expect(dead.story('dead')).toEqual({ a: 'first', b: 'relay-divergence' });
  });

  it('21 casualties against deaths, "none reported" against "none": a silence is no zero', () => {
    const hurt = aCase()
      .question('casualties')
      .question('deaths')
      .linked({ kind: 'at-most', lesser: 'deaths', greater: 'casualties' })
      .claim('silence', 'casualties', null, { at: '2022-01-05', chain: ['army'], silence: 'none-reported' })
      .claim('denial', 'deaths', none, { at: '2022-01-05', chain: ['army'] });
    expect(hurt.view('casualties').status).toBe('silent');
    expect(hurt.view('deaths')).toMatchObject({
      status: 'single-origin',
      accounts: [{ value: { low: 0, high: 0 } }],
    });
  });

  it('22 claimed by and done by are two questions', () => {
    const attack = aCase()
      .question('claimed-by', 'source')
      .question('done-by', 'source')
      .source('brigade', { kind: 'group' })
      .source('militia', { kind: 'group' })
      .claim(
        'claim',
        'claimed-by',
        { source: 'brigade' },
        { at: '2022-01-05', chain: ['outlet-a', 'brigade'] },
      )
      .claim('blame', 'done-by', { source: 'militia' }, { at: '2022-01-05', chain: ['outlet-a', 'army'] });
    expect(attack.view('claimed-by').status).toBe('single-origin');
    expect(attack.view('done-by').accounts).toMatchObject([{ value: { source: 'militia' } }]);
  });

  it('23 a photo of another incident: withdrawn, it is as if never entered', () => {
    const photo = aCase()
      .question('damage', 'yes-no')
      .claim('caption', 'damage', { is: true }, { at: '2022-01-05', chain: ['outlet-a', 'photographer'] })
      .act({ act: 'withdraw', claim: 'caption', reason: 'The photograph shows another base.' });
    expect(photo.view('damage')).toMatchObject({ status: 'unreported', history: [], superseded: [] });
  });

  it('24 one name in three spellings: sources marked the same are one origin; texts, once compared, one wording', () => {
    const name = aCase()
      .question('name', 'text')
      .claim('a', 'name', { text: 'Qassem al-Jabaryn' }, { at: '2022-01-05', chain: ['outlet-a', 'qassem'] })
      .claim('b', 'name', { text: 'Qasem al-Jabbarin' }, { at: '2022-01-05', chain: ['outlet-b', 'qasem'] });
    expect(name.view('name').status).toBe('uncompared');
    name
      .act({ act: 'compare-wordings', claims: ['a', 'b'], same: true, reason: 'Two transliterations.' })
      .act({ act: 'mark-same', sources: ['qassem', 'qasem'], reason: 'One group.' });
    expect(name.view('name')).toMatchObject({ status: 'single-origin', origins: { min: 1, max: 1 } });
  });

  it('25 strikes or airstrikes: the narrower category refines the broader', () => {
    const weapon = aCase()
      .question('weapon', {
        type: 'category',
        categories: [
          { key: 'strike', label: 'Strike' },
          { key: 'airstrike', label: 'Airstrike', broader: 'strike' },
        ],
      })
      .claim('a', 'weapon', { category: 'strike' }, { at: '2022-01-05', chain: ['army'] })
      .claim('b', 'weapon', { category: 'airstrike' }, { at: '2022-01-06', chain: ['ministry'] });
    expect(weapon.story('weapon')).toEqual({ a: 'first', b: 'refines' });
    expect(weapon.view('weapon').accounts).toMatchObject([
      { value: { category: 'airstrike' }, claims: ['a', 'b'] },
    ]);
  });

  it('26 precision retreats (400, "hundreds", 386): the vaguer word supersedes nothing', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', exactly(400), { at: '2022-01-05', chain: ['ministry'] })
      .claim('b', 'dead', vague('hundreds'), { at: '2022-01-06', chain: ['ministry'] })
      .claim('c', 'dead', exactly(386), { at: '2022-01-07', chain: ['ministry'] });
    expect(dead.view('dead').superseded).toEqual([
      { claim: 'a', by: 'c', as: 'correction' },
      { claim: 'b', by: 'c', as: 'update' },
    ]);
  });

  it('27 a body lowers its own "at least 20" to 19: a correction', () => {
    const dead = aCase()
      .question('dead')
      .claim('a', 'dead', atLeast(20), { at: '2022-01-05', chain: ['ministry'] })
      .claim('b', 'dead', exactly(19), { at: '2022-01-06', chain: ['ministry'] });
    expect(dead.view('dead')).toMatchObject({
      status: 'single-origin',
      superseded: [{ claim: 'a', by: 'b', as: 'correction' }],
    });
  });

  it('28 said on the 17th, published on the 18th: the time of utterance orders, the publication is what is public', () => {
    const hurt = aCase()
      .question('hurt')
      .claim('later', 'hurt', exactly(11), {
        at: '2020-01-17T20:00Z',
        chain: ['outlet-a', 'pentagon'],
        assertedAt: '2020-01-17T19:00Z',
      })
      .claim('earlier', 'hurt', moreThan(2), {
        at: '2020-01-18T09:00Z',
        chain: ['outlet-b', 'pentagon'],
        assertedAt: '2020-01-17T10:00Z',
      });
    expect(hurt.view('hurt').superseded).toEqual([{ claim: 'earlier', by: 'later', as: 'update' }]);
    expect(hurt.story('hurt')).toEqual({ later: 'first', earlier: 'late' });
  });
});
