import type { Citation } from '../domain/events.js';
import { fold } from './fold.js';
import type { ClaimMaterial } from './question-material.js';

/** Two claims on one question that are probably one, entered twice. */
export interface LikelyPair {
  earlier: ClaimMaterial;
  later: ClaimMaterial;
}

/** So many earlier claims a claim is compared with: further copies are found once these are gone. */
const mostCompared = 20;

/**
 * Claims of one question that say the same (value, silence, response), by the same chain, in the same document or in
 * documents at the same address, and in words that do not tell them apart (docs/decisions/likely-claims.md). One that
 * an editor ranked as deprecated is none of them. In order of entry.
 * @param addressOf of a document, if it has one
 */
export function likelySameClaims(
  claims: readonly ClaimMaterial[],
  addressOf: (document: number) => string | undefined,
): LikelyPair[] {
  const alike = new Map<string, ClaimMaterial[]>();
  const pairs: LikelyPair[] = [];
  for (const later of claims) {
    if (later.state.rank?.rank === 'deprecated') continue;
    const key = saidIn(later, addressOf);
    const known = alike.get(key);
    if (!known) {
      alike.set(key, [later]);
      continue;
    }
    const earlier = known.slice(-mostCompared).find((other) => isNotToldApart(other, later));
    if (earlier) pairs.push({ earlier, later });
    known.push(later);
  }
  return pairs;
}

function saidIn({ state }: ClaimMaterial, addressOf: (document: number) => string | undefined): string {
  const { value, silence, response, chain, jointly, document, lineageRecorded, inferred, basis } = state;
  return JSON.stringify([
    addressOf(document) ?? document,
    value ?? null,
    silence ?? null,
    response ? [response.stance, ...response.to] : null,
    chain,
    jointly ?? [],
    lineageRecorded ?? true,
    inferred ?? false,
    basis ?? null,
  ]);
}

/** What both give must be the same; what one of them leaves out tells nothing. */
function isNotToldApart({ state: a }: ClaimMaterial, { state: b }: ClaimMaterial): boolean {
  const given = ['utterance', 'assertedAt', 'asOf', 'occurredAt'] as const;
  return given.every((field) => isSameOrMissing(a[field], b[field])) && isSamePassage(a.citation, b.citation);
}

function isSamePassage(a: Citation | undefined, b: Citation | undefined): boolean {
  if (!a || !b) return true;
  const places = ['prefix', 'suffix', 'start', 'end', 'page', 'time'] as const;
  const [words, others] = [fold(a.exact), fold(b.exact)];
  if (words === others) return places.every((place) => isSameOrMissing(a[place], b[place]));
  return words.includes(others) || others.includes(words);
}

const isSameOrMissing = <T>(a: T | undefined, b: T | undefined): boolean =>
  a === undefined || b === undefined || a === b;
