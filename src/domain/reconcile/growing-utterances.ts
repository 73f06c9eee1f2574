import type { QuestionDossier } from './dossier.js';
import { sameMoments } from './moments.js';
import { push, type Sayings } from './origins.js';
import type { Saying } from './sayings.js';
import { Utterances } from './utterance.js';
import type { Casebook } from './visible.js';

/** When origins spoke on one question, as far as the claims that have arrived tell; they arrive in R1's order. */
export class GrowingUtterances extends Utterances {
  private readonly arrived = new Map<string, Saying[]>();

  constructor(
    casebook: Casebook,
    sayings: Sayings,
    private readonly question: QuestionDossier,
  ) {
    super(casebook, sayings);
    this.groups.set(question.name, this.arrived);
  }

  /**
   * One claim more of an origin. @returns whether earlier claims of it now speak of another time: a relay that did not
   * say when is dated by one that does.
   */
  arrive(saying: Saying): boolean {
    if (saying.originKey === null) return false;
    push(this.arrived, saying.originKey, saying);
    if (!saying.claim.asserted) return false;
    const comparison = this.casebook.comparison(this.question);
    const { utterance } = saying.claim.claim;
    let moved = false;
    for (const other of this.arrived.get(saying.originKey)!) {
      const before = this.times[other.place];
      if (before === undefined || other === saying) continue;
      const alike =
        comparison.same(other.extent, saying.extent) ||
        (utterance !== undefined && other.claim.claim.utterance === utterance);
      if (!alike) continue;
      this.times[other.place] = undefined;
      if (!sameMoments(before, this.of(other, this.question))) moved = true;
    }
    return moved;
  }
}
