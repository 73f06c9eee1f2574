import { leafHash, parseEnvelope } from '../envelope.js';
import { type LogDatabase, openForReading } from './log-database.js';

interface Row {
  position: number;
  stream: string;
  revision: number;
  id: string;
  leaf_hash: Buffer;
  bytes: Buffer;
}

/**
 * Looks whether the columns beside an event's bytes still say what the bytes say: the log is read by them, and no proof
 * covers them. Also what SQLite itself finds broken in the file.
 * @returns the first fault, as a sentence
 */
export function firstRowFault(folder: string): string | undefined {
  const opened: LogDatabase = openForReading(folder);
  try {
    const [broken] = opened.db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    if (broken !== 'ok') return `log.sqlite is damaged: ${broken}`;
    const rows = opened.db.prepare<[], Row>(
      'SELECT position, stream, revision, id, leaf_hash, bytes FROM events ORDER BY position',
    );
    for (const row of rows.iterate()) {
      const fault = faultOf(row);
      if (fault !== undefined) return `the event at position ${row.position} (${row.id}) ${fault}`;
    }
    return undefined;
  } finally {
    opened.db.close();
  }
}

function faultOf({ stream, revision, id, leaf_hash: hash, bytes }: Row): string | undefined {
  if (!hash.equals(leafHash(bytes))) return 'does not have the leaf hash that is stored beside it';
  const envelope = parseEnvelope(bytes);
  if (envelope.stream !== stream || envelope.revision !== revision || envelope.id !== id) {
    return `is listed as ${id}, revision ${revision} of ${stream}, and says that it is ${envelope.id}, revision ${envelope.revision} of ${envelope.stream}`;
  }
  return undefined;
}
