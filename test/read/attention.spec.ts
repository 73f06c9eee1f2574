import { join } from 'node:path';
import Database from 'better-sqlite3';
import { oneQuestion } from '../../src/bench/made-claims.js';
import type { Need } from '../../src/read/answers.js';
import { BadCursor } from '../../src/read/paging.js';
import { BadInstant } from '../../src/read/moments.js';
import { Views } from '../../src/read/views.js';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { all } from './everything.js';
import { rockets, Scenario } from './scenario.js';

const reason = 'because';

describe('what needs a human', () => {
  let it1: Scenario;
  let views: Views;
  const id: Scenario['id'] = (kind, key) => it1.id(kind, key);
  const waiting = async (filter: Parameters<Views['attention']['list']>[0] = {}) => {
    await views.catchUp();
    expect(await views.attention.ready()).toBe(true);
    return views.attention.list(filter).items;
  };
  const told = async (filter = {}) =>
    (await waiting(filter)).map(({ kind, things, claims }) =>
      [kind, ...[...things, ...claims].map(({ name }) => name)].join(' '),
    );

  beforeEach(async () => {
    it1 = await rockets();
    views = await Views.open(it1.log, ':memory:');
  });
  afterEach(() => views.close());

  it('names the question, the claims, since when, why, and what settles it; and goes once that was done', async () => {
    expect(await told()).toEqual([]);
    await it1.claim('c4', 'base/inside', 'page-2', ['news'], 7, { basis: 'witnessed' });
    const since = { position: it1.position, recordedAt: it1.now };
    const [need] = await waiting();
    expect(need).toMatchObject({
      kind: 'contested',
      things: [{ kind: 'question', name: 'base/inside' }],
      incident: { name: 'base' },
      since,
      why: '2 accounts exclude each other: 5 / 7',
      claimCount: 3,
      shared: [],
    });
    expect(need!.claims.map(({ name }) => name)).toEqual(['c1', 'c3', 'c4']);
    expect(need!.settledBy[0]).toBe('resolveQuestion');
    expect(need!.values).toHaveLength(2);

    await it1.event('question', 'base/inside', 'QuestionResolved', {
      value: { kind: 'exact', n: 5 },
      claims: [id('claim', 'c1')],
      stood: [],
      method: 'accounts@1',
      seen: 'x',
      reason,
    });
    expect(await told()).toEqual([]);

    const undermining = await it1.claim('c5', 'base/inside', 'page-2', ['news'], 9, { basis: 'witnessed' });
    expect(undermining).toBe(it1.events.at(-1));
    expect(await told()).toEqual(['undermined base/inside c5']);

    await it1.event('question', 'base/inside', 'QuestionReopened', { reason });
    const [again] = await waiting();
    expect(again).toMatchObject({ kind: 'contested', since: { position: it1.position } });
  });

  it('says since when a decision stands on a claim that was withdrawn', async () => {
    await it1.event('question', 'base/inside', 'QuestionResolved', {
      value: { kind: 'exact', n: 5 },
      claims: [id('claim', 'c1'), id('claim', 'c3')],
      stood: [],
      method: 'accounts@1',
      seen: 'x',
      reason,
    });
    expect(await told()).toEqual([]);
    await it1.event('claim', 'c3', 'ClaimWithdrawn', { reason });
    expect(await told()).toEqual(['undermined base/inside c3']);
    expect((await waiting())[0]!.since).toEqual({ position: it1.position, recordedAt: it1.now });
  });

  it('is filtered by kind, incident and since, and counted for each incident', async () => {
    await it1.incident('other');
    await it1.question('other/landed');
    await it1.claim('c4', 'base/inside', 'page-2', ['news'], 7, { basis: 'witnessed' });
    const before = new Date(Date.parse(it1.now) + 1).toISOString();
    await it1.claim('o1', 'other/landed', 'page-1', ['ap', 'officer'], 1);
    await it1.claim('o2', 'other/landed', 'page-2', ['news'], 3, { basis: 'witnessed' });
    await it1.source('ap-2', { name: 'AP' });
    expect((await waiting()).map(({ kind, things }) => `${kind} ${things[0]!.name}`)).toEqual([
      'likely-same-sources ap-2',
      'contested other/landed',
      'contested base/inside',
    ]);
    expect(await waiting({ kind: 'contested', incident: id('incident', 'other') })).toHaveLength(1);
    expect(await waiting({ incident: id('incident', 'nowhere') })).toEqual([]);
    expect(await told({ since: before, kind: 'contested' })).toEqual(['contested other/landed o1 o2']);
    expect(await waiting({ since: '2027-01-01' })).toEqual([]);
    await expect(waiting({ since: 'yesterday' })).rejects.toThrow(BadInstant);
    expect(views.attention.ofIncident(id('incident', 'other'))).toEqual({
      statuses: [{ status: 'contested', questions: 1 }],
      needs: [{ kind: 'contested', count: 1 }],
    });
    const names = (filter: Parameters<Views['incidents']['list']>[0]) =>
      views.incidents.list(filter).items.map(({ name }) => name);
    expect(names({ status: 'contested' })).toEqual(['other', 'base']);
    expect(names({ status: 'derived' })).toEqual(['base']);
    expect(names({ status: 'derived', need: 'contested' })).toEqual(['base']);
    expect(names({ status: 'derived', need: 'circular' })).toEqual([]);
    expect(names({ need: 'any', text: 'other' })).toEqual(['other']);
    expect(names({ among: [id('incident', 'other')] })).toEqual(['other']);
    expect(names({ among: [] })).toEqual([]);
  });

  it('is given page by page, each once, and a made-up cursor is refused', async () => {
    for (let n = 0; n < 23; n += 1) {
      await it1.incident(`i${n}`);
      await it1.question(`i${n}/landed`);
      await it1.claim(`a${n}`, `i${n}/landed`, 'page-1', ['ap', 'officer'], 1);
      await it1.claim(`b${n}`, `i${n}/landed`, 'page-2', ['news'], 3, { basis: 'witnessed' });
    }
    const whole = await waiting();
    expect(whole).toHaveLength(23);
    expect([...all((page) => views.attention.list({}, page), 5)]).toEqual(whole);
    expect([...all((page) => views.incidents.list({ need: 'any' }, undefined, page), 5)]).toHaveLength(23);
    expect(() => views.attention.list({}, { cursor: 'WzFd' })).toThrow(BadCursor);
  });

  it('asks of sources with one name whether they are one, each with those before it', async () => {
    await it1.source('ap-2', { name: 'AP' });
    await it1.source('ap-3', { name: 'Áp', aliases: ['associated press'] });
    expect(await told()).toEqual(['likely-same-sources ap-3 ap-2 ap', 'likely-same-sources ap-2 ap']);
    expect((await waiting())[0]).toMatchObject({
      incident: null,
      shared: ['ap', 'ap'],
      why: '2 sources before it have the same name: "ap"',
      settledBy: ['markSourcesSame', 'markSourcesDistinct'],
    });
    await it1.event('source', 'ap', 'SourcesMarkedSame', { other: id('source', 'ap-2'), reason });
    await it1.event('source', 'ap-3', 'SourcesMarkedDistinct', { other: id('source', 'ap-2'), reason });
    expect(await told()).toEqual(['likely-same-sources ap-3 ap']);
    await it1.event('source', 'ap-3', 'SourceDescribed', { name: 'A wire', kind: 'outlet', reason });
    expect(await told()).toEqual([]);
  });

  it('proposes no more than ten of a name that many have', async () => {
    for (let n = 0; n < 30; n += 1)
      await it1.source(`official-${n}`, { name: 'An official', kind: 'unnamed' });
    const found = await waiting();
    expect(found).toHaveLength(29);
    expect(found[0]!.things.map(({ name }) => name)).toEqual(
      Array.from({ length: 11 }, (_, place) => `official-${29 - place}`),
    );
  });

  it('finds claims that were probably entered twice, also from one page under two names', async () => {
    const url = 'https://example.org/1';
    await it1.document('copy-1', 'ap', '2022-01-05', { url });
    await it1.document('copy-2', 'ap', '2022-01-05', { url });
    const citation = { exact: 'Five rockets landed' };
    await it1.claim('t1', 'base/inside', 'copy-1', ['ap', 'officer'], 5, { citation });
    await it1.claim('t2', 'base/inside', 'copy-2', ['ap', 'officer'], 5, {
      citation: { exact: 'five  rockets landed inside' },
    });
    const since = it1.position;
    await it1.claim('t3', 'base/inside', 'copy-1', ['ap', 'officer'], 5, {
      citation: { exact: 'They were five' },
    });
    await it1.claim('t4', 'base/inside', 'copy-1', ['ap', 'officer'], 5, { citation, asOf: '2022-01-05' });
    await it1.claim('t5', 'base/inside', 'copy-1', ['ap', 'army'], 5, { citation });
    expect(await told()).toEqual(['likely-same-claims base/inside t1 t2 t4']);
    expect((await waiting())[0]).toMatchObject({ since: { position: since }, claimCount: 3 });
    await it1.event('claim', 't4', 'ClaimWithdrawn', { reason });
    await it1.event('claim', 't2', 'ClaimTranscriptionCorrected', {
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'five rockets landed inside', page: '2' },
      utterance: 'second',
      reason,
    });
    await it1.event('claim', 't1', 'ClaimTranscriptionCorrected', {
      value: { kind: 'exact', n: 5 },
      citation,
      utterance: 'first',
      reason,
    });
    expect(await told()).toEqual([]);
  });
});

