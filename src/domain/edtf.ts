/**
 * EDTF (ISO 8601-2:2019, level 1) as what chapter "Times" of docs/METHOD.md needs of it: the stretch of time that an
 * expression allows, in milliseconds since 1970 UTC. docs/decisions/0004 says why this is not a library's parser.
 */
export interface TimeExtent {
  /** first moment; -Infinity where the start is open or unknown */
  low: number;
  /** first moment after it; Infinity where the end is open or unknown */
  high: number;
  /** whether the end comes from a calendar date, month or year, which names no zone */
  lowIsCalendar: boolean;
  highIsCalendar: boolean;
}

export class BadEdtf extends Error {
  override readonly name = 'BadEdtf';
}

/** @throws BadEdtf says what is wrong and how to write it */
export function edtfExtent(text: string): TimeExtent {
  const parts = text.split('/');
  if (parts.length > 2) throw new BadEdtf(`"${text}" has more than one slash: an interval is start/end`);
  if (parts.length === 1) return single(text);
  const [start, end] = parts as [string, string];
  if (isOpen(start) && isOpen(end)) throw new BadEdtf(`"${text}" has neither a start nor an end: give one`);
  const from = isOpen(start) ? undefined : single(start);
  const to = isOpen(end) ? undefined : single(end);
  const extent = {
    low: from?.low ?? -Infinity,
    high: to?.high ?? Infinity,
    lowIsCalendar: from?.lowIsCalendar ?? false,
    highIsCalendar: to?.highIsCalendar ?? false,
  };
  if (extent.low >= extent.high) throw new BadEdtf(`"${text}" ends before it starts: swap the two`);
  return extent;
}

/** Open (`..`) and unknown (empty) ends allow the same. */
const isOpen = (end: string): boolean => end === '..' || end === '';

const timeOfDay = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
const calendar = /^(-?\d{4}|Y-?\d{5,6})(?:-(\d{2})(?:-(\d{2}))?)?([?~%])?$/;
const unspecified = /^(-?\d)(\d?)(\d?)X{1,3}$|^(-?\d{4})(?:-(\d{2}))?(?:-XX){1,2}$/;

function single(text: string): TimeExtent {
  if (text.includes('T')) return momentOfDay(text);
  if (text.includes('X')) return unspecifiedDigits(text);
  const found = calendar.exec(text);
  if (!found) {
    throw new BadEdtf(
      `"${text}" is no EDTF date of level 1: write 2022-01-05, 2022-01, 2022, 2022~ or start/end`,
    );
  }
  const [, year, month, day, qualifier] = found;
  const { low, high } = calendarExtent(text, yearOf(year!), month, day);
  // "about" says how far off it may be by how finely it was said: one length on either side (R2).
  const around = qualifier === '~' || qualifier === '%' ? high - low : 0;
  return { low: low - around, high: high + around, lowIsCalendar: true, highIsCalendar: true };
}

function momentOfDay(text: string): TimeExtent {
  const found = timeOfDay.exec(text);
  if (!found) throw new BadEdtf(`"${text}" is no date with a time: write 2022-01-05T14:00Z or with +03:00`);
  const [, date, hour, minute, second, fraction, zone] = found;
  if (zone === undefined) throw new BadEdtf(`"${text}" names no zone: add Z, or the offset, such as +03:00`);
  const [year, month, day] = date!.split('-') as [string, string, string];
  const start = calendarExtent(text, Number(year), month, day).low;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) {
    throw new BadEdtf(`"${text}" has a time of day that no clock shows`);
  }
  const millis = Number(second ?? 0) * 1000 + (fraction ? Math.round(Number(`0${fraction}`) * 1e6) / 1e3 : 0);
  const low = start + (Number(hour) * 60 + Number(minute)) * 60_000 + millis - offset(text, zone);
  const length = millis === 0 ? 60_000 : 1000; // R2: a minute, a second where seconds are said
  return { low, high: low + length, lowIsCalendar: false, highIsCalendar: false };
}

function offset(text: string, zone: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || '0');
  if (hours > 23 || minutes > 59) throw new BadEdtf(`"${text}" has an offset that no zone has`);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** X stands for a digit that nobody knows: the whole month, year, decade, century in which it may lie. */
function unspecifiedDigits(text: string): TimeExtent {
  const found = unspecified.exec(text);
  if (!found)
    throw new BadEdtf(`"${text}" has an X where level 1 of EDTF has none: write 201X, 2022-XX or 2022-01-XX`);
  if (found[4] !== undefined) {
    if (found[5] !== undefined && text.endsWith('-XX-XX'))
      throw new BadEdtf(`"${text}" has one part too many`);
    return {
      ...calendarExtent(text, Number(found[4]), found[5], undefined),
      lowIsCalendar: true,
      highIsCalendar: true,
    };
  }
  const digits = text.replaceAll('X', '');
  if (text.replace('-', '').length !== 4) throw new BadEdtf(`"${text}" is no year of four digits`);
  const span = 10 ** (text.length - digits.length);
  const first = Number(digits) * span;
  const [from, to] = digits.startsWith('-') ? [first - span + 1, first + 1] : [first, first + span];
  return { low: utc(from, 0, 1), high: utc(to, 0, 1), lowIsCalendar: true, highIsCalendar: true };
}

function calendarExtent(
  text: string,
  year: number,
  month: string | undefined,
  day: string | undefined,
): { low: number; high: number } {
  const m = Number(month ?? 1);
  if (month === undefined || (m >= 21 && m <= 24 && day === undefined)) {
    return { low: utc(year, 0, 1), high: utc(year + 1, 0, 1) }; // a season: its year (R2)
  }
  if (m < 1 || m > 12) throw new BadEdtf(`"${text}" has no month ${month}`);
  if (day === undefined) return { low: utc(year, m - 1, 1), high: utc(year, m, 1) };
  const low = utc(year, m - 1, Number(day));
  if (new Date(low).getUTCMonth() !== m - 1 || Number(day) === 0)
    throw new BadEdtf(`"${text}" has no day ${day}`);
  return { low, high: low + 86_400_000 };
}

const yearOf = (text: string): number => Number(text.replace('Y', ''));

/** Date.UTC takes years 0 to 99 for 1900 to 1999; this does not. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  if (Number.isNaN(date.getTime()))
    throw new BadEdtf(`the year ${year} is beyond what a clock here can count`);
  return date.getTime();
}
