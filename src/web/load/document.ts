import type { ContentStore } from '../../log/content/content-store.js';
import type { CaptureAnswer, DocumentDetail, Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import { claimPath, documentPath, questionPathOf, sourcePath, withQuery } from '../links.js';
import type { DocumentPage } from '../pages/document-page.js';
import type { Viewer } from '../viewer.js';
import { parameter, type Query } from './asked.js';
import { recordOf } from './record.js';
import { summarySays } from './summary.js';

export async function loadDocument(
  views: LedgerViews,
  content: ContentStore,
  document: Ref,
  query: Query,
  viewer: Viewer,
): Promise<DocumentPage | undefined> {
  const detail = views.documents.get(document.id);
  if (!detail) return undefined;
  const cursor = parameter(query, 'cursor', 1_000);
  const claims = views.claims.list({ document: document.id }, undefined, {
    limit: 100,
    ...(cursor !== '' && { cursor }),
  });
  return {
    href: documentPath(detail.name),
    title: detail.title,
    publisher: {
      href: sourcePath(detail.publisher.name),
      label: detail.publisher.label || detail.publisher.name,
    },
    kind: detail.documentKind,
    url: detail.url ?? null,
    language: detail.language ?? null,
    publishedAt: detail.publishedAt ?? null,
    timeZone: detail.timeZone ?? null,
    note: detail.note ?? null,
    captures: await Promise.all(detail.captureList.map((capture) => captureOf(content, detail, capture))),
    claims: claims.items.map((claim) => ({
      claim: { href: claimPath(claim.name), label: claim.name },
      says: summarySays(views, claim),
      origin: claim.lineageRecorded ? (claim.chain.at(-1)?.label ?? '') : 'origin not recorded',
      question: claim.question && {
        href: questionPathOf(claim.question.name),
        label: claim.question.label || claim.question.name,
      },
      quote: claim.citation?.exact ?? null,
    })),
    next: claims.next && withQuery(documentPath(detail.name), { cursor: claims.next }),
    record: await recordOf(views, document, viewer),
    acts: viewer.can('record')
      ? [
          { href: withQuery('/claims/new', { document: detail.name }), label: 'Record a claim from it' },
          { href: `${documentPath(detail.name)}/capture`, label: 'Add a copy of its text' },
        ]
      : [],
  };
}

async function captureOf(content: ContentStore, document: DocumentDetail, capture: CaptureAnswer) {
  const held = capture.sha256 !== undefined && (await content.length(capture.sha256)) !== undefined;
  return {
    index: capture.index,
    sha256: capture.sha256 ?? null,
    length: capture.length ?? null,
    capturedAt: capture.capturedAt ?? null,
    archivedAt: capture.archivedAt ?? null,
    text: held ? `/v1/documents/${encodeURIComponent(document.name)}/captures/${capture.index}/text` : null,
    recordedAt: capture.recordedAt,
  };
}
