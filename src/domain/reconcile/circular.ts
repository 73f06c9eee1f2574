import type { Analysis } from './analysis.js';
import type { QuestionDossier } from './dossier.js';
import type { VisibleClaim } from './sayings.js';

/**
 * In R1's order: values that have no origin for that reason (R3), and silences and responses whose chain returns to a
 * source in it.
 */
export function circularOn(analysis: Analysis, question: QuestionDossier): VisibleClaim[] {
  const { sayings, silences } = analysis.question(question);
  const others = [...silences.map(({ claim }) => claim), ...analysis.sayings.respondingOn(question.name)];
  const circular = new Set([
    ...sayings.filter((saying) => saying.circular).map(({ claim }) => claim),
    ...others.filter(({ returns }) => returns),
  ]);
  return [...circular].sort((a, b) => a.order - b.order);
}
