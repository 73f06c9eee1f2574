import { readFileSync } from 'node:fs';
import { reconcile } from '../../../src/domain/reconcile/index.js';
import type { PolicyName, QuestionView } from '../../../src/domain/reconcile/view.js';
import { dossierOfFile, type IncidentFile } from '../../support/dossier-of-file.js';

/**
 * The two real cases against what a reader of the reports finds in them. Every expectation was worked out from the
 * quoted words, their dates and chains, before the view was looked at.
 */
const read = (path: string) =>
  JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as IncidentFile;
const founding = read('../../../src/exchange/founding-case/ain-al-asad-2022.incident.json');
const missiles = read('../../fixtures/al-asad-2020.incident.json');

const viewer = (file: IncidentFile, options: { document?: string } = {}) => {
  const part = options.document
    ? { ...file, claims: file.claims.filter(({ document }) => document === options.document), acts: [] }
    : file;
  const dossier = dossierOfFile(structuredClone(part));
  return (
    incident: string,
    question: string,
    publicAt: string | null = null,
    policy: PolicyName = 'accounts@1',
  ): QuestionView =>
    reconcile(dossier, incident, { publicAt, policy }).questions.find(({ key }) => key === question)!;
};
const values = ({ accounts }: QuestionView) => accounts.map(({ value }) => value);
const standing = ({ accounts }: QuestionView) => new Set(accounts.flatMap(({ claims }) => claims));

describe('the founding article alone', () => {
  const view = viewer(founding, { document: 'newsweek-2022-01-05' });
  const asad = 'ain-al-asad-rockets-2022-01-05';

  it('five inside and three outside, of one officer, through two outlets', () => {
    expect(view(asad, 'landed-outside')).toMatchObject({
      status: 'single-origin',
      accounts: [{ value: { low: 3, high: 3 }, origins: { min: 1, max: 1 }, claims: ['nw-024'] }],
    });
    expect(values(view(asad, 'landed-inside'))).toContainEqual({ low: 5, high: 5 });
  });
  it('"at least five" hit, in a caption: without an origin, and compatible with five inside and eight landed', () => {
    expect(view(asad, 'hit')).toMatchObject({
      status: 'derived',
      derived: { value: { low: 5, high: 8 } },
      accounts: [
        { claims: ['nw-040'], value: { low: 5, high: null }, origins: { min: 0, max: 0 }, ruledOut: false },
      ],
    });
  });
  it('landed is derived as eight, beside the reader’s own sum, which has no origin', () => {
    expect(view(asad, 'landed')).toMatchObject({ derived: { value: { low: 8 } } });
    expect(view(asad, 'landed').accounts.every(({ origins }) => origins.max === 0)).toBe(true);
  });
  it('"none reported" is a silence, "no casualties" is none', () => {
    const reported = view(asad, 'deaths');
    expect(reported.silences.map(({ kind }) => kind)).toContain('none-reported');
    expect(values(view('wednesday-attacks-2022-01-05', 'casualties-iraqi-bases'))).toContainEqual({
      low: 0,
      high: 0,
    });
  });
  it('"no comment" is no value', () => {
    const claim = founding.claims.find(({ key }) => key === 'nw-052')!;
    const question = view(claim.incident, claim.question!);
    expect(question.silences.map((silence) => silence.claim)).toContain('nw-052');
    expect(standing(question).has('nw-052')).toBe(false);
  });
});

