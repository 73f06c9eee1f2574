import type { ClaimDetail, ClaimSummary, DocumentSummary, Ref } from '../../read/answers.js';
import { provenanceOf, type Provenance } from '../../read/provenance.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { ContentStore } from '../../log/content/content-store.js';
import { claimPath, documentPath, incidentPath, questionPathOf, withQuery } from '../links.js';
import type { ClaimPage } from '../pages/claim-page.js';
import type { WordsOfClaim } from '../pages/claim-words.js';
import { credibilityWords } from '../parts/words.js';
import type { Viewer } from '../viewer.js';
import { chainOf, speakerOf } from './chain.js';
import { recordOf } from './record.js';
import { summarySays } from './summary.js';

/** @param verifierKey with which the page verifies the proof */
export async function loadClaim(
  views: LedgerViews,
  content: ContentStore,
  claim: Ref,
  viewer: Viewer,
  verifierKey: string,
): Promise<ClaimPage | undefined> {
  const detail = views.claims.get(claim.id);
  const provenance = detail && (await provenanceOf(views, content, claim.id));
  if (!detail || !provenance) return undefined;
  const question = detail.question && views.questions.get(detail.question.id);
  return {
    name: detail.name,
    href: claimPath(detail.name),
    incident: { href: incidentPath(detail.incident.name), label: detail.incident.label },
    question: detail.question && {
      href: questionPathOf(detail.question.name),
      label: question?.ask ?? detail.question.name,
    },
    says: summarySays(views, detail),
    respondsTo: (detail.response?.to ?? []).map((to) => ({
      href: claimPath(to.name),
      name: to.name,
      stance: detail.response!.stance,
    })),
    origin: speakerOf(provenance),
    noOrigin: noOriginOf(provenance),
    hedge: detail.hedge ?? null,
    basis: detail.basis ?? null,
    note: detail.note ?? null,
    utterance: detail.utterance ?? null,
    withdrawn: detail.withdrawn ? { reason: detail.withdrawal?.reason ?? '' } : null,
    times: timesOf(views, detail, provenance.document),
    words: wordsOf(provenance),
    chain: chainOf(views, provenance),
    record: await recordOf(views, claim, viewer),
    assessments: await assessmentsOf(detail, viewer),
    related: relatedOf(views, detail),
    proof: {
      href: `/v1/claims/${encodeURIComponent(detail.id)}/proof`,
      verifier: '/log/verifier/index.js',
      verifierKey,
    },
    acts: actsOf(detail, viewer),
  };
}

function noOriginOf({ noOrigin }: Provenance): string | null {
  return noOrigin === null || noOrigin === 'not-considered' ? null : noOriginWords[noOrigin];
}
const noOriginWords = {
  'not-recorded': 'the document does not say whose words they are.',
  inferred: 'the sum is the recorder’s own, no source said it.',
  circular: 'its chain leads back to itself.',
};

function timesOf(views: LedgerViews, detail: ClaimDetail, document: DocumentSummary): ClaimPage['times'] {
  const place = views.incidents.get(detail.incident.id)?.timeZone ?? null;
  const times: [string, string | undefined, string | null, string][] = [
    ['It happened', detail.occurredAt, place, 'as the claim has it'],
    ['Said', detail.assertedAt, place, 'when the origin spoke'],
    ['Speaks as of', detail.asOf, place, 'the time for which the figure holds'],
    [
      'Published',
      detail.publishedAt,
      detail.publishedAt?.length === 10 ? detail.timeZone : place,
      detail.publishedAt === document.publishedAt ? 'with its document' : 'apart from its document',
    ],
    ['Recorded', detail.recordedAt, null, 'when this ledger took it in'],
  ];
  return times.flatMap(([term, at, zone, help]) =>
    at === undefined ? [] : [{ term, at, zone: namesZone(term, at) ? zone : null, help }],
  );
}

/** A date alone is a day of its document's zone; one that is said names no zone (R2). */
const namesZone = (term: string, at: string): boolean => term === 'Published' || at.includes('T');

function wordsOf({ words, document }: Provenance): WordsOfClaim {
  const { citation, capture, passage, mismatch } = words;
  return {
    citation: citation && {
      exact: citation.exact,
      prefix: citation.prefix ?? null,
      suffix: citation.suffix ?? null,
      page: citation.page ?? null,
      time: citation.time ?? null,
      translation: citation.translation
        ? { ...citation.translation, by: citation.translation.by ?? null }
        : null,
    },
    document: {
      title: document.title,
      href: documentPath(document.name),
      url: document.url ?? null,
      outlet: document.publisher.label,
      language: document.language ?? null,
    },
    capture: capture && {
      sha256: capture.sha256 ?? null,
      capturedAt: capture.capturedAt ?? null,
      archivedAt: capture.archivedAt ?? null,
    },
    passage,
    mismatch,
  };
}

function assessmentsOf(detail: ClaimDetail, viewer: Viewer): Promise<ClaimPage['assessments']> {
  const graded =
    detail.graded && detail.credibility !== null
      ? [
          {
            ...actOf(detail.graded),
            words: `Credibility ${detail.credibility}, ${credibilityWords[detail.credibility]}`,
          },
        ]
      : [];
  const ranked = detail.ranked ? [{ ...actOf(detail.ranked), words: `Ranked ${detail.rank}` }] : [];
  const compared = detail.wordings.map((act) => ({
    ...actOf(act),
    words: `${act.same ? 'Means the same as' : 'Excludes'} ${act.claim.name}`,
  }));
  const named = [...graded, ...ranked, ...compared].map(async (act) => ({
    ...act,
    actorName: await viewer.nameOf(act.actor),
  }));
  return Promise.all(named);
}
const actOf = (act: { reason?: string; actor: string; recordedAt: string }) => ({
  reason: act.reason ?? '',
  actor: act.actor,
  recordedAt: act.recordedAt,
});

function relatedOf(views: LedgerViews, detail: ClaimDetail): ClaimPage['related'] {
  const row = (claim: Ref, relation: string) => {
    const summary = views.claims.get(claim.id);
    return {
      href: claimPath(claim.name),
      name: claim.name,
      relation,
      says: summary ? summarySays(views, summary) : '',
    };
  };
  return [
    ...(detail.response?.to ?? []).map((claim) => row(claim, `It ${detail.response!.stance}`)),
    ...detail.responses.map(({ claim, stance }) => row(claim, `${stance} it:`)),
    ...detail.supersedes.map(({ claim, as }) => row(claim, `It supersedes, as ${as},`)),
    ...detail.supersededBy.map(({ claim, as }) => row(claim, `Superseded, as ${as}, by`)),
  ];
}

function actsOf(detail: ClaimSummary, viewer: Viewer): ClaimPage['acts'] {
  const here = claimPath(detail.name);
  const act = (name: string, label: string) => ({ href: `${here}/${name}`, label });
  if (detail.withdrawn) return [];
  return [
    ...(viewer.can('assess') ? [act('grade', 'Grade'), act('rank', 'Rank')] : []),
    ...(viewer.can('resolve')
      ? [
          act('move', 'Move'),
          act('supersede', 'Supersede'),
          act('compare', 'Compare wordings'),
          act('attribution', 'Correct who said it'),
          act('withdraw', 'Withdraw'),
        ]
      : []),
    ...(viewer.can('record')
      ? [
          act('transcription', 'Correct what was mistyped'),
          {
            href: withQuery('/claims/new', { incident: detail.incident.name, responds: detail.name }),
            label: 'Record a response',
          },
        ]
      : []),
  ];
}
