import { Malformed } from './malformed.js';

/**
 * JSON that every reader understands alike (RFC 8259, and I-JSON, RFC 7493): no doubled keys, no numbers that a double
 * cannot hold, no half surrogate pairs, nothing nested too deep. `JSON.parse` lets all of these pass.
 * @param text at most `maxLength` UTF-16 units
 * @throws Malformed, with the place
 */
export function parseStrictJson(text: string, what: string, limits: JsonLimits = {}): unknown {
  const maxLength = limits.maxLength ?? defaultMaxLength;
  if (text.length > maxLength) throw new Malformed(`${what} is longer than ${maxLength} characters`);
  new Scanner(text, what, limits.maxDepth ?? defaultMaxDepth).document();
  return JSON.parse(text);
}
export interface JsonLimits {
  maxDepth?: number;
  maxLength?: number;
}
const defaultMaxDepth = 32;
/** a proof of some thousand events */
const defaultMaxLength = 64 << 20;

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const blank = /[ \t\n\r]*/y;

class Scanner {
  private at = 0;
  constructor(
    private readonly text: string,
    private readonly what: string,
    private readonly maxDepth: number,
  ) {}

  document(): void {
    this.value(0);
    this.skipBlank();
    if (this.at !== this.text.length) throw this.wrong('goes on after its end');
  }

  private value(depth: number): void {
    if (depth > this.maxDepth) throw this.wrong(`is nested deeper than ${this.maxDepth}`);
    this.skipBlank();
    const first = this.text[this.at];
    if (first === '{') this.object(depth);
    else if (first === '[') this.array(depth);
    else if (first === '"') this.string();
    else if (first === 't') this.word('true');
    else if (first === 'f') this.word('false');
    else if (first === 'n') this.word('null');
    else this.number();
  }

  private object(depth: number): void {
    const keys = new Set<string>();
    this.at++;
    if (this.take('}')) return;
    do {
      this.skipBlank();
      const key = this.string();
      if (keys.has(key)) throw this.wrong(`holds the key ${JSON.stringify(key)} twice`);
      keys.add(key);
      if (!this.take(':')) throw this.wrong('lacks a colon');
      this.value(depth + 1);
    } while (this.take(','));
    if (!this.take('}')) throw this.wrong('lacks a closing brace');
  }

  private array(depth: number): void {
    this.at++;
    if (this.take(']')) return;
    do this.value(depth + 1);
    while (this.take(','));
    if (!this.take(']')) throw this.wrong('lacks a closing bracket');
  }

  private string(): string {
    const end = this.endOfString();
    let value: string;
    try {
      value = JSON.parse(this.text.slice(this.at, end)) as string;
    } catch {
      throw this.wrong('holds something that is no JSON string');
    }
    if (!value.isWellFormed()) throw this.wrong('holds half of a surrogate pair');
    this.at = end;
    return value;
  }

  /** Just after the quote that closes the string at the present place; by hand, since it may be of any length. */
  private endOfString(): number {
    if (this.text[this.at] !== '"') throw this.wrong('holds something that is no JSON string');
    for (
      let quote = this.text.indexOf('"', this.at + 1);
      quote > 0;
      quote = this.text.indexOf('"', quote + 1)
    ) {
      let escapes = 0;
      while (this.text[quote - 1 - escapes] === '\\') escapes++;
      if (escapes % 2 === 0) return quote + 1;
    }
    throw this.wrong('holds a string without an end');
  }

  private number(): void {
    const digits = this.match(numberPattern);
    if (digits === undefined) throw this.wrong('holds something that is no JSON value');
    if (!isPlainNumber(Number(digits))) {
      throw this.wrong(`holds a number that readers would not agree on: ${digits.slice(0, 40)}`);
    }
  }

  private word(word: string): void {
    if (!this.text.startsWith(word, this.at)) throw this.wrong('holds something that is no JSON value');
    this.at += word.length;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private take(character: string): boolean {
    this.skipBlank();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipBlank(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) this.match(blank);
  }

  private wrong(fault: string): Malformed {
    return new Malformed(`${this.what} ${fault}, at character ${this.at}`);
  }
}

/** Chapter 4: at most 15 significant digits. */
function isPlainNumber(value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value)) return Math.abs(value) < 1e15;
  return Number(value.toPrecision(15)) === value;
}

/**
 * RFC 8785 of a value that `JSON.parse` made: keys by their UTF-16 units, no blanks, ECMAScript's own spelling of
 * numbers and strings. The log writes with a library; the verifier must not need one to run in a page.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
}

/**
 * Strict JSON that is in its canonical form already. Most of what is strict follows from that: a doubled key or a
 * rounded number does not come out as it went in. So the common case is left to the engine, whose own spelling is the
 * canonical one where keys are in order, and the text is scanned only to say what is wrong.
 * @throws Malformed
 */
export function parseCanonicalJson(text: string, what: string, limits: Required<JsonLimits>): unknown {
  const value = text.length <= limits.maxLength ? parsed(text) : undefined;
  if (value !== undefined && isPlain(value, limits.maxDepth) && JSON.stringify(value) === text) return value;
  parseStrictJson(text, what, limits);
  if (canonicalJson(value) === text) return value;
  throw new Malformed(`${what} is not in the canonical form of RFC 8785`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Unambiguous, with all keys in order; a key like `7`, which an object puts first, is left to the slow way. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return isPlainNumber(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth - 1));
  let before = '';
  for (const key in value) {
    if (key < before || !key.isWellFormed() || !isPlain((value as Record<string, unknown>)[key], depth - 1)) {
      return false;
    }
    before = key;
  }
  return true;
}
