import { Problem } from '../../http/problem.js';
import { NotCanonical } from '../../log/envelope.js';
import { EventTooLarge, LogUnavailable } from '../../log/event-log.js';
import type { Query } from '../load/asked.js';
import { BadField } from './act.js';
import type { Typed } from './fields.js';

/** Letters of one field that are read; a text to capture may be long. */
const maxField = 250_000;

/** What a form sent, one text a field; boxes ticked under one name are lines of it. */
export function typedIn(body: unknown): Record<string, string> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body as Query).flatMap(([name, value]): [string, string][] => {
      const texts = (Array.isArray(value) ? value : [value]).filter(
        (item): item is string => typeof item === 'string',
      );
      return texts.length === 0 ? [] : [[name, texts.join('\n').replaceAll('\r\n', '\n').slice(0, maxField)]];
    }),
  );
}

/**
 * Why nothing was recorded, at the fields that it is about. What is wrong with something else than what was typed is
 * thrown on.
 */
export function refusalOf(
  error: unknown,
  typed: Readonly<Record<string, string>>,
  fields: ReadonlySet<string>,
): { typed: Typed; problem: string | null } {
  if (error instanceof BadField) {
    return { typed: { values: typed, problems: { [error.field]: error.message } }, problem: null };
  }
  if (error instanceof Problem && error.status < 500 && error.kind !== 'unknown-route') {
    const problems: Record<string, string> = {};
    for (const { field, message } of error.extras.errors ?? []) {
      const name = fieldOf(field, fields);
      if (name !== undefined) problems[name] = message;
    }
    const general = Object.keys(problems).length === 0 ? error.message : null;
    return { typed: { values: typed, problems }, problem: general };
  }
  if (error instanceof LogUnavailable || error instanceof EventTooLarge || error instanceof NotCanonical) {
    return { typed: { values: typed, problems: {} }, problem: error.message };
  }
  throw error;
}

/** What the domain calls a field, as the forms do. */
const formNames: Record<string, string> = {
  exact: 'quote',
  citation: 'quote',
  n: 'low',
  relation: 'questions',
};

/** `/chain/2` is about the chain; the innermost part of it that the form has. */
function fieldOf(pointer: string, fields: ReadonlySet<string>): string | undefined {
  const parts = pointer.split('/').flatMap((part) => [part, formNames[part] ?? part]);
  return parts.findLast((part) => fields.has(part));
}
