import type { AuditFilter } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { withQuery } from '../links.js';
import type { AuditPage } from '../pages/audit-page.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { readClock } from './publication.js';
import { auditRecord, eventTypes } from './record.js';

export async function loadAudit(views: LedgerViews, query: Query, viewer: Viewer): Promise<AuditPage> {
  const typed = {
    actor: parameter(query, 'actor', 200),
    type: parameter(query, 'type', 100),
    thing: parameter(query, 'thing', 36),
    from: parameter(query, 'from'),
    to: parameter(query, 'to'),
  };
  const from = readClock(typed.from);
  const to = readClock(typed.to);
  const filter: AuditFilter = {
    ...(typed.actor !== '' && { actor: typed.actor }),
    ...(typed.type !== '' && { type: typed.type }),
    ...(typed.thing !== '' && { thing: typed.thing }),
    ...('at' in from && from.at !== null && { from: from.at }),
    ...('at' in to && to.at !== null && { to: to.at }),
    order: 'newest',
  };
  const cursor = parameter(query, 'cursor', 1_000);
  const page = views.audit.list(filter, { limit: 100, ...(cursor !== '' && { cursor }) });
  const problems = [from, to].flatMap((read) => ('problem' in read ? [read.problem] : []));
  return {
    filter: typed,
    types: eventTypes,
    problem: problems.length === 0 ? null : problems.join(' '),
    entries: await auditRecord(page.items, viewer),
    next: page.next && withQuery('/audit', { ...typed, cursor: page.next }),
  };
}
