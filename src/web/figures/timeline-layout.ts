import type { Ending } from '../../domain/reconcile/view.js';
import type { SilenceKind } from '../../domain/value.js';
import { rowAxis, timeAxis, valueAxis } from './scales.js';
import { maxMarks, maxRows, type Place, type Timeline, type TimelineMark } from './timeline-data.js';

/** Where everything of a timeline stands, in units of its view box. */
export interface Layout {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  axisY: number;
  silenceY: number;
  hasSilences: boolean;
  clock: number | null;
  ticks: { x: number; label: string }[];
  rows: { y: number; label: string }[];
  bands: { y: number; height: number; label: string; labelY: number }[];
  marks: PlacedMark[];
  /** paths of SVG, from a claim that ended to the one that ended it */
  arrows: string[];
}
export interface PlacedMark {
  claim: string;
  href: string;
  title: string;
  x: number;
  /** of a number its low end */
  y: number;
  /** the high end, where it is another; open: there is none */
  upper: { y: number; open: boolean } | null;
  spanFrom: number;
  spanTo: number;
  silence: SilenceKind | null;
  ended: Ending | null;
  attributed: boolean;
}

const width = 960;
const top = 14;
const labelRoom = 190;

export function layTimeline(timeline: Timeline): Layout {
  const marks = timeline.marks.slice(0, maxMarks);
  const rows = rowsOf(timeline);
  const left = rows.length > 0 ? 210 : 56;
  const right = width - labelRoom;
  const plot = rows.length > 0 ? Math.max(70, rows.length * 34) : 240;
  const hasSilences = marks.some((mark) => mark.place === null);
  const silenceY = top + plot + 22;
  const axisY = hasSilences ? silenceY + 20 : top + plot + 10;
  const instants = marks.flatMap((mark) => [mark.from, mark.at]);
  const time = timeAxis(timeline.clock === null ? instants : [...instants, timeline.clock], [
    left + 10,
    right - 10,
  ]);
  const value = valuePlaces(timeline, rows, [top + plot, top + 8]);
  const placed = spread(marks.map((mark) => placeMark(mark, (instant) => time.x(instant), value, silenceY)));
  return {
    width,
    height: axisY + 30,
    left,
    right,
    top,
    axisY,
    silenceY,
    hasSilences,
    clock: timeline.clock === null ? null : time.x(timeline.clock),
    ticks: time.ticks,
    rows: value.ticks,
    bands: placeBands(timeline, value),
    marks: placed,
    arrows: arrowsOf(marks, placed),
  };
}

/** The rows of values that are no numbers, in the order of the accounts and then of the reports; the last one gathers. */
function rowsOf(timeline: Timeline): string[] {
  const places = [...timeline.bands.map((band) => band.place), ...timeline.marks.map((mark) => mark.place)];
  const rows = [...new Set(places.flatMap((place) => (place && 'row' in place ? [place.row] : [])))];
  return rows.length <= maxRows ? rows : [...rows.slice(0, maxRows - 1), otherRow];
}
const otherRow = 'other values';

interface ValuePlaces {
  ticks: { y: number; label: string }[];
  extent(place: Place): { y: number; upper: PlacedMark['upper'] };
}

function valuePlaces(timeline: Timeline, rows: string[], range: [number, number]): ValuePlaces {
  if (rows.length > 0) {
    const axis = rowAxis(rows, [range[1], range[0]]);
    return {
      ticks: axis.rows.map(({ row, y }) => ({ y, label: shorten(row, 30) })),
      extent: (place) => ({
        y: axis.y('row' in place && rows.includes(place.row) ? place.row : otherRow),
        upper: null,
      }),
    };
  }
  const places = [...timeline.bands.map((band) => band.place), ...timeline.marks.map((mark) => mark.place)];
  const numbers = places.flatMap((place) =>
    place && 'low' in place ? [place.low, place.high ?? place.low] : [],
  );
  const axis = valueAxis(numbers, range);
  return {
    ticks: axis.ticks,
    extent: (place) => {
      if (!('low' in place)) return { y: range[0], upper: null };
      const y = axis.y(place.low);
      if (place.high === null) return { y, upper: { y: range[1], open: true } };
      return { y, upper: place.high === place.low ? null : { y: axis.y(place.high), open: false } };
    },
  };
}

function placeMark(
  mark: TimelineMark,
  x: (instant: number) => number,
  value: ValuePlaces,
  silenceY: number,
): PlacedMark {
  const { y, upper } = mark.place === null ? { y: silenceY, upper: null } : value.extent(mark.place);
  const { claim, href, silence, ended, attributed } = mark;
  const spanFrom = x(mark.from);
  const spanTo = x(mark.at);
  const title = `${mark.origin}: ${mark.words}${ended === null ? '' : ` (ended: ${ended})`}`;
  return {
    claim,
    href,
    title,
    x: (spanFrom + spanTo) / 2,
    y,
    upper,
    spanFrom,
    spanTo,
    silence,
    ended,
    attributed,
  };
}

/** Marks that would lie on one another step aside, the first to the left. */
function spread(marks: PlacedMark[]): PlacedMark[] {
  const piles = new Map<string, PlacedMark[]>();
  for (const mark of marks) {
    const spot = `${Math.round(mark.x / 12)} ${Math.round(mark.y / 8)}`;
    const pile = piles.get(spot);
    if (pile) pile.push(mark);
    else piles.set(spot, [mark]);
  }
  for (const pile of piles.values()) {
    const step = Math.min(15, 150 / pile.length);
    for (const [index, mark] of pile.entries()) mark.x += (index - (pile.length - 1) / 2) * step;
  }
  return marks;
}

/** A band is at least as thick as a mark; its label stands beside it, below that of the band above. */
function placeBands(timeline: Timeline, value: ValuePlaces): Layout['bands'] {
  const bands = timeline.bands.slice(0, maxRows).map(({ place, label }) => {
    const { y, upper } = value.extent(place);
    const from = upper === null ? y - 9 : upper.y;
    const to = upper === null ? y + 9 : y;
    return { y: from, height: Math.max(to - from, 18), label: shorten(label, 26), labelY: 0 };
  });
  let free = -Infinity;
  for (const band of bands.toSorted((a, b) => a.y - b.y)) {
    band.labelY = Math.max(band.y + band.height / 2 + 4, free);
    free = band.labelY + 15;
  }
  return bands;
}

/** Bent aside, so that two marks above each other stay readable; they end where the mark begins. */
function arrowsOf(marks: readonly TimelineMark[], placed: readonly PlacedMark[]): string[] {
  const at = new Map(placed.map((mark) => [mark.claim, mark]));
  return marks.flatMap((mark) => {
    const from = at.get(mark.claim)!;
    const to = mark.endedBy === null ? undefined : at.get(mark.endedBy);
    if (!to || to === from) return [];
    const middle = (from.x + to.x) / 2 + (Math.abs(to.x - from.x) < 20 ? 24 : 0);
    const gap = to.x >= from.x ? -9 : 9;
    const round = (n: number) => Math.round(n * 10) / 10;
    return [
      `M${round(from.x)} ${round(from.y)}C${round(middle)} ${round(from.y)} ${round(middle)} ${round(to.y)} ${round(to.x + gap)} ${round(to.y)}`,
    ];
  });
}

const shorten = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, room - 1)}…` : text;
