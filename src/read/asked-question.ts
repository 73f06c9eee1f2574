import {
  explain,
  matrix,
  policiesSideBySide,
  type ExplainedClaim,
  type ExplainedPart,
  type Explanation,
  type MatrixClaim,
  type MatrixColumn,
  type MatrixRow,
} from '../domain/reconcile/index.js';
import { method, type AnswerView, type PolicyName, type QuestionView } from '../domain/reconcile/view.js';
import type { Position } from '../log/event-log.js';
import type { Clocks, PageRequest, QuestionDetail, Ref } from './answers.js';
import type { LedgerViews } from './ledger-views.js';
import type { OpenedDossier } from './opened-dossier.js';
import { decodedPlace, encodedPlace } from './paging.js';

/** Of what an answer on one question is: by which clocks, rules and state of the record. */
export interface QuestionStamp {
  incident: Ref;
  question: Ref;
  publicAt: string | null;
  knownAt: string | null;
  method: string;
  /** of the last event in it */
  position: Position | null;
}

/** A question at the two clocks, to be asked this and that. */
export interface AskedQuestion {
  opened: OpenedDossier;
  detail: QuestionDetail;
  publicAt: string | null;
  stamp: QuestionStamp;
}

/**
 * Undefined where the record did not hold it then.
 * @param question id
 * @throws BadInstant
 */
export function askQuestion(
  views: LedgerViews,
  question: string,
  clocks: Clocks = {},
): AskedQuestion | undefined {
  const { publicAt = null, knownAt } = clocks;
  const detail = views.questions.get(question, clocks);
  const opened = detail && views.incidentViews.opened(detail.incident.id, knownAt);
  if (!opened) return undefined;
  const { incident, kind, id, namespace, key, name, label } = detail;
  return {
    opened,
    detail,
    publicAt,
    stamp: {
      incident,
      question: { kind, id, namespace, key, name, label },
      publicAt,
      knownAt: knownAt ?? null,
      method,
      position: opened.position,
    },
  };
}

/** Why each claim is where it is, who counts as an origin, and what each policy answers. */
export interface Explained extends Explanation {
  policies: { policy: PolicyName; answer: AnswerView | null }[];
}
export function explained(
  { dossier, incident }: Pick<OpenedDossier, 'dossier' | 'incident'>,
  question: string,
  publicAt: string | null,
  part?: ExplainedPart,
): Explained {
  return {
    ...explain(dossier, incident, question, publicAt, part),
    policies: policiesSideBySide(dossier, incident, question, publicAt),
  };
}

export interface ExplainAnswer extends QuestionStamp {
  status: QuestionView['status'];
  accounts: QuestionView['accounts'];
  /** values in R1's order, silences, responses, what was perhaps public */
  claims: (ExplainedClaim & { id: string })[];
  claimsInAll: number;
  /** goes on with further claims; null: there are none */
  next: string | null;
  independence: Explanation['independence'];
  linked: string[];
  policies: Explained['policies'];
}

/** The trace of a question's answer, with all policies side by side; claims in pages. @throws BadInstant, BadCursor */
export function explainAnswer(
  views: LedgerViews,
  question: string,
  clocks: Clocks = {},
  request: PageRequest = {},
): ExplainAnswer | undefined {
  const asked = askQuestion(views, question, clocks);
  const view = asked && views.incidentViews.view(asked.stamp.incident.id, clocks);
  const now = view?.questions.find(({ key }) => key === asked?.detail.key);
  if (!asked || !now) return undefined;
  const { from, count } = explainedPart(request);
  const told = explained(asked.opened, now.key, asked.publicAt, { from, count });
  const { claims, claimsInAll, independence, linked, policies } = told;
  const end = from + claims.length;
  return {
    ...asked.stamp,
    status: now.status,
    accounts: now.accounts,
    claims: claims.map((claim) => ({ ...claim, id: asked.opened.claimId(claim.claim)! })),
    claimsInAll,
    next: end < claimsInAll ? encodedPlace([end]) : null,
    independence,
    linked,
    policies,
  };
}

const explainedOnPage = { usually: 50, atMost: 200 };
function explainedPart({ cursor, limit = explainedOnPage.usually }: PageRequest): ExplainedPart {
  const [from = 0] = cursor === undefined ? [] : decodedPlace(cursor, 1);
  return { from: Math.max(0, from), count: Math.min(explainedOnPage.atMost, Math.max(1, limit)) };
}

export interface MatrixAnswer extends QuestionStamp {
  columns: MatrixColumn[];
  rows: (Omit<MatrixRow, 'speaker' | 'cells'> & {
    speaker: Ref[];
    cells: { column: number; claims: (MatrixClaim & { id: string })[] }[];
  })[];
}

/** A question's claims as speaker by value, conflicts first. @throws BadInstant */
export function matrixAnswer(
  views: LedgerViews,
  question: string,
  clocks: Clocks = {},
): MatrixAnswer | undefined {
  const asked = askQuestion(views, question, clocks);
  if (!asked) return undefined;
  const { opened, detail, publicAt, stamp } = asked;
  const { columns, rows } = matrix(opened.dossier, opened.incident, detail.key, publicAt);
  return {
    ...stamp,
    columns,
    rows: rows.map((row) => ({
      ...row,
      speaker: row.speaker.map((source) => opened.source(source)!),
      cells: row.cells.map(({ column, claims }) => ({
        column,
        claims: claims.map((claim) => ({ ...claim, id: opened.claimId(claim.claim)! })),
      })),
    })),
  };
}
