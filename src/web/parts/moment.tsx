import { instantWords } from './words.js';

/** A moment in UTC, and beside it the same in the zone of the place where it matters. */
export function Moment({ at, zone = null }: { at: string | null; zone?: string | null }) {
  if (at === null) return <span class="quiet">date unknown</span>;
  const local = zone === null ? null : localWords(at, zone);
  return (
    <>
      <time datetime={at} class="nowrap">
        {instantWords(at)}
      </time>
      {local !== null && (
        <>
          {' '}
          <span class="quiet small nowrap">({local})</span>
        </>
      )}
    </>
  );
}

/**
 * `17:00 Baghdad`, with the day where it is another one there. A date alone is a day of its zone: `in Toronto`. Null
 * where there is nothing to add: UTC itself, or what is no moment (EDTF with less than a day).
 */
export function localWords(at: string, zone: string): string | null {
  if (zone === 'UTC' || Number.isNaN(Date.parse(at))) return null;
  const place = zone.split('/').at(-1)!.replaceAll('_', ' ');
  if (!at.includes('T')) return at.length === 10 ? `the day in ${place}` : null;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(new Date(at))
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  const time = `${parts.get('hour')}:${parts.get('minute')} ${place}`;
  return day === new Date(at).toISOString().slice(0, 10) ? time : `${day} ${time}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Making one costs as much as a thousand uses. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const digits = { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      ...digits,
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}