describe('the rows of what needs a human', () => {
  let folders: ReturnType<typeof temporaryFolder>;
  let file: string;
  beforeEach(() => {
    folders = temporaryFolder();
    file = join(folders.path, 'views.sqlite');
  });
  afterEach(() => folders.remove());
  const listed = (views: Views): Need[] => [...all((page) => views.attention.list({}, page))];

  async function contested(log = new MemoryLog()): Promise<Scenario> {
    const it1 = await rockets(log);
    await it1.claim('c4', 'base/inside', 'page-2', ['news'], 7, { basis: 'witnessed' });
    return it1;
  }

  it('are there after a restart, and what came meanwhile is worked out', async () => {
    const it1 = await contested();
    const first = await Views.open(it1.log, file);
    expect(await first.attention.ready()).toBe(true);
    const before = listed(first);
    await first.close();
    const again = await Views.open(it1.log, file);
    expect(again.attention.list({})).toMatchObject({ complete: true, position: it1.position });
    expect(listed(again)).toEqual(before);
    await it1.event('claim', 'c4', 'ClaimWithdrawn', { reason });
    await again.catchUp();
    expect(again.attention.list({}).complete).toBe(false);
    // One incident is answered for at once, whatever else is due.
    expect(again.attention.ofIncident(it1.id('incident', 'base'))!.needs).toEqual([]);
    expect(await again.attention.ready()).toBe(true);
    expect(again.attention.list({})).toMatchObject({ complete: true, items: [] });
    await again.close();
  });

  it('are the same after a rebuild, which does not fill them itself', async () => {
    const it1 = await contested();
    const views = await Views.open(it1.log, file);
    await views.attention.ready();
    const before = listed(views);
    expect(before).toHaveLength(1);
    await views.rebuild();
    expect(views.attention.list({})).toMatchObject({ items: [], complete: false, position: null });
    expect(await views.attention.ready()).toBe(true);
    expect(listed(views)).toEqual(before);
    await views.close();
  });

  it('are worked out anew where another version of the rules made them', async () => {
    const it1 = await contested();
    const first = await Views.open(it1.log, file);
    await first.attention.ready();
    const before = listed(first);
    await first.close();
    const db = new Database(file);
    db.exec(`UPDATE attention_seen SET version = 0; UPDATE attention_item SET kind = 'circular'`);
    db.close();
    const views = await Views.open(it1.log, file);
    expect(await views.attention.ready()).toBe(true);
    expect(listed(views)).toEqual(before);
    await views.close();
  });

  it('are read, and not written, by whoever opens the file beside the one who keeps it', async () => {
    const it1 = await contested();
    const keeper = await Views.open(it1.log, file);
    await keeper.attention.ready();
    const reader = await Views.open(it1.log, file, { readOnly: true });
    expect(listed(reader)).toEqual(listed(keeper));
    expect(await reader.attention.ready(0)).toBe(true);
    await it1.event('claim', 'c4', 'ClaimWithdrawn', { reason });
    await keeper.catchUp();
    expect(await reader.attention.ready(0)).toBe(false);
    expect(reader.attention.list({}).complete).toBe(false);
    await reader.close();
    await keeper.close();
  });

  it('follow by themselves, off the path of whoever asks', async () => {
    const it1 = await rockets();
    const views = await Views.open(it1.log, ':memory:');
    await views.follow();
    await it1.claim('c4', 'base/inside', 'page-2', ['news'], 7, { basis: 'witnessed' });
    const until = Date.now() + 10_000;
    while (!(views.attention.list({}).complete && listed(views).length === 1)) {
      if (Date.now() > until) throw new Error('nobody worked it off');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await views.close();
  });
});

describe('an incident of ten thousand claims', () => {
  it('is looked at once for many claims, takes its rest, and is right when somebody waits for it', async () => {
    const it1 = new Scenario();
    await it1.source('ap');
    await it1.document('page', 'ap', '2022-01-05');
    await it1.incident('big');
    await it1.question('big/landed');
    const claims = oneQuestion(10_000).incidents[0]!.questions[0]!.claims;
    const speakers = new Set(claims.map(({ chain }) => chain.at(-1)!));
    for (const speaker of speakers) await it1.source(speaker, { kind: 'organisation' });
    for (const [n, { chain, value, publishedAt }] of claims.entries())
      await it1.claim(`c${n}`, 'big/landed', 'page', [chain.at(-1)!], 0, {
        ...(value && { value }),
        ...(publishedAt !== undefined && { publishedAt }),
        citation: { exact: `claim ${n}` },
      });
    const views = await Views.open(it1.log, ':memory:');
    expect(await views.attention.ready(60_000)).toBe(true);
    const [need] = views.attention.list({ kind: 'contested' }).items;
    expect(need!.claims.length).toBeLessThanOrEqual(10);
    expect(need!.values).toHaveLength(5);

    // One more claim: it is not worked out again at once for nobody, and it is for whoever asks.
    await it1.claim('one-more', 'big/landed', 'page', ['speaker-1'], 499);
    await views.catchUp();
    const began = performance.now();
    let progress = views.attention.work(5);
    while (progress === 'more') progress = views.attention.work(5);
    expect(progress).toBe('resting');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(views.attention.list({}).complete).toBe(false);
    expect(await views.attention.ready(60_000)).toBe(true);
    await views.close();
  }, 120_000);
});
