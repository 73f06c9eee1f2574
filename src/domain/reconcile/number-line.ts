import type { Interval } from '../interval.js';
import { Marks } from './marks.js';

/** From the place of a start to the place of a stop, both in it. */
export interface Stretch {
  readonly start: number;
  readonly stop: number;
}

/**
 * All ends of some intervals in their order, so that they can be compared as places: one begins where another ends if
 * its start stands at or before the other's stop.
 */
export class Places {
  private readonly stretches = new Map<Interval, Stretch>();
  readonly count: number;

  constructor(intervals: ReadonlySet<Interval>) {
    type End = { at: bigint | null; side: -1 | 0 | 1; end: 'start' | 'stop'; of: Interval };
    const ends = [...intervals].flatMap((of): End[] => [
      { at: of.low, side: of.lowOpen ? 1 : 0, end: 'start', of },
      { at: of.high, side: of.highOpen ? -1 : 0, end: 'stop', of },
    ]);
    // No low end lies before, no high end after everything.
    const outer = ({ at, end }: End): number => (at !== null ? 0 : end === 'start' ? -1 : 1);
    const compare = (a: End, b: End): number => {
      if (a.at === null || b.at === null) return outer(a) - outer(b);
      return a.at === b.at ? a.side - b.side : a.at < b.at ? -1 : 1;
    };
    ends.sort(compare);
    let place = -1;
    ends.forEach((end, index) => {
      if (index === 0 || compare(ends[index - 1]!, end) !== 0) place += 1;
      const known = this.stretches.get(end.of) ?? { start: 0, stop: 0 };
      this.stretches.set(end.of, { ...known, [end.end]: place });
    });
    this.count = place + 1;
  }
  of(interval: Interval): Stretch {
    return this.stretches.get(interval)!;
  }
}

/**
 * The accounts of intervals that come and go (R6): where one stops after another has started, with no end between, all
 * that are open hold the stretch between the two, and no larger set has a point in common.
 */
export class NumberLine {
  private readonly starts: Marks;
  private readonly stops: Marks;

  constructor(places: Places) {
    this.starts = new Marks(places.count);
    this.stops = new Marks(places.count);
  }

  /** @returns whether accounts may have changed */
  add({ start, stop }: Stretch): boolean {
    const [started, stopped] = [this.starts.add(start), this.stops.add(stop)];
    return started || stopped;
  }
  remove({ start, stop }: Stretch): boolean {
    const [started, stopped] = [this.starts.remove(start), this.stops.remove(stop)];
    return started || stopped;
  }

  /** The first account that does not stop before a place. */
  reaching(place: number): Stretch | null {
    const stop = this.stops.from(place);
    if (stop === -1) return null;
    const start = this.starts.downFrom(stop);
    // Nothing starts between this stop and the one before it: the next account is the next that starts.
    return start > this.stops.downFrom(stop - 1) ? { start, stop } : this.starting(stop + 1);
  }
  /** The first account that starts at or after a place. */
  starting(place: number): Stretch | null {
    const next = this.starts.from(place);
    if (next === -1) return null;
    const stop = this.stops.from(next);
    return { start: this.starts.downFrom(stop), stop };
  }

  /** Whether an account has a point in common with a stretch. */
  touches(stretch: Stretch): boolean {
    const first = this.reaching(stretch.start);
    return first !== null && first.start <= stretch.stop;
  }
  /** Whether an account lies in a stretch as a whole. */
  anyWithin(stretch: Stretch): boolean {
    const first = this.starting(stretch.start);
    return first !== null && first.stop <= stretch.stop;
  }

  /** The first account that touches one stretch and lies in another as a whole. */
  firstWithin(outer: Stretch, touching: Stretch): Stretch | null {
    let first = this.reaching(touching.start);
    if (first && first.start < outer.start) first = this.starting(outer.start);
    return first && first.start <= touching.stop && first.stop <= outer.stop ? first : null;
  }
  /** The first account that touches both. */
  firstTouching(a: Stretch, b: Stretch): Stretch | null {
    const first = this.reaching(Math.max(a.start, b.start));
    return first && first.start <= Math.min(a.stop, b.stop) ? first : null;
  }
}
