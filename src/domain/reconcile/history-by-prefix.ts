import { isEmpty, meet, holds } from '../interval.js';
import type { Account } from './accounts.js';
import { fitsValue } from './accounts.js';
import { Analysis, type QuestionAnalysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import { isEnding, type Word } from './endings.js';
import { push } from './origins.js';
import type { Saying, VisibleClaim } from './sayings.js';
import type { Casebook } from './visible.js';
import { telling, type Telling, type Told } from './telling.js';
import type { Relation } from './view.js';

/**
 * Histories (R10) as the rule has it: each claim judged by all that follows from the claims up to it, against all that
 * followed before it.
 */
export function historiesByPrefix(casebook: Casebook, visible: readonly VisibleClaim[]): Map<string, Told[]> {
  const whole = new Analysis(casebook, visible, false);
  const under = toldUnder(casebook, whole);
  const histories = new Map<string, Told[]>();
  let before = new Analysis(casebook, [], false);
  visible.forEach((claim, place) => {
    const after = new Analysis(casebook, visible.slice(0, place + 1), false);
    for (const { question, responds } of under.get(claim.name) ?? []) {
      push(histories, question.name, {
        claim: claim.name,
        ...tell(question, claim, before, after, responds),
      });
    }
    before = after;
  });
  return histories;
}

/** The questions under which each claim is told: its value's or silence's, and those of what it responds to. */
function toldUnder(
  casebook: Casebook,
  whole: Analysis,
): Map<string, { question: QuestionDossier; responds: boolean }[]> {
  const under = new Map<string, { question: QuestionDossier; responds: boolean }[]>();
  for (const question of casebook.questions.values()) {
    const responding = new Set(whole.sayings.respondingOn(question.name));
    const silent = whole.visible.filter((claim) => claim.claim.silence && claim.question === question);
    const given = whole.sayings.on(question.name).map(({ claim }) => claim);
    for (const claim of new Set([...silent, ...given, ...responding])) {
      push(under, claim.name, { question, responds: responding.has(claim) });
    }
  }
  return under;
}

function tell(
  question: QuestionDossier,
  claim: VisibleClaim,
  before: Analysis,
  after: Analysis,
  responds: boolean,
): Telling {
  const words = after.words
    .by(claim.name)
    .filter(({ target }) => after.sayings.questionsOf(target).includes(question.name));
  if (responds) return response(claim, words);
  const replaced = words.filter((word) => word.via === 'supersedes' && isEnding(word));
  if (replaced.length > 0) return replacement(replaced);
  if (claim.claim.silence !== undefined) return telling('silent');
  const saying = after.sayings.on(question.name).find((one) => one.claim === claim);
  return saying ? value(question, saying, before, after) : telling('silent');
}

/** 1: by its stance, where the right of R4 is there. */
function response(claim: VisibleClaim, words: readonly Word[]): Telling {
  const said = words.filter((word) => word.via === 'response');
  const { stance } = claim.claim.response!;
  const against = stance === 'confirms' ? [] : said.map(({ target }) => target);
  const agreed = stance === 'confirms' ? said.map(({ target }) => target) : [];
  const withRight =
    said.some(({ right }) => right !== null) && (stance === 'retracts' || stance === 'corrects');
  return telling(withRight ? stance : 'responds', { with: agreed, against });
}

/** 2: by its kind. */
function replacement(words: readonly Word[]): Telling {
  const first = words.reduce((a, b) => (a.target.order <= b.target.order ? a : b));
  const relation: Relation =
    first.effect === 'update' ? 'updates' : first.effect === 'correction' ? 'corrects' : 'retracts';
  return telling(relation, { against: words.map(({ target }) => target) });
}

function value(question: QuestionDossier, saying: Saying, before: Analysis, after: Analysis): Telling {
  const was = before.question(question);
  const now = after.question(question);
  const comparison = after.casebook.comparison(question);
  const same = (other: Saying): boolean => comparison.same(other.extent, saying.extent);
  const ownBefore = (other: Saying): boolean =>
    saying.originKey !== null && other.originKey === saying.originKey;
  const end = now.ends.get(saying.name);
  if (end) {
    const earlier = was.sayings.filter((other) => ownBefore(other) && same(other));
    return earlier.length > 0
      ? telling('repeats', { with: earlier })
      : telling('late', { against: [end.by] });
  }
  const ended = was.standing.filter((other) => now.ends.get(other.name)?.by === saying.claim);
  const superseded = ended.filter((other) => ownBefore(other) && now.ends.get(other.name)!.as !== 'outgrown');
  if (superseded.length > 0) {
    const corrects = superseded.some((other) => now.ends.get(other.name)!.as === 'correction');
    return telling(corrects ? 'corrects' : 'updates', { against: superseded });
  }
  const repeated = was.standing.filter(
    (other) => same(other) && (saying.originKey === null || ownBefore(other)),
  );
  if (repeated.length > 0) return telling('repeats', { with: repeated });
  const diverging = was.standing.filter(
    (other) =>
      !question.multiple &&
      !same(other) &&
      after.standings.utterances.isOne(standingNow(now, other), saying, question),
  );
  if (diverging.length > 0) return telling('relay-divergence', { with: diverging });
  const outgrown = was.standing.filter((other) => now.outgrown.has(other.name));
  if (outgrown.length > 0) return telling('outgrows', { against: outgrown });
  return amongStanding(question, saying, was, now, before, after);
}

/** 9 to 17. */
function amongStanding(
  question: QuestionDossier,
  saying: Saying,
  was: QuestionAnalysis,
  now: QuestionAnalysis,
  before: Analysis,
  after: Analysis,
): Telling {
  const comparison = after.casebook.comparison(question);
  const violated = (): boolean => after.isViolated(question);
  const violating = (): string[] =>
    now.violations
      .flatMap(({ claims }) => claims.map(({ name }) => name))
      .filter((name) => name !== saying.name);
  if (was.standing.length === 0) {
    if (violated()) return telling('violates-constraint', { against: violating() });
    return telling(was.sayings.length > 0 ? 'anew' : 'first');
  }
  const same = was.standing.filter((other) => comparison.same(other.extent, saying.extent));
  const unlike = was.standing.filter((other) => comparison.uncompared(other.extent, saying.extent));
  if (!question.multiple && same.length === 0 && unlike.length > 0)
    return telling('uncompared', { against: unlike });
  const fitting = was.accounts.filter((account) => fitsValue(comparison, saying.extent, account.value));
  if (!question.multiple && fitting.length === 0) {
    return telling('contradicts', { against: was.accounts.flatMap((account) => account.sayings) });
  }
  if (violated() && !before.isViolated(question))
    return telling('violates-constraint', { against: violating() });
  const narrows = (account: Account): boolean => !question.multiple && narrowsAccount(saying, account);
  if (saying.originKey !== null && fitting.length > 0 && fitting.every(narrows)) {
    return telling('refines', { with: fitting.flatMap((account) => account.sayings) });
  }
  return support(saying, same, fitting, now, comparison.same.bind(comparison));
}

function support(
  saying: Saying,
  same: readonly Saying[],
  fitting: readonly Account[],
  now: QuestionAnalysis,
  isSame: (a: Saying['extent'], b: Saying['extent']) => boolean,
): Telling {
  if (same.length > 0) {
    const say = now.standing.filter((other) => isSame(other.extent, saying.extent));
    const min = now.counter.range(say).min;
    const without = now.counter.range(say.filter((other) => other.claim !== saying.claim)).min;
    if (min >= 2 && min > without) return telling('corroborates', { with: same });
    if (saying.originKey !== null && same.every(({ originKey }) => originKey === null)) {
      return telling('attributes', { with: same });
    }
    const others = same.filter(({ originKey }) => originKey !== null && originKey !== saying.originKey);
    if (others.length > 0) return telling('echoes', { with: others });
  }
  return telling('compatible', { with: fitting.flatMap((account) => account.sayings) });
}

/** The saying of the same claim in the later analysis, whose origin may have become known since. */
const standingNow = (now: QuestionAnalysis, saying: Saying): Saying =>
  now.sayings.find(({ name }) => name === saying.name) ?? saying;

/** The account's value with this claim is less than it was. */
function narrowsAccount(saying: Saying, account: Account): boolean {
  const { value } = account;
  const { extent } = saying;
  if (value.kind === 'interval' && extent.kind === 'interval') {
    const plain = meet(value.asSaid, extent.plain);
    const common = isEmpty(plain) ? meet(value.wide, extent.wide) : plain;
    return holds(value.plain, common) && !holds(common, value.plain);
  }
  return (
    value.kind === 'set' && extent.kind === 'set' && [...value.down].some((key) => !extent.down.has(key))
  );
}
