import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LightMyRequestResponse } from 'fastify';
import { readExamples } from '../../../src/http/openapi/examples.js';
import { AnswerSchemas } from '../answers.js';
import { byId, type Description, type DescribedOperation } from '../description.js';
import { Chance } from './chance.js';
import { faultOf, type Answer, type Fault } from './checks.js';
import { Coverage } from './coverage.js';
import { simpler, toCurl, toRequest, type Draft } from './draft.js';
import { Memory } from './memory.js';
import { peopleNames, type People } from './people.js';
import { Requests, type Manner } from './requests.js';
import { Values } from './values.js';

/** After so many requests people get back what the run has taken from them. */
const mendEvery = 200;
const slowMs = 10_000;
/** Simpler requests that are tried, to show the one that fails in its simplest form. */
const mostTries = 200;

export interface FuzzOptions {
  app: NestFastifyApplication;
  description: Description;
  people: People;
  seed: number;
  requests: number;
  /** told now and then */
  tell?: (done: number) => void;
}

export interface FuzzReport {
  coverage: Coverage;
  /** what failed, each kind once, with a command that repeats it */
  failures: string[];
  /** addresses that were read, for asking again later */
  read: string[];
}

/** Sends that many requests, made from the description and from what was answered before. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  return new Run(options).go();
}

class Run {
  readonly #options: FuzzOptions;
  readonly #chance: Chance;
  readonly #memory: Memory;
  readonly #requests: Requests;
  readonly #operations: DescribedOperation[];
  readonly #schemas: AnswerSchemas;
  readonly #coverage: Coverage;
  readonly #failures = new Map<string, string>();
  readonly #read = new Set<string>();

  constructor(options: FuzzOptions) {
    const { description, seed } = options;
    this.#options = options;
    this.#chance = new Chance(seed);
    this.#memory = new Memory(this.#chance);
    const values = new Values(description, this.#chance, this.#memory);
    this.#requests = new Requests(this.#chance, values, this.#memory, readExamples().operations);
    this.#operations = [...byId(description).values()];
    this.#schemas = new AnswerSchemas(description);
    this.#coverage = new Coverage(this.#operations.map(({ id }) => id));
  }

  async go(): Promise<FuzzReport> {
    const { people, requests, tell } = this.#options;
    for (let done = 0; done < requests; done++) {
      if (done % mendEvery === 0) {
        await people.mend();
        tell?.(done);
      }
      const draft = this.#next(done);
      const { answer, fault } = await this.#ask(draft);
      this.#coverage.add(draft.operation.id, answer.status, answer.json);
      if (answer.status < 300) this.#learn(draft, answer);
      if (fault && !this.#failures.has(fault.what)) {
        this.#failures.set(fault.what, await this.#shown(draft, fault));
      }
    }
    return { coverage: this.#coverage, failures: [...this.#failures.values()], read: [...this.#read] };
  }

  /** Each operation in turn at first, and oftener as long as it was never of use. */
  #next(done: number): Draft {
    const chance = this.#chance;
    const unreached = this.#coverage.unreached();
    const turn = done < this.#operations.length ? this.#operations[done]! : undefined;
    const behind = turn === undefined && unreached.length > 0 && chance.is(0.3);
    const operation =
      turn ??
      (behind ? this.#operations.find(({ id }) => id === chance.of(unreached)) : undefined) ??
      chance.of(this.#operations);
    const manner = chance.weighed<Manner>([
      [this.#coverage.succeeded(operation.id) ? 4 : 12, 'valid'],
      [3, 'nearly'],
      [3, 'hostile'],
    ]);
    return this.#requests.make(operation, chance.is(0.6) ? 'everything' : chance.of(peopleNames), manner);
  }

  async #ask(draft: Draft): Promise<{ answer: Answer; fault: Fault | undefined }> {
    const started = performance.now();
    const answer = await this.#send(draft);
    const fault = faultOf(draft, answer, this.#schemas);
    const took = performance.now() - started;
    if (fault === undefined && took > slowMs) {
      return {
        answer,
        fault: { what: `${draft.operation.id} takes too long`, more: `${Math.round(took)} ms` },
      };
    }
    if (fault === undefined && Object.keys(Object.prototype).length > 0) {
      return { answer, fault: { what: 'changes the prototype of all objects', more: '' } };
    }
    return { answer, fault };
  }

  async #send(draft: Draft): Promise<Answer> {
    const request = toRequest(draft, this.#options.people.headersOf(draft.who));
    const stream = draft.operation.id === 'followEvents';
    const sent = await this.#options.app.inject({
      ...request,
      method: request.method as 'GET',
      ...(stream && { payloadAsStream: true }),
    });
    const text = stream ? await beginningOf(sent) : sent.body;
    const type = sent.headers['content-type'] ?? '';
    return {
      status: sent.statusCode,
      headers: sent.headers,
      text,
      json: isJson(type) ? parsed(text) : undefined,
    };
  }

  #learn(draft: Draft, { json, headers }: Answer): void {
    this.#memory.learn(draft.operation.id, json, headers['etag']);
    const { url, method } = toRequest(draft, {});
    const steady =
      draft.operation.path.startsWith('/v1/') && !/keys|users|events|proof/.test(draft.operation.path);
    if (method === 'GET' && steady && Object.keys(draft.headers).length === 0) this.#read.add(url);
  }

  /** The simplest request that still fails in the same way. */
  async #shown(draft: Draft, fault: Fault): Promise<string> {
    let smallest = { draft, fault };
    let tries = 0;
    search: while (tries < mostTries) {
      for (const candidate of simpler(smallest.draft)) {
        if (++tries > mostTries) break search;
        const again = (await this.#ask(candidate)).fault;
        if (again?.what !== fault.what) continue;
        smallest = { draft: candidate, fault: again };
        continue search;
      }
      break;
    }
    const { id } = draft.operation;
    return `${id} ${fault.what}, asked by ${draft.who}: ${smallest.fault.more}\n${toCurl(smallest.draft)}`;
  }
}

const isJson = (type: string): boolean => /^application\/(?:problem\+)?json/.test(type);

/** Undefined where it is none: the checks of the shape find that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A stream that never ends is left after its first words. */
async function beginningOf(sent: LightMyRequestResponse): Promise<string> {
  let text = '';
  for await (const chunk of sent.stream()) {
    text += String(chunk);
    if (String(sent.headers['content-type']).startsWith('text/event-stream')) break;
  }
  return text;
}
