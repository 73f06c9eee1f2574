import { Inject, Injectable } from '@nestjs/common';
import type { ThingKind } from '../domain/names.js';
import type { Value } from '../domain/value.js';
import type { Ref } from '../read/answers.js';
import type { LedgerViews } from '../read/ledger-views.js';
import { field, Problem } from './problem.js';
import { VIEWS } from './tokens.js';

/** From the names that requests use (an id, `namespace:key`, a bare key) to things. */
@Injectable()
export class Names {
  constructor(@Inject(VIEWS) private readonly views: LedgerViews) {}

  /** @throws Problem `unknown-thing`, or `ambiguous-name` with the candidates */
  one(kind: ThingKind, name: string, where?: string): Ref {
    const resolved = this.views.names.resolve(kind, name);
    if (resolved.found === 'one') return resolved.thing;
    const at = where === undefined ? {} : field(where, `no ${kind} is called "${name}"`);
    if (resolved.found === 'none') {
      throw new Problem(
        where === undefined ? 'unknown-thing' : 'unknown-reference',
        `no ${kind} is called "${name}"`,
        at,
      );
    }
    throw new Problem('ambiguous-name', `several ${kind}s have the key "${name}"`, {
      ...(where !== undefined && field(where, 'several things have this key')),
      candidates: resolved.candidates.map(({ id, namespace, key }) => ({ id, name: `${namespace}:${key}` })),
    });
  }

  id(kind: ThingKind, name: string, where?: string): string {
    return this.views.names.only(kind, name) ?? this.one(kind, name, where).id;
  }

  ids(kind: ThingKind, names: readonly string[], where: string): string[] {
    return names.map((name, index) => this.id(kind, name, `${where}/${index}`));
  }

  /** A question by its name in its incident; where the body refers to one: its key, or `incident/question`. */
  question(incident: Ref | undefined, name: string, where?: string): Ref {
    const full = incident && isBare(name) ? `${incident.namespace}:${incident.key}/${name}` : name;
    const found = this.one('question', full, where);
    // A body may name one of another incident; an address with one incident and a question of another is none.
    if (where === undefined && incident && !isBare(name) && !this.isOf(incident, found)) {
      throw new Problem('unknown-thing', `"${incident.name}" has no question "${name}"`);
    }
    return found;
  }

  private isOf(incident: Ref, question: Ref): boolean {
    return this.views.questions.get(question.id)?.incident.id === incident.id;
  }

  /** The id of a question that a body names by its key in an incident, or otherwise. */
  questionId(incident: string, name: string, where: string): string {
    const known = isBare(name) ? this.views.names.only('question', `${incident}/${name}`) : undefined;
    return known ?? this.question(this.views.names.ref(incident), name, where).id;
  }

  /** A value as events hold it: a source by its id. */
  value(value: Value, where: string): Value {
    return 'source' in value ? { source: this.id('source', value.source, `${where}/source`) } : value;
  }
}

const isBare = (name: string): boolean => !name.includes('/') && !isUuid(name);
const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
