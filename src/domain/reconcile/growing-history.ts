import type { QuestionDossier } from './dossier.js';
import { Words } from './endings.js';
import { sameKeyOf } from './extent.js';
import { GrowingAccounts } from './growing-accounts.js';
import { GrowingUtterances } from './growing-utterances.js';
import { Counter } from './independence.js';
import type { Sayings } from './origins.js';
import { SameValue } from './same-value.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { Standings } from './standing.js';
import { telling, type Telling } from './telling.js';
import type { Casebook } from './visible.js';

/** What an origin said, and the claim of its own that superseded it. */
interface Own {
  saying: Saying;
  index: number;
  by: Saying | null;
}

/**
 * The history (R10) of a question on which no claim speaks of another and on which no other question bears: a claim
 * that arrives can end only what its own origin said, so what stands is carried on, and every claim costs what its
 * origin said before and a look-up among the accounts, instead of all that follows from all claims before it.
 */
export class GrowingHistory {
  private readonly utterances: GrowingUtterances;
  private readonly standings: Standings;
  private readonly counter: Counter;
  private readonly accounts: GrowingAccounts;
  private readonly byOrigin = new Map<string, Own[]>();
  private readonly byValue = new Map<string, SameValue>();
  private arrived = 0;
  private standing = 0;

  constructor(
    casebook: Casebook,
    sayings: Sayings,
    private readonly question: QuestionDossier,
  ) {
    this.utterances = new GrowingUtterances(casebook, sayings, question);
    const words = new Words(casebook, sayings, this.utterances);
    this.standings = new Standings(casebook, sayings, this.utterances, words);
    this.counter = new Counter(casebook.sources, casebook.comparison(question), []);
    this.accounts = new GrowingAccounts(sayings.on(question.name));
  }

  /** Whether this question's history can be told so: numbers, all of one time, and no chain may lead back to itself. */
  static tells(casebook: Casebook, sayings: Sayings, question: QuestionDossier): boolean {
    const said = sayings.on(question.name);
    if (said.length === 0) return true;
    if (question.cumulative || !GrowingAccounts.takes(casebook.comparison(question), said)) return false;
    const relays = new Set(said.flatMap(({ claim }) => claim.relays));
    return !said.some(({ claim }) => claim.ends.some((end) => relays.has(end)));
  }

  /** Of the claims in R1's order, one after another; `saying`: the value that it gives, if any. */
  tell(claim: VisibleClaim, saying: Saying | undefined): Telling {
    const told = saying ? this.arrive(saying) : telling('silent');
    return claim.claim.silence === undefined ? told : telling('silent');
  }

  private arrive(saying: Saying): Telling {
    const index = this.arrived;
    this.arrived += 1;
    this.counter.add(saying);
    const moved = this.utterances.arrive(saying);
    const own = this.own(saying);
    const stood = own.filter(({ by }) => by === null);
    const arrived: Own = { saying, index, by: null };
    own.push(arrived);
    const judged = this.judge(own, arrived, moved);
    const value = this.valueOf(saying);
    const told =
      this.amongOwn(saying, judged.get(arrived) ?? null, own, stood, judged) ?? this.amongAll(saying, value);
    const same = told ? [] : [...value.standing];
    for (const [one, by] of judged) this.settle(one, by);
    if (arrived.by === null) this.stand(arrived, value);
    return told ?? this.support(saying, value, same);
  }

  private own({ originKey }: Saying): Own[] {
    if (originKey === null) return [];
    let own = this.byOrigin.get(originKey);
    if (!own) this.byOrigin.set(originKey, (own = []));
    return own;
  }
  private valueOf({ extent }: Saying): SameValue {
    const key = sameKeyOf(extent);
    let value = this.byValue.get(key);
    if (!value) this.byValue.set(key, (value = new SameValue()));
    return value;
  }

  /** Of what an origin said, all whose end is now another: the first in R1's order that supersedes it. */
  private judge(own: readonly Own[], arrived: Own, moved: boolean): Map<Own, Saying | null> {
    const judged = new Map<Own, Saying | null>();
    for (const one of own) {
      // Whatever superseded it before still comes first, unless times of utterance moved.
      const laters = moved || one === arrived ? own : one.by === null ? [arrived] : [];
      if (laters.length === 0) continue;
      const by = laters.find(({ saying }) => this.standings.supersedes(saying, one.saying, this.question));
      if ((by?.saying ?? null) !== one.by) judged.set(one, by?.saying ?? null);
    }
    return judged;
  }

  private settle(one: Own, by: Saying | null): void {
    const stood = one.by === null;
    one.by = by;
    if (one.index === this.arrived - 1 || stood === (by === null)) return;
    if (by === null) this.stand(one, this.valueOf(one.saying));
    else {
      this.valueOf(one.saying).remove(one.saying);
      this.accounts.remove(one.index);
      this.standing -= 1;
    }
  }
  private stand({ saying, index }: Own, value: SameValue): void {
    value.add(saying);
    this.accounts.add(index);
    this.standing += 1;
  }

  /** 4 to 7 of R10. */
  private amongOwn(
    saying: Saying,
    end: Saying | null,
    own: readonly Own[],
    stood: readonly Own[],
    judged: ReadonlyMap<Own, Saying | null>,
  ): Telling | null {
    const comparison = this.standings.comparison(this.question);
    const same = (other: Own): boolean => comparison.same(other.saying.extent, saying.extent);
    const sayings = (those: readonly Own[]): Saying[] => those.map((one) => one.saying);
    if (end) {
      const earlier = own.filter((one) => one.saying !== saying && same(one));
      if (earlier.length > 0) return telling('repeats', { with: sayings(earlier) });
      return telling('late', { against: [end] });
    }
    const superseded = sayings(stood.filter((one) => judged.get(one) === saying));
    if (superseded.length > 0) {
      const corrects = superseded.some(
        (earlier) => this.standings.kindOf(saying, earlier, this.question) === 'correction',
      );
      return telling(corrects ? 'corrects' : 'updates', { against: superseded });
    }
    if (saying.originKey === null) {
      const repeated = this.valueOf(saying).standing;
      return repeated.length > 0 ? telling('repeats', { with: repeated }) : null;
    }
    const repeated = stood.filter(same);
    if (repeated.length > 0) return telling('repeats', { with: sayings(repeated) });
    const diverging = stood.filter((one) => this.utterances.isOne(one.saying, saying, this.question));
    return diverging.length > 0 ? telling('relay-divergence', { with: sayings(diverging) }) : null;
  }

  /** 9 to 13; null: what the same value had for it tells. */
  private amongAll(saying: Saying, value: SameValue): Telling | null {
    if (this.standing === 0) return telling(this.arrived > 1 ? 'anew' : 'first');
    if (!this.accounts.fits(saying)) return telling('contradicts', { against: this.accounts.all() });
    if (saying.originKey !== null && this.accounts.narrows(saying)) {
      return telling('refines', { with: this.accounts.fitting(saying) });
    }
    return value.standing.length > 0 ? null : telling('compatible', { with: this.accounts.fitting(saying) });
  }

  /** 14 to 16: others said the same, and the claim now stands among them. */
  private support(saying: Saying, value: SameValue, same: readonly Saying[]): Telling {
    if (value.risesWith(saying, this.counter)) return telling('corroborates', { with: same });
    const others = same.filter(({ originKey }) => originKey !== null);
    if (others.length === 0) return telling('attributes', { with: same });
    return telling('echoes', { with: others });
  }
}
