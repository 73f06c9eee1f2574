import { ownBases, type Counter } from './independence.js';
import type { Saying } from './sayings.js';

/** The standing claims of one value, and which of them bear on how many origins it has. */
export class SameValue {
  /** in R1's order */
  readonly standing: Saying[] = [];
  /** one for each way in which a claim bears on the number of origins: who said it, and whether of own knowledge */
  private readonly ways = new Map<string, { saying: Saying; count: number }>();

  add(saying: Saying): void {
    let at = this.standing.length;
    while (at > 0 && this.standing[at - 1]!.order > saying.order) at -= 1;
    this.standing.splice(at, 0, saying);
    const way = this.ways.get(wayOf(saying));
    if (way) way.count += 1;
    else this.ways.set(wayOf(saying), { saying, count: 1 });
  }
  remove(saying: Saying): void {
    this.standing.splice(this.standing.indexOf(saying), 1);
    const way = this.ways.get(wayOf(saying))!;
    way.count -= 1;
    if (way.count === 0) this.ways.delete(wayOf(saying));
  }

  /** Whether with one claim, which is among them, the value rises to two origins or more (R10). */
  risesWith(saying: Saying, counter: Counter): boolean {
    if (this.ways.get(wayOf(saying))!.count > 1) return false;
    const all = [...this.ways.values()].map((way) => way.saying);
    const { min } = counter.range(all);
    return min >= 2 && min > counter.range(all.filter((other) => other !== saying)).min;
  }
}

const wayOf = ({ originKey, claim }: Saying): string =>
  originKey === null ? '' : `${ownBases.has(claim.claim.basis ?? 'unknown') ? 'own' : 'told'} ${originKey}`;
