import { edtfExtent } from '../edtf.js';
import {
  closed,
  decimal,
  everything,
  fromZero,
  holds,
  meet,
  meets,
  isEmpty,
  micros,
  sameInterval,
  type Interval,
} from '../interval.js';
import { numberInterval, type Value } from '../value.js';
import type { QuestionDossier } from './dossier.js';
import { pairKey, type Sources } from './sources.js';

/** What a value allows (R2), in the form in which it is compared. */
export type Extent =
  | {
      kind: 'interval';
      plain: Interval;
      /** calendar dates widened by 12 hours at either end; numbers: as plain */
      wide: Interval;
      /** for update or correction: of an about, n */
      lowEnd: Interval;
    }
  /** a category or source with all that is narrower */
  | { kind: 'set'; key: string; down: ReadonlySet<string> }
  /** yes or no; a place or text by its wording (the one that stands for all that editors called the same) */
  | { kind: 'word'; word: string };

const halfDay = 43_200_000;

/** "Agree when equal after NFKD, without combining marks, in lower case, white space as single spaces, trimmed." */
export const wordingOf = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** Compares values on one question. */
export class Comparison {
  readonly interval: boolean;
  private readonly narrower: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly words: Wordings;
  private readonly extents = new WeakMap<Value, Extent>();
  /** equal numbers share one extent: thousands of claims name some dozens of figures */
  private readonly numbers = new Map<string, Extent>();

  constructor(
    readonly question: QuestionDossier,
    private readonly sources: Sources,
    compared: { a: string; b: string; same: boolean }[],
  ) {
    this.interval = ['count', 'quantity', 'time'].includes(question.type);
    this.narrower = downwardSets(question);
    this.words = new Wordings(compared);
  }

  /** @throws where the value does not fit the question's type (refused at entry; the caller makes it a fault) */
  extent(value: Value): Extent {
    const key = numberKey(value);
    const known = key === null ? this.extents.get(value) : this.numbers.get(key);
    if (known) return known;
    const made = this.extentOf(value);
    if (key === null) this.extents.set(value, made);
    else this.numbers.set(key, made);
    return made;
  }

  private extentOf(value: Value): Extent {
    const { type } = this.question;
    if ('kind' in value && (type === 'count' || type === 'quantity')) {
      const plain = numberInterval(type, value);
      const lowEnd = value.kind === 'about' ? closed(decimal(value.n), null) : plain;
      return { kind: 'interval', plain, wide: plain, lowEnd };
    }
    if ('time' in value && type === 'time') return timeExtent(value.time);
    if ('is' in value && type === 'yes-no') return { kind: 'word', word: value.is ? 'yes' : 'no' };
    if ('category' in value && type === 'category') {
      const down = this.narrower.get(value.category);
      return { kind: 'set', key: value.category, down: down ?? new Set([value.category]) };
    }
    if ('source' in value && type === 'source') {
      return { kind: 'set', key: this.sources.of(value.source), down: this.sources.downward(value.source) };
    }
    if ('place' in value && type === 'place') return this.wordExtent(value.place);
    if ('text' in value && type === 'text') return this.wordExtent(value.text);
    throw new TypeError(`a ${type} question does not take ${JSON.stringify(value)}`);
  }

  same(a: Extent, b: Extent): boolean {
    if (a === b) return true;
    if (a.kind === 'interval' && b.kind === 'interval') return sameInterval(a.plain, b.plain);
    if (a.kind === 'set' && b.kind === 'set') return a.key === b.key;
    return a.kind === 'word' && b.kind === 'word' && a.word === b.word;
  }

  /** Whether `outer` allows all that `inner` allows. */
  contains(outer: Extent, inner: Extent): boolean {
    if (outer.kind === 'interval' && inner.kind === 'interval') return holds(outer.wide, inner.plain);
    if (outer.kind === 'set' && inner.kind === 'set') return outer.down.has(inner.key);
    return this.same(outer, inner);
  }
  isNarrower(a: Extent, b: Extent): boolean {
    return this.contains(b, a) && !this.contains(a, b);
  }

  /** Whether both can be true together, as accounts ask it (R6): places, texts and `multiple` when equal. */
  fits(a: Extent, b: Extent): boolean {
    return this.question.multiple ? this.same(a, b) : this.overlap(a, b);
  }

  /** Whether the two exclude each other: never on a `multiple` question; wordings only by an editor's word. */
  excludes(a: Extent, b: Extent): boolean {
    if (this.question.multiple) return false;
    return this.isWording ? this.wordsExclude(a, b) : !this.overlap(a, b);
  }

