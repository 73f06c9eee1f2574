import { readFileSync } from 'node:fs';
import { readIncidentFile } from '../../src/exchange/incident-file/read.js';
import type { FileClaim, IncidentFile } from '../../src/exchange/incident-file/types.js';
import { FileRefused, type Problem } from '../../src/exchange/problem.js';
import { bytesOf, smallCase } from './small-case.js';

const refused = (bytes: Uint8Array): FileRefused => {
  try {
    readIncidentFile('case.json', bytes);
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error('the file was taken');
};
const problemsOf = (file: unknown): readonly Problem[] => refused(bytesOf(file)).problems;
const only = (file: unknown): Problem => {
  const problems = problemsOf(file);
  expect(problems).toHaveLength(1);
  return problems[0]!;
};
/** A copy with one thing in it changed. */
function spoiled(change: (file: IncidentFile) => void): IncidentFile {
  const file = structuredClone(smallCase());
  change(file);
  return file;
}
const loose = (thing: unknown) => thing as Record<string, unknown>;

describe('a file that is right', () => {
  test.each([
    ['the founding case', 'src/exchange/founding-case/ain-al-asad-2022.incident.json', 209],
    ['the case of 2020', 'test/fixtures/al-asad-2020.incident.json', 53],
  ])('%s is read whole', (_name, path, claims) => {
    expect(readIncidentFile(path, readFileSync(path)).claims).toHaveLength(claims);
  });

  test('sources, incidents, ties and constraints may refer to what stands further down', () => {
    expect(readIncidentFile('case.json', bytesOf(smallCase())).namespace).toBe('small-case');
  });
});

describe('what is no JSON is refused at its line', () => {
  test.each([
    ['a broken end', '{"format":\n"x",\n', 3, /found the end of the file/],
    ['a wrong word', '{"a":\n tru}', 2, /expected a JSON value/],
    ['a doubled name', '{"a": 1,\n "a": 2}', 2, /"a" stands twice/],
    ['a name that is a trap', '{"__proto__": {}}', 1, /__proto__/],
    ['half of a surrogate pair', '{"a": "\\ud800"}', 1, /surrogate/],
    ['a number that would be rounded', '{"a": 1,\n "b": 0.12345678901234567}', 2, /15 significant digits/],
    ['a number out of range', '[1e400]', 1, /range/],
    ['text after the end', '{} {}', 1, /goes on/],
    ['a nesting without end', '['.repeat(40), 1, /deeper than 32/],
    ['a line break in a text', '["a\nb"]', 1, /closing quote/],
    ['nothing at all', '', 1, /file ends/],
  ])('%s', (_name, text, line, message) => {
    expect(refused(Buffer.from(text)).problems).toEqual([
      expect.objectContaining({ line, message: expect.stringMatching(message) }),
    ]);
  });

  test('what is not UTF-8', () => {
    expect(refused(Uint8Array.of(0x7b, 0xff, 0x7d)).problems[0]!.message).toMatch(/UTF-8/);
  });
});

describe('what does not fit the schema is refused with its path, line and key', () => {
  test('a missing field of a claim', () => {
    const file = spoiled(({ claims }) => delete loose(claims[1])['document']);
    expect(only(file)).toEqual({
      path: '/claims/1',
      line: expect.any(Number),
      thing: 'claim c2',
      message: '"document" is missing',
    });
    const text = JSON.stringify(file, null, 1).split('\n');
    expect(text[only(file).line!]).toContain('"key": "c2"');
  });

  test('an unknown field', () => {
    const file = spoiled(({ sources }) => Object.assign(sources[0]!, { nam: 'x' }));
    expect(only(file)).toMatchObject({
      path: '/sources/0',
      message: expect.stringContaining('"nam" is unknown'),
    });
  });

  test('of a value only what is wrong with the shape that was meant', () => {
    const file = spoiled(({ claims }) =>
      Object.assign(claims[0]!, { value: { kind: 'between', low: 'three' } }),
    );
    expect(problemsOf(file).map(({ path, message }) => [path, message])).toEqual([
      ['/claims/0/value', '"high" is missing'],
      ['/claims/0/value/low', '"three" must be a number'],
    ]);
  });

  test('a value of no known shape lists the shapes', () => {
    const file = spoiled(({ claims }) => Object.assign(claims[0]!, { value: { kind: 'exactly', n: 3 } }));
    expect(only(file).message).toMatch(/none of the shapes allowed here: \{kind: "exact"/);
  });

  test('of an act only what is wrong with that act', () => {
    const file = spoiled(({ acts }) => Object.assign(acts![0]!, { reliability: 'G', reason: '' }));
    expect(problemsOf(file).map(({ path, thing }) => [path, thing])).toEqual([
      ['/acts/0/reason', undefined],
      ['/acts/0/reliability', undefined],
    ]);
  });

  test('no format, no incident', () => {
    expect(
      problemsOf({ format: 'x', namespace: 'A', title: '', sources: [], documents: [], claims: [] }),
    ).toHaveLength(3);
    expect(only(smallCase({ incidents: [] }))).toMatchObject({ path: '/incidents' });
  });

  test('all problems are reported, and a flood of them is counted and cut', () => {
    const claims = Array.from({ length: 5000 }, () => ({}) as FileClaim);
    const { problems, count } = refused(bytesOf(smallCase({ claims })));
    expect(problems).toHaveLength(200);
    expect(count).toBeGreaterThanOrEqual(200);
  });
});

describe('a reference that leads nowhere is refused with its path', () => {
  const cases: [string, (file: IncidentFile) => void, string, RegExp][] = [
    [
      'source tie',
      (f) => Object.assign(f.sources[0]!, { memberOf: 'navy' }),
      '/sources/0/memberOf',
      /no source "navy"/,
    ],
    [
      'publisher',
      (f) => Object.assign(f.documents[0]!, { publisher: 'x' }),
      '/documents/0/publisher',
      /no source "x"/,
    ],
    [
      'parent',
      (f) => Object.assign(f.incidents[0]!, { partOf: 'x' }),
      '/incidents/0/partOf',
      /no incident "x"/,
    ],
    [
      'constraint',
      (f) => Object.assign(f.incidents[0]!.constraints![0]!, { greater: 'campaign/fired' }),
      '/incidents/0/constraints/0/greater',
      /no question "campaign\/fired"/,
    ],
    [
      'broader category',
      (f) => Object.assign(f.incidents[0]!.questions[2]!.categories![0]!, { broader: 'x' }),
      '/incidents/0/questions/2/categories/0/broader',
      /no category "x"/,
    ],
    [
      'incident',
      (f) => Object.assign(f.claims[0]!, { incident: 'x' }),
      '/claims/0/incident',
      /no incident "x"/,
    ],
    [
      'question',
      (f) => Object.assign(f.claims[0]!, { question: 'why' }),
      '/claims/0/question',
      /"attack\/why"/,
    ],
    [
      'document',
      (f) => Object.assign(f.claims[0]!, { document: 'x' }),
      '/claims/0/document',
      /no document "x"/,
    ],
    [
      'chain',
      (f) => Object.assign(f.claims[0]!, { chain: ['agency', 'x'] }),
      '/claims/0/chain/1',
      /no source "x"/,
    ],
    [
      'joint speaker',
      (f) => Object.assign(f.claims[0]!, { jointly: ['x'] }),
      '/claims/0/jointly/0',
      /no source "x"/,
    ],
    ['capture', (f) => Object.assign(f.claims[1]!, { capture: 1 }), '/claims/1/capture', /has 1 captures/],
    [
      'category as value',
      (f) => Object.assign(f.claims[0]!, { question: 'weapon', value: { category: 'drone' } }),
      '/claims/0/value/category',
      /no category "drone"/,
    ],
    [
      'source as value',
      (f) => Object.assign(f.claims[0]!, { question: 'by', value: { source: 'x' } }),
      '/claims/0/value/source',
      /no source "x"/,
    ],
    [
      'response to what stands later',
      (f) => Object.assign(f.claims[0]!, { response: { to: ['c3'], stance: 'doubts' } }),
      '/claims/0/response/to',
      /stands further down/,
    ],
    [
      'supersession of itself',
      (f) => Object.assign(f.claims[0]!, { supersedes: { claim: 'c1', as: 'update' } }),
      '/claims/0/supersedes/claim',
      /is this claim itself/,
    ],
    [
      'act',
      (f) => (f.acts = [{ act: 'withdraw', claim: 'x', reason: 'r' }]),
      '/acts/0/claim',
      /no claim "x"/,
    ],
  ];
  test.each(cases)('%s', (_name, change, path, message) => {
    expect(only(spoiled(change))).toMatchObject({ path, message: expect.stringMatching(message) });
  });

  test('doubled keys of every kind', () => {
    const file = spoiled((f) => {
      f.sources.push(f.sources[1]!);
      f.documents.push(f.documents[0]!);
      f.claims.push(f.claims[1]!);
      f.incidents[0]!.questions.push(f.incidents[0]!.questions[0]!);
      f.incidents[0]!.questions[2]!.categories!.push({ key: 'rocket', label: 'Again' });
    });
    expect(problemsOf(file).map(({ path }) => path)).toEqual([
      '/sources/4/key',
      '/documents/2/key',
      '/claims/3/key',
      '/incidents/0/questions/4/key',
      '/incidents/0/questions/2/categories/2/key',
    ]);
  });

  test('circles among sources, parts and categories, each once', () => {
    const file = spoiled((f) => {
      Object.assign(f.sources[1]!, { memberOf: 'ministry' });
      Object.assign(f.sources[3]!, { speaksFor: 'army' });
      Object.assign(f.incidents[1]!, { partOf: 'attack' });
      Object.assign(f.incidents[0]!.questions[2]!.categories![1]!, { broader: ['rocket'] });
    });
    expect(problemsOf(file).map(({ thing }) => thing)).toEqual([
      'source army',
      'category rocket',
      'incident attack',
    ]);
  });
});
