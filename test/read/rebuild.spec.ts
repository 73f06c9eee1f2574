import { copyFileSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MemoryLog } from '../../src/log/memory/memory-log.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { Views, ViewsNotReady } from '../../src/read/views.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { everything } from './everything.js';
import { rockets, type Scenario } from './scenario.js';

/** Acts of every sort, one after another, with what was taken back and what cannot be read among them. */
async function busy(it1: Scenario): Promise<void> {
  const reason = 'because';
  await it1.incident('other', { title: 'Roquetas según “AP”' });
  await it1.question('other/fired');
  await it1.source('ap-2', { name: 'AP', sameAs: ['wikidata:Q40469'] });
  await it1.claim('x1', 'other/fired', 'page-2', ['news', 'ap-2'], 12);
  await it1.raw('claim', it1.id('claim', 'lost'), 'ClaimRanked', { rank: 'preferred', reason });
  await it1.raw('claim', it1.id('claim', 'x2'), 'ClaimRecorded', {
    namespace: 'case',
    key: 'x2',
    incident: it1.id('incident', 'other'),
    document: it1.id('document', 'page-2'),
    chain: [it1.id('source', 'news')],
    response: { to: [it1.id('claim', 'c1')], stance: 'denies' },
  });
  await it1.event('claim', 'c1', 'ClaimSuperseded', { by: it1.id('claim', 'c3'), as: 'update', reason });
  const moved = await it1.event('claim', 'c1', 'ClaimMovedToQuestion', {
    incident: it1.id('incident', 'other'),
    question: it1.id('question', 'other/fired'),
    reason,
  });
  await it1.raw('claim', it1.id('claim', 'c2'), 'ClaimSmudged', { reason });
  await it1.event('source', 'ap', 'SourcesMarkedSame', { other: it1.id('source', 'ap-2'), reason });
  await it1.undo('claim', 'c1', moved, 'ClaimMovedToQuestion');
  await it1.event('claim', 'c3', 'ClaimWithdrawn', { reason });
}

