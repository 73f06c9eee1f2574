import {
  explain,
  lineage,
  matrix,
  originGroups,
  trackRecord,
  type Matrix,
} from '../../../src/domain/reconcile/index.js';
import { valueInWords } from '../../../src/domain/reconcile/words.js';
import { aCase, atLeast, exactly, vague, type Case } from '../../support/case.js';

/** Hand-computed examples of what a fact-checker asks of one question. */
const on = (at: string, ...chain: string[]) => ({ at: `2022-01-${at}`, chain });

/** "speaker: column claims; ..." with a mark on what is in dispute. */
function drawn({ columns, rows }: Matrix): string[] {
  const titles = columns.map(({ said, silence }) => silence ?? said.map(valueInWords).join(' / '));
  return rows.map(({ speaker, noOrigin, disputed, cells }) => {
    const told = cells.map(
      ({ column, claims }) =>
        `${titles[column]}: ${claims.map(({ claim, part, stance }) => `${claim} ${stance ?? part}`).join(', ')}`,
    );
    return `${disputed ? '! ' : ''}${noOrigin ?? speaker.join(' and ')}: ${told.join('; ')}`;
  });
}
const matrixOf = (of: Case, question: string, publicAt: string | null = null) =>
  matrix(of.dossier(), 'i', question, publicAt);

describe('the matrix of a question', () => {
  it('has speakers by values, conflicts first, silences and what has no origin last', () => {
    const said = aCase()
      .question('n')
      .claim('calm', 'n', atLeast(1), on('01', 'police'))
      .claim('five', 'n', exactly(5), on('02', 'outlet-a', 'army'))
      .claim('headline', 'n', exactly(5), { ...on('02', 'outlet-b'), lineageRecorded: false })
      .claim('eight', 'n', exactly(8), on('03', 'ministry'))
      .claim('again', 'n', exactly(5), on('04', 'outlet-b', 'army'))
      .claim('quiet', 'n', null, { ...on('04', 'outlet-a', 'palace'), silence: 'no-comment' });
    const told = matrixOf(said, 'n');
    expect(told.columns.map(({ said, silence, disputed }) => [silence ?? said, disputed])).toEqual([
      [[exactly(5)], true],
      [[exactly(8)], true],
      [[atLeast(1)], false],
      ['no-comment', false],
    ]);
    expect(told.columns.map(({ accounts }) => accounts)).toEqual([[0], [1], [0, 1], []]);
    expect(drawn(told)).toEqual([
      '! army: 5: five counting, again counting',
      '! ministry: 8: eight counting',
      'police: at least 1: calm counting',
      'palace: no-comment: quiet silence',
      'not-recorded: 5: headline standing',
    ]);
  });

  it('takes two ways to say one value as one, and keeps both', () => {
    const said = aCase()
      .question('n')
      .claim('words', 'n', vague('dozens'), on('01', 'police'))
      .claim('figure', 'n', atLeast(12), on('02', 'army'));
    expect(matrixOf(said, 'n').columns.map((column) => column.said)).toEqual([
      [vague('dozens'), atLeast(12)],
    ]);
  });

  it('tells a denial where the denied value stands, and shows what ended', () => {
    const said = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on('01', 'army'))
      .claim('six', 'n', exactly(6), on('02', 'army'))
      .claim('no', null, null, { ...on('03', 'police'), response: { to: ['six'], stance: 'denies' } })
      .claim('hm', null, null, { ...on('03', 'palace'), response: { to: ['six'], stance: 'doubts' } });
    expect(drawn(matrixOf(said, 'n'))).toEqual([
      '! army: 6: six counting; 5: five ended',
      '! police: 6: no denies',
      'palace: 6: hm doubts',
    ]);
  });

  it('marks what only linked questions contradict', () => {
    const said = aCase()
      .question('fired')
      .question('inside')
      .linked({ kind: 'at-most', lesser: 'i/inside', greater: 'i/fired' })
      .claim('fired-5', 'fired', exactly(5), on('01', 'army'))
      .claim('inside-8', 'inside', exactly(8), on('01', 'police'));
    expect(drawn(matrixOf(said, 'fired'))).toEqual(['! army: 5: fired-5 counting']);
  });

  it('keeps to what was surely public', () => {
    const said = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on('01', 'army'))
      .claim('eight', 'n', exactly(8), on('03', 'ministry'));
    expect(drawn(matrixOf(said, 'n', '2022-01-02'))).toEqual(['army: 5: five counting']);
    expect(matrixOf(said, 'n', '2021-12-31')).toEqual({ columns: [], rows: [] });
  });

  it('of one utterance that relays print differently nothing is in dispute', () => {
    const said = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { ...on('01', 'outlet-a', 'army'), utterance: 'briefing' })
      .claim('b', 'n', exactly(6), { ...on('01', 'outlet-b', 'army'), utterance: 'briefing' });
    expect(drawn(matrixOf(said, 'n'))).toEqual(['army: 5: a counting; 6: b counting']);
  });
});

