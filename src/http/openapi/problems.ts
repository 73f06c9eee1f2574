import type { OpenAPIObject } from '@nestjs/swagger';
import { nameShape } from '../dto/fields.js';
import { problemKinds, problemPath, type ProblemKind } from '../problem.js';
import type { Need } from '../access/needs.js';
import { alsoAnswersKey } from './also-answers.js';
import {
  operationsOf,
  parametersOf,
  type Components,
  type PlacedOperation,
  type Responses,
} from './operations.js';

/** Who may use a route, by `GET /v1/incidents/{incident}`. */
export type NeedOf = (method: string, path: string) => Need | undefined;

const problemMediaType = 'application/problem+json';
const anyProblem = {
  description: 'Any problem (RFC 9457): what stands beside it, and whatever a later version may add',
  content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/ProblemDto' } } },
};

/** Says at each operation, status by status, which kinds of problems it answers with. */
export function describeProblems(document: OpenAPIObject, needOf: NeedOf): void {
  const shared: NonNullable<Components['responses']> = {};
  for (const placed of operationsOf(document)) {
    const { operation, method, path } = placed;
    for (const [status, kinds] of byStatus(kindsOf(placed, needOf(method, path)))) {
      const name = `${status}-${kinds.join('-or-')}`;
      shared[name] ??= response(kinds);
      operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
    }
    operation.responses.default = anyProblem;
    Reflect.deleteProperty(operation, alsoAnswersKey);
    sort(operation.responses);
  }
  (document.components ??= {}).responses = Object.fromEntries(
    Object.entries(shared).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The kinds that follow from what an operation is, and those that it says of itself. */
function kindsOf({ operation, method, path }: PlacedOperation, need: Need | undefined): Set<ProblemKind> {
  const kinds = new Set<ProblemKind>([
    // At the door, before a route is looked for; and what may befall any of them.
    'not-signed-in',
    'foreign-origin',
    'wrong-host',
    'too-many-requests',
    'unavailable',
    'stopping',
    'internal',
  ]);
  const add = (...more: ProblemKind[]): void => more.forEach((kind) => kinds.add(kind));
  const headers = new Set(parametersOf(operation, 'header').map(({ name }) => name.toLowerCase()));
  const places = parametersOf(operation, 'path').map(({ name }) => name);
  const names = parametersOf(operation, 'query').some(({ description = '' }) =>
    description.endsWith(nameShape),
  );
  if (need !== 'anyone') add('forbidden');
  if (parametersOf(operation).length > 0) add('invalid-request');
  if (places.length > 0) add('unknown-thing');
  if (names || places.some((place) => thingPlaces.has(place))) add('ambiguous-name');
  if (names) add('unknown-reference');
  // One that is not asked for is read all the same.
  if (method !== 'get') add('malformed-json', 'invalid-request', 'too-large', 'unsupported-media-type');
  if (method !== 'get') add('stopped', 'storage-full');
  if (method !== 'get' && path.startsWith('/v1/admin/')) {
    add('conflict', 'refused', 'unknown-reference', 'ambiguous-name');
  }
  if (headers.has('if-match')) add('precondition-required', 'precondition-failed');
  if (headers.has('idempotency-key')) add('idempotency-key-reused', 'request-running');
  add(...((Reflect.get(operation, alsoAnswersKey) as ProblemKind[] | undefined) ?? []));
  return kinds;
}

/** Parts of an address that name a thing, which a bare key may do for several. */
const thingPlaces = new Set(['incident', 'question', 'source', 'document', 'claim']);

/** In the order of `problemKinds`, so that equal sets have one name. */
function byStatus(kinds: ReadonlySet<ProblemKind>): Map<string, ProblemKind[]> {
  const all = (Object.keys(problemKinds) as ProblemKind[]).filter((kind) => kinds.has(kind));
  return Map.groupBy(all, (kind) => String(problemKinds[kind].status));
}

function response(kinds: readonly ProblemKind[]) {
  const { status } = problemKinds[kinds[0]!];
  const narrowed = {
    type: 'object',
    properties: {
      type: { type: 'string', enum: kinds.map(problemPath) },
      status: { type: 'integer', enum: [status] },
    },
  };
  const examples = kinds.map((kind) => [kind, { $ref: `#/components/examples/${kind}` }] as const);
  return {
    description: kinds.map((kind) => `\`${kind}\`: ${problemKinds[kind].title}`).join('. '),
    content: {
      [problemMediaType]: {
        schema: { allOf: [{ $ref: '#/components/schemas/ProblemDto' }, narrowed] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** Numbers come first by themselves; `default` goes to the end. */
function sort(responses: Responses): void {
  const { default: last } = responses;
  if (!last) return;
  delete responses.default;
  responses.default = last;
}
