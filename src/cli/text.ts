import { styleText } from 'node:util';

/** How a person's terminal is: narrow or wide, with colours or without (NO_COLOR and pipes are respected). */
export interface Terminal {
  width: number;
  readonly paint: (style: Style, text: string) => string;
}
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export const terminal = (stream: NodeJS.WriteStream): Terminal => ({
  width: Math.max(40, Math.min(stream.columns || 100, 140)),
  paint: (style, text) => styleText(style, text, { stream }),
});

/**
 * Breaks a text into lines of at most `width` columns: the first after `indent`, the others after `hanging`. Words are
 * those of its script (Intl.Segmenter), so that Chinese and Thai, which have no spaces, break as well.
 */
export function wrap(text: string, width: number, indent = '', hanging = indent): string[] {
  const lines: string[] = [];
  let line = '';
  let room = width - columns(indent);
  for (const piece of pieces(text)) {
    const size = columns(piece);
    if (size > room && line !== '') {
      lines.push((lines.length === 0 ? indent : hanging) + line.trimEnd());
      line = '';
      room = width - columns(hanging);
    }
    if (line === '' && piece === ' ') continue;
    line += piece;
    room -= size;
  }
  return line === '' ? lines : [...lines, (lines.length === 0 ? indent : hanging) + line.trimEnd()];
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Runs that stay together: a word with the punctuation that clings to it, or the space between two. */
function* pieces(text: string): Generator<string> {
  let open = '';
  for (const { segment, isWordLike } of words.segment(text.replaceAll(/\s+/g, ' '))) {
    if (segment === ' ') {
      if (open !== '') yield open;
      yield ' ';
      open = '';
      continue;
    }
    if (isWordLike && wide.test(segment) && open !== '') {
      yield open;
      open = '';
    }
    open += segment;
  }
  if (open !== '') yield open;
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\uff01-\uff60]/u;
const twoColumns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]|\p{Emoji_Presentation}/u;
const noColumn = /^[\p{Mark}\p{Cf}]+$/u;

/** How many columns of a terminal a text takes: combining marks none, East Asian characters and emoji two. */
export function columns(text: string): number {
  let count = 0;
  for (const { segment } of graphemes.segment(text)) {
    if (noColumn.test(segment)) continue;
    count += twoColumns.test(segment) ? 2 : 1;
  }
  return count;
}

/** Control characters of a recorded text must not steer the reader's terminal. */
export const tame = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');
