import type { Casebook } from './visible.js';
import type { QuestionDossier } from './dossier.js';
import type { Extent } from './extent.js';
import type { Saying, VisibleClaim } from './sayings.js';
import type { Value } from '../value.js';

/** A value on a question before it is known whether its origin leads back to itself. */
interface Given {
  claim: VisibleClaim;
  value: Value;
  extent: Extent;
}

/** All values given on all questions by the visible claims, with their origins (R3). */
export class Sayings {
  private readonly onQuestion = new Map<string, Saying[]>();
  /** looked up by name only where claims speak of one another, so made when first asked for */
  private ofClaim: Map<string, Saying[]> | undefined;
  private named: ReadonlyMap<string, VisibleClaim> | undefined;
  private readonly responding = new Map<string, VisibleClaim[]>();
  readonly faults: string[] = [];
  /** of all that is said */
  readonly count: number;

  constructor(
    private readonly casebook: Casebook,
    readonly visible: readonly VisibleClaim[],
  ) {
    const given = this.givenByQuestion();
    const circles = this.circularClaims(given);
    let place = 0; // of what is said
    for (const [question, values] of given) {
      this.onQuestion.set(
        question,
        values.map((value) => said(value, place++, circles.size > 0 && circles.has(value.claim.name))),
      );
    }
    this.count = place;
    for (const claim of visible) {
      if (!claim.claim.response) continue;
      for (const question of this.respondedQuestions(claim)) push(this.responding, question, claim);
    }
  }

  get byName(): ReadonlyMap<string, VisibleClaim> {
    this.named ??= new Map(this.visible.map((claim) => [claim.name, claim]));
    return this.named;
  }

  /** In R1's order. */
  on(question: string): readonly Saying[] {
    return this.onQuestion.get(question) ?? [];
  }
  by(claim: string): readonly Saying[] {
    if (!this.ofClaim) {
      this.ofClaim = new Map();
      for (const sayings of this.onQuestion.values()) {
        for (const saying of sayings) push(this.ofClaim, saying.name, saying);
      }
    }
    return this.ofClaim.get(claim) ?? [];
  }
  /** Claims that respond to one on this question, in R1's order. */
  respondingOn(question: string): readonly VisibleClaim[] {
    return this.responding.get(question) ?? [];
  }
  /** The origin of a claim as a speaker; empty: none. */
  originOf(claim: VisibleClaim): readonly string[] {
    const sayings = this.by(claim.name);
    if (sayings.some(({ circular }) => circular)) return [];
    return claim.hasLineage ? claim.ends : [];
  }

  /** The questions under which a claim stands: its own, or those of what it responds to. */
  questionsOf(claim: VisibleClaim, walked: ReadonlySet<string> = new Set()): string[] {
    if (claim.question) return [claim.question.name];
    return this.targetQuestions(claim, walked);
  }
  private respondedQuestions(claim: VisibleClaim): string[] {
    return claim.claim.response ? this.targetQuestions(claim, new Set()) : [];
  }
  private targetQuestions(claim: VisibleClaim, walked: ReadonlySet<string>): string[] {
    if (walked.has(claim.name)) return [];
    const further = new Set([...walked, claim.name]);
    const targets = (claim.claim.response?.to ?? []).flatMap((name) => this.byName.get(name) ?? []);
    return [...new Set(targets.flatMap((target) => this.questionsOf(target, further)))];
  }

  private givenByQuestion(): Map<string, Given[]> {
    const given = new Map<string, Given[]>();
    for (const claim of this.visible) {
      const own = claim.claim.value && claim.question;
      if (own) this.give(given, own, claim, claim.claim.value!);
      if (claim.claim.response?.stance !== 'confirms') continue;
      const values = new Map<string, Value>();
      for (const [name, value] of this.confirmed(claim, new Set())) {
        if (name !== own?.name && !values.has(name)) values.set(name, value);
      }
      for (const [name, value] of values) {
        const question = this.casebook.questions.get(name);
        if (question) this.give(given, question, claim, value);
      }
    }
    return given;
  }
  private give(
    given: Map<string, Given[]>,
    question: QuestionDossier,
    claim: VisibleClaim,
    value: Value,
  ): void {
    const extent = this.extentOf(question, claim, value);
    if (extent) push(given, question.name, { claim, value, extent });
  }

  /** "Confirms is a claim of the same value by the one who confirms" (R4). */
  private confirmed(claim: VisibleClaim, walked: ReadonlySet<string>): [string, Value][] {
    const { response } = claim.claim;
    if (response?.stance !== 'confirms' || walked.has(claim.name)) return [];
    const further = new Set([...walked, claim.name]);
    return response.to.flatMap((name) => {
      const target = this.byName.get(name);
      if (!target) return [];
      if (target.question && target.claim.value) return [[target.question.name, target.claim.value]];
      return this.confirmed(target, further);
    });
  }

  private extentOf(question: QuestionDossier, claim: VisibleClaim, value: Value): Extent | undefined {
    try {
      return this.casebook.comparison(question).extent(value);
    } catch (error) {
      this.faults.push(
        `The value of ${claim.name} is left out of ${question.name}: ${(error as Error).message}.`,
      );
      return undefined;
    }
  }

  /** R3: the chain returns to a source in it, or one of its origins leads back to itself on its question. */
  private circularClaims(given: ReadonlyMap<string, Given[]>): Set<string> {
    const circular = new Set<string>();
    for (const [name, values] of given) {
      const comparison = this.casebook.comparison(this.casebook.questions.get(name)!);
      for (const { claim } of values) if (claim.returns) circular.add(claim.name);
      // Most questions hold no circle at all, whatever fits together: looked for once, not for each value.
      const relays = new Set<string>();
      for (const { claim } of values) for (const relay of claim.relays) relays.add(relay);
      if (!values.some(({ claim }) => claim.ends.some((end) => relays.has(end)))) continue;
      const everyone = citations(values);
      const suspects = new Set(
        values.flatMap(({ claim }) => claim.ends).filter((end) => leadsBack(end, everyone)),
      );
      for (const value of values) {
        if (value.claim.chain.length === 1 || !value.claim.ends.some((end) => suspects.has(end))) continue;
        const cited = citations(values.filter((other) => comparison.fits(value.extent, other.extent)));
        if (value.claim.ends.some((end) => leadsBack(end, cited))) circular.add(value.claim.name);
      }
    }
    return circular;
  }
}

const noOrigin: readonly string[] = [];

function said({ claim, value, extent }: Given, place: number, circular: boolean): Saying {
  const origin = claim.hasLineage && !circular ? claim.ends : noOrigin;
  const originKey = origin.length === 0 ? null : origin.length === 1 ? origin[0]! : origin.join('\n');
  return { place, claim, name: claim.name, order: claim.order, value, extent, origin, originKey, circular };
}

/** Who cites whom, step by step along the chains. */
function citations(values: readonly Given[]): Map<string, Set<string>> {
  const cited = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    if (from === to) return;
    const known = cited.get(from);
    if (known) known.add(to);
    else cited.set(from, new Set([to]));
  };
  for (const { claim } of values) {
    claim.relays.forEach((relay, index) => {
      if (index + 1 < claim.relays.length) add(relay, claim.relays[index + 1]!);
      else for (const end of claim.ends) add(relay, end);
    });
  }
  return cited;
}

function leadsBack(start: string, cited: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>(cited.get(start));
  for (const one of seen) for (const next of cited.get(one) ?? []) seen.add(next);
  return seen.has(start);
}

export function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
