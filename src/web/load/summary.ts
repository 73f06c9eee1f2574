import type { ClaimSummary } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Labels } from '../parts/words.js';
import { saysOf } from './casebook.js';

/** What a claim says, for pages that show claims of many questions. */
export function summarySays(views: LedgerViews, claim: ClaimSummary): string {
  const question = claim.question === null ? undefined : views.questions.get(claim.question.id);
  const { value, silence, response } = claim;
  const labels: Labels = {
    categories: Object.fromEntries((question?.categories ?? []).map(({ key, label }) => [key, label])),
    sources: value && 'source' in value ? sourceLabel(views, value.source) : {},
  };
  return saysOf(
    {
      ...(value && { value }),
      ...(silence && { silence }),
      ...(response && { response: { stance: response.stance, to: response.to.map(({ name }) => name) } }),
    },
    question?.unit,
    labels,
  );
}

function sourceLabel(views: LedgerViews, name: string): Record<string, string> {
  const ref = views.names.ref(name);
  return ref ? { [name]: ref.label || ref.name } : {};
}
