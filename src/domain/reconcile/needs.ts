import type { Account } from './accounts.js';
import type { Analysis, QuestionAnalysis } from './analysis.js';
import { circularOn } from './circular.js';
import { componentsOf } from './components.js';
import type { ClaimDossier, Dossier, QuestionDossier } from './dossier.js';
import { keyOf } from './extent.js';
import type { Saying } from './sayings.js';
import { printValue } from './values.js';
import type { CommonValue, Status } from './view.js';
import { listInWords, valueInWords } from './words.js';

/** Why a question waits for a human, those that weigh most first. */
export const questionNeedKinds = [
  'undermined',
  'contested',
  'divergence',
  'taken-back',
  'uncompared',
  'against-unattributed',
  'circular',
] as const;
export type QuestionNeedKind = (typeof questionNeedKinds)[number];

/** What of a question an editor has to look at. */
export interface QuestionNeed {
  kind: QuestionNeedKind;
  /**
   * Order of entry of the claim with which it came to be so: without it, and those after it, it would not be. Null
   * where no claim brought it about (a claim that a decision rested on was withdrawn).
   */
  since: number | null;
  /** the first of those concerned, in R1's order, at most `maxNamed` */
  claims: ClaimDossier[];
  /** how many are concerned in all */
  count: number;
  /** what they say, as far as that is the point; at most `maxValues` */
  values: CommonValue[];
  /** one sentence */
  why: string;
}
export interface QuestionState {
  question: QuestionDossier;
  status: Status;
  needs: QuestionNeed[];
}

export const maxNamed = 10;
const maxValues = 5;
const maxOfAccount = 2;

/**
 * The status of each question of one incident (R9), and what in it needs a human: a pure function of the dossier, as
 * the current view is, without its history and its policies. What was so when a decision that still holds was made is
 * settled by it; so is what is the matter with claims that an editor ranked as deprecated.
 * @throws RangeError the dossier holds no such incident
 */
export function needsOf(dossier: Dossier, incident: string): QuestionState[] {
  const found = dossier.incidents.find(({ name }) => name === incident);
  if (!found) throw new RangeError(`the dossier holds no incident ${incident}`);
  const components = componentsOf(dossier);
  return found.questions.map((question) => {
    const { analysis } = components.get(question.name)!.at(null);
    const on = new NeedsOfQuestion(analysis, question);
    return { question, status: on.status, needs: on.all() };
  });
}

type Found = Omit<QuestionNeed, 'kind' | 'claims' | 'count'> & {
  claims: readonly ClaimDossier[];
  /** where `claims` are some of them only */
  all?: number;
};

class NeedsOfQuestion {
  readonly status: Status;
  private readonly now: QuestionAnalysis;
  /** what came to this question later was not seen when it was decided; before any decision all is news */
  private readonly decided: number;

  constructor(
    private readonly analysis: Analysis,
    private readonly question: QuestionDossier,
  ) {
    this.now = analysis.question(question);
    this.status = analysis.status(question);
    this.decided = decidedAt(question);
  }

  all(): QuestionNeed[] {
    const found: [QuestionNeedKind, Found | undefined][] = [
      ['undermined', this.undermined()],
      ['contested', this.contested()],
      ['divergence', this.divergence()],
      ['taken-back', this.takenBack()],
      ['uncompared', this.uncompared()],
      ['against-unattributed', this.againstUnattributed()],
      ['circular', this.circular()],
    ];
    return found.flatMap(([kind, need]) => {
      if (!need) return [];
      const { claims, all = claims.length, ...rest } = need;
      return [{ kind, ...rest, claims: claims.slice(0, maxNamed), count: all }];
    });
  }

  private undermined(): Found | undefined {
    if (this.status !== 'resolution-undermined') return undefined;
    const { against, gone } = this.analysis.undermining(this.question);
    const lost = this.now.sayings.filter(({ name }) => gone.includes(name));
    const ends = lost.map(({ name }) => this.now.ends.get(name)?.by.claim.placed);
    const moments = [...against.map(placeOf), ...ends.filter((place) => place !== undefined)];
    const answer = valueInWords(this.question.resolution!.value);
    const reasons = [
      ...(against.length > 0
        ? [`${claimsInWords(against.length)} recorded since cannot be true with it`]
        : []),
      ...(gone.length > 0 ? [`${claimsInWords(gone.length)} that it rested on no longer stand`] : []),
    ];
    return {
      since:
        moments.length > 0 && gone.length === lost.length ? Math.max(this.decided, earliest(moments)) : null,
      claims: [...lost, ...against].map(({ claim }) => claim.claim),
      values: [this.question.resolution!.value, ...this.valuesOf(against)].slice(0, maxValues),
      why: `the decision "${answer}" is undermined: ${reasons.join(', and ')}`,
    };
  }