describe('how origins are counted', () => {
  const six = (): Case => {
    const told = aCase()
      .question('n')
      .source('spokesman', { kind: 'person', speaksFor: 'army' })
      .source('army')
      .source('army-too', { sameAs: ['wikidata:Q1'] })
      .source('army-three', { sameAs: ['wikidata:Q1'] })
      .source('general', { kind: 'person', memberOf: 'army' });
    told
      .claim('a', 'n', exactly(5), on('01', 'outlet-a', 'spokesman'))
      .claim('b', 'n', exactly(5), on('01', 'outlet-b', 'army'))
      .claim('c', 'n', exactly(5), on('01', 'outlet-c', 'army-three'))
      .claim('d', 'n', exactly(5), on('01', 'outlet-c', 'general'));
    return told.act({ act: 'mark-same', sources: ['army', 'army-too'], reason: 'One army.' });
  };
  it('tells for each claim by which ties its speaker is the origin, and why two origins are one in the lower number', () => {
    const told = originGroups(six().dossier(), 'i', 'n', null);
    expect(told).toMatchObject({ range: { min: 1, max: 2 }, outlets: ['outlet-a', 'outlet-b', 'outlet-c'] });
    const [army, general] = told.origins;
    expect(
      army!.claims.map(({ claim, speaker, ties }) => [claim, speaker, ties.map(({ by }) => by)]),
    ).toEqual([
      ['a', 'spokesman', ['speaks-for']],
      ['b', 'army', []],
      ['c', 'army-three', ['identifier', 'same']],
    ]);
    expect(general).toMatchObject({ origin: 'general', root: 'army', claims: [{ claim: 'd', ties: [] }] });
    expect(told.roots).toEqual([
      {
        root: 'army',
        origins: [
          { origin: 'army', ties: [] },
          { origin: 'general', ties: [{ from: 'general', to: 'army', by: 'member-of', identifier: null }] },
        ],
        originsLeftOut: 0,
        leftOut: null,
        because: null,
      },
    ]);
    expect(told.pairs).toMatchObject([{ a: 'army', b: 'general', why: 'one-root', root: 'army' }]);
    expect(told.accounts).toMatchObject([{ account: 0, outlets: 3, origins: { min: 1, max: 2 } }]);
  });

  it('tells joint speakers, who is left out and why, and what an editor asserted', () => {
    const told = aCase()
      .question('n')
      .claim('joint', 'n', exactly(5), { ...on('01', 'outlet-a', 'army'), jointly: ['police'] })
      .claim('one', 'n', exactly(5), on('02', 'outlet-a', 'unnamed-one'))
      .claim('two', 'n', exactly(5), on('02', 'outlet-b', 'unnamed-two'))
      .claim('own', 'n', exactly(5), on('02', 'outlet-c'));
    const before = originGroups(told.dossier(), 'i', 'n', null);
    expect(before.pairs).toEqual([
      { a: 'army', b: 'police', why: 'jointly', root: null, ties: [], claim: 'joint' },
    ]);
    expect(before.roots.map(({ root, leftOut }) => [root, leftOut])).toEqual([
      ['army', null],
      ['police', null],
      ['unnamed-one', 'unnamed'],
      ['unnamed-two', 'unnamed'],
      ['outlet-c', 'outlet'],
    ]);
    expect(before).toMatchObject({ range: { min: 1, max: 5 }, asserted: [] });
    told.act({
      act: 'assert-independence',
      sources: ['unnamed-one', 'unnamed-two'],
      reason: 'Two countries.',
    });
    const after = originGroups(told.dossier(), 'i', 'n', null);
    expect(after.asserted).toEqual([{ a: 'unnamed-one', b: 'unnamed-two', counts: true }]);
    expect(after.range).toEqual({ min: 3, max: 5 });
  });
});

