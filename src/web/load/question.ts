import { matrix } from '../../domain/reconcile/index.js';
import type { QuestionView } from '../../domain/reconcile/view.js';
import type { QuestionDetail, Ref } from '../../read/answers.js';
import { explained, type Explained } from '../../read/asked-question.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { questionPath, sourcePath, withQuery } from '../links.js';
import type { QuestionPage } from '../pages/question-page.js';
import { maxMatrixColumns, maxMatrixRows, type Matrix } from '../parts/matrix.js';
import { supportWords, type QuestionPanel } from '../parts/question.js';
import { answerWords, instantWords, silenceWords, valueWords } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import { clocksOf, parameter, type AskedView, type Query } from './asked.js';
import { claimsNamed } from './casebook.js';
import { recordOf } from './record.js';
import { clockControls, momentsOf, openCase, panelOf, type OpenedCase } from './incident.js';

const reportsPerPage = 200;

/** @param address scheme, host and port of this ledger, for the link in the sentence to quote */
export async function loadQuestion(
  views: LedgerViews,
  { incident, question }: { incident: Ref; question: Ref },
  asked: AskedView,
  query: Query,
  viewer: Viewer,
  address: string,
): Promise<QuestionPage | undefined> {
  const opened = openCase(views, incident, asked);
  const detail = views.questions.get(question.id, clocksOf(asked));
  const view = opened?.view.questions.find(({ key }) => key === question.key);
  if (!opened || !detail || !view) return undefined;
  const start = Math.min(Math.max(0, Math.trunc(Number(parameter(query, 'from'))) || 0), view.history.length);
  const panel = panelOf(opened, view, asked, reportsPerPage, start);
  const table = matrixOf(opened, view.key, panel);
  const told = explained(
    { dossier: opened.book.dossier, incident: opened.view.incident },
    view.key,
    asked.publicAt,
    { from: 0, count: claimsExplained },
  );
  const here = questionPath(opened.detail.name, view.key);
  const shared = {
    publicAt: asked.publicAt,
    knownAt: asked.knownAt,
    policy: asked.policy === 'accounts@1' ? null : asked.policy,
  };
  const resolution = asked.publicAt === null ? await resolutionOf(detail, panel, viewer) : null;
  const named = new Set([
    ...claimsNamed(panel.question),
    ...(table?.rows.flatMap((row) => row.cells.flat().map(({ claim }) => claim)) ?? []),
    ...(resolution?.claims ?? []),
  ]);
  return {
    panel,
    cards: opened.book.cards(named),
    timeZone: opened.detail.timeZone ?? null,
    facts: factsOf(detail, opened),
    clocks: clockControls(here, asked, momentsOf(opened)),
    matrix: table,
    policies: told.policies,
    explanation: explanationOf(told),
    resolution,
    grounds: groundsOf(view, panel),
    sentence: sentenceOf(opened, panel, asked, `${address}${withQuery(here, shared)}`),
    acts: actsOf(detail, here, viewer),
    next:
      start + reportsPerPage < view.history.length
        ? withQuery(here, { ...shared, from: String(start + reportsPerPage) })
        : null,
    record: await recordOf(views, question, viewer),
  };
}

/** Why each claim is where it is, and how the origins were counted. */
function explanationOf({
  claims,
  claimsInAll,
  independence,
  linked,
}: Explained): QuestionPage['explanation'] {
  return {
    claims: claims.map(({ claim, part, sentences }) => ({ claim, part, sentences })),
    more: claimsInAll - claims.length,
    independence: independence.sentences,
    linked,
  };
}
const claimsExplained = 60;

const factWords = (flag: boolean, words: string) => (flag ? [words] : []);

function factsOf(detail: QuestionDetail, { detail: incident }: OpenedCase): QuestionPage['facts'] {
  const { scope } = detail;
  const kind = [
    detail.type,
    ...factWords(detail.cumulative, 'may grow with time'),
    ...factWords(detail.multiple, 'several values may stand beside one another'),
  ];
  const facts: [string, string | undefined][] = [
    ['Kind of answer', kind.join('; ')],
    ['Unit', detail.unit],
    ['Place', scope?.place],
    ['Population', scope?.population],
    ['Modality', scope?.modality],
    ['Time window', scope?.window],
    ['Counting rule', scope?.counting],
    ['Categories', detail.categories.map(({ label }) => label).join(' · ') || undefined],
    [
      'Linked by',
      incident.constraints
        .filter((constraint) => constraint.questions.some(({ id }) => id === detail.id))
        .map(({ text }) => text)
        .join(' · ') || undefined,
    ],
  ];
  return facts.flatMap(([term, words]) => (words === undefined ? [] : [{ term, words }]));
}

