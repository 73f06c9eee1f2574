import type { Citation } from '../domain/events.js';

/** The words around a quote; the parts join without a gap. */
export interface Passage {
  before: string;
  quote: string;
  after: string;
  /** text left out before and after */
  cutBefore: boolean;
  cutAfter: boolean;
}
/** Letters shown before and after a quote. */
const surroundings = 700;

export interface FoundPassage {
  passage: Passage | null;
  /** where the quote stands, `[start, end)` in code points (W3C TextPositionSelector) */
  place: { start: number; end: number } | null;
  mismatch: string | null;
}

/** Where a quote stands in a text: where the citation says, else by the words around it, else its first place. */
export function findPassage(text: string, citation: Citation): FoundPassage {
  const at = placeOf(text, citation);
  if (at === undefined) {
    return {
      passage: null,
      place: null,
      mismatch: 'The quote does not stand in the text that is held: one of the two was mistyped.',
    };
  }
  const end = at + citation.exact.length;
  const from = Math.max(0, at - surroundings);
  const to = Math.min(text.length, end + surroundings);
  const start = codePointsBefore(text, at);
  const elsewhere = citation.start !== undefined && utf16Of(text, citation.start) !== at;
  return {
    passage: {
      before: wholeLetters(text.slice(from, at)),
      quote: text.slice(at, end),
      after: wholeLetters(text.slice(end, to)),
      cutBefore: from > 0,
      cutAfter: to < text.length,
    },
    place: { start, end: start + codePointsBefore(citation.exact, citation.exact.length) },
    mismatch: elsewhere ? 'The quote stands elsewhere in the text than its recorded position says.' : null,
  };
}

/** In UTF-16 units; positions of citations count code points (W3C TextPositionSelector). */
function placeOf(text: string, { exact, prefix = '', suffix = '', start }: Citation): number | undefined {
  if (start !== undefined) {
    const at = utf16Of(text, start);
    if (text.startsWith(exact, at)) return at;
  }
  const withContext = text.indexOf(`${prefix}${exact}${suffix}`);
  if (withContext >= 0) return withContext + prefix.length;
  const alone = text.indexOf(exact);
  return alone < 0 ? undefined : alone;
}

function utf16Of(text: string, codePoints: number): number {
  let units = 0;
  for (let seen = 0; seen < codePoints && units < text.length; seen += 1) {
    units += text.codePointAt(units)! > 0xffff ? 2 : 1;
  }
  return units;
}

/** How many code points stand before a place given in UTF-16 units. */
export function codePointsBefore(text: string, at: number): number {
  let count = 0;
  for (const _letter of text.slice(0, at)) count += 1;
  return count;
}

/** Half a letter at either end of a cut would print as a box. */
const wholeLetters = (cut: string): string =>
  cut.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '');

/** All places of a quote in a text, in UTF-16 units; white space counts as equal, so that line breaks do not hide it. */
export function placesOf(text: string, quote: string): { at: number; length: number }[] {
  const places: { at: number; length: number }[] = [];
  const squeezed = squeeze(text);
  const wanted = quote.trim().replaceAll(/\s+/g, ' ');
  if (wanted === '') return places;
  let from = squeezed.text.indexOf(wanted);
  while (from >= 0 && places.length < 20) {
    const at = squeezed.origin[from]!;
    const end = squeezed.origin[from + wanted.length - 1]! + 1;
    places.push({ at, length: end - at });
    from = squeezed.text.indexOf(wanted, from + 1);
  }
  return places;
}

/** The text with each run of white space as one space, and where each unit of it came from. */
function squeeze(text: string): { text: string; origin: number[] } {
  const units: string[] = [];
  const origin: number[] = [];
  let space = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at]!;
    const blank = /\s/.test(unit);
    if (!(blank && space)) {
      units.push(blank ? ' ' : unit);
      origin.push(at);
    }
    space = blank;
  }
  return { text: units.join(''), origin };
}