describe('of very many claims', () => {
  const many = (): Case => {
    const told = aCase().question('n');
    for (let n = 1; n <= 60; n += 1) told.claim(`c${n}`, 'n', exactly(n), on('01', `speaker-${n}`));
    return told;
  };
  it('a part is explained, each against the first fifty accounts that it is not in', () => {
    const { claims, claimsInAll } = explain(many().dossier(), 'i', 'n', null, { from: 58, count: 5 });
    expect([claims.map(({ claim }) => claim), claimsInAll]).toEqual([['c59', 'c60'], 60]);
    expect(claims[0]!.sentences).toHaveLength(1 + 1 + 50 + 1);
    expect(claims[0]!.sentences.at(-1)).toBe('It is in none of 9 further accounts either.');
    expect(claims[0]!.sentences).toContain(
      'It is in the account “59”: 59 can be true together with all the others in it.',
    );
  });
  it('pairs and claims of an origin are told up to a number, and the rest is counted', () => {
    const told = aCase().question('n').source('army');
    for (let n = 1; n <= 40; n += 1) {
      told.source(`officer-${n}`, { kind: 'person', memberOf: 'army' });
      told.claim(`c${n}`, 'n', exactly(5), on('01', 'outlet', `officer-${n}`));
    }
    for (let n = 1; n <= 230; n += 1) told.claim(`a${n}`, 'n', exactly(5), on('01', `outlet-${n}`, 'army'));
    const groups = originGroups(told.dossier(), 'i', 'n', null);
    expect(groups.range).toEqual({ min: 1, max: 41 });
    // Each of 41 with each other: 820 pairs.
    expect([groups.pairs.length, groups.leftOut]).toEqual([
      500,
      { outlets: 0, origins: 0, roots: 0, pairs: 320, accounts: 0 },
    ]);
    const army = groups.origins.find(({ origin }) => origin === 'army')!;
    expect([army.claims.length, army.claimsLeftOut]).toEqual([200, 30]);
  });
});

