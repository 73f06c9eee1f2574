import { Analysis } from './analysis.js';
import type { Account } from './accounts.js';
import type { Dossier, QuestionDossier } from './dossier.js';
import { historyOf } from './history.js';
import { answerOf } from './policies.js';
import type { Saying, VisibleClaim } from './sayings.js';
import { printInterval, printValue } from './values.js';
import { method, type AccountView, type IncidentView, type PolicyName, type QuestionView } from './view.js';
import { Casebook } from './visible.js';

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
  const found = dossier.incidents.find(({ name }) => name === incident);
  if (!found) throw new RangeError(`the dossier holds no incident ${incident}`);
  const casebook = casebookOf(dossier);
  const visible = casebook.visibleAt(request.publicAt);
  const analysis = new Analysis(casebook, visible, request.publicAt === null);
  const questions = found.questions.map((question) =>
    questionView(analysis, visible, question, request.policy),
  );
  const own = new Set(found.questions.map(({ name }) => name));
  const perhaps = casebook.perhapsAt(request.publicAt).filter((claim) => standsIn(casebook, claim, own));
  return {
    incident: found.name,
    title: found.title,
    publicAt: request.publicAt,
    method,
    policy: request.policy,
    faults: [...new Set([...casebook.faults, ...casebook.sources.faults, ...analysis.sayings.faults])],
    perhapsPublic: perhaps.map(({ name }) => name),
    questions,
  };
}

const casebooks = new WeakMap<Dossier, Casebook>();
function casebookOf(dossier: Dossier): Casebook {
  const known = casebooks.get(dossier);
  if (known) return known;
  const made = new Casebook(dossier);
  casebooks.set(dossier, made);
  return made;
}

const standsIn = (casebook: Casebook, { name }: VisibleClaim, questions: ReadonlySet<string>): boolean =>
  [...questions].some((question) =>
    casebook.questions.get(question)?.claims.some((claim) => claim.name === name),
  );

function questionView(
  analysis: Analysis,
  visible: readonly VisibleClaim[],
  question: QuestionDossier,
  policy: PolicyName,
): QuestionView {
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
    circular: circularOn(analysis, question),
    divergences: now.divergences.map(([a, b]) => [a.name, b.name]),
    derived: now.derived && {
      value: printInterval(now.derived.value, question.type),
      constraints: now.derived.constraints,
      claims: names(now.derived.claims),
    },
    violations: now.violations.map((violation) => ({ ...violation, claims: names(violation.claims) })),
    history: historyOf(analysis.casebook, visible, question),
    answer: answerOf(analysis, question, policy),
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

/** Values that have no origin for that reason, and silences and responses whose chain returns to a source in it. */
function circularOn(analysis: Analysis, question: QuestionDossier): string[] {
  const { sayings, silences } = analysis.question(question);
  const others = [...silences.map(({ claim }) => claim), ...analysis.sayings.respondingOn(question.name)];
  const circular = new Set([
    ...sayings.filter((saying) => saying.circular).map(({ claim }) => claim),
    ...others.filter(({ returns }) => returns),
  ]);
  return [...circular].sort((a, b) => a.order - b.order).map(({ name }) => name);
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
