import { scaleLinear, scalePoint, scaleSymlog, scaleUtc } from 'd3-scale';
import { utcFormat } from 'd3-time-format';

/** One claim as the timeline draws it. Instants in milliseconds since 1970, UTC. */
export interface TimelineMark {
  claim: string;
  href: string;
  /** whose words, for the mark's title */
  origin: string;
  /** the value in words */
  words: string;
  /** latest moment at which it may have been published; marks without one are left to the table */
  at: number;
  /** numbers: the interval (high null: open end); others: the row; null: a silence */
  place: { low: number; high: number | null } | { row: string } | null;
  ended: boolean;
  attributed: boolean;
  /** the claim that ended this one, where it is drawn too */
  endedBy?: string;
}
/** An account as a band across the figure. */
export interface TimelineBand {
  place: { low: number; high: number | null } | { row: string };
  label: string;
}
export interface Timeline {
  /** names the figure for those who do not see it */
  label: string;
  marks: TimelineMark[];
  bands: TimelineBand[];
  /** drawn as a line: the instant that the page shows */
  clock?: number;
}

/** More marks than this say nothing to the eye; the caption says that the figure is capped. */
export const maxMarks = 400;

const width = 920;
const height = 340;
const margin = { top: 16, right: 150, bottom: 56, left: 56 };
const silenceLane = height - margin.bottom + 14;
const tickFormat = utcFormat('%-d %b %Y');
const hourFormat = utcFormat('%-d %b %H:%M');

/** The timeline of conflicting reports: time across, value up; nodes are links. */
export function TimelineFigure({ timeline }: { timeline: Timeline }) {
  const marks = timeline.marks.slice(0, maxMarks);
  const x = timeScale(marks, timeline.clock);
  const y = valueScale(timeline);
  const at = new Map(marks.map((mark) => [mark.claim, { x: x(mark.at), y: y.middle(mark.place) }]));
  const days = x.domain()[1]!.getTime() - x.domain()[0]!.getTime() > 3 * 86_400_000;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={timeline.label}>
      {timeline.bands.map((band, index) => (
        <Band key={band.label} band={band} index={index} y={y} />
      ))}
      <g class="axis">
        {y.ticks.map((tick) => (
          <g key={tick.label}>
            <line class="grid" x1={margin.left} x2={width - margin.right} y1={tick.y} y2={tick.y} />
            <text x={margin.left - 8} y={tick.y + 4} text-anchor="end">
              {tick.label}
            </text>
          </g>
        ))}
        {x.ticks(6).map((tick) => (
          <g key={tick.getTime()}>
            <line
              x1={x(tick)}
              x2={x(tick)}
              y1={height - margin.bottom + 22}
              y2={height - margin.bottom + 28}
            />
            <text x={x(tick)} y={height - 10} text-anchor="middle">
              {days ? tickFormat(tick) : hourFormat(tick)}
            </text>
          </g>
        ))}
      </g>
      {timeline.clock !== undefined && (
        <line
          class="supersedes"
          x1={x(timeline.clock)}
          x2={x(timeline.clock)}
          y1={margin.top}
          y2={height - margin.bottom + 20}
        />
      )}
      {marks.map((mark) => {
        const from = at.get(mark.claim)!;
        const to = mark.endedBy === undefined ? undefined : at.get(mark.endedBy);
        return to && <path key={`to-${mark.claim}`} class="supersedes" d={bend(from, to)} />;
      })}
      {marks.map((mark) => (
        <Mark key={mark.claim} mark={mark} x={x(mark.at)} y={y} />
      ))}
    </svg>
  );
}

type Y = ReturnType<typeof valueScale>;

function Mark({ mark, x, y }: { mark: TimelineMark; x: number; y: Y }) {
  const title = `${mark.origin}: ${mark.words}`;
  if (mark.place === null) {
    return (
      <a href={mark.href} class="silence">
        <title>{title}</title>
        <path d={`M${x - 4} ${silenceLane - 4}l8 8m0 -8l-8 8`} />
      </a>
    );
  }
  const { top, bottom, openTop } = y.extent(mark.place);
  const names = ['claim', mark.ended ? 'ended' : '', mark.attributed ? '' : 'unattributed'];
  return (
    <a href={mark.href} class={names.filter(Boolean).join(' ')}>
      <title>{title}</title>
      {bottom - top > 1 && <line x1={x} x2={x} y1={top} y2={bottom} />}
      {openTop && <path d={`M${x - 5} ${top + 7}L${x} ${top}L${x + 5} ${top + 7}`} />}
      {bottom - top > 1 && <path d={`M${x - 5} ${bottom}h10`} />}
      <circle class="dot" cx={x} cy={bottom - top > 1 ? bottom : (top + bottom) / 2} r="5" />
    </a>
  );
}

function Band({ band, index, y }: { band: TimelineBand; index: number; y: Y }) {
  const { top, bottom } = y.extent(band.place);
  const thickness = Math.max(bottom - top, 8);
  const start = bottom - top < 8 ? (top + bottom) / 2 - 4 : top;
  return (
    <g>
      <rect
        class={`band b${index % 5}`}
        x={margin.left}
        width={width - margin.left - margin.right}
        y={start}
        height={thickness}
      />
      <text x={width - margin.right + 8} y={start + thickness / 2 + 4}>
        {band.label.length > 22 ? `${band.label.slice(0, 21)}…` : band.label}
      </text>
    </g>
  );
}

function timeScale(marks: readonly TimelineMark[], clock: number | undefined) {
  const instants = marks.map((mark) => mark.at);
  if (clock !== undefined) instants.push(clock);
  const first = Math.min(...instants);
  const last = Math.max(...instants);
  const pad = Math.max((last - first) * 0.04, 3_600_000);
  return scaleUtc()
    .domain([first - pad, last + pad])
    .range([margin.left, width - margin.right]);
}

/** Numbers on a line (a bent one where they span more than two orders of magnitude), other values on rows. */
function valueScale(timeline: Timeline) {
  const places = [...timeline.bands.map((band) => band.place), ...timeline.marks.map((mark) => mark.place)];
  const rows = [...new Set(places.flatMap((place) => (place && 'row' in place ? [place.row] : [])))];
  const numbers = places.flatMap((place) =>
    place && 'low' in place ? [place.low, ...(place.high === null ? [] : [place.high])] : [],
  );
  const range: [number, number] = [height - margin.bottom - 6, margin.top + 8];
  const points = scalePoint().domain(rows).range(range).padding(0.5);
  const top = Math.max(...numbers, 1);
  const positive = numbers.filter((n) => n > 0);
  const bent = positive.length > 0 && top / Math.min(...positive) > 100;
  const line = (bent ? scaleSymlog() : scaleLinear()).domain([0, top * 1.12]).range(range);
  const ticks =
    rows.length > 0
      ? rows.map((row) => ({ label: row.length > 8 ? `${row.slice(0, 7)}…` : row, y: points(row)! }))
      : line.ticks(5).map((tick) => ({ label: tick.toLocaleString('en'), y: line(tick) }));
  const extent = (place: NonNullable<TimelineMark['place']>) => {
    if ('row' in place) return { top: points(place.row)!, bottom: points(place.row)!, openTop: false };
    const bottom = line(place.low);
    return { bottom, top: place.high === null ? range[1] : line(place.high), openTop: place.high === null };
  };
  const middle = (place: TimelineMark['place']) => (place === null ? silenceLane : extent(place).bottom);
  return { ticks, extent, middle };
}

/** An arrow that bends aside, so that two marks above each other stay readable. */
function bend(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}
