import type { QuestionView } from '../domain/reconcile/view.js';
import type { ClaimSummary, Clocks, Ref } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { silenceWords, valueWords } from '../web/parts/words.js';
import type { Caption, Captions } from './say-view.js';

/** Captions out of the views, each looked up when it is first asked for. */
export function captionsFrom(views: LedgerViews, incident: string, clocks: Clocks): Captions {
  const known = new Map<string, Caption | undefined>();
  const questions = new Map(
    views.incidents.get(incident, knownOnly(clocks))?.questionList.map(({ key, id }) => [key, id]),
  );
  return {
    claim(name) {
      if (!known.has(name)) known.set(name, find(views, clocks, name));
      return known.get(name);
    },
    labels: (question) => ({
      categories: categoryLabels(views, questions.get(question.key)),
      sources: sourceLabels(views, question),
    }),
  };
}

const knownOnly = ({ knownAt }: Clocks): Clocks => (knownAt === undefined ? {} : { knownAt });

function categoryLabels(views: LedgerViews, question: string | undefined): Record<string, string> {
  const categories = question === undefined ? undefined : views.questions.get(question)?.categories;
  return Object.fromEntries((categories ?? []).map(({ key, label }) => [key, label]));
}

/** Of the sources that stand as values in the question's accounts. */
function sourceLabels(views: LedgerViews, { accounts, answer }: QuestionView): Record<string, string> {
  const values = [...accounts.map(({ value }) => value), answer?.value ?? null];
  const names = values.flatMap((value) => {
    if (value === null) return [];
    if ('sources' in value) return value.sources;
    return 'source' in value ? [value.source] : [];
  });
  return Object.fromEntries(names.map((name) => [name, sourceLabel(views, name)]));
}

function find(views: LedgerViews, clocks: Clocks, name: string): Caption | undefined {
  const resolved = views.names.resolve('claim', name);
  if (resolved.found !== 'one') return undefined;
  const claim = views.claims.get(resolved.thing.id, knownOnly(clocks));
  return claim && caption(claim, views);
}

function caption(claim: ClaimSummary, views: LedgerViews): Caption {
  const chain = [...new Map(claim.chain.map((source) => [source.id, source])).values()];
  const origin = chain.at(-1);
  const named = claim.lineageRecorded && !claim.inferred;
  return {
    when: claim.publishedAt ?? '',
    who: whose(claim, named ? origin : undefined),
    through: (named ? chain.slice(0, -1) : chain).map(({ label }) => label),
    says: says(claim, views),
    quote: claim.citation?.exact ?? '',
  };
}

function whose(claim: ClaimSummary, origin: Ref | undefined): string {
  if (claim.inferred) return 'worked out by the recorder';
  if (!origin) return 'a source that is not recorded';
  return [origin, ...claim.jointly].map(({ label }) => label).join(' and ');
}

function says(claim: ClaimSummary, views: LedgerViews): string {
  const parts: string[] = [];
  if (claim.silence) parts.push(silenceWords[claim.silence]);
  if (claim.value) {
    const question = claim.question && views.questions.get(claim.question.id);
    const words = valueWords(claim.value, question?.unit, {
      categories: categoryLabels(views, claim.question?.id),
      sources:
        'source' in claim.value ? { [claim.value.source]: sourceLabel(views, claim.value.source) } : {},
    });
    parts.push(claim.hedge === undefined ? words : `${claim.hedge} ${words}`);
  }
  if (claim.response)
    parts.push(`${claim.response.stance} ${claim.response.to.map(({ name }) => name).join(', ')}`);
  return parts.join('; ');
}

function sourceLabel(views: LedgerViews, name: string): string {
  const resolved = views.names.resolve('source', name);
  return resolved.found === 'one' ? resolved.thing.label : name;
}
