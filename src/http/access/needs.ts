import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';
import type { Capability } from '../../access/capabilities.js';

/** What a route asks of whoever uses it; `anyone`: nothing, nobody's secrets are behind it. */
export type Need = Capability | 'anyone';

declare module 'fastify' {
  interface FastifyContextConfig {
    needs?: Need;
    /** a one-time token is as good as the capability */
    oneTimeToken?: boolean;
  }
}

/**
 * Decides who may use a route. Every route has one: what nobody decided on answers to nobody. (The decision lies in the
 * route's configuration, so that the guard also sees what Nest does not know, such as files served by a plugin.)
 */
export const Needs = (
  need: Need,
  { oneTimeToken = false }: { oneTimeToken?: boolean } = {},
): MethodDecorator =>
  RouteConfig({ needs: need, ...(oneTimeToken && { oneTimeToken }) } satisfies FastifyContextConfig);
