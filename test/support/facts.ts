import type { QuestionView } from '../../src/domain/reconcile/view.js';
import { listInWords, originsInWords, valueInWords } from '../../src/domain/reconcile/index.js';

/** A question's view as sentences, one fact a line: what docs/METHOD.md quotes and its test looks for. */
export function factsOf(question: QuestionView): string[] {
  const facts = [`status: ${question.status}`, `origins: ${originsInWords(question.origins)}`];
  for (const account of question.accounts) {
    const value = valueInWords(account.value);
    const ruledOut = account.ruledOut ? ', ruled out by linked questions' : '';
    facts.push(
      `account ${value}: ${listInWords(account.claims)} (${originsInWords(account.origins)}${ruledOut})`,
    );
    if (account.statedBy.max !== account.origins.max || account.statedBy.min !== account.origins.min) {
      facts.push(`stated ${value}: ${originsInWords(account.statedBy)}`);
    }
    if (account.agreed) facts.push(`agreed in ${value}: ${valueInWords(account.agreed)}`);
    for (const claim of account.deniedBy) facts.push(`denied ${value}: by ${claim}`);
    for (const claim of account.doubtedBy) facts.push(`doubted ${value}: by ${claim}`);
  }
  for (const { claim, by, as } of question.superseded) facts.push(`ended: ${claim}, ${as} by ${by}`);
  for (const { claim, kind, endedBy } of question.silences) {
    facts.push(`silence: ${claim}, ${kind}${endedBy === null ? '' : `, until ${endedBy}`}`);
  }
  for (const claim of question.circular) facts.push(`circular: ${claim}`);
  for (const pair of question.divergences) facts.push(`relays differ: ${pair.join(' and ')}`);
  if (question.derived) {
    facts.push(
      `derived: ${valueInWords(question.derived.value)}, from ${question.derived.constraints.join('; ')}`,
    );
  }
  for (const { kind, claims } of question.violations) {
    facts.push(`cannot all be true (${kind}): ${listInWords(claims)}`);
  }
  for (const { claim, relation, with: agreed, against } of question.history) {
    const meant = [...agreed, ...against];
    facts.push(`history: ${claim} ${relation}${meant.length > 0 ? ` (${listInWords(meant, 4)})` : ''}`);
  }
  if (question.answer) {
    const { value, low, high, orMore, orFewer, decidedBy } = question.answer;
    const figures = low === null && high === null ? '' : ` ${low ?? '-'} to ${high ?? '-'}`;
    const flags = `${orFewer ? ' or fewer' : ''}${orMore ? ' or more' : ''}`;
    facts.push(
      `answer:${value === null ? '' : ` ${valueInWords(value)}`}${figures}${flags}, by ${decidedBy ?? 'nobody'}`,
    );
  }
  return facts;
}
