import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projectRoot } from '../../src/runtime.js';
import { play, type Recorded } from './exchange.js';
import { exchanges } from './exchanges/all.js';
import { stage } from './stage.js';
import { steady } from './steady.js';

/** The files of src/http/examples, by group, as text. */
export type Recording = Map<string, string>;

const fileOf = (group: string): string => join(projectRoot, 'src', 'http', 'examples', `${group}.json`);

export const committed = (group: string): string =>
  existsSync(fileOf(group)) ? readFileSync(fileOf(group), 'utf8') : '';

/** Plays every exchange against a server of its own. */
export async function record(): Promise<Recording> {
  const on = await stage();
  try {
    const all = await play(
      on,
      exchanges.flatMap(([, group]) => group),
    );
    return byGroup(all);
  } finally {
    await on.server.close();
  }
}

function byGroup({ operations, problems }: Recorded): Recording {
  const groups = new Map<string, Record<string, unknown>>();
  const groupOf = new Map<string, string>();
  for (const [name, group] of exchanges) {
    groups.set(name, name === 'problems' ? problems : {});
    for (const exchange of group) {
      if ('operation' in exchange && !groupOf.has(exchange.operation)) groupOf.set(exchange.operation, name);
    }
  }
  for (const [operation, examples] of Object.entries(operations)) {
    groups.get(groupOf.get(operation)!)![operation] = examples;
  }
  return new Map([...groups].map(([name, held]) => [name, `${JSON.stringify(held, null, 2)}\n`]));
}

const byChance = new Set(
  exchanges.flatMap(([, group]) =>
    group.flatMap((exchange) =>
      'operation' in exchange && exchange.byChance === true ? [exchange.operation] : [],
    ),
  ),
);

/** What two recordings of the same have in common. */
export function comparable(text: string): unknown {
  const held = JSON.parse(text === '' ? '{}' : text) as Record<string, unknown>;
  return steady(Object.fromEntries(Object.entries(held).filter(([name]) => !byChance.has(name))));
}

/** Writes what reads otherwise than what is committed, but for ids, hashes and moments. */
export async function refreshExamples(): Promise<void> {
  for (const [group, text] of await record()) {
    if (!isDeepStrictEqual(comparable(text), comparable(committed(group))))
      writeFileSync(fileOf(group), text);
  }
}
