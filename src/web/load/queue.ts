import type { Need } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { needKinds, type NeedKind } from '../../read/need-kinds.js';
import { incidentPath, questionPathOf, withQuery } from '../links.js';
import type { QueueGroup, QueueItem, QueuePage } from '../pages/queue-page.js';
import type { LikelyPair } from '../pages/sources-page.js';
import { shortName } from '../parts/claims.js';
import { valueWords, type Labels } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { likelyPair } from './source.js';

/** Of each kind on the page of all, and of the one that is shown alone. */
const fewShown = 10;
const manyShown = 50;
const claimsNamed = 5;

export async function loadQueue(views: LedgerViews, query: Query, viewer: Viewer): Promise<QueuePage> {
  const isComplete = await views.attention.ready();
  const kind = needKinds.find((name) => name === parameter(query, 'kind')) ?? null;
  const cursor = parameter(query, 'cursor', 1_000);
  const groups = (kind === null ? needKinds : [kind]).map((one): QueueGroup => {
    const page = views.attention.list(
      { kind: one },
      kind === null ? { limit: fewShown } : { limit: manyShown, ...(cursor !== '' && { cursor }) },
    );
    const next = kind === null ? {} : { cursor: page.next };
    return {
      kind: one,
      items: page.items.filter(({ incident }) => incident !== null).map((need) => itemOf(views, need)),
      pairs: page.items.flatMap((need) => pairsOf(need, viewer)),
      next: page.next && withQuery('/queue', { kind: one, ...next }),
    };
  });
  return { kind, groups: groups.filter(({ items, pairs }) => items.length + pairs.length > 0), isComplete };
}

function itemOf(views: LedgerViews, need: Need): QueueItem {
  const [question] = need.things;
  return {
    kind: need.kind,
    href: questionPathOf(question!.name),
    ask: question!.label || question!.name,
    incident: { href: incidentPath(need.incident!.name), label: need.incident!.label },
    words: wordsOf(views, need),
    why: need.why,
    since: need.since.recordedAt,
  };
}

/** The values that stand against each other, else the claims that it is about. */
function wordsOf(views: LedgerViews, { things, values, claims, claimCount }: Need): string {
  if (values.length === 0) {
    const more = claimCount > claimsNamed ? [`${claimCount - claimsNamed} more`] : [];
    return [...claims.slice(0, claimsNamed).map(({ name }) => shortName(name)), ...more].join(', ');
  }
  const categories = views.questions.get(things[0]!.id)?.categories ?? [];
  const sources = values.flatMap((value) =>
    'source' in value ? [value.source] : 'sources' in value ? value.sources : [],
  );
  const labels: Labels = {
    categories: Object.fromEntries(categories.map(({ key, label }) => [key, label])),
    sources: Object.fromEntries(
      sources.flatMap((name) => {
        const resolved = views.names.resolve('source', name);
        return resolved.found === 'one' ? [[name, resolved.thing.label]] : [];
      }),
    ),
  };
  return values.map((value) => valueWords(value, undefined, labels)).join(' / ');
}

function pairsOf({ kind, things, shared }: Need, viewer: Viewer): LikelyPair[] {
  if (kind !== ('likely-same-sources' satisfies NeedKind)) return [];
  const [source, ...others] = things;
  return others.map((other, index) =>
    likelyPair({ source: source!, other, because: shared[index] ?? '' }, viewer),
  );
}
