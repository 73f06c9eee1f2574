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
import { v7 as uuidV7 } from 'uuid';
import type { Config } from '../config.js';
import { AccessGuard } from './access/guard.js';
import { maxBodyBytes, useStrictBodies } from './body.js';
import { checkHostAndOrigin } from './host-guard.js';
import { OpenApi } from './openapi.js';
import { answerProblem, ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { validation } from './validation.js';

/** The whole server, ready to listen or to be asked by `inject`; closing it leaves log and views open. */
export async function createApp(
  module: DynamicModule,
  config: Config,
  routes = new RouteTable(),
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: config.behindProxy ? (_address: string, hop: number) => hop === 0 : false,
    ...encryption(config),
    logger: { level: config.logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuidV7(),
    bodyLimit: maxBodyBytes,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      answerProblem(error, request, reply, routes),
  });
  const fastify = adapter.getInstance();
  await guardTheDoor(fastify, routes, config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLogger(fastify.log),
  });
  app.get(AccessGuard).stand(fastify);
  useStrictBodies(fastify);
  app.useGlobalPipes(validation);
  app.useGlobalFilters(new ProblemFilter(routes));
  await app.init();
  app.get(OpenApi).describe(app, routes);
  await fastify.ready();
  return app;
}

function encryption({ tls }: Config): object {
  return tls ? { https: { cert: readFileSync(tls.certificate), key: readFileSync(tls.key) } } : {};
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
