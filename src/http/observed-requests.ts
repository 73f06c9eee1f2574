import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Subject } from 'rxjs';
import type { Problem } from './problem.js';

/** A request that is over. */
export interface Handled {
  request: FastifyRequest;
  status: number;
  /** the route's template, never what was asked for; undefined where no route was found */
  route: string | undefined;
  seconds: number;
  /** bytes that went out, heads included; undefined where there is no socket */
  sentBytes: number | undefined;
  /** false where the connection was gone before all of the answer was out */
  complete: boolean;
  problem: Problem | undefined;
}

const problems = new WeakMap<object, Problem>();

/** What a request is answered with instead of what it asked for. */
export function noteProblem(request: FastifyRequest, problem: Problem): void {
  problems.set(request.raw, problem);
}

/** Every request from its head to the end of its answer: for the log and for metrics. */
export class ObservedRequests {
  readonly handled = new Subject<Handled>();
  #inFlight = 0;

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Before any other hook: what a later one refuses is seen too. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      this.begin(request, reply);
      done();
    });
  }

  begin(request: FastifyRequest, reply: FastifyReply): void {
    const began = performance.now();
    const { socket } = request.raw; // the request lets go of it where the connection is cut
    const sentBefore = socket.bytesWritten as number | undefined;
    let over = false;
    const end = (complete: boolean) => {
      if (over) return;
      over = true;
      this.#inFlight -= 1;
      const sent = socket.bytesWritten as number | undefined;
      this.handled.next({
        request,
        status: reply.raw.statusCode,
        route: request.is404 ? undefined : request.routeOptions.url,
        seconds: (performance.now() - began) / 1000,
        sentBytes: sent === undefined || sentBefore === undefined ? undefined : sent - sentBefore,
        complete,
        problem: problems.get(request.raw),
      });
    };
    this.#inFlight += 1;
    reply.raw.once('finish', () => end(true));
    reply.raw.once('close', () => end(false));
  }
}
