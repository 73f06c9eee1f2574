import type { Citation } from '../../domain/events.js';

/**
 * Why a quotation does not stand where it says in the text that is held, as a sentence; undefined where it does.
 * Offsets are in Unicode code points (W3C Web Annotation, TextPositionSelector).
 */
export function citationFault({ exact, start }: Citation, text: string): string | undefined {
  if (!text.includes(exact)) {
    return 'the quotation does not stand in the text that is held of this capture: compare the two';
  }
  if (start === undefined) return undefined;
  const from = unitsOf(text, start);
  if (from !== undefined && text.startsWith(exact, from)) return undefined;
  const found = codePoints(text.slice(0, text.indexOf(exact)));
  return `the quotation does not stand at ${start} in the text that is held of this capture; it does at ${found}`;
}

function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** Code points to UTF-16 units; undefined past the end. */
function unitsOf(text: string, points: number): number | undefined {
  let at = 0;
  for (let left = points; left > 0; left -= 1) {
    if (at >= text.length) return undefined;
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return at;
}
