import type { Command } from '../../domain/commands.js';
import type { ThingKind } from '../../domain/names.js';
import type { Names } from '../../http/names.js';
import type { Ref } from '../../read/answers.js';
import type { LedgerViews } from '../../read/ledger-views.js';
import type { Capability } from '../viewer.js';
import type { Field } from './fields.js';

/** What a form looks things up in. */
export interface Desk {
  views: LedgerViews;
  names: Names;
}

/** One act on one thing, as a form: what it asks, with what it begins, and the command that it becomes. */
export interface Act {
  needs: Capability;
  title: string;
  /** what it does, and what it does not */
  intro: string;
  submit: string;
  fields(desk: Desk, thing: Ref): Field[];
  /** what stands in the fields before anything is typed */
  initial?(desk: Desk, thing: Ref): Record<string, string> | Promise<Record<string, string>>;
  /** @throws Problem, BadField */
  command(desk: Desk, thing: Ref, values: Values): Command | Promise<Command>;
}
export type Acts = Readonly<Record<string, Act>>;

/** A field that cannot be used as it is; `message` says what to do. */
export class BadField extends Error {
  override readonly name = 'BadField';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** What was typed, read field by field. */
export class Values {
  constructor(readonly typed: Readonly<Record<string, string>>) {}

  /** '' where nothing was typed */
  text(name: string): string {
    return Object.hasOwn(this.typed, name) ? this.typed[name]!.trim() : '';
  }
  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }
  /** @throws BadField */
  needed(name: string, what: string): string {
    const text = this.text(name);
    if (text === '') throw new BadField(name, `${what} is missing`);
    return text;
  }
  reason(): string {
    return this.needed('reason', 'A reason in a sentence');
  }
  yes(name: string): boolean {
    return this.text(name) === 'yes';
  }
  /** one a line, or between commas */
  list(name: string): string[] {
    return this.text(name)
      .split(/[\n,]/)
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }
  /** @throws BadField */
  oneOf<Value extends string>(name: string, allowed: readonly Value[], what: string): Value {
    const text = this.text(name);
    const value = allowed.find((candidate) => candidate === text);
    if (value === undefined) throw new BadField(name, `${what}: choose one`);
    return value;
  }
  /** @throws BadField */
  number(name: string, what: string): number {
    const text = this.needed(name, what).replaceAll(/(?<=\d),(?=\d{3})/g, '');
    const n = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || !Number.isFinite(n)) {
      throw new BadField(name, `${what}: “${text}” is no number from 0 up`);
    }
    return n;
  }
}

export const reasonField: Field = {
  name: 'reason',
  label: 'Why',
  kind: 'text',
  required: true,
  help: 'It stands in the record for good, under your name.',
};

/** What a person may type for a thing: its name, or `name: label` as a suggestion offers it. @throws BadField */
export function named(desk: Desk, kind: ThingKind, name: string, text: string): Ref {
  const resolved = desk.views.names.resolve(kind, text);
  if (resolved.found === 'one') return resolved.thing;
  const what = `“${text}”`;
  if (resolved.found === 'none')
    throw new BadField(
      name,
      `No ${kind} is called ${what}: choose one of those suggested, or paste its name`,
    );
  const names = resolved.candidates.map(({ namespace, key }) => `${namespace}:${key}`).join(', ');
  throw new BadField(name, `Several ${kind}s are called ${what}: write one of ${names}`);
}
