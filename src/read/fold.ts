/**
 * A text as people compare it: NFKD without combining marks, lower case, white space as single spaces, trimmed (what
 * R2 does with texts and places).
 */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}
