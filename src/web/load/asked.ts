import { policyNames, type PolicyName } from '../../domain/reconcile/view.js';
import type { Clocks } from '../../read/answers.js';
import { readClock } from './publication.js';

/** A query as it comes: a parameter that stands twice is a list, and nothing of it is believed. */
export type Query = Readonly<Record<string, unknown>>;

/** The first of a parameter, trimmed; '' where it is missing. At most `max` letters are read. */
export function parameter(query: Query, name: string, max = 400): string {
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first.trim().slice(0, max) : '';
}

/** The two clocks and the policy that a page was asked for. */
export interface AskedView {
  publicAt: string | null;
  knownAt: string | null;
  policy: PolicyName;
  problem: string | null;
}

/** What is no instant is said on the page, which then shows now. */
export function askedView(query: Query): AskedView {
  const publicAt = readClock(parameter(query, 'publicAt'));
  const knownAt = readClock(parameter(query, 'knownAt'));
  const policy = policyNames.find((name) => name === parameter(query, 'policy')) ?? 'accounts@1';
  const problems = [publicAt, knownAt].flatMap((read) => ('problem' in read ? [read.problem] : []));
  return {
    publicAt: 'at' in publicAt ? publicAt.at : null,
    knownAt: 'at' in knownAt ? knownAt.at : null,
    policy,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

export const clocksOf = (asked: AskedView): Clocks => ({
  ...(asked.publicAt !== null && { publicAt: asked.publicAt }),
  ...(asked.knownAt !== null && { knownAt: asked.knownAt }),
});
