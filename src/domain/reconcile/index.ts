import type { Analysis } from './analysis.js';
import { circularOn } from './circular.js';
import { componentsOf, type Component, type ComponentResult } from './components.js';
import type { Account } from './accounts.js';
import type { Dossier, IncidentDossier, QuestionDossier, ResolutionDossier } from './dossier.js';
import { explainQuestion, type ExplainedPart, type Explanation } from './explain.js';
import { lineageOf, type Lineage } from './lineage.js';
import { matrixOf, type Matrix } from './matrix.js';
import { originGroupsOf, type OriginGroups } from './origin-groups.js';
import { answerOf } from './policies.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { recordOn, type OnRecord } from './track-record.js';
import { printInterval, printValue } from './values.js';
import {
  method,
  policyNames,
  type AccountView,
  type AnswerView,
  type IncidentView,
  type PolicyName,
  type QuestionView,
} from './view.js';
import { inPublicationOrder } from './visible.js';

export interface ReconcileRequest {
  publicAt: string | null;
  policy: PolicyName;
}
/** A view as reconciliation has it; whoever asks adds `knownAt` and `position`. */
export type ReconciledView = Omit<IncidentView, 'knownAt' | 'position'>;

/**
 * From claims to the current view of one incident: a pure function of the dossier, the clock of publication and the
 * policy (rules R1 to R11, docs/METHOD.md). Total: what slipped past entry becomes a sentence in `faults`.
 * @throws RangeError the dossier holds no such incident
 */
export function reconcile(dossier: Dossier, incident: string, request: ReconcileRequest): ReconciledView {
  const found = incidentIn(dossier, incident);
  const components = componentsOf(dossier);
  const faults = new Set(dossier.faults);
  const perhaps: VisibleClaim[] = [];
  const questions = found.questions.map((question) => {
    const component = components.get(question.name)!;
    const result = component.at(request.publicAt);
    for (const fault of result.faults()) faults.add(fault);
    perhaps.push(...perhapsOn(component, question, request.publicAt));
    return questionView(result, question, request.policy);
  });
  perhaps.sort(inPublicationOrder);
  return {
    incident: found.name,
    title: found.title,
    publicAt: request.publicAt,
    method,
    policy: request.policy,
    faults: [...faults],
    perhapsPublic: perhaps.map(({ name }) => name),
    questions,
  };
}

const perhapsOn = (
  component: Component,
  question: QuestionDossier,
  publicAt: string | null,
): VisibleClaim[] => {
  const own = new Set(question.claims.map(({ name }) => name));
  return component.casebook.perhapsAt(publicAt).filter(({ name }) => own.has(name));
};

/**
 * Why each claim on a question is in or out of each account, and who counts as an origin (docs/METHOD.md).
 * @throws RangeError the dossier holds no such incident or question
 */
export function explain(
  dossier: Dossier,
  incident: string,
  question: string,
  publicAt: string | null,
  part: ExplainedPart = { from: 0, count: Infinity },
): Explanation {
  const found = questionIn(dossier, incident, question);
  const component = componentsOf(dossier).get(found.name)!;
  return explainQuestion(component.at(publicAt).analysis, found, perhapsOn(component, found, publicAt), part);
}

/**
 * A question's claims as speaker by value, conflicts first.
 * @throws RangeError the dossier holds no such incident or question
 */
export function matrix(
  dossier: Dossier,
  incident: string,
  question: string,
  publicAt: string | null,
): Matrix {
  const found = questionIn(dossier, incident, question);
  return matrixOf(componentsOf(dossier).get(found.name)!.at(publicAt).analysis, found);
}

/**
 * How the origins on one question are counted: who goes back to whom, and by which ties (R3, R7).
 * @throws RangeError the dossier holds no such incident or question
 */
export function originGroups(
  dossier: Dossier,
  incident: string,
  question: string,
  publicAt: string | null,
): OriginGroups {
  const found = questionIn(dossier, incident, question);
  return originGroupsOf(componentsOf(dossier).get(found.name)!.at(publicAt).analysis, found);
}

/**
 * What sources (taken together, by name) said and passed on on each question of an incident, and what befell it.
 * @throws RangeError the dossier holds no such incident
 */
export function trackRecord(
  dossier: Dossier,
  incident: string,
  sources: ReadonlySet<string>,
  publicAt: string | null,
): (OnRecord & { question: string })[] {
  const components = componentsOf(dossier);
  return incidentIn(dossier, incident).questions.map((question) => ({
    question: question.key,
    ...recordOn(components.get(question.name)!.at(publicAt).analysis, question, sources),
  }));
}

/** Through whom a claim came, and whose words it is; undefined for one that is not there, or not public by then. */
export function lineage(dossier: Dossier, claim: string, publicAt: string | null): Lineage | undefined {
  const home = dossier.incidents
    .flatMap((incident) => incident.questions)
    .find((question) => question.claims.some(({ name }) => name === claim));
  if (!home) return undefined;
  const { analysis } = componentsOf(dossier).get(home.name)!.at(publicAt);
  const found = analysis.sayings.byName.get(claim);
  return found && lineageOf(analysis, found);
}

/**
 * What each of the policies answers on one question; null: it chooses nothing.
 * @throws RangeError the dossier holds no such incident or question
 */
export function policiesSideBySide(
  dossier: Dossier,
  incident: string,
  question: string,
  publicAt: string | null,
): { policy: PolicyName; answer: AnswerView | null }[] {
  const found = questionIn(dossier, incident, question);
  const { analysis } = componentsOf(dossier).get(found.name)!.at(publicAt);
  return policyNames.map((policy) => ({ policy, answer: answerOf(analysis, found, policy) }));
}

/**
 * The dossier as it would be if an editor resolved a question now, having seen all that is there.
 * @throws RangeError the dossier holds no such incident or question
 */
