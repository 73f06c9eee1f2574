import type { PassThrough } from 'node:stream';
import type { ImportEvent, Tell } from '../../exchange/report.js';

/** Progress is left out for a reader who is this many bytes behind. */
const behindBytes = 1024 * 1024;
/**
 * What happened to lines is left out for one this far behind, and counted: many send a whole file before they read
 * the first word of the answer, and the file may be of any size.
 */
const farBehindBytes = 16 * 1024 * 1024;

/** Writes what an import tells as NDJSON, in a bounded memory. */
export function tellInLines(answer: PassThrough): Tell {
  let untold = 0;
  return (event) => {
    if (answer.destroyed) return;
    if ('progress' in event && answer.writableLength > behindBytes) return;
    if (isDetail(event) && answer.writableLength > farBehindBytes) {
      untold += 1;
      return;
    }
    const told = 'report' in event && untold > 0 ? { report: { ...event.report, untold } } : event;
    answer.write(`${JSON.stringify(told)}\n`);
  };
}

const isDetail = (event: ImportEvent): boolean =>
  'rejected' in event || 'differs' in event || 'warning' in event;
