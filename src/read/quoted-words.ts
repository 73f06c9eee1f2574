import type { Citation } from '../domain/events.js';
import { isUtf8Text } from '../domain/media-type.js';
import { textIn, type ContentStore } from '../log/content/content-store.js';
import type { CaptureAnswer, ClaimSummary, DocumentDetail } from './answers.js';
import { findPassage, type FoundPassage } from './passage.js';

/** The words of a claim, and where they stand in the copy that was taken of the page. */
export interface QuotedWords extends FoundPassage {
  citation: Citation | null;
  /** null: no copy was recorded */
  capture: CaptureAnswer | null;
  /** whether the copy's text is held here, and is text */
  held: boolean;
}

export async function quotedWords(
  content: ContentStore,
  claim: ClaimSummary,
  document: DocumentDetail,
): Promise<QuotedWords> {
  const citation = claim.citation ?? null;
  const capture = document.captureList.find(({ index }) => index === (claim.capture ?? 0)) ?? null;
  const text = citation && capture ? await captureText(content, capture) : undefined;
  const found = citation && text !== undefined ? findPassage(text, citation) : nowhere;
  return { citation, capture, held: text !== undefined, ...found };
}

const nowhere: FoundPassage = { passage: null, place: null, mismatch: null };

/** What a copy says, where it is text and held here. */
export async function captureText(
  content: ContentStore,
  { sha256, mediaType }: CaptureAnswer,
): Promise<string | undefined> {
  if (sha256 === undefined || !isUtf8Text(mediaType)) return undefined;
  return textIn(content, sha256);
}
