import { hull, isEmpty, meet, meets, sameInterval, type Interval } from '../interval.js';
import { accountsOf, type Account } from './accounts.js';
import type { QuestionDossier } from './dossier.js';
import { wholeOf } from './extent.js';
import { propagate, restsOn, type Linked, type LinkedConstraint } from './propagate.js';
import type { Saying } from './sayings.js';
import type { Standing, Standings } from './standing.js';
import { surelyBefore, type Moments } from './moments.js';
import { push } from './origins.js';

/** All claims speak of one time: no question among those linked is cumulative. */
type Moment = number | null;
type Ends = 'plain' | 'wide';

export interface Violation {
  kind: 'together' | 'at-its-word';
  constraints: string[];
  claims: Saying[];
  questions: string[];
}
/** What linked questions say of one another (R8). */
export interface Crossed {
  /** by question: for each account, whether it is ruled out */
  ruledOut: ReadonlyMap<string, boolean[]>;
  violations: ReadonlyMap<string, Violation[]>;
  derived: ReadonlyMap<string, { value: Interval; constraints: string[]; claims: Saying[] }>;
}

/** A question's accounts and whatever else R8 asks of it. */
export interface Judged {
  standing: Standing;
  accounts: readonly Account[];
  /** a resolution's answer, where one is in force at these clocks */
  answer: { plain: Interval; wide: Interval } | null;
}

/** Claims on a question, of which a minimal set is looked for; `fixed`: what a resolution says of it. */
interface Claimed {
  question: QuestionDossier;
  sayings: readonly Saying[];
  fixed?: Interval;
}

export class LinkedQuestions {
  constructor(
    private readonly linked: Linked,
    private readonly judged: ReadonlyMap<string, Judged>,
    private readonly standings: Standings,
  ) {}

  cross(): Crossed {
    const moments = this.moments((question) => this.judged.get(question.name)!.standing.counting);
    const last = moments.at(-1)!;
    const violations = new Map<string, Violation[]>();
    const ruledOut = new Map<string, boolean[]>();
    for (const question of this.linked.questions) {
      const together = moments
        .map((moment) => this.togetherAt(question, moment))
        .find((violation) => violation !== null);
      if (together) push(violations, question.name, together);
      ruledOut.set(question.name, this.ruledOutAt(question, last));
    }
    for (const violation of this.atTheirWord(moments)) push(violations, violation.questions[0]!, violation);
    return { ruledOut, violations, derived: this.derive(last, violations) };
  }

  /** Whether a question is violated at any moment, without a look for the claims that show it. */
  isViolated(question: QuestionDossier): boolean {
    const moments = this.moments((one) => this.judged.get(one.name)!.standing.counting);
    return (
      moments.some((moment) => this.isOutAt(question, moment)) ||
      this.wordsByOrigin().some(
        ([origin, said]) => this.excludedByWord(origin, said, moments, [question]).next().done === false,
      )
    );
  }

  // --- what is passed on -----------------------------------------------------------------------------------------

  private moments(used: (question: QuestionDossier) => readonly Saying[]): Moment[] {
    const starts = new Set<number>();
    for (const question of this.linked.questions) {
      if (!question.cumulative) continue;
      for (const saying of used(question)) starts.add(this.reference(saying, question).low);
    }
    return starts.size === 0 ? [null] : [...starts].sort((a, b) => a - b);
  }

  private reference(saying: Saying, question: QuestionDossier): Moments {
    return this.standings.utterances.reference(saying, question);
  }

  /** The low end holds from the start of the reference time on, the high end up to its end. */
  private at(saying: Saying, question: QuestionDossier, moment: Moment, ends: Ends): Interval {
    const interval = intervalOf(saying, ends);
    if (moment === null || !question.cumulative) return interval;
    const reference = this.reference(saying, question);
    const whole = wholeOf(question.type);
    const begun = reference.low <= moment;
    const lasts = reference.open ? moment < reference.high : moment <= reference.high;
    return {
      low: begun ? interval.low : whole.low,
      lowOpen: begun && interval.lowOpen,
      high: lasts ? interval.high : null,
      highOpen: lasts && interval.highOpen,
    };
  }