  /** Whether any two values here can exclude each other at all: wordings, only once an editor has said so. */
  get canExclude(): boolean {
    return !this.question.multiple && (!this.isWording || this.words.anyExcluded);
  }

  /** Different wordings that nobody has compared. */
  uncompared(a: Extent, b: Extent): boolean {
    return this.isWording && !this.same(a, b) && !this.wordsExclude(a, b);
  }
  get isWording(): boolean {
    return this.question.type === 'place' || this.question.type === 'text';
  }

  private overlap(a: Extent, b: Extent): boolean {
    if (a.kind === 'interval' && b.kind === 'interval')
      return meets(a.wide, b.wide) && !isEmpty(meet(a.wide, b.wide));
    if (a.kind === 'set' && b.kind === 'set') return [...a.down].some((key) => b.down.has(key));
    return this.same(a, b);
  }
  private wordsExclude(a: Extent, b: Extent): boolean {
    return a.kind === 'word' && b.kind === 'word' && this.words.exclude(a.word, b.word);
  }
  private wordExtent(text: string): Extent {
    return { kind: 'word', word: this.words.standFor(wordingOf(text)) };
  }
}

/** Extents that allow the same, widened or not, have one key on a question. */
export function keyOf(extent: Extent): string {
  if (extent.kind === 'set') return extent.key;
  if (extent.kind === 'word') return extent.word;
  const { plain, wide } = extent;
  return wide === plain ? ends(plain) : `${ends(plain)} ${ends(wide)}`;
}
/** Extents that are the same value (R2) have one key on a question: of times, as they were said. */
export const sameKeyOf = (extent: Extent): string =>
  extent.kind === 'interval' ? ends(extent.plain) : keyOf(extent);
const ends = ({ low, high, lowOpen, highOpen }: Interval): string =>
  `${lowOpen ? '(' : '['}${low},${high}${highOpen ? ')' : ']'}`;

/** Null: no number, or one in words. */
function numberKey(value: Value): string | null {
  if (!('kind' in value) || value.kind === 'vague') return null;
  if (value.kind === 'between') return `between ${value.low} ${value.high}`;
  return 'n' in value ? `${value.kind} ${value.n}` : value.kind;
}

function timeExtent(text: string): Extent {
  const { low, high, lowIsCalendar, highIsCalendar } = edtfExtent(text);
  const between = (from: number, to: number): Interval => ({
    low: micros(from),
    lowOpen: false,
    high: micros(to),
    highOpen: Number.isFinite(to), // the first moment after it is not in it
  });
  const plain = between(low, high);
  const wide = between(lowIsCalendar ? low - halfDay : low, highIsCalendar ? high + halfDay : high);
  return { kind: 'interval', plain, wide, lowEnd: plain };
}

/** All that a type of question allows. */
export const wholeOf = (type: QuestionDossier['type']): Interval => (type === 'time' ? everything : fromZero);

/** For each category, it and all that is narrower, at any depth; circles among `broader` are walked once. */
function downwardSets(question: QuestionDossier): Map<string, Set<string>> {
  const direct = new Map<string, string[]>();
  for (const { key, broader } of question.categories) {
    for (const above of broader ?? []) direct.set(above, [...(direct.get(above) ?? []), key]);
  }
  return new Map(
    question.categories.map(({ key }) => {
      const all = new Set([key]);
      for (const one of all) for (const below of direct.get(one) ?? []) all.add(below);
      return [key, all];
    }),
  );
}

/** Editors' comparisons of wordings: of those on the same two the last holds; "the same" carries on. */
class Wordings {
  private readonly group = new Map<string, string>();
  private readonly excluded = new Set<string>();

  constructor(compared: { a: string; b: string; same: boolean }[]) {
    const last = new Map(compared.map((word) => [pairKey(word.a, word.b), word]));
    const words = [...last.values()];
    for (const { a, b } of words.filter(({ same }) => same)) this.join(a, b);
    for (const { a, b } of words.filter(({ same }) => !same)) {
      this.excluded.add(pairKey(this.standFor(a), this.standFor(b)));
    }
  }
  standFor(word: string): string {
    let at = word;
    while (this.group.has(at)) at = this.group.get(at)!;
    return at;
  }
  get anyExcluded(): boolean {
    return this.excluded.size > 0;
  }
  exclude(a: string, b: string): boolean {
    return a !== b && this.excluded.has(pairKey(a, b));
  }
  private join(a: string, b: string): void {
    const [x, y] = [this.standFor(a), this.standFor(b)];
    if (x !== y) this.group.set(y, x);
  }
}
