import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { once } from 'node:events';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filter, firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { LogFailed, LogUnavailable, noStream, UnreadableEvent } from '../../src/log/event-log.js';
import { findWriter, FolderLock } from '../../src/log/folder-lock.js';
import { logFileName, openForWriting } from '../../src/log/sqlite/log-database.js';
import { SqliteLog } from '../../src/log/sqlite/sqlite-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { acknowledged, appending, linesOf, startChild } from './children/start.js';
import { eventLogContract } from './event-log.contract.js';
import { eventLogModel } from './event-log.model.js';
import { appended, idsOf, newStream, sealed, sealedRow } from './sealed.js';

const scratch = temporaryFolder();
afterAll(scratch.remove);
let folders = 0;
const newFolder = () => join(scratch.path, String((folders += 1)));

eventLogContract('the SQLite log', () => SqliteLog.open(newFolder()));
eventLogModel('the SQLite log', () => SqliteLog.open(newFolder()), 25);

describe('the SQLite log', () => {
  it('is found again with its ledger, its events and their positions', async () => {
    const folder = newFolder();
    const log = await SqliteLog.open(folder);
    const { ledger } = log;
    await appended(log, newStream(), noStream, 3);
    const before = await log.readAll({ limit: 10 });
    await log.close();
    const again = await SqliteLog.open(folder);
    expect(again.ledger).toBe(ledger);
    const after = await again.readAll({ limit: 10 });
    expect(after.map(({ position }) => position)).toEqual(before.map(({ position }) => position));
    expect(idsOf(after)).toEqual(idsOf(before));
    await again.close();
  });

  it('takes the ledger of the log that it is to be a copy of, once', async () => {
    const folder = newFolder();
    const ledger = '0197a1c2-8d7e-7000-8000-000000000001';
    const log = await SqliteLog.open(folder, { ledger });
    expect(log.ledger).toBe(ledger);
    await log.close();
    const other = SqliteLog.open(folder, { ledger: '0197a1c2-8d7e-7000-8000-000000000002' });
    await expect(other).rejects.toThrow(/belongs to ledger/);
  });

  it('syncs every commit, and checks that it does', async () => {
    const opened = openForWriting(makeFolder());
    expect(opened.db.pragma('synchronous', { simple: true })).toBe(2);
    expect(opened.db.pragma('journal_mode', { simple: true })).toBe('wal');
    opened.db.close();
  });

  it('shares a commit among what arrives together', async () => {
    const folder = makeFolder();
    const opened = openForWriting(folder);
    let commits = 0;
    const exec = opened.db.exec.bind(opened.db);
    opened.db.exec = (sql) => {
      if (sql === 'COMMIT') commits += 1;
      return exec(sql);
    };
    const log = new SqliteLog(opened, FolderLock.take(folder));
    const streams = Array.from({ length: 50 }, newStream);
    await Promise.all(streams.map((stream) => appended(log, stream, noStream, 2)));
    expect(commits).toBe(1);
    await appended(log, newStream(), noStream, 1);
    expect(commits).toBe(2);
    await log.close();
  });

  it('answers everything that was handed in before it closes', async () => {
    const log = await SqliteLog.open(newFolder());
    const stream = newStream();
    const append = log.append(stream, noStream, sealedRow(log.ledger, stream, noStream, 1));
    const ended = lastValueFrom(log.subscribe().pipe(toArray()));
    await log.close();
    await expect(append).resolves.toMatchObject({ revision: 0 });
    expect(await ended).toBeDefined();
    await expect(appended(log, newStream(), noStream, 1)).rejects.toBeInstanceOf(LogFailed);
  });

  it('hands over the others where one event is damaged', async () => {
    const folder = newFolder();
    const log = await SqliteLog.open(folder);
    const stream = newStream();
    await appended(log, stream, noStream, 3);
    const raw = new Database(join(folder, logFileName));
    raw.prepare('UPDATE events SET bytes = ? WHERE revision = 1').run(Buffer.from('{"v":1,'));
    raw.close();
    const [first, damaged, third] = await log.readStream(stream);
    expect(first!.envelope.revision).toBe(0);
    expect(() => damaged!.envelope).toThrow(UnreadableEvent);
    expect(third!.envelope.revision).toBe(2);
    await log.close();
  });

  it('is readable by its owner alone', async () => {
    const folder = newFolder();
    const log = await SqliteLog.open(folder);
    await appended(log, newStream(), noStream, 1);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    await log.close();
  });

  it('refuses a file that is no log, and one of a later version', async () => {
    const none = makeFolder();
    await expect(SqliteLog.open(none, { readonly: true })).rejects.toThrow(/no ledger in/);
    writeFileSync(join(none, logFileName), 'this is a letter to the editor'.repeat(200));
    await expect(SqliteLog.open(none)).rejects.toBeInstanceOf(LogFailed);
    const later = makeFolder();
    const { db } = openForWriting(later);
    db.pragma('user_version = 99');
    db.close();
    await expect(SqliteLog.open(later)).rejects.toThrow(/later version/);
  });
});

