import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ThingKind } from '../domain/names.js';
import type { Clocks, Page, PageRequest } from '../read/answers.js';
import { Problem } from './problem.js';

/** The parts of a read request that are the same everywhere. */
type Asked = { [Name in keyof (Clocks & PageRequest)]?: (Clocks & PageRequest)[Name] | undefined };

export const clocksOf = ({ publicAt, knownAt }: Asked): Clocks => ({
  ...(publicAt !== undefined && { publicAt }),
  ...(knownAt !== undefined && { knownAt }),
});

export const pageOf = ({ cursor, limit }: Asked): PageRequest => ({
  ...(cursor !== undefined && { cursor }),
  ...(limit !== undefined && { limit }),
});

/** A thing that is there now need not have been in the record at `knownAt`. */
export function foundThen<T>(answer: T | undefined, kind: ThingKind, name: string): T {
  if (answer !== undefined) return answer;
  throw new Problem('unknown-thing', `the ${kind} "${name}" was not in the record then`);
}

/** The page as it is, with `Link: <...>; rel="next"` (RFC 8288) where there is another. */
export function linked<Item>(page: Page<Item>, request: FastifyRequest, reply: FastifyReply): Page<Item> {
  if (page.next !== null) {
    const [path, query] = request.url.split('?', 2);
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', page.next);
    void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
  }
  return page;
}
