import { readLeaf } from '../../src/integrity/verifier/leaf.js';
import { parseStrictJson } from '../../src/integrity/verifier/strict-json.js';
import { seal } from '../../src/log/envelope.js';
import { join } from 'node:path';
import { linesOf, startChild } from '../log/children/start.js';
import { anEnvelope } from './support/envelopes.js';

const leaf = Buffer.from(
  seal(anEnvelope({ data: { a: [1, 0.5, 'é😀', null, true], b: {} } })).bytes,
).toString();

test('no parser crashes or hangs: 100,000 inputs each', async () => {
  const [line] = await linesOf(startChild(join(import.meta.dirname, 'children/fuzz.ts'), ['100000']));
  const taken = JSON.parse(line!) as Record<string, number>;
  expect(Object.keys(taken)).toHaveLength(9);
  for (const count of Object.values(taken)) expect(count).toBeGreaterThan(0);
}, 120_000);

describe('strict reading', () => {
  const read = (text: string) => parseStrictJson(text, 'it');
  test.each([
    ['{"a":1,"a":2}', 'twice'],
    ['{"a":1,"\\u0061":2}', 'twice'],
    ['9007199254740993', 'would not agree'],
    ['1e400', 'would not agree'],
    ['0.12345678901234567', 'would not agree'],
    ['"\\ud800"', 'surrogate'],
    ['{"\\udc00":1}', 'surrogate'],
    [`${'['.repeat(34)}${']'.repeat(34)}`, 'deeper than 32'],
    ['01', 'after its end'],
    ['[1,]', 'no JSON value'],
    ['{"a":1,}', 'no JSON string'],
    ['nul', 'no JSON value'],
    ['"a\nb"', 'no JSON string'],
    ['"a', 'without an end'],
    ['', 'no JSON value'],
    ['{} {}', 'after its end'],
  ])('refuses %s', (text, why) => {
    expect(() => read(text)).toThrow(why);
  });

  test('a leaf holds at most 65,535 bytes', () => {
    const long = leaf.replace('"a":', `"long":"${'x'.repeat(65_536)}","a":`);
    expect(() => readLeaf(Buffer.from(long), 'event 0')).toThrow('longer than 65535 bytes');
  });

  test('a text of any length neither overflows nor takes long', () => {
    const escapes = `"${'\\"'.repeat(2_000_000)}"`;
    expect(read(escapes)).toHaveLength(2_000_000);
    expect(() => read('['.repeat(1_000_000))).toThrow('deeper');
    expect(() => read(escapes.slice(0, -1))).toThrow('without an end');
  });
});
