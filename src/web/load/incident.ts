import type { IncidentView, QuestionView } from '../../domain/reconcile/view.js';
import type { IncidentDetail, Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { diffPath, incidentPath, questionPath, withQuery } from '../links.js';
import type { ClockControls, IncidentPage } from '../pages/incident-page.js';
import type { QuestionPanel } from '../parts/question.js';
import { outletsOf } from '../parts/claims.js';
import { instantWords } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import { clocksOf, type AskedView } from './asked.js';
import { Casebook, claimsNamed } from './casebook.js';
import { quotesOf } from './quotes.js';
import { recordOf } from './record.js';
import { publicationSpan } from './publication.js';
import { timelineOf } from './timeline.js';

/** Reports listed under a question on the page of its incident; all of them stand on its own page. */
const reportsListed = 40;
/** Outlets are counted one by one up to here; of more claims their number is told instead. */
const outletsCounted = 2_000;

export interface OpenedCase {
  detail: IncidentDetail;
  view: IncidentView;
  book: Casebook;
}

/** An incident at the two clocks, or undefined where the record did not hold it then. */
export function openCase(views: LedgerViews, incident: Ref, asked: AskedView): OpenedCase | undefined {
  const clocks = clocksOf(asked);
  const detail = views.incidents.get(incident.id, clocks);
  const view = views.incidentViews.view(incident.id, { ...clocks, policy: asked.policy });
  const dossier = views.incidentViews.dossier(incident.id, clocks.knownAt);
  if (!detail || !view || !dossier) return undefined;
  return { detail, view, book: new Casebook(dossier, quotesOf(views, incident, clocks.knownAt)) };
}

export async function loadIncident(
  views: LedgerViews,
  incident: Ref,
  asked: AskedView,
  viewer: Viewer,
): Promise<IncidentPage | undefined> {
  const opened = openCase(views, incident, asked);
  if (!opened) return undefined;
  const { detail, view, book } = opened;
  const { questions, ...rest } = view;
  const panels = questions.map((question) => panelOf(opened, question, asked, reportsListed));
  const named = new Set(panels.flatMap((panel) => [...claimsNamed(panel.question)]));
  for (const claim of view.perhapsPublic.slice(0, reportsListed)) named.add(claim);
  return {
    href: incidentPath(detail.name),
    view: rest,
    panels,
    cards: book.cards(named),
    occurredAt: detail.occurredAt ?? null,
    timeZone: detail.timeZone ?? null,
    place: detail.place ?? null,
    description: detail.description ?? null,
    parts: detail.parts.map(linkOf),
    partOf: detail.partOf && linkOf(detail.partOf),
    constraints: detail.constraints.map((constraint) => constraint.text),
    diff: diffHref(detail.name, asked),
    clocks: clockControls(incidentPath(detail.name), asked, momentsOf(opened)),
    acts: incidentActs(detail, viewer),
    record: await recordOf(views, incident, viewer),
  };
}

/** From the instant that is shown on; of the two clocks the one that was turned back alone. */
function diffHref(incident: string, { publicAt, knownAt }: AskedView): string {
  const clock = publicAt !== null && knownAt === null ? 'publicAt' : null;
  return withQuery(diffPath(incident), { clock, from: knownAt ?? publicAt });
}

const linkOf = (incident: Ref) => ({
  href: incidentPath(incident.name),
  label: incident.label || incident.name,
});

/** A question's view as a page shows it, its history from `start` on cut to `length`. */
export function panelOf(
  { detail, view, book }: OpenedCase,
  question: QuestionView,
  asked: AskedView,
  length: number,
  start = 0,
): QuestionPanel {
  const labels = book.labels(`${view.incident}/${question.key}`);
  const clock = asked.publicAt === null ? undefined : publicationSpan(asked.publicAt, 'UTC');
  return {
    question: { ...question, history: question.history.slice(start, start + length) },
    href: withQuery(questionPath(detail.name, question.key), {
      publicAt: asked.publicAt,
      knownAt: asked.knownAt,
      policy: asked.policy === 'accounts@1' ? null : asked.policy,
    }),
    labels: trimmed(labels, question),
    outlets: question.accounts.map(({ claims }) =>
      claims.length > outletsCounted ? null : outletsOf(book.cards(claims), claims),
    ),
    reports: question.history.length,
    timeline: timelineOf(question, labels, book, clock?.to ?? null),
  };
}

/** Labels of the sources are needed where sources are the values, and only then. */
const trimmed = (labels: QuestionPanel['labels'], question: QuestionView): QuestionPanel['labels'] =>
  question.type === 'source' ? labels : { categories: labels.categories, sources: {} };

/** When something of the incident surely became public, in order, each moment once. */
export function momentsOf({ view, book }: OpenedCase): number[] {
  const own = book.dossier.incidents.find(({ name }) => name === view.incident);
  const moments = new Set<number>();
  for (const question of own?.questions ?? []) {
    for (const claim of question.claims) {
      const span = publicationSpan(claim.publishedAt, claim.timeZone);
      if (span) moments.add(span.to);
    }
  }
  return [...moments].sort((a, b) => a - b);
}

export function clockControls(href: string, asked: AskedView, moments: readonly number[]): ClockControls {
  const { publicAt, knownAt, policy } = asked;
  // Now shows what the last report showed: the step before it is the first that shows less.
  const last = moments.at(-1) ?? Infinity;
  const shown = publicAt === null ? last : (publicationSpan(publicAt, 'UTC')?.to ?? last);
  const address = (at: string | null) =>
    withQuery(href, { publicAt: at, knownAt, policy: policy === 'accounts@1' ? null : policy });
  const step = (moment: number | undefined, words: string) => {
    if (moment === undefined) return null;
    const at = new Date(moment).toISOString().replace(':00.000Z', 'Z').replace('.000Z', 'Z');
    return { href: address(at), label: `${words}: ${instantWords(at)}` };
  };
  return {
    href,
    publicAt,
    knownAt,
    policy,
    problem: asked.problem,
    earlier: step(
      moments.findLast((moment) => moment < shown),
      '← Report before',
    ),
    later: step(
      moments.find((moment) => moment > shown),
      'Report after →',
    ),
    now:
      publicAt === null && knownAt === null
        ? null
        : withQuery(href, { policy: policy === 'accounts@1' ? null : policy }),
  };
}

function incidentActs(detail: IncidentDetail, viewer: Viewer): IncidentPage['acts'] {
  const here = incidentPath(detail.name);
  return [
    ...(viewer.can('record')
      ? [
          { href: withQuery('/claims/new', { incident: detail.name }), label: 'Record a claim' },
          { href: `${here}/questions/new`, label: 'Raise questions' },
          { href: `${here}/describe`, label: 'Describe' },
          { href: `${here}/link`, label: 'Link questions' },
        ]
      : []),
    ...(viewer.can('resolve') ? [{ href: `${here}/place`, label: 'Place under another' }] : []),
  ];
}
