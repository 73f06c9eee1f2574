import { scaleLinear, scalePoint, scaleSymlog, scaleUtc } from 'd3-scale';
import { utcFormat } from 'd3-time-format';

/** The only file that names d3: what the figures ask of it, typed. Lengths are units of the figure's view box. */

export interface TimeAxis {
  x(instant: number): number;
  ticks: { x: number; label: string }[];
}
export interface ValueAxis {
  y(value: number): number;
  ticks: { y: number; label: string }[];
  /** a bent axis gives small numbers as much room as large ones */
  bent: boolean;
}
export interface RowAxis {
  y(row: string): number;
  rows: { y: number; row: string }[];
}

const day = 86_400_000;
const dayFormat = utcFormat('%-d %b %Y');
const hourFormat = utcFormat('%-d %b %H:%M');

/** Of the instants (milliseconds since 1970) from first to last, with a little room at either end. */
export function timeAxis(instants: readonly number[], range: [number, number]): TimeAxis {
  const first = instants.reduce((a, b) => Math.min(a, b), Infinity);
  const last = instants.reduce((a, b) => Math.max(a, b), -Infinity);
  const pad = Math.max((last - first) * 0.04, 3_600_000);
  const scale = scaleUtc()
    .domain([first - pad, last + pad])
    .range(range);
  const format = last - first > 3 * day ? dayFormat : hourFormat;
  const ticks = scale.ticks(5).map((tick) => ({ x: scale(tick), label: format(tick) }));
  return { x: (instant) => scale(instant), ticks: withoutRepeats(ticks) };
}

/** Ticks closer than their format can tell would repeat a label. */
const withoutRepeats = (ticks: TimeAxis['ticks']): TimeAxis['ticks'] =>
  ticks.filter((tick, index) => tick.label !== ticks[index - 1]?.label);

/** From 0 up; bent where the numbers span more than two orders of magnitude. `range` is from the lowest to the top. */
export function valueAxis(numbers: readonly number[], range: [number, number]): ValueAxis {
  const top = numbers.reduce((a, b) => Math.max(a, b), 1);
  const least = numbers.filter((n) => n > 0).reduce((a, b) => Math.min(a, b), Infinity);
  const bent = top / least > 100;
  const scale = (bent ? scaleSymlog().constant(least) : scaleLinear()).domain([0, top * 1.12]).range(range);
  const values = bent ? powersOfTen(least, top) : scale.ticks(5);
  return {
    y: (value) => scale(value),
    ticks: values.map((value) => ({ y: scale(value), label: value.toLocaleString('en') })),
    bent,
  };
}

function powersOfTen(least: number, top: number): number[] {
  const powers = [0];
  for (let power = 10 ** Math.floor(Math.log10(least)); power <= top * 1.12; power *= 10) powers.push(power);
  return powers;
}

/** One row below the other, in the order given. */
export function rowAxis(rows: readonly string[], range: [number, number]): RowAxis {
  const scale = scalePoint().domain(rows).range(range).padding(0.5);
  return { y: (row) => scale(row)!, rows: rows.map((row) => ({ row, y: scale(row)! })) };
}
