/**
 * A strict JSON reader (RFC 8259) that says where it stumbles. `JSON.parse` keeps the last of two equal names, rounds
 * what a double cannot hold and names no line; a record that must be provable later can afford none of the three.
 */
export class JsonFault extends Error {
  override readonly name = 'JsonFault';
  constructor(
    message: string,
    /** in UTF-16 units of the text */
    readonly offset: number,
    /** JSON Pointer of the value in which it stands */
    readonly path: string,
  ) {
    super(message);
  }
}

export interface JsonLimits {
  depth: number;
}
const usualLimits: JsonLimits = { depth: 32 };

/** @throws JsonFault at the first thing that is not JSON, is doubled, is too deep or would be rounded */
export function readJson(text: string, limits: JsonLimits = usualLimits): unknown {
  return new Reader(text, limits).read();
}

/** Offsets of the values at these JSON Pointers in a text that `readJson` accepts. */
export function locate(text: string, pointers: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  new Reader(text, usualLimits, (pointer, offset) => {
    if (pointers.has(pointer)) found.set(pointer, offset);
  }).read();
  return found;
}

/** Line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// All but quote, backslash and the control characters.
const plainString = /"[ !#-[\]-\uffff]*"/y;
const escapedString = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const space = /[ \t\n\r]*/y;
const literals: [string, unknown][] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
/** More are refused rather than rounded (docs/FORMATS.md). */
const mostDigits = 15;

class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
    private readonly visit?: (pointer: string, offset: number) => void,
  ) {}

  read(): unknown {
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) this.fail('the text goes on after the end of the JSON value');
    return value;
  }

  private value(): unknown {
    this.skip();
    this.visit?.(this.pointer(), this.at);
    const first = this.text[this.at];
    if (first === '{') return this.object();
    if (first === '[') return this.array();
    if (first === '"') return this.string();
    if (first === undefined) return this.fail('the file ends in the middle of the JSON');
    if (first === '-' || (first >= '0' && first <= '9')) return this.number();
    for (const [word, value] of literals) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.fail(`expected a JSON value and found ${JSON.stringify(first)}`);
  }

  private object(): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.open();
    if (this.closes('}')) return members;
    do {
      this.skip();
      if (this.text[this.at] !== '"') this.fail(`expected a name in double quotes and found ${this.found()}`);
      const start = this.at;
      const name = this.string();
      if (name === '__proto__') this.fail('"__proto__" is refused as a name', start);
      if (Object.hasOwn(members, name)) {
        this.fail(`the name ${JSON.stringify(name)} stands twice in one object; keep one of them`, start);
      }
      this.expect(':', 'after a name');
      this.path.push(name);
      members[name] = this.value();
      this.path.pop();
    } while (this.goesOn('}'));
    return members;
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.open();
    if (this.closes(']')) return items;
    do {
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
    } while (this.goesOn(']'));
    return items;
  }

  private string(): string {
    const plain = this.match(plainString);
    if (plain !== undefined) return plain.slice(1, -1);
    const start = this.at;
    const escaped = this.match(escapedString);
    if (escaped === undefined) {
      return this.fail('this text has no closing quote, or a line break or wrong escape in it', start);
    }
    const text = JSON.parse(escaped) as string;
    if (!text.isWellFormed()) this.fail('this text holds half of a surrogate pair', start);
    return text;
  }

  private number(): number {
    const start = this.at;
    const text = this.match(numberPattern);
    if (text === undefined) return this.fail('this is no JSON number');
    const digits = text
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+/, '');
    const value = Number(text);
    if (digits.length > mostDigits && significant(digits) > mostDigits) {
      this.fail(`${text} has more than ${mostDigits} significant digits and would be rounded`, start);
    }
    if (!Number.isFinite(value) || (value === 0 && digits !== '')) {
      this.fail(`${text} is outside the range of numbers`, start);
    }
    return value;
  }

  private open(): void {
    if (this.depth++ >= this.limits.depth) this.fail(`nested deeper than ${this.limits.depth}`);
    this.at += 1;
  }
  private depth = 0;

  private closes(bracket: string): boolean {
    this.skip();
    if (this.text[this.at] !== bracket) return false;
    this.at += 1;
    this.depth -= 1;
    return true;
  }

  private goesOn(bracket: string): boolean {
    if (this.closes(bracket)) return false;
    this.expect(',', `or ${bracket} after a value`);
    return true;
  }

  private expect(sign: string, when: string): void {
    this.skip();
    if (this.text[this.at] !== sign) this.fail(`expected ${sign} ${when} and found ${this.found()}`);
    this.at += 1;
  }

  private found(): string {
    const sign = this.text[this.at];
    return sign === undefined ? 'the end of the file' : JSON.stringify(sign);
  }

  private skip(): void {
    const code = this.text.charCodeAt(this.at);
    if (code > 0x20) return;
    this.match(space);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private pointer(): string {
    return this.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }

  private fail(message: string, offset = this.at): never {
    throw new JsonFault(message, offset, this.pointer());
  }
}

const significant = (digits: string): number => digits.replace(/0+$/, '').length;
