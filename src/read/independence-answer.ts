import { explain, originGroups, type OriginGroups } from '../domain/reconcile/index.js';
import type { CommonValue, Range } from '../domain/reconcile/view.js';
import type { Act, Clocks, Ref } from './answers.js';
import { askQuestion, type QuestionStamp } from './asked-question.js';
import type { LedgerViews } from './ledger-views.js';
import type { OpenedDossier } from './opened-dossier.js';
import { TieActs, type Tie } from './tie-acts.js';

/** "6 outlets, 2 origins", and why: `rules` are those of docs/METHOD.md. */
export interface IndependenceAnswer extends QuestionStamp {
  /** "6 outlets, 1 to 2 origins" */
  summary: string;
  origins: Range;
  outlets: Ref[];
  groups: OriginAnswer[];
  roots: RootAnswer[];
  pairs: PairAnswer[];
  accounts: { account: number; value: CommonValue; outlets: number; origins: Range; statedBy: Range }[];
  /** by whom two sources were asserted independent, of which one at least is an origin here */
  asserted: { a: Ref; b: Ref; counts: boolean; act: Act | null }[];
  /** further ones of each list that are not told, since there are too many */
  leftOut: OriginGroups['leftOut'];
  /** the same in sentences */
  sentences: string[];
}
/** The claims of one origin, each with the ties by which its speaker is that origin (R3). */
export interface OriginAnswer {
  origin: Ref;
  root: Ref;
  claims: { claim: string; id: string; outlet: Ref; speaker: Ref; ties: Tie[] }[];
  claimsLeftOut: number;
}
/** Origins that the lower number counts once at most, with the ties to their root organisation (R7). */
export interface RootAnswer {
  root: Ref;
  origins: { origin: Ref; ties: Tie[] }[];
  originsLeftOut: number;
  leftOut: OriginGroups['roots'][number]['leftOut'];
  because: { claim: string; id: string } | null;
}
/** Why the lower number counts two origins once. */
export interface PairAnswer {
  a: Ref;
  b: Ref;
  rule: 'R7';
  why: 'one-root' | 'jointly';
  root: Ref | null;
  ties: Tie[];
  claim: { claim: string; id: string } | null;
}

/** @throws BadInstant */
export async function independenceAnswer(
  views: LedgerViews,
  question: string,
  clocks: Clocks = {},
): Promise<IndependenceAnswer | undefined> {
  const asked = askQuestion(views, question, clocks);
  if (!asked) return undefined;
  const { opened, detail, publicAt, stamp } = asked;
  const told = originGroups(opened.dossier, opened.incident, detail.key, publicAt);
  const none = { from: 0, count: 0 };
  const { independence } = explain(opened.dossier, opened.incident, detail.key, publicAt, none);
  const acts = new TieActs(views, opened, clocks.knownAt);
  const source = (name: string): Ref => opened.source(name)!;
  return {
    ...stamp,
    summary: summaryOf(told),
    origins: told.range,
    outlets: told.outlets.map(source),
    groups: await Promise.all(told.origins.map((group) => groupAnswer(group, opened, acts))),
    roots: await Promise.all(told.roots.map((root) => rootAnswer(root, opened, acts))),
    pairs: await Promise.all(
      told.pairs.map(async ({ a, b, why, root, ties, claim }): Promise<PairAnswer> => ({
        a: source(a),
        b: source(b),
        rule: 'R7',
        why,
        root: root === null ? null : source(root),
        ties: await acts.all(ties, 'R7'),
        claim: named(claim, opened),
      })),
    ),
    leftOut: told.leftOut,
    accounts: told.accounts,
    asserted: told.asserted.map(({ a, b, counts }) => ({
      a: source(a),
      b: source(b),
      counts,
      act: acts.asserted(source(a), source(b)),
    })),
    sentences: independence.sentences,
  };
}

async function groupAnswer(
  { origin, root, claims, claimsLeftOut }: OriginGroups['origins'][number],
  opened: OpenedDossier,
  acts: TieActs,
): Promise<OriginAnswer> {
  const source = (name: string): Ref => opened.source(name)!;
  return {
    origin: source(origin),
    root: source(root),
    claims: await Promise.all(
      claims.map(async ({ claim, outlet, speaker, ties }) => ({
        claim,
        id: opened.claimId(claim)!,
        outlet: source(outlet),
        speaker: source(speaker),
        ties: await acts.all(ties, 'R3'),
      })),
    ),
    claimsLeftOut,
  };
}

async function rootAnswer(
  { root, origins, originsLeftOut, leftOut, because }: OriginGroups['roots'][number],
  opened: OpenedDossier,
  acts: TieActs,
): Promise<RootAnswer> {
  return {
    root: opened.source(root)!,
    origins: await Promise.all(
      origins.map(async ({ origin, ties }) => ({
        origin: opened.source(origin)!,
        ties: await acts.all(ties, 'R7'),
      })),
    ),
    originsLeftOut,
    leftOut,
    because: named(because, opened),
  };
}

const named = (claim: string | null, opened: OpenedDossier): { claim: string; id: string } | null =>
  claim === null ? null : { claim, id: opened.claimId(claim)! };

function summaryOf({ outlets, leftOut, range: { min, max } }: OriginGroups): string {
  const published = outlets.length + leftOut.outlets;
  const papers = `${published} ${published === 1 ? 'outlet' : 'outlets'}`;
  if (max === 0) return `${papers}, no origin`;
  return `${papers}, ${min === max ? max : `${min} to ${max}`} ${max === 1 ? 'origin' : 'origins'}`;
}
