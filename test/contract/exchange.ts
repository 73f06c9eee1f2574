import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Example } from '../../src/http/openapi/examples.js';
import type { ProblemDocument, ProblemKind } from '../../src/http/problem.js';
import { parametersOf } from '../../src/http/openapi/operations.js';
import type { TestServer } from '../http/support/server.js';
import { addressOf, byId, type Description, type Query } from './description.js';

/** Reads from what an operation answered last: `heard('makeUser', 'id')`, `heard('getIncident', 'constraints.0.id')`. */
export interface Heard {
  (operation: string, path: string): string;
  /** the ETag of that answer */
  tag(operation: string): string;
}

/** What is sent, all but who sends it. */
export interface Sent {
  path?: Record<string, string>;
  query?: Query;
  headers?: Record<string, string>;
  body?: unknown;
  /** of the body; absent: JSON */
  mediaType?: string;
}

/** Somebody who asks, by what they may do. */
export type Who = 'nobody' | 'reader' | 'everything';

/** What the API's description shows of an operation: a request, and the answer that a server must give to it. */
export interface Exchange {
  operation: string;
  /** in a few words, as the description has it */
  shows: string;
  sends?: Sent | ((heard: Heard) => Sent);
  /** a status, or the kind of problem */
  answers: number | ProblemKind;
  /** absent: somebody who may do everything */
  as?: Who;
  /** what befalls the server meanwhile; answers with what ends it */
  meanwhile?: (stage: Stage) => Promise<() => Promise<void>>;
  /** 412 and the like need to send no If-Match, or another; absent: `*` where the operation wants one */
  bare?: true;
  /** the order in it is made by chance: only its shape is held to what was recorded */
  byChance?: true;
}
/** A request that belongs to no operation, for the kind of problem that it shows. */
export interface StrayExchange extends Pick<Exchange, 'meanwhile' | 'as'> {
  request: InjectOptions;
  answers: ProblemKind;
}

export interface Recorded {
  operations: Record<string, Example[]>;
  problems: Partial<Record<ProblemKind, ProblemDocument>>;
}

/** A server that can be asked, and those who ask. */
export interface Asked {
  app: TestServer['app'];
  description: Description;
  headersOf: Record<Who, Record<string, string>>;
}
/** One to which things can be made to happen. */
export interface Stage extends Asked {
  server: TestServer;
}

/** Plays the exchanges in their order, each against what those before it left, and records what was answered. */
export async function play(
  stage: Stage | (Asked & { server?: never }),
  exchanges: readonly (Exchange | StrayExchange)[],
): Promise<Recorded> {
  const recorded: Recorded = { operations: {}, problems: {} };
  const operations = byId(stage.description);
  const { heard, hear } = listener();
  for (const exchange of exchanges) {
    const sent = 'request' in exchange ? undefined : sentOf(exchange, heard, operations);
    const request = 'request' in exchange ? exchange.request : sent!.request;
    const who = stage.headersOf[exchange.as ?? 'everything'];
    const end = stage.server && (await exchange.meanwhile?.(stage));
    const answer = await stage.app.inject({ ...request, headers: { ...who, ...request.headers } });
    await end?.();
    const body = await bodyOf(answer);
    const got = { status: answer.statusCode, ...mediaTypeOf(answer), ...(body !== undefined && { body }) };
    if (typeof exchange.answers === 'string') {
      const problem = body as ProblemDocument;
      mustBe(problem.type, `/problems/${exchange.answers}`, request, body);
      recorded.problems[exchange.answers] ??= problem;
    } else if ('operation' in exchange) {
      mustBe(answer.statusCode, exchange.answers, request, body);
      hear(exchange.operation, body, answer.headers['etag']);
      const example = { shows: exchange.shows, ...sent!.shown, answer: got };
      (recorded.operations[exchange.operation] ??= []).push(example);
    }
  }
  return recorded;
}

function sentOf(exchange: Exchange, heard: Heard, operations: ReturnType<typeof byId>) {
  const placed = operations.get(exchange.operation);
  if (!placed) throw new Error(`no operation is called ${exchange.operation}`);
  const given = typeof exchange.sends === 'function' ? exchange.sends(heard) : (exchange.sends ?? {});
  const takesTag = parametersOf(placed.operation, 'header').some(
    ({ name, required }) => name === 'If-Match' && required === true,
  );
  const headers = takesTag && exchange.bare !== true ? { 'If-Match': '*', ...given.headers } : given.headers;
  const shown: Sent = { ...given, ...(headers && { headers }) };
  const request: InjectOptions = {
    method: placed.method,
    url: addressOf(placed.path, given.path, given.query),
    headers: { ...(given.mediaType !== undefined && { 'content-type': given.mediaType }), ...headers },
    ...(given.body !== undefined && { payload: given.body as object }),
    ...(exchange.operation === 'followEvents' && { payloadAsStream: true }),
  };
  return { request, shown };
}

/** JSON as it is, else the text; undefined where there is none, or bytes. Of a stream that never ends, its beginning. */
async function bodyOf(answer: LightMyRequestResponse): Promise<unknown> {
  const type = answer.headers['content-type'] ?? '';
  if (type.startsWith('text/event-stream')) return beginningOf(answer);
  if (type === '' || type.startsWith('application/octet-stream') || answer.body === '') return undefined;
  return /^application\/(problem\+)?json/.test(type) ? answer.json<unknown>() : answer.body;
}

async function beginningOf(answer: LightMyRequestResponse): Promise<string> {
  let text = '';
  for await (const chunk of answer.stream()) {
    text += String(chunk);
    if (text.includes('data:')) break;
  }
  return text;
}

function mediaTypeOf({ headers }: LightMyRequestResponse) {
  const [mediaType] = (headers['content-type'] ?? '').split(';');
  return mediaType === '' ? {} : { mediaType: mediaType! };
}

function mustBe(got: unknown, wanted: string | number, request: InjectOptions, body: unknown): void {
  if (got === wanted) return;
  const { method = 'GET', url } = request;
  throw new Error(`${method} ${JSON.stringify(url)}: ${wanted} expected, got ${JSON.stringify(body)}`);
}

function listener() {
  const bodies = new Map<string, unknown>();
  const tags = new Map<string, string>();
  const heard = (operation: string, path: string): string => {
    let here = bodies.get(operation);
    for (const step of path.split('.')) here = (here as Record<string, unknown> | undefined)?.[step];
    if (typeof here === 'string') return here;
    throw new Error(`the last answer to ${operation} has no text at ${path}`);
  };
  const tag = (operation: string): string => {
    const found = tags.get(operation);
    if (found === undefined) throw new Error(`the last answer to ${operation} has no ETag`);
    return found;
  };
  const hear = (operation: string, body: unknown, etag: unknown): void => {
    if (body !== undefined) bodies.set(operation, body);
    if (typeof etag === 'string') tags.set(operation, etag);
  };
  return { heard: Object.assign(heard, { tag }) satisfies Heard, hear };
}
