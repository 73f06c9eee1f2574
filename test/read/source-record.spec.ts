import { thingId } from '../../src/domain/names.js';
import { befallenClaims, sourceRecord, type Part } from '../../src/read/source-record.js';
import type { Mishap } from '../../src/domain/reconcile/index.js';
import type { Clocks } from '../../src/read/answers.js';
import { Views } from '../../src/read/views.js';
import { Scenario } from './scenario.js';

/** An army that says much through one agency, on several bases. */
async function manyBases(count: number): Promise<Scenario> {
  const told = new Scenario();
  await told.source('agency');
  await told.source('army', { kind: 'organisation' });
  await told.source('army-office', { kind: 'office', speaksFor: told.id('source', 'army') });
  await told.source('police', { kind: 'organisation' });
  await told.document('page', 'agency', '2022-01-05T10:00:00Z');
  await told.document('later-page', 'agency', '2022-01-06T10:00:00Z');
  for (let base = 1; base <= count; base += 1) {
    await told.incident(`base-${base}`);
    await told.question(`base-${base}/fell`);
    await told.claim(`army-${base}`, `base-${base}/fell`, 'page', ['agency', 'army'], 9);
    await told.claim(`police-${base}`, `base-${base}/fell`, 'later-page', ['agency', 'police'], 5);
  }
  return told;
}

