import { isEmpty, type Interval } from '../interval.js';
import type { Comparison } from './extent.js';
import { NumberLine, Places, type Stretch } from './number-line.js';
import type { Saying } from './sayings.js';
import { namedAtMost } from './telling.js';

interface Guests {
  stretch: Stretch;
  count: number;
  /** they fit no account of claims with an origin, and make accounts of their own */
  left: boolean;
}

/** The accounts of a question of numbers (R6) as claims come and go. */
export class GrowingAccounts {
  private readonly places: Places;
  private readonly attributed: NumberLine;
  private readonly others: NumberLine;
  /** claims without an origin, by what they allow */
  private readonly guests = new Map<number, Guests>();
  private readonly stands: boolean[];

  constructor(private readonly sayings: readonly Saying[]) {
    this.places = new Places(new Set(sayings.map(intervalOf)));
    this.attributed = new NumberLine(this.places);
    this.others = new NumberLine(this.places);
    this.stands = sayings.map(() => false);
  }

  /** Numbers on a question that takes one, each allowing something. */
  static takes({ question, interval }: Comparison, sayings: readonly Saying[]): boolean {
    return (
      interval &&
      question.type !== 'time' &&
      !question.multiple &&
      !sayings.some((saying) => isEmpty(intervalOf(saying)))
    );
  }

  /** `index`: the claim's place among those on the question. */
  add(index: number): void {
    this.stands[index] = true;
    const saying = this.sayings[index]!;
    const stretch = this.places.of(intervalOf(saying));
    if (saying.originKey !== null) {
      if (this.attributed.add(stretch)) this.seatGuests();
      return;
    }
    const key = this.keyOf(stretch);
    const guests = this.guests.get(key) ?? { stretch, count: 0, left: !this.attributed.touches(stretch) };
    guests.count += 1;
    this.guests.set(key, guests);
    if (guests.left) this.others.add(stretch);
  }

  /** Claims with an origin alone are ever taken away again: nothing supersedes one without. */
  remove(index: number): void {
    this.stands[index] = false;
    if (this.attributed.remove(this.places.of(intervalOf(this.sayings[index]!)))) this.seatGuests();
  }

  private seatGuests(): void {
    for (const guests of this.guests.values()) {
      const left = !this.attributed.touches(guests.stretch);
      if (left === guests.left) continue;
      guests.left = left;
      for (let i = 0; i < guests.count; i += 1) {
        if (left) this.others.add(guests.stretch);
        else this.others.remove(guests.stretch);
      }
    }
  }
  private keyOf({ start, stop }: Stretch): number {
    return start * this.places.count + stop;
  }

  /** Whether it can be true together with all that some account holds. */
  fits(saying: Saying): boolean {
    const stretch = this.places.of(intervalOf(saying));
    return this.attributed.touches(stretch) || this.others.touches(stretch);
  }
  /** Whether every account that it fits would allow less with it. */
  narrows(saying: Saying): boolean {
    const stretch = this.places.of(intervalOf(saying));
    return !this.attributed.anyWithin(stretch) && !this.others.anyWithin(stretch);
  }

  /** The claims of all accounts, one account after another; of very many the first in R1's order. */
  all(): Saying[] {
    return this.membersTouching({ start: 0, stop: this.places.count });
  }
  /** The same of the accounts that a claim fits. */
  fitting(saying: Saying): Saying[] {
    return this.membersTouching(this.places.of(intervalOf(saying)));
  }

  private membersTouching(touched: Stretch): Saying[] {
    const found: { saying: Saying; at: number }[] = [];
    for (let index = 0; index < this.sayings.length && found.length <= namedAtMost; index += 1) {
      if (!this.stands[index]) continue;
      const saying = this.sayings[index]!;
      const first = this.firstAccount(saying, touched);
      if (first) found.push({ saying, at: first.start });
    }
    if (found.length <= namedAtMost) found.sort((a, b) => a.at - b.at || a.saying.order - b.saying.order);
    return found.map(({ saying }) => saying);
  }

  /** The first account that holds a claim, of those that touch a stretch. */
  private firstAccount(saying: Saying, touched: Stretch): Stretch | null {
    const own = this.places.of(intervalOf(saying));
    if (saying.originKey !== null) return this.attributed.firstWithin(own, touched);
    if (this.guests.get(this.keyOf(own))!.left) return this.others.firstWithin(own, touched);
    return this.attributed.firstTouching(own, touched);
  }
}

const intervalOf = ({ extent }: Saying): Interval => (extent as { plain: Interval }).plain;
