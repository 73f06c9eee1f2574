import type { Interval } from '../interval.js';
import { accountsOf, type Account } from './accounts.js';
import type { QuestionDossier } from './dossier.js';
import { Words, type Word } from './endings.js';
import type { Extent } from './extent.js';
import { Counter } from './independence.js';
import { linkedGroups } from './linked-groups.js';
import { LinkedQuestions, type Crossed, type Judged, type Violation } from './linked.js';
import { anyExcluded } from './excluding.js';
import { surelyBefore, momentsOf } from './moments.js';
import { Sayings } from './origins.js';
import type { Linked } from './propagate.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { Standings, type Standing } from './standing.js';
import { sameWay, Utterances } from './utterance.js';
import type { Casebook } from './visible.js';
import type { Status } from './view.js';

/** All that follows for one question from the claims that are visible. */
export interface QuestionAnalysis extends Standing {
  accounts: readonly Account[];
  ruledOut: readonly boolean[];
  violations: readonly Violation[];
  derived: { value: Interval; constraints: string[]; claims: Saying[] } | null;
  /** pairs of one utterance with different values, in R1's order */
  divergences: readonly [Saying, Saying][];
  resolution: { extent: Extent } | null;
  counter: Counter;
}

/** Everything that follows from a set of visible claims; each question is worked out when it is asked for. */
export class Analysis {
  readonly sayings: Sayings;
  readonly words: Words;
  readonly standings: Standings;
  private readonly utterances: Utterances;
  private readonly judged = new Map<string, Judged>();
  private readonly counters = new Map<string, Counter>();
  private readonly violated = new Map<string, boolean>();
  private readonly crossed = new Map<Linked, Crossed>();
  private readonly analysed = new Map<string, QuestionAnalysis>();

  constructor(
    readonly casebook: Casebook,
    readonly visible: readonly VisibleClaim[],
    /** a resolution has no effect in a `publicAt` view, nor in history (R1, R10) */
    private readonly resolutions: boolean,
  ) {
    this.sayings = new Sayings(casebook, visible);
    this.utterances = new Utterances(casebook, this.sayings);
    this.words = new Words(casebook, this.sayings, this.utterances);
    this.standings = new Standings(casebook, this.sayings, this.utterances, this.words);
  }

  question(question: QuestionDossier): QuestionAnalysis {
    const known = this.analysed.get(question.name);
    if (known) return known;
    const { standing, accounts } = this.judge(question);
    const linked = groupsOf(this.casebook).get(question.name);
    // What linked questions say of one another is worked out when it is asked for: a history seldom does.
    const crossed = (): Crossed | undefined => linked && this.cross(linked);
    const divergences = once(() => this.divergences(standing));
    const counter = (): Counter => this.counter(question);
    const made: QuestionAnalysis = {
      ...standing,
      accounts,
      get ruledOut() {
        return crossed()?.ruledOut.get(question.name) ?? accounts.map(() => false);
      },
      get violations() {
        return crossed()?.violations.get(question.name) ?? [];
      },
      get derived() {
        return crossed()?.derived.get(question.name) ?? null;
      },
      get divergences() {
        return divergences();
      },
      resolution: this.resolution(question),
      get counter() {
        return counter();
      },
    };
    this.analysed.set(question.name, made);
    return made;
  }

  counter(question: QuestionDossier): Counter {
    const known = this.counters.get(question.name);
    if (known) return known;
    const { sources } = this.casebook;
    const made = new Counter(sources, this.casebook.comparison(question), this.sayings.on(question.name));
    this.counters.set(question.name, made);
    return made;
  }

  /** The first status that applies (R9). */
  status(question: QuestionDossier): Status {
    const now = this.question(question);
    const counting = now.accounts.filter(({ attributed }) => attributed);
    if (now.resolution) return this.isUndermined(question) ? 'resolution-undermined' : 'resolved';
    if (this.isContested(question, now)) return 'contested';
    const out = now.accounts.every((account, i) => !account.attributed || now.ruledOut[i]);
    if (question.cumulative && counting.length > 0 && out) return 'overtaken';
    if (!question.multiple && this.hasSeveralWordings(question, now)) return 'uncompared';
    if (counting.length > 0)
      return weakest(counting.map((account) => now.counter.statedBy(account.counting).range));
    if (now.standing.length === 0 && now.sayings.length > 0) return 'retracted';
    if (now.derived) return 'derived';
    if (now.standing.length > 0) return 'unattributed';
    return now.silences.some(({ end }) => end === null) ? 'silent' : 'unreported';
  }

  /** Denials in effect by an origin other than the claim's own; without an origin they are shown and contest nothing. */
  denials(saying: Saying): Word[] {
    return this.words.on(saying.name).filter(({ effect, by }) => {
      return effect === 'denies' && this.sayings.originOf(by).join('\n') !== saying.originKey;
    });
  }
  contests(word: Word): boolean {
    return this.sayings.originOf(word.by).length > 0;
  }

  private isContested(question: QuestionDossier, now: QuestionAnalysis): boolean {
    if (now.violations.length > 0) return true;
    if (
      this.words.any &&
      now.counting.some((saying) => this.denials(saying).some((word) => this.contests(word)))
    )
      return true;
    return this.excludeOneAnother(question, now.counting);
  }

