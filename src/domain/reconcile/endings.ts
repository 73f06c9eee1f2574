import type { SupersessionKind } from '../value.js';
import type { Casebook } from './visible.js';
import type { QuestionDossier } from './dossier.js';
import { surelyBefore } from './moments.js';
import { push, type Sayings } from './origins.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { mayTakeBack, type Right } from './taking-back.js';
import type { Utterances } from './utterance.js';

/** What one claim says of another, by a response or by an express `supersedes`. */
export interface Word {
  by: VisibleClaim;
  target: VisibleClaim;
  via: 'response' | 'supersedes';
  /** `denies` also where `corrects` or `retracts` come without the right */
  effect: 'disowned' | SupersessionKind | 'denies' | 'doubts' | 'confirms';
  right: Right | null;
}
const ends = new Set<Word['effect']>(['disowned', 'retraction', 'correction', 'update']);
export const isEnding = (word: Word): boolean => ends.has(word.effect);

const noWords: readonly Word[] = [];

/** All that claims say of claims, with what holds for repeats and what is itself taken back (R4). */
export class Words {
  private readonly onClaim = new Map<string, Word[]>();
  private readonly byClaim = new Map<string, Word[]>();
  /** claims whose responses have no effect */
  private readonly lapsed = new Set<string>();
  /** by whom and of what: words that a circle of repeats leaves without effect */
  private readonly voided = new Set<string>();

  constructor(
    private readonly casebook: Casebook,
    private readonly sayings: Sayings,
    private readonly utterances: Utterances,
  ) {
    for (const word of this.spoken()) {
      push(this.byClaim, word.by.name, word);
      for (const target of this.reach(word)) push(this.onClaim, target, word);
    }
    this.settle();
  }

  /** In effect, on a claim or on one whose repeat it is, in R1's order of who says it. */
  on(claim: string): readonly Word[] {
    const words = this.onClaim.size === 0 ? undefined : this.onClaim.get(claim);
    if (!words) return noWords;
    return words.filter((word) => this.inEffect(word) && !this.voided.has(pair(word.by.name, claim)));
  }
  /** What a claim says of others, in effect or not. */
  by(claim: string): readonly Word[] {
    return this.byClaim.get(claim) ?? noWords;
  }
  /** Whether any claim says anything of another. */
  get any(): boolean {
    return this.byClaim.size > 0;
  }
  inEffect(word: Word): boolean {
    return word.via === 'supersedes' || !this.lapsed.has(word.by.name);
  }
  /** Whether one of the two expressly supersedes the other, which decides between them. */
  decidesBetween(a: string, b: string): boolean {
    if (!this.any) return false;
    return [
      [a, b],
      [b, a],
    ].some(([by, target]) =>
      this.by(by!).some((word) => word.via === 'supersedes' && word.target.name === target && isEnding(word)),
    );
  }

  private *spoken(): Iterable<Word> {
    for (const by of this.sayings.visible) {
      const { response, supersedes } = by.claim;
      if (!response && supersedes.length === 0) continue;
      for (const name of response?.to ?? []) {
        const target = this.sayings.byName.get(name);
        if (!target || target === by) continue;
        const right = mayTakeBack(this.casebook.sources, this.sayings, by, target);
        yield { by, target, via: 'response', effect: effectOf(response!.stance, right), right };
      }
      for (const { claim, as } of supersedes) {
        const target = this.sayings.byName.get(claim);
        if (!target || target === by) continue;
        const right = mayTakeBack(this.casebook.sources, this.sayings, by, target);
        if (right) yield { by, target, via: 'supersedes', effect: as, right };
      }
    }
  }

  /** The claim meant, and its repeats that were not surely uttered after the word (never the word itself). */
  private reach(word: Word): Set<string> {
    const reached = new Set([word.target.name]);
    const spoke = this.utterances.ofClaim(word.by);
    for (const said of this.sayings.by(word.target.name)) {
      if (said.originKey === null) continue;
      const question = this.questionOf(said);
      if (!question) continue;
      const comparison = this.casebook.comparison(question);
      for (const repeat of this.utterances.ofOrigin(said.originKey, question)) {
        if (repeat.claim === word.by || !comparison.same(repeat.extent, said.extent)) continue;
        if (surelyBefore(spoke, this.utterances.of(repeat, question))) continue;
        if (isEnding(word) && word.right?.of === 'relay') {
          const { relays } = word.right;
          if (!repeat.claim.relays.some((relay) => relays.includes(relay))) continue;
        }
        reached.add(repeat.name);
      }
    }
    return reached;
  }

  private questionOf(saying: Saying): QuestionDossier | undefined {
    return this.sayings
      .questionsOf(saying.claim)
      .map((name) => this.casebook.questions.get(name))
      .find((question) => question && this.sayings.on(question.name).includes(saying));
  }

  /**
   * "A response that was itself taken back or expressly superseded has no effect." Decided from those on whom nothing
   * undecided bears; where repeats close a circle, the last in R1's order has its effect: nothing in the circle ends it.
   */
  private settle(): void {
    const open = new Map<string, Set<string>>();
    for (const claim of this.onClaim.keys()) {
      const bearing = this.bearingOn(claim).map((word) => word.by.name);
      if (bearing.length > 0) open.set(claim, new Set(bearing));
    }
    while (open.size > 0) {
      const ready = [...open].filter(([, by]) => [...by].every((name) => !open.has(name)));
      if (ready.length === 0) {
        const circle = firstCircle(open);
        const order = (name: string): number => this.sayings.byName.get(name)!.order;
        const last = [...circle].reduce((a, b) => (order(a) > order(b) ? a : b));
        for (const by of circle) this.voided.add(pair(by, last));
        open.set(last, new Set([...open.get(last)!].filter((by) => !circle.has(by))));
        continue;
      }
      for (const [claim] of ready) {
        if (this.on(claim).some((word) => isEnding(word))) this.lapsed.add(claim);
        open.delete(claim);
      }
    }
  }

  private bearingOn(claim: string): Word[] {
    return (this.onClaim.get(claim) ?? []).filter((word) => isEnding(word) && word.by.name !== claim);
  }
}

const pair = (by: string, target: string): string => `${by}\n${target}`;

function effectOf(
  stance: NonNullable<VisibleClaim['claim']['response']>['stance'],
  right: Right | null,
): Word['effect'] {
  switch (stance) {
    case 'retracts':
      return right ? 'retraction' : 'denies';
    case 'corrects':
      return right ? 'correction' : 'denies';
    case 'denies':
      return right?.of === 'origin' ? 'disowned' : 'denies';
    case 'doubts':
    case 'confirms':
      return stance;
  }
}

/** Claims that lie on a circle of "is ended by" with one another, and on which nothing outside it is undecided. */
function firstCircle(open: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const behind = (start: string): Set<string> => {
    const seen = new Set<string>();
    const walk = [start];
    for (const at of walk) {
      for (const next of open.get(at) ?? []) {
        if (open.has(next) && !seen.has(next)) {
          seen.add(next);
          walk.push(next);
        }
      }
    }
    return seen;
  };
  for (const start of open.keys()) {
    const reached = behind(start);
    if (reached.has(start) && [...reached].every((other) => behind(other).has(start))) return reached;
  }
  return new Set(open.keys());
}
