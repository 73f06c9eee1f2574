import helmet from '@fastify/helmet';
import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Config } from '../config.js';
import { newEventId } from '../log/envelope.js';
import { AccessGuard } from './access/guard.js';
import { maxBodyBytes, useStrictBodies } from './body.js';
import { checkHostAndOrigin } from './host-guard.js';
import { Metrics } from './metrics/metrics.js';
import { ObservedRequests } from './observed-requests.js';
import { OpenApi } from './openapi.js';
import { Problem } from './problem.js';
import { answerProblem, ProblemFilter } from './problem.filter.js';
import { loggerOptions, logRequests } from './request-log.js';
import { RouteTable } from './route-table.js';
import { Stopping } from './stopping.js';
import { answerUnreadable } from './unreadable.js';
import { validation } from './validation.js';

/** The whole server, ready to listen or to be asked by `inject`; closing it leaves log and views open. */
export async function createApp(
  module: DynamicModule,
  config: Config,
  routes = new RouteTable(),
): Promise<NestFastifyApplication> {
  const requests = new ObservedRequests();
  const adapter = new FastifyAdapter({
    trustProxy: config.behindProxy ? (_address: string, hop: number) => hop === 0 : false,
    ...encryption(config),
    logger: loggerOptions(config),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // We say it ourselves, as a problem like all others.
    return503OnClosing: false,
    genReqId: newEventId,
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 300 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      requests.begin(request, reply); // no hook runs for these
      answerProblem(error, request, reply, routes);
    },
  });
  const fastify = adapter.getInstance();
  // RFC 9110, 10.1.1: an expectation that is unknown may be passed over, and Node's own answer is no problem document.
  fastify.server.on('checkExpectation', (...asked) => fastify.server.emit('request', ...asked));
  requests.watch(fastify);
  logRequests(requests);
  await guardTheDoor(fastify, routes, config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(fastify.log),
  });
  app.get(Metrics).count(requests);
  refuseWhenStopping(fastify, requests, app.get(Stopping));
  app.get(AccessGuard).stand(fastify);
  useStrictBodies(fastify);
  app.useGlobalPipes(validation);
  app.useGlobalFilters(new ProblemFilter(routes));
  await app.init();
  app.get(OpenApi).describe(app, routes);
  await fastify.ready();
  return app;
}

/** On connections that are still open: nothing new is begun. */
function refuseWhenStopping(fastify: FastifyInstance, requests: ObservedRequests, stopping: Stopping): void {
  fastify.addHook('onRequest', async (_request, reply) => {
    if (!stopping.signal.aborted) return;
    void reply.header('connection', 'close');
    throw new Problem('stopping', 'this server is being stopped', {}, { 'retry-after': '5' });
  });
  // Who was answered and is still sending would be waited for.
  requests.handled.subscribe(({ request }) => {
    const { raw } = request;
    if (stopping.signal.aborted && !raw.complete && raw.socket instanceof Socket) raw.socket.destroySoon();
  });
}

/** A missing Host is refused by the door, which says so in a problem; Node would answer without a word. */
const server = { requireHostHeader: false };

function encryption({ tls }: Config): object {
  return tls
    ? { https: { ...server, cert: readFileSync(tls.certificate), key: readFileSync(tls.key) } }
    : { http: server };
}

/** What holds for every request, before a route is looked for. */
async function guardTheDoor(fastify: FastifyInstance, routes: RouteTable, config: Config): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Over plain http on this machine the header means nothing; beyond it there is nothing but https.
    strictTransportSecurity: config.tls !== undefined || config.behindProxy,
    // Not no-referrer: under it browsers say `Origin: null` of this server's own forms.
    referrerPolicy: { policy: 'same-origin' },
  });
  fastify.addHook('onRoute', (route) => routes.add(route));
  fastify.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (config.demo) void reply.header('x-ledger', 'demo');
    checkHostAndOrigin(request.headers, request.method, config);
  });
}

function nestLogger(log: FastifyBaseLogger): LoggerService {
  return {
    log: (message: unknown) => log.debug(String(message)),
    error: (message: unknown) => log.error(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    debug: (message: unknown) => log.debug(String(message)),
  };
}