  private contested(): Found | undefined {
    if (this.status !== 'contested') return undefined;
    const excluded = this.excluded();
    const contests = [excluded, this.denied(), this.violated()].filter((found) => found !== undefined);
    const claims = [...new Set(contests.flatMap((found) => found.claims))];
    const counting = excluded ? this.now.counting.map(({ claim }) => claim.claim) : [];
    return {
      all: new Set([...claims, ...counting]).size,
      since: earliest(contests.map(({ since }) => since!)),
      claims,
      values: contests.flatMap(({ values }) => values).slice(0, maxValues),
      why: contests.map(({ why }) => why).join('; '),
    };
  }

  private excluded(): Found | undefined {
    const { counting, accounts } = this.now;
    if (!this.analysis.excludeOneAnother(this.question, counting)) return undefined;
    const inTime = [...counting].sort((a, b) => placeOf(a) - placeOf(b));
    const last = firstPrefix(inTime.length, (length) =>
      this.analysis.excludeOneAnother(this.question, inTime.slice(0, length)),
    );
    const sides = accounts.filter(({ attributed }) => attributed);
    return {
      since: placeOf(inTime[last - 1]!),
      claims: fewOf(sides.map((side) => side.counting)),
      values: this.valuesOfAccounts(sides),
      why: `${sides.length} accounts exclude each other: ${this.wordsOf(sides)}`,
    };
  }

  private denied(): Found | undefined {
    if (!this.analysis.words.any) return undefined;
    const denials = this.now.counting.flatMap((saying) =>
      this.analysis
        .denials(saying)
        .filter((word) => this.analysis.contests(word))
        .map(({ by }) => ({ denied: saying.claim.claim, by: by.claim })),
    );
    if (denials.length === 0) return undefined;
    const by = new Set(denials.map((denial) => denial.by));
    return {
      since: earliest(denials.map((denial) => Math.max(denial.denied.placed, denial.by.placed))),
      claims: [...new Set(denials.flatMap((denial) => [denial.denied, denial.by]))],
      values: [],
      why: `${claimsInWords(by.size)} of another origin ${by.size === 1 ? 'denies' : 'deny'} what was said`,
    };
  }

  private violated(): Found | undefined {
    const { violations } = this.now;
    if (violations.length === 0) return undefined;
    const claims = new Set(violations.flatMap((violation) => violation.claims));
    const constraints = [...new Set(violations.flatMap((violation) => violation.constraints))];
    return {
      since: earliest(violations.map((violation) => Math.max(0, ...violation.claims.map(placeOf)))),
      claims: [...claims].map(({ claim }) => claim.claim),
      values: [],
      why: `what is said on linked questions cannot be true with it (${listInWords(constraints, 3)})`,
    };
  }

  private divergence(): Found | undefined {
    const pairs = this.now.divergences.filter(
      (pair) => pair.every(isRanked) && Math.max(...pair.map(placeOf)) > this.decided,
    );
    if (pairs.length === 0) return undefined;
    const sayings = [...new Set(pairs.flat())];
    const values = this.valuesOf(sayings);
    return {
      since: earliest(pairs.map((pair) => Math.max(...pair.map(placeOf)))),
      claims: sayings.map(({ claim }) => claim.claim),
      values,
      why: `relays of one saying differ: ${listInWords(values.map(valueInWords), maxValues)}`,
    };
  }

  private takenBack(): Found | undefined {
    const ended = this.now.sayings.flatMap((saying) => {
      const end = this.now.ends.get(saying.name);
      if (!isRanked(saying) || (end?.as !== 'retraction' && end?.as !== 'disowned')) return [];
      const since = Math.max(placeOf(saying), end.by.claim.placed);
      return since > this.decided ? [{ saying, by: end.by.claim, since }] : [];
    });
    if (ended.length === 0) return undefined;
    const values = this.valuesOf(ended.map(({ saying }) => saying));
    const were = ended.length === 1 ? 'was' : 'were';
    return {
      since: earliest(ended.map(({ since }) => since)),
      claims: [...new Set(ended.flatMap(({ saying, by }) => [saying.claim.claim, by]))],
      values,
      why: `${claimsInWords(ended.length)} ${were} taken back by those whose words they were: ${listInWords(values.map(valueInWords), maxValues)}`,
    };
  }