async function resolutionOf(
  detail: QuestionDetail,
  panel: QuestionPanel,
  viewer: Viewer,
): Promise<QuestionPage['resolution']> {
  const { resolution } = detail;
  if (!resolution) return null;
  return {
    words: valueWords(resolution.value, panel.question.unit, panel.labels),
    reason: resolution.reason,
    actor: resolution.actor,
    actorName: await viewer.nameOf(resolution.actor),
    recordedAt: resolution.recordedAt,
    claims: resolution.claims.map(({ name }) => name),
    method: resolution.method,
  };
}

/** Speakers by what they say of it, those in dispute first, as much of it as a page has room for. */
function matrixOf({ book, view }: OpenedCase, key: string, panel: QuestionPanel): Matrix | null {
  const { columns, rows } = matrix(book.dossier, view.incident, key, view.publicAt);
  if (rows.length === 0) return null;
  const { unit } = panel.question;
  const shown = columns.slice(0, maxMatrixColumns);
  return {
    columns: shown.map(({ said, silence, disputed }) => ({
      label: silence
        ? silenceWords[silence]
        : said.map((way) => valueWords(way, unit, panel.labels)).join(' / '),
      disputed,
    })),
    rows: rows.slice(0, maxMatrixRows).map(({ speaker, noOrigin, disputed, cells }) => {
      const claims = new Map(cells.map((cell) => [cell.column, cell.claims]));
      const [first] = speaker;
      return {
        speaker: noOrigin
          ? noOriginWords[noOrigin]
          : speaker.map((name) => book.sourceLabel(name)).join(' with '),
        href: first === undefined ? null : sourcePath(first),
        disputed,
        cells: shown.map((_, column) => claims.get(column) ?? []),
      };
    }),
    moreRows: Math.max(0, rows.length - maxMatrixRows),
    moreColumns: columns.length - shown.length,
  };
}
const noOriginWords = {
  'not-recorded': 'origin not recorded',
  inferred: 'worked out by the recorder',
  circular: 'in a circle of reports',
};

/** A decision for an account rests on its claims; what stands in other accounts only stands against it. */
function groundsOf(view: QuestionView, panel: QuestionPanel): QuestionPage['grounds'] {
  return view.accounts.slice(0, 12).map((account, index) => {
    const own = new Set(account.claims);
    const others = view.accounts.filter((_, other) => other !== index).flatMap(({ claims }) => claims);
    return {
      words: valueWords(account.value, view.unit, panel.labels),
      support: supportWords(account, panel.outlets[index] ?? null),
      claims: account.claims,
      against:
        view.type === 'text' || view.type === 'place'
          ? []
          : [...new Set(others.filter((claim) => !own.has(claim)))],
    };
  });
}

/** One sentence to copy into an article: with its attribution, its policy, its instant and a link. */
function sentenceOf(
  { book, view }: OpenedCase,
  panel: QuestionPanel,
  asked: AskedView,
  link: string,
): string {
  const { question, labels } = panel;
  const told =
    question.answer?.decidedBy === 'resolution'
      ? `an editor of this ledger decided on ${answerWords(question.answer, question.unit, labels)}`
      : question.accounts.length === 0
        ? 'nobody is on record with an answer'
        : question.accounts
            .slice(0, 5)
            .map((account, index) => {
              const speakers = [
                ...new Set(account.claims.slice(0, 30).flatMap((name) => speakerOf(book, name))),
              ];
              const from =
                speakers.length === 0
                  ? ''
                  : ` according to ${speakers.slice(0, 3).join(', ')}${speakers.length > 3 ? ' and others' : ''}`;
              return `${valueWords(account.value, question.unit, labels)}${from} (${supportWords(account, panel.outlets[index] ?? null)})`;
            })
            .join('; ');
  const at = [
    asked.publicAt === null ? '' : `, as public at ${instantWords(asked.publicAt)}`,
    asked.knownAt === null ? '' : `, as this ledger knew at ${instantWords(asked.knownAt)}`,
    asked.publicAt === null && asked.knownAt === null
      ? `, as recorded up to position ${view.position ?? 'none'}`
      : '',
  ].join('');
  return `“${question.ask}” ${told}. Policy ${asked.policy}, ${view.method}${at}: ${link}`;
}

function speakerOf(book: OpenedCase['book'], name: string): string[] {
  const card = book.card(name);
  return card?.attributed ? [card.origin] : [];
}

function actsOf(detail: QuestionDetail, here: string, viewer: Viewer): QuestionPage['acts'] {
  return [
    ...(viewer.can('record')
      ? [
          {
            href: withQuery('/claims/new', { incident: detail.incident.name, question: detail.key }),
            label: 'Record a claim',
          },
        ]
      : []),
    ...(viewer.can('resolve')
      ? [
          { href: `${here}/resolve`, label: detail.resolved ? 'Decide anew' : 'Decide' },
          ...(detail.resolved ? [{ href: `${here}/reopen`, label: 'Reopen' }] : []),
          { href: `${here}/reword`, label: 'Reword' },
        ]
      : []),
  ];
}