  private accountAt(account: Account, question: QuestionDossier, moment: Moment, ends: Ends): Interval {
    if (moment === null || !question.cumulative) return valueOfAccount(account, ends);
    return account.counting.map((saying) => this.at(saying, question, moment, ends)).reduce(meet);
  }

  /** The hull of the counting accounts, a resolved question's answer instead; undefined: nothing. */
  private passes(question: QuestionDossier, moment: Moment, ends: Ends): Interval | undefined {
    const { answer, accounts } = this.judged.get(question.name)!;
    if (answer) return answer[ends];
    const values = accounts
      .filter(({ attributed }) => attributed)
      .map((account) => this.accountAt(account, question, moment, ends));
    return values.length === 0 ? undefined : values.reduce(hull);
  }

  private given(
    moment: Moment,
    ends: Ends,
    without: (question: QuestionDossier) => boolean,
  ): Map<string, Interval> {
    const given = new Map<string, Interval>();
    for (const question of this.linked.questions) {
      const passed = without(question) ? undefined : this.passes(question, moment, ends);
      if (passed) given.set(question.name, passed);
    }
    return given;
  }

  /** What the others imply of a question, its own claims left out. */
  private implied(question: QuestionDossier, moment: Moment, ends: Ends): Interval {
    const bounds = propagate(
      this.linked,
      this.given(moment, ends, (other) => other === question),
    );
    return bounds?.get(question.name)?.interval ?? wholeOf(question.type);
  }

  // --- all together ----------------------------------------------------------------------------------------------

  private ruledOutAt(question: QuestionDossier, moment: Moment): boolean[] {
    const { accounts } = this.judged.get(question.name)!;
    const implied = this.implied(question, moment, 'wide');
    return accounts.map((account) => !touches(valueOfAccount(account, 'wide'), implied));
  }

  /** Whether all counting accounts have no point in what the others imply. */
  private isOutAt(question: QuestionDossier, moment: Moment): boolean {
    const counting = this.judged.get(question.name)!.accounts.filter(({ attributed }) => attributed);
    if (counting.length === 0) return false;
    const implied = this.implied(question, moment, 'wide');
    return counting.every((account) => !touches(this.accountAt(account, question, moment, 'wide'), implied));
  }

  private togetherAt(question: QuestionDossier, moment: Moment): Violation | null {
    if (!this.isOutAt(question, moment)) return null;
    const sets = this.linked.questions.map((other): Claimed => {
      const { accounts, answer } = this.judged.get(other.name)!;
      if (answer && other !== question) return { question: other, sayings: [], fixed: answer.wide };
      return {
        question: other,
        sayings: accounts.find(({ attributed }) => attributed)?.counting ?? [],
      };
    });
    return this.minimal('together', question, sets, moment);
  }

  // --- each origin at its word -----------------------------------------------------------------------------------

  private atTheirWord(counted: readonly Moment[]): Violation[] {
    const found: Violation[] = [];
    for (const [origin, said] of this.wordsByOrigin()) {
      for (const { question, sets, moment } of this.excludedByWord(
        origin,
        said,
        counted,
        this.linked.questions,
      )) {
        found.push(this.minimal('at-its-word', question, sets, moment));
      }
    }
    return found;
  }

  private wordsByOrigin(): [string, Map<string, Saying[]>][] {
    const origins = new Map<string, Map<string, Saying[]>>();
    for (const question of this.linked.questions) {
      for (const saying of this.judged.get(question.name)!.standing.sayings) {
        if (saying.originKey === null) continue;
        const own = origins.get(saying.originKey) ?? new Map<string, Saying[]>();
        push(own, question.name, saying);
        origins.set(saying.originKey, own);
      }
    }
    return [...origins];
  }