describe('a source’s record', () => {
  let told: Scenario;
  let views: Views;
  beforeEach(async () => {
    told = await manyBases(3);
    views = await Views.open(told.log, ':memory:');
  });
  afterEach(() => views.close());
  const record = async (source: string, clocks: Clocks = {}) => {
    await views.catchUp();
    return (await sourceRecord(views, told.id('source', source), clocks))!;
  };
  const behind = async (
    source: string,
    what: Mishap,
    part: Part = 'said',
    limit = 50,
    clocks: Clocks = {},
  ) => {
    await views.catchUp();
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await befallenClaims(views, told.id('source', source), { what, part }, clocks, {
        limit,
        ...(cursor !== undefined && { cursor }),
      });
      expect(page!.items.length).toBeLessThanOrEqual(limit);
      found.push(
        ...page!.items.map(({ claim, by }) => `${claim.name} by ${by.map((one) => one.claim.name).join()}`),
      );
      cursor = page!.next ?? undefined;
    } while (cursor !== undefined);
    return found;
  };

  it('counts what befell its claims, and by whom; each number is as many as the claims behind it', async () => {
    expect(await record('army')).toMatchObject({
      source: { name: 'army' },
      incidents: 3,
      said: { claims: 3, contradicted: 3, corrected: 0 },
      passedOn: { claims: 0, contradicted: 0 },
      by: [{ part: 'said', what: 'contradicted', source: { name: 'police' }, claims: 3 }],
      next: null,
    });
    const all = ['army-3 by police-3', 'army-2 by police-2', 'army-1 by police-1'];
    for (const limit of [1, 2, 3, 50])
      expect(await behind('army', 'contradicted', 'said', limit)).toEqual(all);
    expect(await behind('army', 'contradicted', 'passed-on')).toEqual([]);
    expect(await behind('agency', 'contradicted', 'passed-on', 4)).toHaveLength(6);
    expect(await record('agency')).toMatchObject({
      said: { claims: 0 },
      passedOn: { claims: 6, contradicted: 6 },
    });
  });

  it('takes together who is marked the same, shares an identifier or speaks for it', async () => {
    await told.source('army-two', { kind: 'organisation' });
    await told.source('army-three', { kind: 'organisation', sameAs: ['wikidata:Q1'] });
    await told.source('army-four', { kind: 'organisation', sameAs: ['wikidata:Q1'] });
    await told.claim('of-office', 'base-1/fell', 'page', ['agency', 'army-office'], 9);
    await told.claim('of-two', 'base-2/fell', 'page', ['agency', 'army-two'], 9);
    await told.claim('of-four', 'base-3/fell', 'page', ['agency', 'army-four'], 9);
    expect(await record('army')).toMatchObject({ said: { claims: 4, contradicted: 4 } });
    const then = told.now;
    for (const other of ['army-two', 'army-three']) {
      await told.event('source', 'army', 'SourcesMarkedSame', {
        other: told.id('source', other),
        reason: 'one army',
      });
    }
    const whole = await record('army');
    expect(whole.sources.map(({ source, because }) => [source.name, because])).toEqual([
      ['army', 'itself'],
      ['army-two', 'same'],
      ['army-three', 'same'],
      ['army-office', 'speaks-for'],
      ['army-four', 'identifier'],
    ]);
    expect(whole.said).toMatchObject({ claims: 6, contradicted: 6 });
    expect((await record('army', { knownAt: then })).said.claims).toBe(4);
    expect((await record('army-office')).said.claims).toBe(1);
  });

  it('names the editor who said that one claim replaces another', async () => {
    told.actor = 'eve';
    await told.claim('army-now', 'base-1/fell', 'later-page', ['agency', 'army'], 7);
    await told.event('claim', 'army-1', 'ClaimSuperseded', {
      by: told.id('claim', 'army-now'),
      as: 'correction',
      reason: 'the release says so',
    });
    await views.catchUp();
    const page = await befallenClaims(views, told.id('source', 'army'), { what: 'corrected', part: 'said' });
    expect(page!.items).toMatchObject([
      {
        claim: { name: 'army-1' },
        question: { name: 'base-1/fell' },
        by: [{ claim: { name: 'army-now' }, act: { actor: 'eve', reason: 'the release says so' } }],
      },
    ]);
  });

  it('is of either clock', async () => {
    const early = await record('army', { publicAt: '2022-01-05T12:00:00Z' });
    expect(early.said).toMatchObject({ claims: 3, contradicted: 0 });
    const then = told.now;
    await told.event('claim', 'police-1', 'ClaimWithdrawn', { reason: 'of another base' });
    expect((await record('army')).said.contradicted).toBe(2);
    expect((await record('army', { knownAt: then })).said.contradicted).toBe(3);
    expect(await sourceRecord(views, told.id('source', 'army'), { knownAt: '2020-01-01' })).toBeUndefined();
  });

  it('follows a claim that was moved to another incident, or given to another speaker', async () => {
    await told.incident('elsewhere');
    await told.question('elsewhere/fell');
    await told.event('claim', 'army-1', 'ClaimMovedToQuestion', {
      incident: told.id('incident', 'elsewhere'),
      question: told.id('question', 'elsewhere/fell'),
      reason: 'about another base',
    });
    expect(await record('army')).toMatchObject({ said: { claims: 3, contradicted: 2 } });
    await told.event('claim', 'army-2', 'AttributionCorrected', {
      chain: [told.id('source', 'agency'), told.id('source', 'army-office')],
      reason: 'it was the office',
    });
    expect((await record('army-office')).said).toMatchObject({ claims: 1, contradicted: 1 });
  });

  it('is the same after a rebuild', async () => {
    const before = await record('agency');
    await views.rebuild();
    expect(await record('agency')).toEqual(before);
  });

  it('refuses a cursor that no page gave, and knows nothing of what is not there', async () => {
    await views.catchUp();
    const of = told.id('source', 'army');
    for (const cursor of [
      'made-up',
      Buffer.from('[1]').toString('base64url'),
      Buffer.from('[-1,0]').toString('base64url'),
    ]) {
      await expect(sourceRecord(views, of, {}, cursor)).rejects.toThrow(/begin again/);
      await expect(
        befallenClaims(views, of, { what: 'denied', part: 'said' }, {}, { cursor }),
      ).rejects.toThrow(/begin again/);
    }
    const never = thingId(told.log.ledger, 'source', 'case', 'never');
    expect(await sourceRecord(views, never)).toBeUndefined();
    expect(await befallenClaims(views, never, { what: 'denied', part: 'said' })).toBeUndefined();
  });
});

describe('the record of a source on very many incidents', () => {
  it('is told in parts that add up to the whole', async () => {
    const told = await manyBases(520);
    const views = await Views.open(told.log, ':memory:');
    await views.catchUp();
    const of = told.id('source', 'army');
    const first = (await sourceRecord(views, of))!;
    expect(first).toMatchObject({ incidents: 500, said: { claims: 500, contradicted: 500 } });
    const second = (await sourceRecord(views, of, {}, first.next!))!;
    expect(second).toMatchObject({ incidents: 20, said: { claims: 20, contradicted: 20 }, next: null });
    await views.close();
  }, 120_000);
});
