import type { IncidentView, QuestionView } from '../../domain/reconcile/view.js';
import type { IncidentSummary } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { incidentPath, questionPath, withQuery } from '../links.js';
import type { QueueItem, QueuePage, QueueReason } from '../pages/queue-page.js';
import { shortName } from '../parts/claims.js';
import { valueWords, type Labels } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { Casebook } from './casebook.js';
import { likelyPair } from './source.js';

/** Statuses are derived, so a page of the queue looks through so many incidents. */
const incidentsPerPage = 100;
const pairsShown = 20;

export function loadQueue(views: LedgerViews, query: Query, viewer: Viewer): QueuePage {
  const cursor = parameter(query, 'cursor', 1_000);
  const page = views.incidents.list({}, undefined, {
    limit: incidentsPerPage,
    ...(cursor !== '' && { cursor }),
  });
  const items = page.items.flatMap((incident) => {
    const view = views.incidentViews.view(incident.id);
    const dossier = view && views.incidentViews.dossier(incident.id);
    return dossier ? itemsOf(incident, view, new Casebook(dossier)) : [];
  });
  return {
    items,
    likely:
      cursor === ''
        ? views.sources.likelySame({ limit: pairsShown }).items.map((pair) => likelyPair(pair, viewer))
        : [],
    looked: page.items.length,
    next: page.next && withQuery('/queue', { cursor: page.next }),
  };
}

function itemsOf(incident: IncidentSummary, view: IncidentView, book: Casebook): QueueItem[] {
  return view.questions.flatMap((question) =>
    reasonsOf(question, book.labels(`${view.incident}/${question.key}`)).map(({ reason, words }) => ({
      reason,
      words,
      href: questionPath(incident.name, question.key),
      ask: question.ask,
      incident: { href: incidentPath(incident.name), label: incident.title },
    })),
  );
}

function reasonsOf(question: QuestionView, labels: Labels): { reason: QueueReason; words: string }[] {
  const accounts = question.accounts.map(({ value }) => valueWords(value, undefined, labels)).slice(0, 5);
  const among = accounts.join(' / ');
  const ended = question.superseded.filter(({ as }) => as === 'retraction' || as === 'disowned');
  const names = (claims: readonly string[]) => claims.slice(0, 5).map(shortName).join(', ');
  const unattributed = question.accounts.filter(({ origins }) => origins.max === 0).length;
  const found: [QueueReason, boolean, string][] = [
    ['undermined', question.status === 'resolution-undermined', among],
    ['contested', question.status === 'contested', among],
    [
      'divergence',
      question.divergences.length > 0,
      question.divergences
        .slice(0, 3)
        .map((pair) => names(pair))
        .join('; '),
    ],
    ['taken-back', ended.length > 0, names(ended.map(({ claim }) => claim))],
    ['uncompared', question.status === 'uncompared', among],
    [
      'against-unattributed',
      question.status !== 'contested' && unattributed > 0 && unattributed < question.accounts.length,
      among,
    ],
    ['circular', question.circular.length > 0, names(question.circular)],
  ];
  return found.flatMap(([reason, holds, words]) => (holds ? [{ reason, words }] : []));
}