  /** Whether two of these claims on a question exclude each other and are not of one utterance. */
  excludeOneAnother(question: QuestionDossier, sayings: readonly Saying[]): boolean {
    const isOne = (a: Saying, b: Saying): boolean => this.utterances.isOne(a, b, question);
    return anyExcluded(this.casebook.comparison(question), sayings, isOne);
  }

  private isUndermined(question: QuestionDossier): boolean {
    const { gone, against } = this.undermining(question);
    return gone.length > 0 || against.length > 0;
  }

  /** What speaks against a decision: claims that it rested on and that no longer stand, and unseen ones against it. */
  undermining(question: QuestionDossier): { gone: string[]; against: Saying[] } {
    const now = this.question(question);
    const { claims, unseen } = question.resolution!;
    const standing = new Set(now.standing.map(({ name }) => name));
    const comparison = this.casebook.comparison(question);
    const { extent } = now.resolution!;
    const isNew = ({ claim }: Saying): boolean => {
      if ('entry' in unseen) return claim.claim.placed > unseen.entry;
      if (unseen.publishedAfter === null) return false;
      return surelyBefore(momentsOf(unseen.publishedAfter, 'UTC'), claim.published);
    };
    return {
      gone: claims.filter((name) => !standing.has(name) && !this.standsElsewhere(name)),
      against: now.counting.filter((saying) => isNew(saying) && comparison.excludes(saying.extent, extent)),
    };
  }

  /** A claim that was moved away after it was relied upon still stands, where it now is. */
  private standsElsewhere(name: string): boolean {
    return this.sayings.by(name).some((saying) =>
      this.sayings
        .questionsOf(saying.claim)
        .map((question) => this.casebook.questions.get(question))
        .some((question) => question && this.standings.on(question).standing.includes(saying)),
    );
  }

  private hasSeveralWordings(question: QuestionDossier, now: QuestionAnalysis): boolean {
    const comparison = this.casebook.comparison(question);
    if (!comparison.isWording) return false;
    return new Set(now.counting.map(({ extent }) => (extent.kind === 'word' ? extent.word : ''))).size > 1;
  }

  private divergences(standing: Standing): [Saying, Saying][] {
    const { question } = standing;
    if (question.multiple) return [];
    const comparison = this.casebook.comparison(question);
    const pairs: [Saying, Saying][] = [];
    for (const own of this.utterances.byOrigin(question).values()) {
      if (!mayBeOne(own)) continue;
      for (let i = 0; i < own.length; i += 1) {
        for (let j = i + 1; j < own.length; j += 1) {
          const [a, b] = [own[i]!, own[j]!];
          if (!comparison.same(a.extent, b.extent) && this.utterances.isOne(a, b, question))
            pairs.push([a, b]);
        }
      }
    }
    return pairs.sort(([a, b], [c, d]) => a.order - c.order || b.order - d.order);
  }

  private resolution(question: QuestionDossier): { extent: Extent } | null {
    if (!this.resolutions || !question.resolution) return null;
    return { extent: this.casebook.comparison(question).extent(question.resolution.value) };
  }

  private judge(question: QuestionDossier): Judged {
    const known = this.judged.get(question.name);
    if (known) return known;
    const standing = this.standings.on(question);
    const extent = this.resolution(question)?.extent;
    const made: Judged = {
      standing,
      accounts: accountsOf(this.casebook.comparison(question), standing.standing),
      answer: extent?.kind === 'interval' ? extent : null,
    };
    this.judged.set(question.name, made);
    return made;
  }

  /** Whether a contradiction lies between this question and those linked with it (R8). */
  isViolated(question: QuestionDossier): boolean {
    const linked = groupsOf(this.casebook).get(question.name);
    if (!linked) return false;
    const known = this.violated.get(question.name);
    if (known !== undefined) return known;
    const made = this.linkedQuestions(linked).isViolated(question);
    this.violated.set(question.name, made);
    return made;
  }

  private linkedQuestions(linked: Linked): LinkedQuestions {
    const judged = new Map(linked.questions.map((question) => [question.name, this.judge(question)]));
    return new LinkedQuestions(linked, judged, this.standings);
  }

  private cross(linked: Linked): Crossed {
    const known = this.crossed.get(linked);
    if (known) return known;
    const made = this.linkedQuestions(linked).cross();
    this.crossed.set(linked, made);
    return made;
  }
}

/** Whether any two of an origin's sayings can be one utterance: by its key, or through different relays (R4). */
function mayBeOne(own: readonly Saying[]): boolean {
  const [first] = own;
  return own.some((saying) => saying.claim.claim.utterance !== undefined || !sameWay(saying, first!));
}

const once = <Made>(make: () => Made): (() => Made) => {
  let made: { value: Made } | undefined;
  return () => (made ??= { value: make() }).value;
};

function weakest(support: { min: number; max: number }[]): Status {
  if (support.some(({ min, max }) => min === 1 && max === 1)) return 'single-origin';
  return support.every(({ min }) => min >= 2) ? 'corroborated' : 'independence-unclear';
}

const groups = new WeakMap<Casebook, Map<string, Linked>>();
function groupsOf(casebook: Casebook): Map<string, Linked> {
  let known = groups.get(casebook);
  if (!known) {
    const linked = linkedGroups(casebook.dossier, casebook);
    known = new Map(linked.flatMap((group) => group.questions.map(({ name }) => [name, group] as const)));
    groups.set(casebook, known);
  }
  return known;
}