describe('the lineage of a claim', () => {
  it('tells the chain, whose words each link counts as, and who else has them', () => {
    const told = aCase()
      .question('n')
      .source('army')
      .source('spokesman', { kind: 'person', speaksFor: 'army' })
      .claim('a', 'n', exactly(5), on('01', 'outlet-a', 'outlet-b', 'spokesman'))
      .claim('b', 'n', exactly(6), on('02', 'outlet-c', 'army'))
      .claim('c', 'n', exactly(6), on('02', 'police'));
    expect(lineage(told.dossier(), 'a', null)).toEqual({
      claim: 'a',
      chain: [
        { source: 'outlet-a', as: 'outlet-a', role: 'publisher' },
        { source: 'outlet-b', as: 'outlet-b', role: 'relay' },
        { source: 'spokesman', as: 'army', role: 'speaker' },
      ],
      origin: ['army'],
      noOrigin: null,
      ties: [{ from: 'spokesman', to: 'army', by: 'speaks-for', identifier: null }],
      sameOrigin: ['b'],
    });
    expect(lineage(told.dossier(), 'a', '2022-01-01')?.sameOrigin).toEqual([]);
    expect(lineage(told.dossier(), 'b', '2022-01-01')).toBeUndefined();
    expect(lineage(told.dossier(), 'never', null)).toBeUndefined();
  });
  it('tells why there is no origin', () => {
    const told = aCase()
      .question('n')
      .claim('headline', 'n', exactly(5), { ...on('01', 'outlet-a'), lineageRecorded: false })
      .claim('sum', 'n', exactly(5), { ...on('01', 'outlet-a'), inferred: true })
      .claim('a', 'n', exactly(5), on('01', 'outlet-a', 'outlet-b'))
      .claim('b', 'n', exactly(5), on('01', 'outlet-b', 'outlet-a'));
    const why = (claim: string) => lineage(told.dossier(), claim, null)!.noOrigin;
    expect(['headline', 'sum', 'a', 'b'].map(why)).toEqual([
      'not-recorded',
      'inferred',
      'circular',
      'circular',
    ]);
  });
});

describe('the track record of sources', () => {
  const befell = (of: Case, sources: string[], publicAt: string | null = null) =>
    trackRecord(of.dossier(), 'i', new Set(sources), publicAt).flatMap(({ befell }) =>
      befell.map(
        ({ claim, part, what, by }) => `${claim} ${part} ${what} by ${by.map((one) => one.claim).join()}`,
      ),
    );
  const told = (): Case =>
    aCase()
      .question('n')
      .claim('army-9', 'n', exactly(9), on('01', 'outlet-a', 'army'))
      .claim('army-3', 'n', exactly(3), on('02', 'army'))
      .claim('police-4', 'n', exactly(4), on('03', 'police'))
      .claim('hm', null, null, { ...on('04', 'palace'), response: { to: ['army-3'], stance: 'doubts' } })
      .claim('no', null, null, { ...on('04', 'ministry'), response: { to: ['army-3'], stance: 'denies' } })
      .claim('back', null, null, {
        ...on('05', 'outlet-a'),
        response: { to: ['army-9'], stance: 'retracts' },
      });

  it('is what ended its claims, who contradicts, denies and doubts them', () => {
    expect(befell(told(), ['army'])).toEqual([
      'army-9 said retracted by back',
      'army-3 said contradicted by police-4',
      'army-3 said denied by no',
      'army-3 said doubted by hm',
    ]);
    expect(befell(told(), ['police'])).toEqual(['police-4 said contradicted by army-3']);
  });
  it('tells apart what was only passed on', () => {
    expect(befell(told(), ['outlet-a'])).toEqual(['army-9 passed-on retracted by back']);
  });
  it('is of what was public by then', () => {
    expect(befell(told(), ['army'], '2022-01-02')).toEqual(['army-9 said corrected by army-3']);
  });
  it('counts sayings that relays print differently', () => {
    const twice = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), { ...on('01', 'outlet-a', 'army'), utterance: 'briefing' })
      .claim('b', 'n', exactly(6), { ...on('01', 'outlet-b', 'army'), utterance: 'briefing' });
    expect(befell(twice, ['army'])).toEqual(['a said diverged by b', 'b said diverged by a']);
    expect(befell(twice, ['outlet-b'])).toEqual(['b passed-on diverged by a']);
  });
  it('says nothing befell a silence, and counts it', () => {
    const quiet = aCase()
      .question('n')
      .claim('s', 'n', null, { ...on('01', 'outlet-a', 'army'), silence: 'no-comment' });
    expect(trackRecord(quiet.dossier(), 'i', new Set(['army']), null)).toEqual([
      { question: 'n', said: [{ claim: 's', part: 'said', silent: true }], befell: [] },
    ]);
  });
});
