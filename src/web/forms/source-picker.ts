import { ownNamespace } from '../../domain/names.js';
import { sourceKinds, type SourceDescription } from '../../domain/events.js';
import type { Command } from '../../domain/commands.js';
import type { Ref, SourceSummary } from '../../read/answers.js';
import type { Desk, Values } from './act.js';
import { freshKey } from './slug.js';

/** A name that no source of the ledger has: which one is meant, or what is to be made. */
export interface UnknownSource {
  /** place of its fields in the form: `source-0`, `source-0-kind`, ... */
  field: string;
  typed: string;
  /** sources whose names resemble it: probable duplicates */
  candidates: { name: string; label: string; about: string }[];
}
/** Who is meant by a name that was typed. */
export type Picked = { found: Ref } | { make: Command; field: string } | { ask: UnknownSource };

const candidatesShown = 6;

/** One name after the other, as they stand in the form; the same name twice is one source. */
export class SourcePicker {
  readonly #picked = new Map<string, Picked>();

  constructor(
    private readonly desk: Desk,
    private readonly values: Values,
  ) {}

  pick(typed: string): Picked {
    const known = this.#picked.get(typed);
    if (known) return known;
    const picked = this.#pick(typed);
    this.#picked.set(typed, picked);
    return picked;
  }

  get unknown(): UnknownSource[] {
    return [...this.#picked.values()].flatMap((picked) => ('ask' in picked ? [picked.ask] : []));
  }

  #pick(typed: string): Picked {
    const resolved = this.desk.views.names.resolve('source', typed);
    if (resolved.found === 'one') return { found: resolved.thing };
    const alike = this.desk.views.sources.list({ text: typed }, undefined, { limit: 50 }).items;
    const same = alike.filter((source) => namesOf(source).includes(fold(typed)));
    if (same.length === 1) return { found: same[0]! };
    return this.#decided(typed, same.length > 0 ? same : [...alike, ...this.#byWords(typed)]);
  }

  /** What was said of this name in the form before, if anything. */
  #decided(typed: string, alike: SourceSummary[]): Picked {
    const field = this.#fieldOf(typed);
    const chosen = this.values.text(field);
    if (chosen !== '' && chosen !== 'new') {
      const resolved = this.desk.views.names.resolve('source', chosen);
      if (resolved.found === 'one') return { found: resolved.thing };
    }
    const kind = sourceKinds.find((candidate) => candidate === this.values.text(`${field}-kind`));
    if (chosen === 'new' && kind) return { make: this.#registration(typed, field, kind), field };
    const candidates = [...new Map(alike.map((source) => [source.id, source])).values()].slice(
      0,
      candidatesShown,
    );
    return {
      ask: {
        field,
        typed,
        candidates: candidates.map((source) => ({
          name: source.name,
          label: source.label,
          about: [source.sourceKind, ...source.aliases].join(', '),
        })),
      },
    };
  }

  /** Fields are numbered as the names were met when the form was last shown. */
  #fieldOf(typed: string): string {
    for (let index = 0; index < 40; index += 1) {
      const field = `source-${index}`;
      const name = this.values.text(`${field}-name`);
      if (name === typed) return field;
      if (name === '' && ![...this.#picked.values()].some((picked) => usesField(picked, field))) return field;
    }
    return 'source-40';
  }

  /** Longer words of the name, each looked for: “Col. Smith of the army” finds “Smith”. */
  #byWords(typed: string): SourceSummary[] {
    const words = typed.split(/\s+/).filter((word) => word.length > 3);
    return words
      .slice(0, 4)
      .flatMap((word) => this.desk.views.sources.list({ text: word }, undefined, { limit: 5 }).items);
  }

  #isAnother(key: string, typed: string): boolean {
    const resolved = this.desk.views.names.resolve('source', `${ownNamespace}:${key}`);
    return resolved.found === 'one' && resolved.thing.label !== typed;
  }

  #registration(typed: string, field: string, kind: SourceDescription['kind']): Command {
    const tie = (name: string) => {
      const text = this.values.text(`${field}-${name}`);
      const resolved = text === '' ? undefined : this.pick(text);
      return resolved && 'found' in resolved ? { [name]: resolved.found.id } : {};
    };
    return {
      type: 'RegisterSource',
      namespace: ownNamespace,
      key: freshKey('source', typed, (key) => this.#isAnother(key, typed)),
      name: typed,
      kind,
      ...tie('speaksFor'),
      ...tie('memberOf'),
      ...(kind === 'unnamed' ? tie('knownTo') : {}),
    };
  }
}

const usesField = (picked: Picked, field: string): boolean =>
  ('ask' in picked && picked.ask.field === field) || ('make' in picked && picked.field === field);

const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
const namesOf = (source: SourceSummary): string[] => [source.label, ...source.aliases].map(fold);
