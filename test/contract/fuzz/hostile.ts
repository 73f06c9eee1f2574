import type { Chance } from './chance.js';

/** Texts that broke other programs: each is there for a way in which text is handled carelessly somewhere. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\t',
  '\0',
  'a\0b',
  '.',
  '..',
  '../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%zz',
  '%c0%ae%c0%ae',
  '%F0%9F%98',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e999',
  '9007199254740993',
  '99999999999999999999999999999999999999',
  '-1',
  '0x10',
  '1_000',
  "' OR 1=1 --",
  '"; DROP TABLE event; --',
  '" NEAR(" AND (* ^ :',
  'a* OR -b NOT "',
  '{ "a": 1 }',
  '[]',
  '${7*7}{{7*7}}#{7*7}',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'http://user:secret@host/',
  'http://[::1',
  '//elsewhere.example/',
  '\\\\elsewhere\\share',
  '=cmd|calc!A1',
  '\r\nX-Injected: yes',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202eevil\u202c',
  '\u0000\u0001\u001f\u007f\u0085\u2028',
  'e\u0301\u0301\u0301',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}',
  'ﷺ'.repeat(50),
  'I\u0307İıß',
  'x'.repeat(301),
  'x'.repeat(5_000),
  '\ufe0f'.repeat(400),
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
  '2022-02-30',
  '2022-13-01T00:00:00Z',
  '0000-00-00',
  '2022-01-05T24:00:00Z',
  '2022-01-05T23:59:60Z',
  '2022-01-05T00:00:00+99:99',
  '9999-12-31T23:59:59.999999999Z',
  '-271821-04-20',
  '+275760-09-13T00:00:00Z',
  'XXXX-XX-XX',
  'Y-170000002',
  '1984?/2004~',
  '[1667,1668,1670..1672]',
  '../..',
  '2004-06-XX/2004-07-03',
  'urn:uuid:00000000-0000-0000-0000-000000000000',
  '00000000-0000-0000-0000-000000000000',
  'local:',
  ':depot',
  'local:depot:x',
  'depot/',
  '/hurt',
  'depot/hurt/x',
  '*',
  'W/"0"',
  '"0"',
  '"',
];

export const hostileNumbers: readonly number[] = [
  -1,
  -0,
  0,
  0.5,
  1e-300,
  1e300,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 63),
  1.1,
  0.1 + 0.2,
  999_999_999_999_999,
  123456789.123456,
];

/** What a JSON body may hold where something else was meant. */
export function hostileJson(chance: Chance): unknown {
  return chance.weighed<() => unknown>([
    [6, () => chance.of(hostileTexts)],
    [3, () => chance.of(hostileNumbers)],
    [1, () => null],
    [1, () => chance.is(0.5)],
    [1, () => []],
    [1, () => ({})],
    [1, () => ({ length: 3, 0: 'a' })],
    [1, () => [[[[]]]]],
    [1, () => nested(chance.whole(2, 40))],
    [1, () => Array.from({ length: chance.of([2, 101, 501, 2_000]) }, () => chance.of(hostileTexts))],
    [1, () => ({ toString: 'x', valueOf: 1, constructor: { prototype: { polluted: true } } })],
  ])();
}

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

/** Bodies that are no JSON of ours, as they go over the wire. */
export function hostileBytes(chance: Chance, json: string): Buffer {
  const bytes = Buffer.from(json);
  return chance.weighed<() => Buffer>([
    [3, () => bytes.subarray(0, chance.whole(0, bytes.length))],
    [3, () => spliced(bytes, chance.whole(0, bytes.length), Buffer.from([0xff, 0xfe, 0xc3, 0x28]))],
    [1, () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
    [1, () => Buffer.from(json, 'utf16le')],
    [2, () => Buffer.from(json.replace('{', '{"__proto__":{"polluted":true},'))],
    [2, () => Buffer.from(json.replace('{', '{"reason":"twice","reason":"twice",'))],
    [1, () => Buffer.from(json.replace('{', '{"n":1e400,"m":-0,"o":12345678901234567890,'))],
    [1, () => Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)],
    [1, () => Buffer.from(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`)],
    [1, () => Buffer.from(json.padEnd(300_000, ' '))],
    [1, () => Buffer.alloc(0)],
    [1, () => Buffer.from('null')],
    [1, () => Buffer.from('"text"')],
    [1, () => Buffer.from('{"reason":"\\ud800"}')],
    [1, () => Buffer.from('// a comment\n{}')],
    [1, () => Buffer.from('reason=x&reason=y&__proto__[a]=1&%zz=%')],
    [2, () => flipped(bytes, chance)],
  ])();
}

const spliced = (bytes: Buffer, at: number, what: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), what, bytes.subarray(at)]);

function flipped(bytes: Buffer, chance: Chance): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = chance.whole(1, 4); count > 0 && copy.length > 0; count--) {
    const at = chance.whole(0, copy.length - 1);
    copy[at] = copy[at]! ^ (1 << chance.whole(0, 7));
  }
  return copy;
}

export const mediaTypes: readonly string[] = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'APPLICATION/JSON',
  'application/json;',
  'application/json; boundary="',
  'application/merge-patch+json',
  'application/x-www-form-urlencoded',
  'application/x-ndjson',
  'application/octet-stream',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  'text/csv',
  'text/html',
  'application/xml',
  '*/*',
  'json',
  '',
  ';',
];