describe('a file of views', () => {
  let folders: ReturnType<typeof temporaryFolder>;
  let file: string;
  let log: MemoryLog;
  let it1: Scenario;
  beforeEach(async () => {
    folders = temporaryFolder();
    file = join(folders.path, 'views.sqlite');
    log = new MemoryLog();
    it1 = await rockets(log);
  });
  afterEach(() => folders.remove());
  const opened = async () => {
    const views = await Views.open(log, file);
    await views.catchUp();
    return views;
  };
  const answers = async () => {
    const views = await opened();
    const text = everything(views);
    await views.close();
    return text;
  };
  /** As they come about one event at a time, and live. */
  async function live(): Promise<Views> {
    const views = await Views.open(log, file);
    await views.follow();
    await busy(it1);
    expect(await views.waitFor(it1.position, 5_000)).toBe(true);
    return views;
  }

  it('answers the same, byte for byte, when it was deleted and made anew', async () => {
    const views = await live();
    const before = everything(views);
    await views.close();
    rmSync(file);
    expect(await answers()).toBe(before);
  });

  it('answers the same as one in memory', async () => {
    const views = await live();
    const inMemory = await Views.open(log, ':memory:');
    expect(everything(inMemory)).toBe(everything(views));
    await inMemory.close();
    await views.close();
  });

  it('goes on where it was left', async () => {
    const first = await opened();
    const { events } = first.health();
    await first.close();
    await busy(it1);
    const second = await Views.open(log, file);
    expect(second.health().events).toBe(events);
    await second.catchUp();
    expect(second.position()).toBe(it1.position);
    await second.close();
  });

  it('sets aside what cannot be read or applied, says why, and goes on', async () => {
    const views = await live();
    const { setAside, setAsideCount } = views.health();
    expect(setAsideCount).toBe(2);
    expect(setAside.map(({ type, reason }) => [type, reason])).toEqual([
      ['ClaimSmudged', expect.stringContaining('ClaimSmudged')],
      ['ClaimRanked', expect.stringContaining('never came into the record')],
    ]);
    const [entry] = views.audit.list({ type: 'ClaimSmudged' }).items;
    expect(entry).toMatchObject({ thing: { name: 'c2' }, setAside: expect.stringContaining('ClaimSmudged') });
    expect(views.claims.get(it1.id('claim', 'c3'))!.withdrawn).toBe(true);
    await views.close();
  });

  it('what a broken event had half done is taken back', async () => {
    const views = await opened();
    const before = everything(views);
    // Its source comes last in the handler and is no id at all: by then its row and its words are written.
    await it1.raw('claim', it1.id('claim', 'half'), 'ClaimRecorded', {
      namespace: 'case',
      key: 'half',
      incident: it1.id('incident', 'base'),
      question: it1.id('question', 'base/inside'),
      document: it1.id('document', 'page-1'),
      chain: [it1.id('source', 'ap')],
      jointly: [{ not: 'an id' }],
      value: { kind: 'exact', n: 5 },
      citation: { exact: 'half a claim' },
    });
    await views.catchUp();
    expect(views.health().setAsideCount).toBe(1);
    expect(views.claims.get(it1.id('claim', 'half'))).toBeUndefined();
    expect(views.search.find({ text: 'half' }).items).toEqual([]);
    const rest = (text: string) => ({ ...(JSON.parse(text) as object), audit: 0, health: 0 });
    const withoutPosition = (value: object) => JSON.stringify(value).replaceAll(/"position":"\d+"/g, '');
    expect(withoutPosition(rest(everything(views)))).toBe(withoutPosition(rest(before)));
    await views.close();
  });

  it('survives a crash between two batches: rows and checkpoint are of one transaction', async () => {
    const views = await opened();
    await busy(it1);
    await views.catchUp();
    // What the disk holds while nothing was closed is what a killed process leaves.
    const torn = join(folders.path, 'killed.sqlite');
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, torn + suffix);
    const expected = everything(views);
    await views.close();
    const after = await Views.open(log, torn);
    await after.catchUp();
    expect(everything(after)).toBe(expected);
    await after.close();
  });

  it('loses a transaction whole or not at all, wherever its write-ahead log is cut', async () => {
    const views = await opened();
    await busy(it1);
    await views.catchUp();
    const expected = everything(views);
    const copy = join(folders.path, 'cut.sqlite');
    for (const kept of [0, 1_000, 20_000, 60_000, 100_000]) {
      for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix);
      truncateSync(`${copy}-wal`, kept);
      const after = await Views.open(log, copy);
      await after.catchUp();
      expect(everything(after)).toBe(expected);
      await after.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
    }
    await views.close();
  });

  it.each<[string, (path: string) => void]>([
    [
      'is no database',
      (path) => writeFileSync(path, 'not a database, but long enough to be looked at'.repeat(50)),
    ],
    ['is empty', (path) => writeFileSync(path, '')],
    ['is cut short', (path) => truncateSync(path, 9_000)],
    ['is of another version', (path) => change(path, "UPDATE checkpoint SET version = 'older'")],
    ['is of another ledger', (path) => change(path, "UPDATE checkpoint SET ledger = 'another'")],
    ['was never finished', (path) => change(path, 'UPDATE checkpoint SET complete = 0')],
    ['is ahead of a log that was restored', (path) => change(path, 'UPDATE checkpoint SET position = 9999')],
    ['followed another log', (path) => change(path, "UPDATE checkpoint SET event = 'another'")],
  ])('is made anew by itself when it %s', async (_, spoil) => {
    const expected = await answers();
    spoil(file);
    expect(await answers()).toBe(expected);
  });

  it('opened for reading it refuses what does not fit, and says what to do', async () => {
    await expect(Views.open(log, file, { readOnly: true })).rejects.toThrow(ViewsNotReady);
    await expect(Views.open(log, file, { readOnly: true })).rejects.toThrow(
      /missing.*incident-ledger rebuild/,
    );
    expect(existsSync(file)).toBe(false);
  });

  it('is read beside the process that keeps it, which goes on', async () => {
    const keeper = await Views.open(log, file);
    await keeper.follow();
    const reader = await Views.open(log, file, { readOnly: true });
    expect(everything(reader)).toBe(everything(keeper));
    await busy(it1);
    expect(await reader.waitFor(it1.position, 5_000)).toBe(true);
    expect(everything(reader)).toBe(everything(keeper));
    await reader.close();
    await keeper.close();
  });

  it('is rebuilt beside the one that answers, with its progress, and is then in its place', async () => {
    const views = await live();
    const expected = everything(views);
    const seen: number[] = [];
    const during: string[] = [];
    await views.rebuild({
      onProgress: ({ fraction }) => {
        seen.push(fraction);
        during.push(everything(views).replace(/"rebuild":.*/s, ''));
      },
    });
    expect(seen.at(-1)).toBe(1);
    expect(new Set(during)).toEqual(new Set([expected.replace(/"rebuild":.*/s, '')]));
    expect(everything(views)).toBe(expected);
    expect(readdirSync(folders.path).filter((name) => name.includes('building'))).toEqual([]);
    await it1.claim('after', 'base/inside', 'page-1', ['ap'], 5);
    expect(await views.waitFor(it1.position, 5_000)).toBe(true);
    expect(views.claims.get(it1.id('claim', 'after'))).toBeDefined();
    await views.close();
  });

  it('what comes while it is rebuilt is in it, and nobody sees it go back', async () => {
    const views = await live();
    const positions: number[] = [];
    let more: Promise<unknown> = Promise.resolve();
    await views.rebuild({
      onProgress: () => {
        positions.push(Number(views.position()));
        more = more.then(() => it1.claim(`m${positions.length}`, 'base/inside', 'page-1', ['ap'], 5));
      },
    });
    positions.push(Number(views.position()));
    await more;
    expect(await views.waitFor(it1.position, 5_000)).toBe(true);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    const text = everything(views);
    await views.close();
    rmSync(file);
    expect(await answers()).toBe(text);
  });

  it('a rebuild that is stopped leaves all as it was', async () => {
    const views = await live();
    const expected = everything(views);
    const stop = new AbortController();
    const stopped = views.rebuild({ signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
    await expect(stopped).rejects.toThrow('enough');
    expect(everything(views)).toBe(expected);
    expect(views.health().rebuild).toBeNull();
    expect(readdirSync(folders.path).filter((name) => name.includes('building'))).toEqual([]);
    await views.close();
  });

  it('follows a log on disk, and is up to a command before its answer is given', async () => {
    const onDisk = await SqliteLog.open(join(folders.path, 'data'));
    const views = await Views.open(onDisk, file);
    await views.follow();
    const case1 = await rockets(onDisk);
    expect(await views.waitFor(case1.position, 5_000)).toBe(true);
    expect(views.health()).toMatchObject({ following: true, lag: 0, position: case1.position });
    expect(await views.waitFor(String(Number(case1.position) + 1), 30)).toBe(false);
    await views.close();
    await onDisk.close();
  });
});

function change(path: string, sql: string): void {
  const db = new Database(path);
  db.exec(sql);
  db.close();
}
