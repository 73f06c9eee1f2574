import {
  compareHigh,
  compareLow,
  isEmpty,
  meet,
  minus,
  plus,
  unit,
  wholeAbove,
  wholeBelow,
  type Interval,
} from '../interval.js';
import type { ConstraintDossier } from './dossier.js';
import { wholeOf } from './extent.js';
import type { QuestionDossier } from './dossier.js';

/** Questions that constraints link, directly or not. */
export interface Linked {
  questions: readonly QuestionDossier[];
  constraints: readonly LinkedConstraint[];
}
export interface LinkedConstraint {
  relation: ConstraintDossier;
  /** as it is shown: "landed = landed-inside + landed-outside" */
  text: string;
}

/** One end of a question's bounds, with what it follows from: a given value, or a constraint and other ends. */
interface End {
  question: string;
  constraint: LinkedConstraint | null;
  from: readonly End[];
}
export interface Bounds {
  interval: Interval;
  low: End | null;
  high: End | null;
}

const maxRounds = 100;
const settledBy = 50;

/**
 * Interval arithmetic in rounds, each from the bounds of the round before (R8). Null: the two ends of some question
 * crossed on the way; what was put in contradicts itself, and nothing follows from it.
 */
export function propagate(
  linked: Linked,
  given: ReadonlyMap<string, Interval>,
): ReadonlyMap<string, Bounds> | null {
  let bounds = start(linked, given);
  if ([...bounds.values()].some(({ interval }) => isEmpty(interval))) return null;
  const types = new Map(linked.questions.map(({ name, type }) => [name, type]));
  const late = new Map<string, Set<'low' | 'high'>>();
  for (let round = 1; round <= maxRounds; round += 1) {
    const next = new Map(bounds);
    for (const constraint of linked.constraints) {
      for (const implied of impliedBy(constraint, bounds)) tighten(next, implied, types);
    }
    let moved = false;
    for (const [question, now] of next) {
      const before = bounds.get(question)!;
      const sides = moves(before.interval, now.interval);
      if (sides.length === 0) continue;
      if (isEmpty(now.interval)) return null;
      moved = true;
      if (round > settledBy) late.set(question, new Set([...(late.get(question) ?? []), ...sides]));
    }
    bounds = next;
    if (!moved) break;
  }
  return withoutLateEnds(bounds, late, types);
}

function start(linked: Linked, given: ReadonlyMap<string, Interval>): Map<string, Bounds> {
  return new Map(
    linked.questions.map(({ name, type }) => {
      const whole = wholeOf(type);
      const interval = given.has(name) ? meet(whole, given.get(name)!) : whole;
      const end: End | null = given.has(name) ? { question: name, constraint: null, from: [] } : null;
      return [name, { interval, low: end, high: end }];
    }),
  );
}

interface Implied {
  question: string;
  interval: Interval;
  constraint: LinkedConstraint;
  low: readonly (End | null)[];
  high: readonly (End | null)[];
}

/** What one constraint says of each of its questions, given the others. */
function* impliedBy(constraint: LinkedConstraint, bounds: ReadonlyMap<string, Bounds>): Iterable<Implied> {
  const { relation } = constraint;
  const of = (question: string): Bounds => bounds.get(question)!;
  switch (relation.kind) {
    case 'sum': {
      const parts = relation.parts.map(of);
      const total = of(relation.total);
      yield {
        question: relation.total,
        constraint,
        interval: parts.map(({ interval }) => interval).reduce(plus),
        low: parts.map(({ low }) => low),
        high: parts.map(({ high }) => high),
      };
      for (const [index, part] of relation.parts.entries()) {
        const others = parts.filter((_, other) => other !== index);
        const rest = others.map(({ interval }) => interval);
        yield {
          question: part,
          constraint,
          interval: rest.reduce((left, other) => minus(left, other), total.interval),
          low: [total.low, ...others.map(({ high }) => high)],
          high: [total.high, ...others.map(({ low }) => low)],
        };
      }
      return;
    }
    case 'at-most': {
      const [lesser, greater] = [of(relation.lesser), of(relation.greater)];
      yield {
        question: relation.lesser,
        constraint,
        interval: { ...greater.interval, low: null, lowOpen: false },
        low: [],
        high: [greater.high],
      };
      yield {
        question: relation.greater,
        constraint,
        interval: { ...lesser.interval, high: null, highOpen: false },
        low: [lesser.low],
        high: [],
      };
      return;
    }
    case 'same':
      for (const question of relation.questions) {
        for (const other of relation.questions) {
          if (other === question) continue;
          const { interval, low, high } = of(other);
          yield { question, constraint, interval, low: [low], high: [high] };
        }
      }
  }
}

function tighten(
  next: Map<string, Bounds>,
  implied: Implied,
  types: ReadonlyMap<string, QuestionDossier['type']>,
): void {
  const now = next.get(implied.question)!;
  const interval = types.get(implied.question) === 'count' ? wholeInside(implied.interval) : implied.interval;
  const lower = compareLow(interval, now.interval) > 0;
  const upper = compareHigh(interval, now.interval) < 0;
  if (!lower && !upper) return;
  const end = (from: readonly (End | null)[]): End => ({
    question: implied.question,
    constraint: implied.constraint,
    from: from.filter((one) => one !== null),
  });
  next.set(implied.question, {
    interval: meet(now.interval, interval),
    low: lower ? end(implied.low) : now.low,
    high: upper ? end(implied.high) : now.high,
  });
}

/** Counts are whole: a broken or open end is the next whole number inside. */
function wholeInside(interval: Interval): Interval {
  const { low, high } = interval;
  const up = low === null ? null : wholeAbove(low);
  const down = high === null ? null : wholeBelow(high);
  return {
    low: up !== null && interval.lowOpen && up === low ? up + unit : up,
    high: down !== null && interval.highOpen && down === high ? down - unit : down,
    lowOpen: false,
    highOpen: false,
  };
}

function moves(before: Interval, now: Interval): ('low' | 'high')[] {
  const sides: ('low' | 'high')[] = [];
  if (compareLow(before, now) !== 0) sides.push('low');
  if (compareHigh(before, now) !== 0) sides.push('high');
  return sides;
}

function withoutLateEnds(
  bounds: ReadonlyMap<string, Bounds>,
  late: ReadonlyMap<string, ReadonlySet<'low' | 'high'>>,
  types: ReadonlyMap<string, QuestionDossier['type']>,
): ReadonlyMap<string, Bounds> {
  if (late.size === 0) return bounds;
  return new Map(
    [...bounds].map(([question, { interval, low, high }]) => {
      const sides = late.get(question);
      const whole = wholeOf(types.get(question)!);
      return [
        question,
        {
          interval: {
            ...(sides?.has('low')
              ? { low: whole.low, lowOpen: false }
              : { low: interval.low, lowOpen: interval.lowOpen }),
            ...(sides?.has('high')
              ? { high: null, highOpen: false }
              : { high: interval.high, highOpen: interval.highOpen }),
          },
          low: sides?.has('low') ? null : low,
          high: sides?.has('high') ? null : high,
        },
      ];
    }),
  );
}

/** The constraints and the given values that ends rest on. */
export function restsOn(ends: readonly (End | null)[]): {
  constraints: Set<LinkedConstraint>;
  given: Set<string>;
} {
  const constraints = new Set<LinkedConstraint>();
  const given = new Set<string>();
  const seen = new Set<End>(ends.filter((end) => end !== null));
  for (const end of seen) {
    if (end.constraint === null) given.add(end.question);
    else constraints.add(end.constraint);
    for (const further of end.from) seen.add(further);
  }
  return { constraints, given };
}
