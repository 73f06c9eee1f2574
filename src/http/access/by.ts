import type { FastifyRequest } from 'fastify';
import { actorOf } from '../../access/asker.js';
import type { By } from '../../access/grants.js';
import type { Keyed } from '../idempotency.js';
import { askerOf } from './asking.js';

/** Who gives or takes access, and in which request. */
export const byOf = (request: FastifyRequest, keyed?: Keyed): By => ({
  actor: actorOf(askerOf(request)),
  correlation: request.id,
  ...(keyed && { key: keyed.key }),
});
