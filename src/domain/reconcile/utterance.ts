import type { Casebook } from './visible.js';
import type { QuestionDossier } from './dossier.js';
import { sameKeyOf } from './extent.js';
import { compareLatest, sameMoments, surelyBefore, type Moments } from './moments.js';
import { Sayings, push } from './origins.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { mayTakeBack } from './taking-back.js';

/** From so many on, what one origin said on one question is looked up by value instead of read through. */
const manyOfOne = 32;

/** When origins spoke (R4, "time of utterance"), and of what time (R5, "reference time"). */
export class Utterances {
  /** by the place of what is said */
  protected readonly times: (Moments | undefined)[];
  protected readonly groups = new Map<string, Map<string, Saying[]>>();
  /** by all that an origin said on a question, then by value; so far as it was looked at */
  private readonly values = new Map<readonly Saying[], { seen: number; sayings: Map<string, Saying[]> }>();

  constructor(
    protected readonly casebook: Casebook,
    private readonly sayings: Sayings,
  ) {
    this.times = Array.from({ length: sayings.count });
  }

  /** When a value was uttered. */
  of(saying: Saying, question: QuestionDossier): Moments {
    if (saying.claim.asserted) return saying.claim.asserted;
    const known = this.times[saying.place];
    if (known) return known;
    const time = this.stated(saying.claim) ?? this.fromRelays(saying, question);
    this.times[saying.place] = time;
    return time;
  }

  /** When a claim was uttered as a whole: a silence or a response has no question of its own to look on. */
  ofClaim(claim: VisibleClaim): Moments {
    const [saying] = this.sayings.by(claim.name);
    const question = saying && this.questionOf(saying);
    if (saying && question) return this.of(saying, question);
    return this.stated(claim) ?? claim.published;
  }

  reference(saying: Saying, question: QuestionDossier): Moments {
    return saying.claim.asOf ?? this.of(saying, question);
  }

  /** R4: one utterance of one origin. */
  isOne(a: Saying, b: Saying, question: QuestionDossier): boolean {
    if (a === b) return true;
    if (a.originKey === null || a.originKey !== b.originKey) return false;
    const [x, y] = [a.claim.claim.utterance, b.claim.claim.utterance];
    const keyed = x !== undefined && x === y;
    if (!keyed) {
      if (x !== undefined && y !== undefined) return false;
      if (sameWay(a, b) || ordered(this.of(a, question), this.of(b, question))) return false;
    }
    return !question.cumulative || !ordered(this.reference(a, question), this.reference(b, question));
  }

  /** Whether `later` was surely said of a later time, as far as superseding goes. */
  supersedesInTime(later: Saying, earlier: Saying, question: QuestionDossier): boolean {
    if (!question.cumulative) return surelyBefore(this.of(earlier, question), this.of(later, question));
    const before = this.reference(earlier, question);
    const after = this.reference(later, question);
    if (surelyBefore(before, after)) return true;
    return sameMoments(before, after) && surelyBefore(this.of(earlier, question), this.of(later, question));
  }

  private questionOf(saying: Saying): QuestionDossier | undefined {
    if (saying.claim.question) return saying.claim.question;
    return this.sayings
      .questionsOf(saying.claim)
      .filter((name) => this.sayings.on(name).includes(saying))
      .map((name) => this.casebook.questions.get(name))[0];
  }

  /** Where the claim itself says when, or is news by its nature; undefined: a relay that does not say when. */
  private stated(claim: VisibleClaim): Moments | undefined {
    if (claim.asserted) return claim.asserted;
    if (claim.chain.length === 1) return claim.published;
    const { response, supersedes } = claim.claim;
    const responds = response?.to.some((name) => this.sayings.byName.has(name)) ?? false;
    const replaces = supersedes.some((word) => {
      const target = this.sayings.byName.get(word.claim);
      return target !== undefined && mayTakeBack(this.casebook.sources, this.sayings, claim, target) !== null;
    });
    return responds || replaces ? claim.published : undefined;
  }

  private fromRelays(saying: Saying, question: QuestionDossier): Moments {
    const alike = this.alike(saying, question);
    const said = alike
      .flatMap(({ claim }) => claim.asserted ?? [])
      .filter((asserted) => !surelyBefore(saying.claim.published, asserted));
    if (said.length > 0) {
      return said.reduce((latest, one) =>
        (compareLatest(one, latest) || one.low - latest.low) > 0 ? one : latest,
      );
    }
    return (alike[0] ?? saying).claim.published; // sayings stand in R1's order
  }

  /** Claims of the same origin on the question with the same value or utterance key, its own included. */
  private alike(saying: Saying, question: QuestionDossier): readonly Saying[] {
    if (saying.originKey === null) return [saying];
    const own = this.ofOrigin(saying.originKey, question);
    const { utterance } = saying.claim.claim;
    if (utterance === undefined && own.length >= manyOfOne) return this.ofValue(own, saying);
    const comparison = this.casebook.comparison(question);
    return own.filter(
      (other) =>
        comparison.same(other.extent, saying.extent) ||
        (utterance !== undefined && other.claim.claim.utterance === utterance),
    );
  }

  /** Of an origin's sayings, which may grow, those of the same value. */
  private ofValue(own: readonly Saying[], { extent }: Saying): readonly Saying[] {
    let index = this.values.get(own);
    if (!index) this.values.set(own, (index = { seen: 0, sayings: new Map() }));
    for (; index.seen < own.length; index.seen += 1) {
      const next = own[index.seen]!;
      push(index.sayings, sameKeyOf(next.extent), next);
    }
    return index.sayings.get(sameKeyOf(extent)) ?? [];
  }

  /** What an origin said on a question, in R1's order. */
  ofOrigin(originKey: string, question: QuestionDossier): readonly Saying[] {
    return this.byOrigin(question).get(originKey) ?? [];
  }

  /** What each origin said on a question, in R1's order; claims without an origin left out. */
  byOrigin(question: QuestionDossier): ReadonlyMap<string, readonly Saying[]> {
    let groups = this.groups.get(question.name);
    if (!groups) {
      groups = new Map();
      for (const saying of this.sayings.on(question.name)) {
        if (saying.originKey !== null) push(groups, saying.originKey, saying);
      }
      this.groups.set(question.name, groups);
    }
    return groups;
  }
}

/** Through the same relays. */
export const sameWay = (a: Saying, b: Saying): boolean =>
  a.claim.relays.length === b.claim.relays.length &&
  a.claim.relays.every((relay, index) => relay === b.claim.relays[index]);

const ordered = (a: Moments, b: Moments): boolean => surelyBefore(a, b) || surelyBefore(b, a);
