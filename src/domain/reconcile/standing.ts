import { compareLow, whollyBelow } from '../interval.js';
import type { Casebook } from './visible.js';
import type { QuestionDossier } from './dossier.js';
import type { Words, Word } from './endings.js';
import type { Comparison } from './extent.js';
import { surelyBefore } from './moments.js';
import type { Sayings } from './origins.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { sameWay, type Utterances } from './utterance.js';
import type { Ending } from './view.js';

export interface End {
  by: VisibleClaim;
  as: Ending;
}
export interface Silence {
  claim: VisibleClaim;
  end: End | null;
}

/** What stands on a question, and what ended all that does not (R4, R5). */
export interface Standing {
  question: QuestionDossier;
  sayings: readonly Saying[];
  /** superseded, corrected, retracted, disowned or outgrown */
  ends: ReadonlyMap<string, End>;
  /** of ends: those that are outgrown, which is no end */
  outgrown: ReadonlySet<string>;
  standing: readonly Saying[];
  /** standing, with an origin */
  counting: readonly Saying[];
  silences: readonly Silence[];
}

export class Standings {
  private readonly known = new Map<string, Standing>();
  constructor(
    private readonly casebook: Casebook,
    private readonly sayings: Sayings,
    readonly utterances: Utterances,
    readonly words: Words,
  ) {}

  comparison(question: QuestionDossier): Comparison {
    return this.casebook.comparison(question);
  }

  on(question: QuestionDossier): Standing {
    const known = this.known.get(question.name);
    if (known) return known;
    const made = this.judge(question);
    this.known.set(question.name, made);
    return made;
  }

  private judge(question: QuestionDossier): Standing {
    const sayings = this.sayings.on(question.name);
    const ends = new Map<string, End>();
    const inTime = this.endsInTime(question);
    if (inTime.size > 0 || this.words.any) {
      for (const saying of sayings) {
        const end = this.endByWord(saying.name) ?? inTime.get(saying);
        if (end) ends.set(saying.name, end);
      }
    }
    const outgrown = this.outgrown(question, sayings, ends);
    for (const [name, by] of outgrown) ends.set(name, { by, as: 'outgrown' });
    const standing = ends.size === 0 ? sayings : sayings.filter(({ name }) => !ends.has(name));
    return {
      question,
      sayings,
      ends,
      outgrown: new Set(outgrown.keys()),
      standing,
      counting: standing.filter(({ originKey }) => originKey !== null),
      silences: this.silencesOn(question),
    };
  }

  /** "Disowned, else retraction, else express word; of several the first in R1's order." */
  endByWord(claim: string): End | undefined {
    const words = this.words.on(claim);
    if (words.length === 0) return undefined;
    const first = (fits: (effect: Word['effect']) => boolean): Word | undefined =>
      words.find((word) => fits(word.effect));
    const word =
      first((effect) => effect === 'disowned') ??
      first((effect) => effect === 'retraction') ??
      first((effect) => effect === 'correction' || effect === 'update');
    return word && { by: word.by, as: word.effect as Ending };
  }

  private retractedOrDisowned(claim: string): boolean {
    return this.words.on(claim).some(({ effect }) => effect === 'disowned' || effect === 'retraction');
  }

  /** Each by the first in R1's order that its origin surely uttered later. */
  private endsInTime(question: QuestionDossier): Map<Saying, End> {
    const ends = new Map<Saying, End>();
    if (question.multiple || this.comparison(question).isWording) return ends;
    for (const own of this.utterances.byOrigin(question).values()) {
      if (own.length === 1) continue;
      // Looked up once for each: below, every one is held against every other of its origin.
      const spoke = own.map((saying) => this.utterances.of(saying, question));
      for (const [i, saying] of own.entries()) {
        const by = own.find(
          (later, j) =>
            (question.cumulative || surelyBefore(spoke[i]!, spoke[j]!)) &&
            this.supersedes(later, saying, question) &&
            !this.retractedOrDisowned(later.name),
        );
        if (by) ends.set(saying, { by: by.claim, as: this.kindOf(by, saying, question) });
      }
    }
    return ends;
  }

  /** R4, "superseded": automatically, by a later other value that is not merely vaguer. */
  supersedes(later: Saying, earlier: Saying, question: QuestionDossier): boolean {
    if (later === earlier || !this.utterances.supersedesInTime(later, earlier, question)) return false;
    const comparison = this.casebook.comparison(question);
    if (comparison.same(later.extent, earlier.extent)) return false;
    if (comparison.contains(later.extent, earlier.extent) && !isBound(later)) return false;
    if (this.utterances.isOne(later, earlier, question)) return false;
    return !this.words.decidesBetween(later.name, earlier.name);
  }