describe('the attacks of January 2022, in nineteen pages', () => {
  const view = viewer(founding);
  const asad = 'ain-al-asad-rockets-2022-01-05';

  it('fired is contested: five, twelve', () => {
    const fired = view(asad, 'fired');
    expect(fired.status).toBe('contested');
    expect(values(fired)).toEqual(
      expect.arrayContaining([
        { low: 5, high: 5 },
        { low: 12, high: 12 },
      ]),
    );
  });
  it('inside is contested between the institution (none) and its own officer (five), roots of one organisation', () => {
    const inside = view(asad, 'landed-inside');
    expect(inside.status).toBe('contested');
    expect([...standing(inside)]).toEqual(expect.arrayContaining(['zagros-01', 'apv2-03']));
  });
  it('the officer’s five and three contradict five fired, across questions', () => {
    const violations = view(asad, 'fired').violations.filter(({ kind }) => kind === 'at-its-word');
    expect(violations.some(({ claims }) => claims.includes('apv2-03') && claims.includes('apv2-04'))).toBe(
      true,
    );
  });
  it('the resolution of Green Village stands, and has no effect on what was public then', () => {
    const fired = view('green-village-fire-2022-01-05', 'fired');
    expect(fired).toMatchObject({
      status: 'resolved',
      answer: { value: { low: 8, high: 8 }, decidedBy: 'resolution' },
    });
    expect(view('green-village-fire-2022-01-05', 'fired', '2022-09-01')).toMatchObject({
      status: 'contested',
      answer: null,
    });
  });
  it('one officer through two outlets stays one origin', () => {
    const outside = view(asad, 'landed-outside');
    const three = outside.accounts.find(({ value }) => 'low' in value && value.low === 3)!;
    expect(three.claims).toEqual(expect.arrayContaining(['nw-024', 'apv2-04']));
    expect(three.origins).toEqual({ min: 1, max: 1 });
  });
  it('on the 4th nothing of the 5th was public', () => {
    expect(view(asad, 'landed-inside', '2022-01-04')).toMatchObject({ status: 'unreported', history: [] });
  });
  it('the claim that an act moved stands where it was moved to', () => {
    expect(view(asad, 'coalition-comment').silences.map(({ claim }) => claim)).toContain('nw-052');
  });
});

describe('the missiles of January 2020, from no one harmed to 110', () => {
  const view = viewer(missiles);
  const attack = 'al-asad-missiles-2020-01-08';

  it('the diagnosed grow from 34 to 110 without a contradiction', () => {
    const diagnosed = view(attack, 'tbi-diagnosed');
    expect(diagnosed.status).not.toBe('contested');
    expect(diagnosed.superseded.map(({ claim }) => claim)).toEqual(
      expect.arrayContaining(['aa24', 'aa26', 'aa29', 'aa32']),
    );
    expect(values(diagnosed)).toContainEqual({ low: 110, high: 110 });
  });
  it('at each time the figure of that time stood', () => {
    expect(values(view(attack, 'tbi-diagnosed', '2020-01-25'))).toContainEqual({ low: 34, high: 34 });
    expect(values(view(attack, 'tbi-diagnosed', '2020-01-29'))).toContainEqual({ low: 50, high: 50 });
  });
  it('missiles fired are contested: 15, 16, 22', () => {
    const fired = view(attack, 'fired');
    expect(fired.status).toBe('contested');
    const lows = values(fired).map((value) => ('low' in value ? value.low : null));
    expect(lows).toEqual(expect.arrayContaining([15, 16, 22]));
  });
  it('a relay took back what it had carried of a broadcaster: the retraction holds', () => {
    const target = missiles.claims.find(({ key }) => key === 'aa06')!;
    const question = view(attack, target.question!);
    expect(question.superseded).toContainEqual({ claim: 'aa06', by: 'aa13', as: 'retraction' });
    expect(question.history.find(({ claim }) => claim === 'aa13')?.relation).toBe('retracts');
  });
  it('one night with two calendar dates is one time, and the page that errs is not', () => {
    const date = view(attack, 'date');
    expect(date.accounts.find(({ claims }) => claims.includes('aa01.time'))!.claims).toContain('aa32.date');
    expect(date.accounts.find(({ claims }) => claims.includes('aa01.time'))!.claims).not.toContain('aa30');
  });
  it('a page dated in Washington is surely public when that day has ended there', () => {
    const seen = (publicAt: string) => view(attack, 'fired', publicAt).history.map(({ claim }) => claim);
    expect(seen('2020-01-08T04:59Z')).not.toContain('aa02');
    expect(seen('2020-01-08T05:00Z')).toContain('aa02');
  });
});
