import { IANAZone } from 'luxon';
import { rejection, type Rejection } from './decider.js';
import { checkValue } from './value.js';
import { keyMaxLength, keyPattern } from './names.js';

/** Rules of entry that more than one kind of thing has. Each gives the reason to refuse, or undefined. */
export type Check = Rejection | undefined;

/** The first reason to refuse, in the order given; later checks are not run. */
export function firstOf(...checks: (() => Check)[]): Check {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return undefined;
}

export function checkKey(key: string, field: string): Check {
  return key.length <= keyMaxLength && keyPattern.test(key)
    ? undefined
    : rejection(
        'bad-key',
        `${field} "${key}" is no key: small letters and digits, joined by single dots or hyphens, at most ${keyMaxLength}`,
        field,
      );
}

export function checkText(text: string, field: string): Check {
  return text.trim() === '' ? rejection('empty', `${field} is empty: fill it in`, field) : undefined;
}

/** Every human judgement says why. */
export function checkReason(reason: string): Check {
  return reason.trim() === ''
    ? rejection('reason-missing', 'a judgement needs a reason: say why in a sentence', 'reason')
    : undefined;
}

export function checkOneOf(value: string, allowed: readonly string[], field: string): Check {
  return allowed.includes(value)
    ? undefined
    : rejection('unknown-code', `${field} "${value}" is none of ${allowed.join(', ')}`, field);
}

export function checkZone(zone: string | undefined, field = 'timeZone'): Check {
  return zone === undefined || IANAZone.isValidZone(zone)
    ? undefined
    : rejection('bad-time-zone', `${field} "${zone}" is no IANA time zone, such as Asia/Baghdad`, field);
}

const instantPattern =
  /^(\d{4})-(\d{2})-(\d{2})(T(\d{2}):(\d{2})(:(\d{2})(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d))?$/;

/** RFC 3339 instant (seconds may be missing), or a date. */
export function checkInstant(text: string | undefined, field: string): Check {
  if (text === undefined) return undefined;
  const parts = instantPattern.exec(text);
  const part = (index: number): number => Number(parts?.[index] ?? 0);
  const lastDay = new Date(Date.UTC(part(1), part(2), 0)).getUTCDate();
  const isDay = part(2) >= 1 && part(2) <= 12 && part(3) >= 1 && part(3) <= lastDay;
  return parts && isDay && part(5) <= 23 && part(6) <= 59 && part(8) <= 59
    ? undefined
    : rejection(
        'bad-instant',
        `${field} "${text}" is no moment: write 2022-01-05T14:00:00Z (or with +03:00), or the date alone`,
        field,
      );
}

/** EDTF (ISO 8601-2) as a time value takes it. */
export function checkEdtf(text: string | undefined, field: string): Check {
  const fault = text === undefined ? undefined : checkValue('time', { time: text }, []);
  return fault === undefined ? undefined : rejection('bad-edtf', `${field}: ${fault}`, field);
}

/** http or https, without credentials: the address is shown to people, and never fetched by the server. */
export function checkUrl(text: string | undefined, field: string): Check {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    ? undefined
    : rejection(
        'bad-url',
        `${field} "${text}" is no http or https address without a name or password`,
        field,
      );
}

/** Asked for by name, and not there. */
export function unknown(kind: string, id: string, field: string): Rejection {
  return rejection(`unknown-${kind}`, `there is no ${kind} ${id}: enter it first, or mend the name`, field);
}

/** The same name was entered before with other content: told, never changed silently. */
export function otherContent(kind: string, name: string, fields: readonly string[]): Rejection {
  return rejection(
    'other-content',
    `${kind} ${name} is in the ledger already, with other content in: ${fields.join(', ')}. ` +
      'Nothing was changed: correct it there, or enter this under another key',
    fields[0],
  );
}

/** All that following `next` from `starts` comes to, these included; a circle that is there is walked once. */
export function reachable(starts: Iterable<string>, next: (id: string) => Iterable<string>): Set<string> {
  const seen = new Set<string>(starts);
  for (const id of seen) for (const following of next(id)) seen.add(following);
  return seen;
}
