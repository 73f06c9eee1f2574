import { previewDecision } from '../../domain/reconcile/decision.js';
import type { QuestionView, Status } from '../../domain/reconcile/view.js';
import type { Value } from '../../domain/value.js';
import type { QuestionDetail, Ref } from '../../read/answers.js';
import type { OpenedDossier } from '../../read/opened-dossier.js';
import { questionPath } from '../links.js';
import { openCase, panelOf, type OpenedCase } from '../load/incident.js';
import { valueWords } from '../parts/words.js';
import { named, reasonField, Values, type Desk } from './act.js';
import type { Typed } from './fields.js';
import type { ResolvePage, ResolvePreview } from './resolve-page.js';
import { readValue, valueFields } from './value-fields.js';

const now = { publicAt: null, knownAt: null, policy: 'accounts@1', problem: null } as const;

/** A question as she who decides it sees it now. */
export interface Bench {
  opened: OpenedCase;
  detail: QuestionDetail;
  question: QuestionView;
  digest: string;
  /** names of the claims that stand */
  stood: string[];
  names: OpenedDossier;
}

export function openBench(desk: Desk, incident: Ref, question: Ref): Bench | undefined {
  const opened = openCase(desk.views, incident, now);
  const detail = desk.views.questions.get(question.id);
  const view = opened?.view.questions.find(({ key }) => key === question.key);
  const names = desk.views.incidentViews.opened(incident.id);
  if (!opened || !detail || !view || !names) return undefined;
  const stood = [...new Set(view.accounts.flatMap(({ claims }) => claims))];
  const digest = desk.views.incidentViews.digest(opened.view);
  return { opened, detail, question: view, digest, stood, names };
}

/** What the view calls by a bare key, others may have elsewhere in the ledger. @throws BadField */
export const claimIds = (desk: Desk, { names }: Bench, called: readonly string[]): string[] =>
  called.map((name) => names.claimId(name) ?? named(desk, 'claim', 'claims', name).id);

/** What changed between what she saw and what is there; null: nothing. */
export function arrivedSince(bench: Bench, typed: Readonly<Record<string, string>>): ResolvePage['arrived'] {
  if (typed['seen'] === undefined || typed['seen'] === bench.digest) return null;
  const seen = (typed['stood'] ?? '').split('\n').filter((name) => name !== '');
  const come = bench.stood.filter((name) => !seen.includes(name));
  const gone = seen.filter((name) => !bench.stood.includes(name));
  return { come, gone, otherwise: come.length === 0 && gone.length === 0 };
}

/** @throws BadField, Problem */
export function decisionIn(desk: Desk, bench: Bench, typed: Readonly<Record<string, string>>) {
  const values = new Values(typed);
  const value = readValue(desk, bench.detail, values);
  return { value, claims: values.list('claims'), reason: values.text('reason') };
}

/** What the decision would change, here and on the questions linked to this one. */
export function previewOf(
  bench: Bench,
  value: Value,
  claims: string[],
  sourceName: (id: string) => string,
): ResolvePreview {
  const { opened, question } = bench;
  const { incident } = opened.view;
  const inDossier: Value = 'source' in value ? { source: sourceName(value.source) } : value;
  const { changes, against } = previewDecision(opened.book.dossier, opened.view, question.key, {
    value: inDossier,
    claims,
  });
  const asks = new Map(opened.view.questions.map(({ key, ask }) => [key, ask]));
  return {
    words: valueWords(value, question.unit, opened.book.labels(`${incident}/${question.key}`)),
    changes: changes.map((change) => ({
      ask: asks.get(change.question) ?? change.question,
      before: (change.status?.before ?? null) as Status | null,
      after: (change.status?.after ?? null) as Status | null,
      sentences: change.sentences,
    })),
    against,
  };
}

export function resolvePage(
  desk: Desk,
  bench: Bench,
  typed: Typed,
  more: Partial<Pick<ResolvePage, 'problem' | 'preview' | 'arrived'>> = {},
): ResolvePage {
  const { opened, detail, question } = bench;
  const panel = panelOf(opened, question, now, 40);
  const listed = new Set<string>();
  const choices = question.accounts.map((account) => ({
    words: valueWords(account.value, question.unit, panel.labels),
    claims: account.claims.filter((claim) => !listed.has(claim) && listed.add(claim)).slice(0, 60),
  }));
  const here = questionPath(opened.detail.name, question.key);
  const named = [
    ...bench.stood,
    ...(more.arrived?.come ?? []),
    ...question.silences.map(({ claim }) => claim),
  ];
  return {
    panel,
    cards: opened.book.cards(named),
    timeZone: opened.detail.timeZone ?? null,
    action: `${here}/resolve`,
    back: here,
    valueFields: valueFields(desk, detail),
    reason: reasonField,
    choices: choices.filter(({ claims }) => claims.length > 0),
    typed: { ...typed, values: { ...typed.values, seen: bench.digest, stood: bench.stood.join('\n') } },
    problem: more.problem ?? null,
    preview: more.preview ?? null,
    arrived: more.arrived ?? null,
  };
}