describe('one data folder', () => {
  it('has one writer: a second is told who the first is', async () => {
    const folder = newFolder();
    const log = await SqliteLog.open(folder);
    log.announce('http://127.0.0.1:3000');
    await expect(SqliteLog.open(folder)).rejects.toThrow(`process ${process.pid}, at http://127.0.0.1:3000`);
    expect(findWriter(folder)).toMatchObject({ pid: process.pid, address: 'http://127.0.0.1:3000' });
    await log.close();
    expect(findWriter(folder)).toBeUndefined();
    await (await SqliteLog.open(folder)).close();
  });

  it('welcomes readers beside its writer, from another process too', async () => {
    const folder = newFolder();
    const child = startChild(appending, [folder, '1', '1', '1000000']);
    const lines = linesOf(child);
    await once(child.stdout!, 'data');
    await expect(SqliteLog.open(folder)).rejects.toThrow(`process ${child.pid}`);
    const reader = await SqliteLog.open(folder, { readonly: true });
    const heard = await firstValueFrom(
      reader.subscribe().pipe(
        filter(({ kind }) => kind === 'event'),
        take(200),
        toArray(),
      ),
    );
    child.kill('SIGKILL');
    const streams = acknowledged(await lines);
    expect(streams.length).toBeGreaterThan(190);
    const told = heard.map((signal) => (signal.kind === 'event' ? signal.event.envelope.stream : ''));
    // The last may have been told before it was acknowledged to anybody else.
    expect(told.slice(0, 190)).toEqual(streams.slice(0, 190));
    await expect(appended(reader, newStream(), noStream, 1)).rejects.toThrow(/reading only/);
    await reader.close();
  });

  it('is a folder: what is none is refused by its name', async () => {
    const file = join(makeFolder(), 'a-file');
    writeFileSync(file, '');
    await expect(SqliteLog.open(file)).rejects.toThrow(
      /a-file cannot be used as a data folder .*LEDGER_DATA_DIR/,
    );
  });

  it('is free again when its writer was killed, whatever that left behind', async () => {
    const folder = newFolder();
    const child = startChild(appending, [folder, '4', '1', '1000000']);
    await once(child.stdout!, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(readdirSync(folder)).toContain('writer.json');
    expect(findWriter(folder)).toBeUndefined();
    await (await SqliteLog.open(folder)).close();
  });
});

describe('when the disk fails', () => {
  it('full: refuses what does not fit, goes on reading, and resumes when there is room', async () => {
    const folder = makeFolder();
    const opened = openForWriting(folder);
    const log = new SqliteLog(opened, FolderLock.take(folder));
    const there = await appended(log, newStream(), noStream, 1);
    opened.db.pragma('max_page_count = 12');
    const stream = newStream();
    const large = Array.from({ length: 8 }, (_, index) =>
      sealed(log.ledger, stream, index, { data: { reason: 'x'.repeat(20_000) } }),
    );
    const refused = await log.append(stream, noStream, large).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogUnavailable);
    expect(refused).toMatchObject({ reason: 'full' });
    expect(await log.readStream(stream)).toEqual([]);
    expect(idsOf(await log.readAll({ limit: 10 }))).toEqual(idsOf(there));
    opened.db.pragma('max_page_count = 100000');
    await expect(log.append(stream, noStream, large)).resolves.toMatchObject({ revision: 7 });
    await log.close();
  });

  it('a failed write: stops for good, and nothing acknowledged is lost', async () => {
    const folder = newFolder();
    // A limit on the size of files fails a write as a broken disk would: EFBIG, not "no space left".
    const limited = ['/bin/sh', '-c', 'trap "" XFSZ; ulimit -f 600; exec "$0" "$@"'];
    const lines = await linesOf(
      startChild(appending, [folder, '1', '1', '100000', 'wal_autocheckpoint = 0'], limited),
    );
    expect(lines.at(-1)).toMatch(/^failed LogFailed: the log stopped, .*SQLITE_IOERR_WRITE/);
    const log = await SqliteLog.open(folder);
    const streams = new Set((await log.readAll({ limit: 100_000 })).map(({ envelope }) => envelope.stream));
    const promised = acknowledged(lines);
    expect(promised.length).toBeGreaterThan(5);
    expect(promised.filter((stream) => !streams.has(stream))).toEqual([]);
    await log.close();
  });
});

function makeFolder(): string {
  const folder = newFolder();
  FolderLock.take(folder).release();
  return folder;
}
