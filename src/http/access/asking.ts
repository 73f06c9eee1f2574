import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import { nobody, type Asker } from '../../access/asker.js';

const askers = new WeakMap<object, Asker>();
const asking = new AsyncLocalStorage<Asker>();

/** Who stands behind a request; nobody, until the guard knows better. */
export const askerOf = (request: FastifyRequest): Asker => askers.get(request.raw) ?? nobody;

export function setAsker(request: FastifyRequest, asker: Asker): void {
  askers.set(request.raw, asker);
}

/** All that happens in `work` happens for this asker: what the views show depends on it. */
export function onBehalfOf<Result>(asker: Asker, work: () => Result): Result {
  return asking.run(asker, work);
}

/** For whom the code that runs now runs. What runs for no request is shown what nobody may see: the open part. */
export const currentAsker = (): Asker => asking.getStore() ?? nobody;
