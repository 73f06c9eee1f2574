import { needsOf, type QuestionNeed } from '../../../src/domain/reconcile/needs.js';
import type { Dossier, ResolutionDossier } from '../../../src/domain/reconcile/dossier.js';
import { aCase, atLeast, exactly, type Case } from '../../support/case.js';

/** What waits for an editor, by hand. `since` is the place of a claim in its case, from 0. */
const on = (day: number, ...chain: string[]) => ({ at: `2022-01-0${day}`, chain });
const needs = (given: Case | Dossier, question = 'n'): QuestionNeed[] =>
  needsOf('file' in given ? given.dossier() : given, 'i').find((state) => state.question.key === question)!
    .needs;
const told = (given: Case | Dossier, question = 'n') =>
  needs(given, question).map(
    ({ kind, since, claims }) => `${kind} ${since}: ${claims.map(({ name }) => name).join()}`,
  );

/** Decided when so many claims had been entered. */
function decided(given: Case, n: number, seen: number, claims: string[] = []): Dossier {
  const dossier = given.dossier();
  const question = dossier.incidents[0]!.questions.find(({ key }) => key === 'n')!;
  const resolution: ResolutionDossier = {
    value: exactly(n),
    claims,
    method: 'reconciliation@1',
    reason: 'because',
    unseen: { entry: seen - 1 },
  };
  question.resolution = resolution;
  return dossier;
}

describe('a contested question waits', () => {
  const five = aCase().question('n').claim('five', 'n', exactly(5), on(3, 'army'));

  it('since the second of two claims that exclude each other, whichever was published first', () => {
    const said = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on(3, 'army'))
      .claim('some', 'n', atLeast(2), on(2, 'police'))
      .claim('eight', 'n', exactly(8), on(1, 'ministry'))
      .claim('nine', 'n', exactly(9), on(4, 'palace'));
    expect(told(said)).toEqual(['contested 2: some,five,eight,nine']);
    expect(needs(said)[0]).toMatchObject({ count: 4, why: '3 accounts exclude each other: 5 / 8 / 9' });
  });

  it('since a denial, though it names no figure', () => {
    const said = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on(1, 'army'))
      .claim('no', null, null, { ...on(2, 'palace'), response: { to: ['five'], stance: 'denies' } });
    expect(told(said)).toEqual(['contested 1: five,no']);
    expect(needs(said)[0]!.why).toBe('1 claim of another origin denies what was said');
  });

  it('since what is said on linked questions cannot be true with it, and names that', () => {
    const said = aCase()
      .question('n')
      .question('inside')
      .linked({ kind: 'at-most', lesser: 'inside', greater: 'n' })
      .claim('five', 'n', exactly(5), on(1, 'army'))
      .claim('six', 'inside', exactly(6), on(2, 'police'));
    expect(told(said)).toEqual(['contested 1: five,six']);
    expect(needs(said)[0]!.why).toContain('(inside <= n)');
  });

  it('no more once it is decided, and again when new evidence speaks against the decision', () => {
    const said = aCase()
      .question('n')
      .claim('five', 'n', exactly(5), on(1, 'army'))
      .claim('eight', 'n', exactly(8), on(2, 'police'));
    expect(told(decided(said, 5, 2, ['five']))).toEqual([]);
    said.claim('nine', 'n', exactly(9), on(3, 'palace'));
    expect(told(decided(said, 5, 2, ['five']))).toEqual(['undermined 2: nine']);
    expect(needs(decided(said, 5, 2, ['five']))[0]!.why).toBe(
      'the decision "5" is undermined: 1 claim recorded since cannot be true with it',
    );
  });

  it('as a decision that what it rested on no longer supports', () => {
    const said = five.claim('wrong', null, null, {
      ...on(4, 'army'),
      response: { to: ['five'], stance: 'retracts' },
    });
    expect(told(decided(said, 5, 1, ['five']))).toEqual(['undermined 1: five', 'taken-back 1: five,wrong']);
    // A claim that was withdrawn is as if it had never been entered: no claim tells since when.
    expect(told(decided(aCase().question('n'), 5, 0, ['gone']))).toEqual(['undermined null: ']);
  });
});

describe('further reasons to look at a question', () => {
  const relayed = () =>
    aCase()
      .question('n')
      .claim('more', 'n', atLeast(40), { ...on(1, 'outlet-a', 'army'), utterance: 'u' })
      .claim('forty', 'n', exactly(40), { ...on(1, 'outlet-b', 'army'), utterance: 'u' });

  it('relays of one saying differ, until one of them is ranked as deprecated', () => {
    expect(told(relayed())).toEqual(['divergence 1: more,forty']);
    expect(needs(relayed())[0]).toMatchObject({
      values: [atLeast(40), exactly(40)],
      why: 'relays of one saying differ: at least 40 and 40',
    });
    const ranked = relayed().act({ act: 'rank', claim: 'forty', rank: 'deprecated', reason: 'because' });
    expect(told(ranked)).toEqual([]);
  });

  it('a claim was taken back, until it is ranked as deprecated or the question is decided', () => {
    const said = () =>
      aCase()
        .question('n')
        .claim('eight', 'n', exactly(8), on(1, 'police'))
        .claim('five', 'n', exactly(8), on(1, 'army'))
        .claim('wrong', null, null, { ...on(2, 'army'), response: { to: ['five'], stance: 'retracts' } });
    expect(told(said())).toEqual(['taken-back 2: five,wrong']);
    expect(told(decided(said(), 8, 3, ['eight']))).toEqual([]);
    expect(told(decided(said(), 8, 2, ['eight']))).toEqual(['taken-back 2: five,wrong']);
    const ranked = said().act({ act: 'rank', claim: 'five', rank: 'deprecated', reason: 'because' });
    expect(told(ranked)).toEqual([]);
  });

  it('only a report without an origin contradicts it, which contests nothing', () => {
    const said = aCase()
      .question('n')
      .claim('headline', 'n', exactly(9), { ...on(1, 'outlet-a'), lineageRecorded: false })
      .claim('five', 'n', exactly(5), on(2, 'army'));
    expect(told(said)).toEqual(['against-unattributed 1: five,headline']);
    expect(needs(said)[0]!.why).toBe('only reports without an origin contradict it: 9');
  });

  it('two wordings were never compared', () => {
    const said = () =>
      aCase()
        .question('n', 'text')
        .claim('militia', 'n', { text: 'A militia' }, on(1, 'army'))
        .claim('again', 'n', { text: 'a  militia' }, on(1, 'palace'))
        .claim('group', 'n', { text: 'An unknown group' }, on(2, 'police'));
    expect(told(said())).toEqual(['uncompared 2: militia,group']);
    const compared = said().act({
      act: 'compare-wordings',
      claims: ['militia', 'group'],
      same: true,
      reason: 'because',
    });
    expect(told(compared)).toEqual([]);
  });

  it('reports lead back to themselves', () => {
    const said = aCase()
      .question('n')
      .claim('a', 'n', exactly(5), on(1, 'outlet-a', 'outlet-b'))
      .claim('b', 'n', exactly(5), on(2, 'outlet-b', 'outlet-a'));
    expect(told(said)).toEqual(['circular 0: a,b']);
  });

  it('nothing waits where one origin says one thing', () => {
    expect(told(aCase().question('n').claim('five', 'n', exactly(5), on(1, 'army')))).toEqual([]);
  });
});
