import { sourceKinds } from '../../domain/events.js';
import type { LikelySame, Ref, SourceDetail } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { claimPath, questionPathOf, sourcePath, withQuery } from '../links.js';
import type { LikelyPair, SourcePage, SourcesPage } from '../pages/sources-page.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { recordOf, undoPath } from './record.js';
import { onRecordOf } from './source-record.js';
import { summarySays } from './summary.js';

const pairsShown = 20;

const linkOf = (source: Ref) => ({ href: sourcePath(source.name), label: source.label || source.name });

export function loadSources(views: LedgerViews, query: Query, viewer: Viewer): SourcesPage {
  const text = parameter(query, 'text', 200);
  const kind = sourceKinds.find((name) => name === parameter(query, 'kind'));
  const cursor = parameter(query, 'cursor', 1_000);
  const page = views.sources.list(
    { ...(text !== '' && { text }), ...(kind && { sourceKind: kind }) },
    undefined,
    { limit: 100, ...(cursor !== '' && { cursor }) },
  );
  const likely = text === '' && cursor === '' ? views.sources.likelySame({ limit: pairsShown }).items : [];
  return {
    text,
    rows: page.items.map((source) => ({
      ...linkOf(source),
      name: source.label || source.name,
      kind: source.sourceKind,
      aliases: source.aliases,
      belongsTo: (source.speaksFor ?? source.memberOf) && linkOf((source.speaksFor ?? source.memberOf)!),
      reliability: source.reliability,
    })),
    likely: likely.map((pair) => likelyPair(pair, viewer)),
    next: page.next && withQuery('/sources', { text, kind: kind ?? null, cursor: page.next }),
  };
}

export function likelyPair({ source, other, because }: LikelySame, viewer: Viewer): LikelyPair {
  const act = (name: string) =>
    viewer.can('resolve') ? withQuery(`${sourcePath(source.name)}/${name}`, { other: other.name }) : null;
  return {
    source: linkOf(source),
    other: linkOf(other),
    because,
    same: act('same'),
    distinct: act('distinct'),
  };
}

export async function loadSource(
  views: LedgerViews,
  source: Ref,
  query: Query,
  viewer: Viewer,
): Promise<SourcePage | undefined> {
  const detail = views.sources.get(source.id);
  if (!detail) return undefined;
  const cursor = parameter(query, 'cursor', 1_000);
  const said = views.sources.said(source.id, undefined, { limit: 100, ...(cursor !== '' && { cursor }) });
  return {
    name: detail.label || detail.name,
    href: sourcePath(detail.name),
    kind: detail.sourceKind,
    aliases: detail.aliases,
    identifiers: detail.sameAs,
    ties: tiesOf(detail, viewer),
    reliability: detail.reliability && { grade: detail.reliability, reason: detail.graded?.reason ?? null },
    note: detail.note ?? null,
    onRecord: await onRecordOf(views, source, detail.name, query),
    likely: detail.likelySame.map((pair) => likelyPair(pair, viewer)),
    said: said.items.map(({ claim, role }) => ({
      claim: { href: claimPath(claim.name), label: claim.name },
      says: summarySays(views, claim),
      question: claim.question && {
        href: questionPathOf(claim.question.name),
        label: claim.question.label || claim.question.name,
      },
      role: role === 'relay' ? 'passed it on' : role === 'jointly' ? 'said it with others' : 'said it',
      outlet: claim.chain[0]?.label ?? '',
      publishedAt: claim.publishedAt ?? null,
      timeZone: claim.timeZone,
    })),
    next: said.next && withQuery(sourcePath(detail.name), { cursor: said.next }),
    record: await recordOf(views, source, viewer),
    acts: actsOf(detail, viewer),
  };
}

/** What is said of two sources stands with the one whose id is smaller. */
const firstOf = (one: Ref, other: Ref): Ref => (one.id < other.id ? one : other);

function tiesOf(detail: SourceDetail, viewer: Viewer): SourcePage['ties'] {
  const tie = (relation: string, to: Ref | null) =>
    to ? [{ relation, to: linkOf(to), reason: null, undo: null }] : [];
  const judged = (relation: string, acts: SourceDetail['same']) =>
    acts.map((act) => ({
      relation,
      to: linkOf(act.source),
      reason: act.reason ?? null,
      undo: viewer.can('resolve') ? undoPath(firstOf(detail, act.source), act.event) : null,
    }));
  return [
    ...tie('Speaks for', detail.speaksFor),
    ...tie('Belongs to', detail.memberOf),
    ...tie('Known only to', detail.knownTo),
    ...judged('The same as', detail.same),
    ...detail.identified.map(({ source, identifier }) => ({
      relation: 'The same as',
      to: linkOf(source),
      reason: `both are ${identifier}`,
      undo: null,
    })),
    ...judged('Not the same as', detail.distinct),
    ...judged('Independent of', detail.independent),
    ...detail.members.map((member) => ({
      relation: 'Its member or mouth',
      to: linkOf(member),
      reason: null,
      undo: null,
    })),
  ];
}

function actsOf(detail: SourceDetail, viewer: Viewer): SourcePage['acts'] {
  const here = sourcePath(detail.name);
  const act = (name: string, label: string) => ({ href: `${here}/${name}`, label });
  return [
    ...(viewer.can('assess') ? [act('grade', 'Grade')] : []),
    ...(viewer.can('resolve')
      ? [
          act('same', 'Same as another'),
          act('distinct', 'Distinct from another'),
          act('independent', 'Independent of another'),
          act('describe', 'Describe'),
        ]
      : []),
  ];
}