  /** Claims of others that an origin's word on the other questions excludes, each once, at the first such moment. */
  private *excludedByWord(
    origin: string,
    said: ReadonlyMap<string, readonly Saying[]>,
    counted: readonly Moment[],
    on: readonly QuestionDossier[],
  ): Generator<{ question: QuestionDossier; sets: Claimed[]; moment: Moment }> {
    const words = new Map<string, { accounts: Account[]; olds: Saying[] }>();
    for (const question of this.linked.questions) {
      const own = this.ownWord(question, said.get(question.name) ?? []);
      if (own.accounts.length > 0 || own.olds.length > 0) words.set(question.name, own);
    }
    const olds = this.moments((question) => words.get(question.name)?.olds ?? []).filter(
      (moment) => moment !== null,
    );
    const moments: Moment[] =
      olds.length === 0
        ? [...counted]
        : [...new Set([...counted.filter((moment) => moment !== null), ...olds])].sort((a, b) => a - b);
    for (const question of on) {
      if (![...words.keys()].some((name) => name !== question.name)) continue;
      const others = this.judged
        .get(question.name)!
        .standing.counting.filter(({ originKey }) => originKey !== origin);
      const told = new Set<Saying>();
      for (const moment of others.length === 0 ? [] : moments) {
        const given = this.ownBounds(words, question, moment);
        const bounds = propagate(this.linked, given)?.get(question.name)?.interval;
        if (!bounds) continue;
        for (const other of others) {
          if (told.has(other) || touches(this.at(other, question, moment, 'wide'), bounds)) continue;
          told.add(other);
          const sets = this.linked.questions.map((linked) => ({
            question: linked,
            sayings: linked === question ? [other] : wordOf(words.get(linked.name)),
          }));
          yield { question, sets, moment };
        }
      }
    }
  }

  /** Its own accounts, and on a cumulative question its earlier figures, which stay true of their own time. */
  private ownWord(
    question: QuestionDossier,
    said: readonly Saying[],
  ): { accounts: Account[]; olds: Saying[] } {
    const { standing } = this.judged.get(question.name)!;
    const counting = said.filter(({ name }) => !standing.ends.has(name));
    const comparison = this.standings.comparison(question);
    const accounts = counting.length === 0 ? [] : accountsOf(comparison, counting);
    if (!question.cumulative) return { accounts, olds: [] };
    const older = said.filter((saying) => {
      const end = standing.ends.get(saying.name);
      if (!end || (end.as !== 'update' && end.as !== 'outgrown')) return false;
      const by = standing.sayings.find(({ name }) => name === end.by.name);
      return by !== undefined && surelyBefore(this.reference(saying, question), this.reference(by, question));
    });
    const beside = [...counting, ...older];
    const olds = older.filter((old) =>
      beside.every(
        (other) =>
          other === old ||
          comparison.fits(other.extent, old.extent) ||
          surelyBefore(this.reference(other, question), this.reference(old, question)) ||
          surelyBefore(this.reference(old, question), this.reference(other, question)),
      ),
    );
    return { accounts, olds };
  }

  private ownBounds(
    words: ReadonlyMap<string, { accounts: Account[]; olds: Saying[] }>,
    without: QuestionDossier,
    moment: Moment,
  ): Map<string, Interval> {
    const given = new Map<string, Interval>();
    for (const question of this.linked.questions) {
      const word = words.get(question.name);
      if (!word || question === without) continue;
      const values = word.accounts.map((account) => this.accountAt(account, question, moment, 'wide'));
      const olds = word.olds.map((old) => this.at(old, question, moment, 'wide'));
      const own = [...(values.length > 0 ? [values.reduce(hull)] : []), ...olds];
      if (own.length > 0) given.set(question.name, own.reduce(meet));
    }
    return given;
  }

  // --- minimal sets ----------------------------------------------------------------------------------------------

