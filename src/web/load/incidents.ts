import type { AuditEntry, IncidentFilter, IncidentSummary } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { incidentPath, withQuery } from '../links.js';
import {
  listFilters,
  type IncidentRow,
  type IncidentsPage,
  type ListFilter,
} from '../pages/incidents-page.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { didWords, thingLink } from './record.js';

const rowsShown = 25;
const hitsShown = 20;
const newsShown = 100;

export async function loadIncidents(
  views: LedgerViews,
  query: Query,
  viewer: Viewer,
  seen: string | undefined,
): Promise<IncidentsPage> {
  const text = parameter(query, 'text', 200);
  const filter = listFilters.find((name) => name === parameter(query, 'filter')) ?? null;
  const lastLook = seen !== undefined && !Number.isNaN(Date.parse(seen)) ? seen : null;
  const news = lastLook === null ? { items: [], next: null } : newsSince(views, lastLook);
  const changes = changesByIncident(views, news.items);
  const cursor = parameter(query, 'cursor', 1_000);
  if (filter !== null) await views.attention.ready();
  const listed = views.incidents.list(filterOf(filter, text, changes), undefined, {
    limit: rowsShown,
    ...(cursor !== '' && { cursor }),
  });
  return {
    text,
    filter,
    rows: listed.items.map((incident) => rowOf(views, incident, changes.get(incident.id) ?? 0)),
    hits: text === '' ? [] : hitsOf(views, text),
    next: listed.next && withQuery('/', { text, filter, cursor: listed.next }),
    lastLook,
    news: await Promise.all(news.items.map((entry) => newsItem(entry, viewer))),
    moreNews: news.next !== null,
    mayRecord: viewer.can('record'),
  };
}

function filterOf(
  filter: ListFilter | null,
  text: string,
  changes: ReadonlyMap<string, number>,
): IncidentFilter {
  const searched = text === '' ? {} : { text };
  if (filter === null) return searched;
  if (filter === 'changed') return { ...searched, among: [...changes.keys()] };
  return filter === 'needs-a-human' ? { ...searched, need: 'any' } : { ...searched, status: filter };
}

function rowOf(views: LedgerViews, incident: IncidentSummary, changes: number): IncidentRow {
  return {
    name: incident.name,
    href: incidentPath(incident.name),
    title: incident.title,
    place: incident.place ?? null,
    occurredAt: incident.occurredAt ?? null,
    timeZone: incident.timeZone ?? null,
    partOf: incident.partOf && incident.partOf.label,
    questions: incident.questions,
    claims: incident.claims,
    statuses: views.attention.ofIncident(incident.id)?.statuses ?? [],
    changes,
  };
}

const hitsOf = (views: LedgerViews, text: string): IncidentsPage['hits'] =>
  views.search.find({ text }, undefined, { limit: hitsShown }).items.map((hit) => ({
    ...thingLink(hit.thing),
    text: hit.text,
    marks: hit.marks,
  }));

const newsSince = (views: LedgerViews, from: string) =>
  views.audit.list({ from, order: 'newest' }, { limit: newsShown });

async function newsItem(entry: AuditEntry, viewer: Viewer): Promise<IncidentsPage['news'][number]> {
  const link = entry.thing ? thingLink(entry.thing) : { href: '/audit', label: entry.stream };
  return {
    words: didWords(entry.type),
    href: link.href,
    label: link.label,
    actor: entry.actor,
    actorName: await viewer.nameOf(entry.actor),
    recordedAt: entry.recordedAt,
  };
}

/** Which incidents the changed things belong to; sources and documents belong to none. */
function changesByIncident(views: LedgerViews, entries: readonly AuditEntry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { thing } of entries) {
    const incident =
      thing?.kind === 'incident'
        ? thing.id
        : thing?.kind === 'claim'
          ? views.claims.get(thing.id)?.incident.id
          : thing?.kind === 'question'
            ? views.questions.get(thing.id)?.incident.id
            : undefined;
    if (incident !== undefined) counts.set(incident, (counts.get(incident) ?? 0) + 1);
  }
  return counts;
}
