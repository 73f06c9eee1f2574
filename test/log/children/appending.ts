import { writeSync } from 'node:fs';
import { noStream } from '../../../src/log/event-log.js';
import { FolderLock } from '../../../src/log/folder-lock.js';
import { openForWriting } from '../../../src/log/sqlite/log-database.js';
import { SqliteLog } from '../../../src/log/sqlite/sqlite-log.js';
import { newStream, sealedRow } from '../sealed.js';

/**
 * Appends rows of events to the log in a folder, `writers` at a time, until it is killed or has appended `rows`, and
 * writes each acknowledged row to its output: "ack <stream>". The oracle of what must not be lost. Further arguments
 * are pragmas to set first.
 */
const [folder, writers, eventsInRow, rows, ...pragmas] = process.argv.slice(2);
const lock = FolderLock.take(folder!);
const opened = openForWriting(folder!);
for (const pragma of pragmas) opened.db.pragma(pragma);
const log = new SqliteLog(opened, lock);
let left = Number(rows);

async function write(): Promise<void> {
  while (left > 0) {
    left -= 1;
    const stream = newStream();
    await log.append(stream, noStream, sealedRow(log.ledger, stream, noStream, Number(eventsInRow)));
    writeSync(1, `ack ${stream}\n`);
  }
}

try {
  await Promise.all(Array.from({ length: Number(writers) }, write));
} catch (error) {
  writeSync(1, `failed ${(error as Error).name}: ${(error as Error).message}\n`);
}
await log.close();
