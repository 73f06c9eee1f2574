import { DateTime } from 'luxon';
import { LRUCache } from 'lru-cache';

/** From the earliest to the latest moment at which something may have been published, in milliseconds (R1). */
export interface PublicationSpan {
  from: number;
  to: number;
}

const spans = new LRUCache<string, PublicationSpan>({ max: 10_000 });

/** An instant is a point, a date its whole day in the zone; undefined where nothing is known. */
export function publicationSpan(
  publishedAt: string | undefined,
  timeZone: string,
): PublicationSpan | undefined {
  if (publishedAt === undefined) return undefined;
  const key = `${publishedAt} ${timeZone}`;
  const known = spans.get(key);
  if (known) return known;
  const start = DateTime.fromISO(publishedAt, { zone: timeZone });
  if (!start.isValid) return undefined;
  const from = start.toMillis();
  const to = publishedAt.length > 10 ? from : start.plus({ days: 1 }).toMillis();
  const span = { from, to };
  spans.set(key, span);
  return span;
}

const date = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** What a person types for an instant, as the clocks take it: a space for the T, and UTC where no zone is given. */
export function readClock(text: string): { at: string | null } | { problem: string } {
  const trimmed = text.trim().toUpperCase();
  if (trimmed === '') return { at: null };
  const joined = trimmed.replace(/^(\d{4}-\d{2}-\d{2})\s+(?=\d)/, '$1T').replace(/\s*UTC$/, 'Z');
  const zoned = /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(joined) ? `${joined}Z` : joined;
  if ((date.test(zoned) || instant.test(zoned)) && DateTime.fromISO(zoned).isValid) return { at: zoned };
  return {
    problem: `“${text}” is no instant: write 2022-01-05T14:00Z, 2022-01-05 14:00 (taken as UTC), or a date alone.`,
  };
}