  /** Leaves out, the latest first, whatever the contradiction does without. */
  private minimal(
    kind: Violation['kind'],
    question: QuestionDossier,
    sets: readonly Claimed[],
    moment: Moment,
  ): Violation {
    const contradicts = (sayings: ReadonlySet<Saying>, constraints: readonly LinkedConstraint[]): boolean => {
      const given = new Map<string, Interval>();
      for (const { question: on, sayings: all, fixed } of sets) {
        const intervals = all
          .filter((saying) => sayings.has(saying))
          .map((saying) => this.at(saying, on, moment, 'wide'));
        if (fixed) intervals.push(fixed);
        if (intervals.length > 0) given.set(on.name, intervals.reduce(meet));
      }
      return propagate({ questions: this.linked.questions, constraints }, given) === null;
    };
    const kept = new Set(sets.flatMap(({ sayings }) => sayings));
    for (const saying of [...kept].sort((a, b) => b.order - a.order)) {
      kept.delete(saying);
      if (!contradicts(kept, this.linked.constraints)) kept.add(saying);
    }
    let constraints = [...this.linked.constraints];
    for (const constraint of this.linked.constraints) {
      const fewer = constraints.filter((one) => one !== constraint);
      if (contradicts(kept, fewer)) constraints = fewer;
    }
    const claims = [...kept].sort((a, b) => a.order - b.order);
    const questions = sets
      .filter(({ sayings, question: on }) => on !== question && sayings.some((saying) => kept.has(saying)))
      .map(({ question: on }) => on.name);
    return {
      kind,
      constraints: constraints.map(({ text }) => text),
      claims,
      questions: [question.name, ...questions],
    };
  }

  // --- derived bounds --------------------------------------------------------------------------------------------

  private derive(moment: Moment, violations: ReadonlyMap<string, Violation[]>): Crossed['derived'] {
    const silent = (question: QuestionDossier): boolean =>
      violations.has(question.name) && this.judged.get(question.name)!.answer === null;
    const derived = new Map<string, { value: Interval; constraints: string[]; claims: Saying[] }>();
    for (const question of this.linked.questions) {
      const given = this.given(moment, 'plain', (other) => other === question || silent(other));
      const bounds = propagate(this.linked, given)?.get(question.name);
      if (!bounds || sameInterval(bounds.interval, wholeOf(question.type))) continue;
      const { constraints, given: from } = restsOn([bounds.low, bounds.high]);
      const claims = this.linked.questions
        .filter(({ name }) => from.has(name))
        .flatMap((other) => this.attaining(other, moment));
      derived.set(question.name, {
        value: bounds.interval,
        constraints: this.linked.constraints.filter((one) => constraints.has(one)).map(({ text }) => text),
        claims: claims.sort((a, b) => a.order - b.order),
      });
    }
    return derived;
  }

  /** The claims that make the ends of what a question passes on. */
  private attaining(question: QuestionDossier, moment: Moment): Saying[] {
    const passed = this.passes(question, moment, 'plain');
    const { answer, standing } = this.judged.get(question.name)!;
    if (!passed) return [];
    if (answer) return standing.counting.filter(({ name }) => question.resolution?.claims.includes(name));
    return standing.counting.filter((saying) => {
      const own = this.at(saying, question, moment, 'plain');
      return (
        (passed.low !== null &&
          passed.low !== 0n &&
          own.low === passed.low &&
          own.lowOpen === passed.lowOpen) ||
        (passed.high !== null && own.high === passed.high && own.highOpen === passed.highOpen)
      );
    });
  }
}

const intervalOf = (saying: Saying, ends: Ends): Interval => {
  if (saying.extent.kind !== 'interval') throw new TypeError(`${saying.name} has no interval`);
  return saying.extent[ends];
};
const valueOfAccount = ({ value }: Account, ends: Ends): Interval => {
  if (value.kind !== 'interval') throw new TypeError('an account of a linked question has an interval');
  return value[ends];
};
const touches = (a: Interval, b: Interval): boolean => !isEmpty(a) && meets(a, b) && !isEmpty(meet(a, b));
const wordOf = (word: { accounts: Account[]; olds: Saying[] } | undefined): Saying[] =>
  word ? [...(word.accounts[0]?.counting ?? []), ...word.olds] : [];
