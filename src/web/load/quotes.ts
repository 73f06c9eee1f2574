import { LRUCache } from 'lru-cache';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';

/** Exact words are read for so many of an incident's first claims. */
const quotesRead = 400;

/** What claims quote, by their names. Ids are of one ledger alone, and what is recorded moves the position. */
const known = new LRUCache<string, ReadonlyMap<string, string>>({ max: 40 });

/** The exact words of an incident's claims: half the work of its page, and the same until something is recorded. */
export function quotesOf(
  views: LedgerViews,
  incident: Ref,
  knownAt: string | undefined,
): ReadonlyMap<string, string> {
  const key = `${incident.id} ${views.position() ?? ''} ${knownAt ?? ''}`;
  const found = known.get(key);
  if (found) return found;
  const quotes = readQuotes(views, incident, knownAt);
  known.set(key, quotes);
  return quotes;
}

function readQuotes(views: LedgerViews, incident: Ref, knownAt: string | undefined): Map<string, string> {
  const quotes = new Map<string, string>();
  let cursor: string | undefined;
  do {
    const page = views.claims.list({ incident: incident.id }, knownAt === undefined ? {} : { knownAt }, {
      limit: 200,
      ...(cursor !== undefined && { cursor }),
    });
    for (const claim of page.items) if (claim.citation) quotes.set(claim.name, claim.citation.exact);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && quotes.size < quotesRead);
  return quotes;
}