  kindOf(later: Saying, earlier: Saying, question: QuestionDossier): 'update' | 'correction' {
    const comparison = this.casebook.comparison(question);
    if (comparison.isNarrower(later.extent, earlier.extent)) return 'update';
    if (question.type === 'count' || question.type === 'quantity') {
      return later.extent.kind === 'interval' &&
        earlier.extent.kind === 'interval' &&
        compareLow(later.extent.lowEnd, earlier.extent.lowEnd) >= 0
        ? 'update'
        : 'correction';
    }
    return comparison.fits(later.extent, earlier.extent) ? 'update' : 'correction';
  }

  /** R5, with the first outgrower in R1's order. */
  private outgrown(
    question: QuestionDossier,
    sayings: readonly Saying[],
    ends: ReadonlyMap<string, End>,
  ): Map<string, VisibleClaim> {
    const outgrown = new Map<string, VisibleClaim>();
    if (!question.cumulative) return outgrown;
    const alive = sayings.filter(({ name }) => !ends.has(name));
    const highest = this.highestLater(alive, question);
    for (const low of alive) {
      // Most are below nothing that speaks of a later time: no need to look at each.
      const candidates = highest(low) ? alive : this.ownFigures(low, question);
      const by = candidates.find(
        (high) => isBelow(low, high) && !ends.has(high.name) && this.outgrows(high, low, question),
      );
      if (by) outgrown.set(low.name, by.claim);
    }
    return outgrown;
  }

  private ownFigures(saying: Saying, question: QuestionDossier): readonly Saying[] {
    return saying.originKey === null ? [] : this.utterances.ofOrigin(saying.originKey, question);
  }

  /** Whether any figure of a surely later reference time lies wholly above: looked up among the ends, sorted once. */
  private highestLater(alive: readonly Saying[], question: QuestionDossier): (low: Saying) => boolean {
    const later = alive
      .map((saying) => ({ saying, starts: this.utterances.reference(saying, question).low }))
      .sort((a, b) => b.starts - a.starts);
    const tops: (Saying | undefined)[] = [];
    for (const { saying } of later) {
      const top = tops.at(-1);
      tops.push(top && !isBelowStart(top, saying) ? top : saying);
    }
    return (low) => {
      const { high } = this.utterances.reference(low, question);
      let [from, to] = [0, later.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (later[middle]!.starts >= high) from = middle + 1;
        else to = middle;
      }
      const top = tops[from - 1];
      return top !== undefined && isBelow(low, top);
    };
  }

  private outgrows(high: Saying, low: Saying, question: QuestionDossier): boolean {
    const like = high.originKey !== null || low.originKey === null;
    const [before, after] = [
      this.utterances.reference(low, question),
      this.utterances.reference(high, question),
    ];
    if (like && surelyBefore(before, after)) return true;
    const oneWay = high.originKey !== null && high.originKey === low.originKey && sameWay(high, low);
    return oneWay && !this.utterances.isOne(high, low, question);
  }

  /** A value retires its origin's earlier silences; a silence supersedes nothing. */
  private silencesOn(question: QuestionDossier): Silence[] {
    const silent = this.sayings.visible.filter(
      (claim) => claim.claim.silence !== undefined && claim.question?.name === question.name,
    );
    return silent.map((claim) => ({
      claim,
      end: this.endByWord(claim.name) ?? this.retired(claim, question),
    }));
  }

  private retired(silence: VisibleClaim, question: QuestionDossier): End | null {
    const origin = this.sayings.originOf(silence);
    if (origin.length === 0) return null;
    const spoke = this.utterances.ofClaim(silence);
    const value = this.utterances
      .ofOrigin(origin.join('\n'), question)
      .find(
        (saying) =>
          surelyBefore(spoke, this.utterances.of(saying, question)) && !this.retractedOrDisowned(saying.name),
      );
    return value ? { by: value.claim, as: 'update' } : null;
  }
}

/** At-least, more-than, at-most, fewer-than: what contains an earlier figure may still be news. */
const bounds = new Set(['at-least', 'more-than', 'at-most', 'fewer-than']);
const isBound = ({ value }: Saying): boolean => 'kind' in value && bounds.has(value.kind);

/** Whether the first begins lower than the second. */
const isBelowStart = (a: Saying, b: Saying): boolean =>
  a.extent.kind === 'interval' &&
  b.extent.kind === 'interval' &&
  compareLow(a.extent.plain, b.extent.plain) < 0;

const isBelow = (low: Saying, high: Saying): boolean =>
  low.extent.kind === 'interval' &&
  high.extent.kind === 'interval' &&
  whollyBelow(low.extent.plain, high.extent.plain);