  private uncompared(): Found | undefined {
    if (this.status !== 'uncompared') return undefined;
    const first = new Map<string, Saying>();
    for (const saying of [...this.now.counting].sort((a, b) => placeOf(a) - placeOf(b))) {
      const key = keyOf(saying.extent);
      if (!first.has(key)) first.set(key, saying);
    }
    const wordings = [...first.values()];
    const values = this.valuesOf(wordings);
    return {
      since: placeOf(wordings[1]!),
      claims: wordings.map(({ claim }) => claim.claim),
      values,
      why: `nobody has compared ${wordings.length} wordings: ${listInWords(values.map(valueInWords), maxValues)}`,
    };
  }

  private againstUnattributed(): Found | undefined {
    if (this.status === 'contested' || this.question.multiple) return undefined;
    const { accounts, counting } = this.now;
    const [own] = accounts.filter(({ attributed }) => attributed);
    if (!own) return undefined;
    const decided = (sayings: readonly Saying[]) =>
      sayings.every((saying) => placeOf(saying) <= this.decided);
    const against = accounts.filter(
      ({ attributed, sayings }) =>
        !attributed &&
        sayings.some(isRanked) &&
        !decided(sayings) &&
        this.analysis.excludeOneAnother(this.question, [sayings[0]!, own.counting[0]!]),
    );
    if (against.length === 0) return undefined;
    const begun = earliest(counting.map(placeOf));
    return {
      all: counting.length + new Set(against.flatMap(({ sayings }) => sayings)).size,
      since: earliest(against.map(({ sayings }) => Math.max(begun, earliest(sayings.map(placeOf))))),
      claims: [...fewOf([own.counting]), ...fewOf(against.map(({ sayings }) => sayings))],
      values: this.valuesOfAccounts([own, ...against]),
      why: `only reports without an origin contradict it: ${this.wordsOf(against)}`,
    };
  }

  private circular(): Found | undefined {
    const claims = circularOn(this.analysis, this.question)
      .map(({ claim }) => claim)
      .filter(({ placed, rank }) => rank !== 'deprecated' && placed > this.decided);
    if (claims.length === 0) return undefined;
    return {
      since: earliest(claims.map(({ placed }) => placed)),
      claims,
      values: [],
      why: `${claimsInWords(claims.length)} ${claims.length === 1 ? 'leads' : 'lead'} back to where ${claims.length === 1 ? 'it comes' : 'they come'} from`,
    };
  }

  private valuesOf(sayings: readonly Saying[]): CommonValue[] {
    const first = new Map<string, CommonValue>();
    for (const { value } of sayings) {
      if (first.size >= maxValues) break;
      const key = JSON.stringify(value);
      if (!first.has(key)) first.set(key, value);
    }
    return [...first.values()];
  }

  private valuesOfAccounts(accounts: readonly Account[]): CommonValue[] {
    return accounts
      .slice(0, maxValues)
      .map(({ value, sayings }) => printValue(value, sayings, this.question));
  }

  private wordsOf(accounts: readonly Account[]): string {
    const words = this.valuesOfAccounts(accounts).map(valueInWords);
    const more = accounts.length - words.length;
    return [...words, ...(more > 0 ? [`${more} more`] : [])].join(' / ');
  }
}

/** A decision has seen all that stood when it was made; one of a preview, all that there is. */
function decidedAt({ resolution }: QuestionDossier): number {
  if (!resolution) return -Infinity;
  return 'entry' in resolution.unseen ? resolution.unseen.entry : Infinity;
}

/** The shortest length at which something that stays true from then on is true; it is true of the whole. */
function firstPrefix(whole: number, isTrue: (length: number) => boolean): number {
  let high = 1;
  while (high < whole && !isTrue(high)) high *= 2;
  let low = high / 2;
  high = Math.min(high, whole);
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const placeOf = ({ claim }: Saying): number => claim.claim.placed;
const isRanked = ({ claim }: Saying): boolean => claim.claim.rank !== 'deprecated';
const earliest = (places: readonly number[]): number =>
  places.reduce((first, place) => Math.min(first, place), Infinity);
const claimsInWords = (count: number): string => `${count} ${count === 1 ? 'claim' : 'claims'}`;

/** A few claims of each side, so that each is heard. */
function fewOf(sides: readonly (readonly Saying[])[]): ClaimDossier[] {
  const few = sides.slice(0, maxValues).flatMap((side) => side.slice(0, maxOfAccount));
  return [...new Set(few)].map(({ claim }) => claim.claim);
}
