import type { Value } from '../value.js';
import { diffViews, type QuestionChange } from './diff.js';
import type { Dossier } from './dossier.js';
import { reconcile, withResolution } from './index.js';
import type { IncidentView, PolicyName, QuestionView } from './view.js';

/** What deciding a question would come to. */
export interface DecisionPreview {
  /** what would read otherwise, on this question and on those linked to it */
  changes: QuestionChange[];
  /** claims that stand and cannot be true together with all that the decision rests on */
  against: string[];
}

/**
 * A decision as it would be if it were taken now; nothing is recorded. Names as in the dossier.
 * @param view of the dossier, as whoever decides sees it
 */
export function previewDecision(
  dossier: Dossier,
  view: IncidentView,
  question: string,
  decision: { value: Value; claims: readonly string[]; policy?: PolicyName },
): DecisionPreview {
  const { value, claims, policy = 'accounts@1' } = decision;
  const decided = withResolution(dossier, view.incident, question, {
    value,
    claims: [...claims],
    reason: 'preview',
  });
  const after = reconcile(decided, view.incident, { publicAt: null, policy });
  const shown = view.questions.find(({ key }) => key === question);
  const standing = new Set(shown?.accounts.flatMap((account) => account.claims));
  const against =
    shown && claims.length > 0 ? [...standing].filter((claim) => !fits(shown, claim, claims)) : [];
  return { changes: diffViews(view, after), against };
}

/** Whether a claim stands in one account with all that the decision rests on. */
const fits = ({ accounts }: QuestionView, claim: string, claims: readonly string[]): boolean =>
  accounts.some(
    (account) => account.claims.includes(claim) && claims.every((other) => account.claims.includes(other)),
  );
