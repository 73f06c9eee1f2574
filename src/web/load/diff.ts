import type { QuestionChange } from '../../domain/reconcile/index.js';
import type { Status } from '../../domain/reconcile/view.js';
import type { Clocks, Ref, ViewDiff } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { clockMoment } from '../../read/moments.js';
import { claimPath, diffPath, incidentPath, questionPath, questionPathOf, withQuery } from '../links.js';
import type { ChangedQuestion, DiffPage } from '../pages/diff-page.js';
import type { Cards } from '../parts/claims.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { openCase, type OpenedCase } from './incident.js';
import { readClock } from './publication.js';
import { recordOfAll } from './record.js';

type Clock = DiffPage['asked']['clock'];

/** What was typed: one clock moves from one instant to another, the other may be held still. */
interface AskedDiff {
  clock: Clock;
  from: string | null;
  to: string | null;
  held: string | null;
  problem: string | null;
}

export async function loadDiff(
  views: LedgerViews,
  incident: Ref,
  query: Query,
  viewer: Viewer,
): Promise<DiffPage | undefined> {
  const asked = askedDiff(query);
  const before = clocksAt(asked, asked.from);
  // The form stands whatever was typed into it.
  const after = asked.problem === null ? clocksAt(asked, asked.to) : {};
  const now = openAt(views, incident, after);
  if (!now) return undefined;
  const page: DiffPage = {
    href: diffPath(now.detail.name),
    incident: { href: incidentPath(now.detail.name), label: now.view.title },
    asked,
    questions: null,
    cards: {},
    events: [],
    published: [],
    leftOut: 0,
    timeZone: now.detail.timeZone ?? null,
  };
  if (asked.from === null || asked.problem !== null) return page;
  const diff = await views.incidentViews.diff(incident.id, { from: before, to: after });
  if (!diff) return undefined;
  const then = openAt(views, incident, before);
  return {
    ...page,
    questions: diff.questions.map((change) => changedQuestion(change, now, then)),
    cards: { ...cardsOf(diff, then), ...cardsOf(diff, now) },
    events: await recordOfAll(views, diff.events, viewer),
    published: diff.published.map(({ claim, question, publishedAt }) => ({
      claim: { href: claimPath(claim.name), label: claim.name },
      question: { href: questionPathOf(question.name), label: question.label || question.name },
      publishedAt,
    })),
    leftOut: diff.leftOut,
  };
}

function askedDiff(query: Query): AskedDiff {
  const clock: Clock = parameter(query, 'clock') === 'publicAt' ? 'publicAt' : 'knownAt';
  const read = ['from', 'to', 'held'].map((name) => readClock(parameter(query, name)));
  const [from, to, held] = read.map((one) => ('at' in one ? one.at : null));
  const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (from && to && clockMoment(from) > clockMoment(to)) {
    problems.push('The first instant is later than the second: turn the two round.');
  }
  return {
    clock,
    from: from ?? null,
    to: to ?? null,
    held: held ?? null,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

function clocksAt({ clock, held }: AskedDiff, at: string | null): Clocks {
  const other = clock === 'knownAt' ? 'publicAt' : 'knownAt';
  return { ...(at !== null && { [clock]: at }), ...(held !== null && { [other]: held }) };
}

const openAt = (views: LedgerViews, incident: Ref, { publicAt, knownAt }: Clocks): OpenedCase | undefined =>
  openCase(views, incident, {
    publicAt: publicAt ?? null,
    knownAt: knownAt ?? null,
    policy: 'accounts@1',
    problem: null,
  });

function changedQuestion(
  { question: key, status, appeared, disappeared, sentences }: QuestionChange,
  now: OpenedCase,
  then: OpenedCase | undefined,
): ChangedQuestion {
  const find = (of: OpenedCase | undefined) => of?.view.questions.find((question) => question.key === key);
  const question = find(now) ?? find(then);
  const { publicAt, knownAt } = now.view;
  return {
    key,
    ask: question?.ask ?? key,
    href: withQuery(questionPath(now.detail.name, key), { publicAt, knownAt: knownAt }),
    before: (status ? status.before : (question?.status ?? null)) as Status | null,
    after: (status ? status.after : (question?.status ?? null)) as Status | null,
    appeared,
    disappeared,
    sentences,
  };
}

function cardsOf({ questions }: ViewDiff, opened: OpenedCase | undefined): Cards {
  const named = questions.flatMap(({ appeared, disappeared }) => [...appeared, ...disappeared]);
  return opened?.book.cards(named) ?? {};
}