export function withResolution(
  dossier: Dossier,
  incident: string,
  question: string,
  resolution: Pick<ResolutionDossier, 'value' | 'claims' | 'reason'>,
): Dossier {
  const found = questionIn(dossier, incident, question);
  const resolved = { ...found, resolution: { ...resolution, method, unseen: { publishedAfter: null } } };
  return {
    ...dossier,
    incidents: dossier.incidents.map((one) => ({
      ...one,
      questions: one.questions.map((other) => (other === found ? resolved : other)),
    })),
  };
}

function incidentIn(dossier: Dossier, incident: string): IncidentDossier {
  const found = dossier.incidents.find(({ name }) => name === incident);
  if (!found) throw new RangeError(`the dossier holds no incident ${incident}`);
  return found;
}
function questionIn(dossier: Dossier, incident: string, question: string): QuestionDossier {
  const found = incidentIn(dossier, incident).questions.find(({ key }) => key === question);
  if (!found) throw new RangeError(`the incident ${incident} has no question ${question}`);
  return found;
}

/** All but the answer is the same for every policy, and kept with what it was worked out from. */
const withoutAnswer = new WeakMap<ComponentResult, Map<string, Omit<QuestionView, 'answer'>>>();

function questionView(result: ComponentResult, question: QuestionDossier, policy: PolicyName): QuestionView {
  const known = withoutAnswer.get(result) ?? new Map<string, Omit<QuestionView, 'answer'>>();
  withoutAnswer.set(result, known);
  const view = known.get(question.name) ?? viewOf(result, question);
  known.set(question.name, view);
  return { ...view, answer: answerOf(result.analysis, question, policy) };
}

function viewOf(result: ComponentResult, question: QuestionDossier): Omit<QuestionView, 'answer'> {
  const { analysis } = result;
  const now = analysis.question(question);
  return {
    key: question.key,
    ask: question.ask,
    type: question.type,
    ...(question.unit === undefined ? {} : { unit: question.unit }),
    status: analysis.status(question),
    origins: now.counter.range(now.counting),
    accounts: now.accounts.map((account, place) =>
      accountView(analysis, question, account, now.ruledOut[place] ?? false),
    ),
    superseded: endedOn(analysis, question),
    silences: now.silences.map(({ claim, end }) => ({
      claim: claim.name,
      kind: claim.claim.silence!,
      endedBy: end?.by.name ?? null,
    })),
    circular: circularOn(analysis, question).map(({ name }) => name),
    divergences: now.divergences.map(([a, b]) => [a.name, b.name]),
    derived: now.derived && {
      value: printInterval(now.derived.value, question.type),
      constraints: now.derived.constraints,
      claims: names(now.derived.claims),
    },
    violations: now.violations.map((violation) => ({ ...violation, claims: names(violation.claims) })),
    history: [...result.history(question)],
  };
}

const names = (sayings: readonly Saying[]): string[] => sayings.map(({ name }) => name);

function accountView(
  analysis: Analysis,
  question: QuestionDossier,
  account: Account,
  ruledOut: boolean,
): AccountView {
  const { counter } = analysis.question(question);
  const agreed = counter.agreed(account.counting);
  const about = (effect: 'denies' | 'doubts'): string[] => {
    const words = account.sayings.flatMap((saying) =>
      effect === 'denies'
        ? analysis.denials(saying)
        : analysis.words.on(saying.name).filter((word) => word.effect === 'doubts'),
    );
    const by = [...new Set(words.map((word) => word.by))].sort((a, b) => a.order - b.order);
    return by.map(({ name }) => name);
  };
  const dated = account.sayings.map(({ claim }) => claim.claim.publishedAt).filter((at) => at !== undefined);
  return {
    value: printValue(account.value, account.sayings, question),
    claims: names(account.sayings),
    origins: counter.range(account.sayings),
    statedBy: counter.statedBy(account.counting).range,
    agreed: agreed && printValue(agreed, account.counting, question),
    ruledOut,
    deniedBy: about('denies'),
    doubtedBy: about('doubts'),
    firstReport: dated[0] ?? null,
    lastReport: dated.at(-1) ?? null,
  };
}

/** Values, and responses without one, that no longer stand, in R1's order. */
function endedOn(analysis: Analysis, question: QuestionDossier): QuestionView['superseded'] {
  const now = analysis.question(question);
  const values = now.sayings.flatMap(({ claim, name }) => {
    const end = now.ends.get(name);
    return end ? [{ claim, end }] : [];
  });
  const given = new Set(now.sayings.map(({ name }) => name));
  const responses = analysis.sayings.respondingOn(question.name).flatMap((claim) => {
    if (given.has(claim.name)) return [];
    const end = analysis.standings.endByWord(claim.name);
    return end ? [{ claim, end }] : [];
  });
  return [...values, ...responses]
    .sort((a, b) => a.claim.order - b.claim.order)
    .map(({ claim, end }) => ({ claim: claim.name, by: end.by.name, as: end.as }));
}

export { diffViews, type QuestionChange } from './diff.js';
export type { Lineage } from './lineage.js';
export type { Matrix, MatrixClaim, MatrixColumn, MatrixRow } from './matrix.js';
export type { OriginGroup, OriginGroups, OriginPair, RootGroup } from './origin-groups.js';
export { claimParts, noOrigins, type ClaimPart, type NoOrigin } from './parts.js';
export { mishaps, type Befallen, type Mishap, type OnRecord } from './track-record.js';
export type { TieStep } from './ways.js';
export type { ExplainedClaim, ExplainedIndependence, ExplainedPart, Explanation } from './explain.js';
export { endingInWords, listInWords, originsInWords, relationInWords, valueInWords } from './words.js';
