import { columns, tame, wrap } from '../../src/cli/text.js';

describe('columns that a text takes', () => {
  test.each([
    ['', 0],
    ['rockets', 7],
    ['café', 4],
    ['cafe\u0301', 4],
    ['火箭弹', 6],
    ['صواريخ', 6],
    ['🚀', 2],
  ])('%j: %i', (text, count) => expect(columns(text)).toBe(count));
});

describe('lines', () => {
  test('hold at most their width, the later ones after a hanging indent', () => {
    const lines = wrap('five Katyusha rockets landed inside the base on Wednesday evening', 24, '  ', '    ');
    expect(lines).toEqual([
      '  five Katyusha rockets',
      '    landed inside the',
      '    base on Wednesday',
      '    evening',
    ]);
  });

  test('break in scripts without spaces', () => {
    const lines = wrap('五枚火箭弹落在基地内另有三枚落在基地外', 12);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.every((line) => columns(line) <= 12)).toBe(true);
    expect(lines.join('')).toBe('五枚火箭弹落在基地内另有三枚落在基地外');
  });

  test('a word longer than the line stands alone', () => {
    expect(wrap('a https://example.org/a/very/long/address b', 12)).toContain(
      'https://example.org/a/very/long/address',
    );
  });

  test('nothing makes no line', () => expect(wrap('   ', 10)).toEqual([]));
});

test('control characters of a recorded text do not reach the terminal', () => {
  expect(tame('red\u001b[31m text\u0007\n')).toBe('red [31m text ');
});
