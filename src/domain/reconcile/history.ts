import type { QuestionDossier } from './dossier.js';
import { GrowingHistory } from './growing-history.js';
import { historiesByPrefix } from './history-by-prefix.js';
import { linkedGroups } from './linked-groups.js';
import { Sayings } from './origins.js';
import type { VisibleClaim } from './sayings.js';
import type { Told } from './telling.js';
import type { Casebook } from './visible.js';

/**
 * The histories of conflicting reports (R10) of all questions, by name: what each claim did when it appeared. Where
 * claims speak of claims, where questions are linked or a chain may lead back to itself, every claim is judged by all
 * that follows from those before it; elsewhere what stood is carried from claim to claim.
 */
export function historiesOf(
  casebook: Casebook,
  visible: readonly VisibleClaim[],
): ReadonlyMap<string, Told[]> {
  if (!standAlone(casebook, visible)) return historiesByPrefix(casebook, visible);
  const sayings = new Sayings(casebook, visible);
  const questions = [...casebook.questions.values()];
  if (!questions.every((question) => GrowingHistory.tells(casebook, sayings, question))) {
    return historiesByPrefix(casebook, visible);
  }
  return new Map(questions.map((question) => [question.name, told(casebook, sayings, question)]));
}

function standAlone(casebook: Casebook, visible: readonly VisibleClaim[]): boolean {
  return (
    linkedGroups(casebook.dossier, casebook).length === 0 &&
    visible.every(({ claim }) => !claim.response && claim.supersedes.length === 0)
  );
}

function told(casebook: Casebook, sayings: Sayings, question: QuestionDossier): Told[] {
  const history = new GrowingHistory(casebook, sayings, question);
  const said = new Map(sayings.on(question.name).map((saying) => [saying.claim, saying]));
  return sayings.visible
    .filter((claim) => said.has(claim) || (claim.claim.silence !== undefined && claim.question === question))
    .map((claim) => ({ claim: claim.name, ...history.tell(claim, said.get(claim)) }));
}
