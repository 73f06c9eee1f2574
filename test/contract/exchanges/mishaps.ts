import { ServerStops, Stopping } from '../../../src/http/stopping.js';
import type { TestServer } from '../../http/support/server.js';
import type { Stage } from '../exchange.js';

/** What befalls a server while it is asked; each answers with what ends it. */
export type Mishap = (stage: Stage) => Promise<() => Promise<void>>;

const over = async (): Promise<void> => {};

/** Put in place of how the log appends, until it is ended. */
async function appendsBy(server: TestServer, append: TestServer['log']['append']) {
  const own = server.log.append.bind(server.log);
  server.log.append = append;
  return async () => {
    server.log.append = own;
  };
}

/** The log answers to nothing but with this. */
export const appendsFail =
  (error: Error): Mishap =>
  ({ server }) =>
    appendsBy(server, async () => {
      throw error;
    });

/** Other people's case comes in, in which a source has the key that one of ours has. */
export const sameKeyElsewhere: Mishap = async ({ server }) => {
  await server.enterElsewhere({
    type: 'RegisterSource',
    namespace: 'another-case',
    key: 'fire-service',
    name: 'Fire service',
    kind: 'organisation',
  });
  return over;
};

const register = ({ server, headersOf }: Stage, key: string, idempotencyKey: string) =>
  server.app.inject({
    method: 'POST',
    url: '/v1/admin/sources',
    payload: { key, name: 'The Courier', kind: 'outlet' },
    headers: { ...headersOf.everything, 'idempotency-key': idempotencyKey },
  });

/** Another request was answered under this Idempotency-Key. */
export const answeredBefore =
  (idempotencyKey: string): Mishap =>
  async (stage) => {
    await register(stage, 'courier', idempotencyKey);
    return over;
  };

/** The first request under this Idempotency-Key waits for the disk. */
export const atWork =
  (key: string, idempotencyKey: string): Mishap =>
  async (stage) => {
    const { log } = stage.server;
    const own = log.append.bind(log);
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const restore = await appendsBy(stage.server, async (...appended) => {
      reached.resolve();
      await released.promise;
      return own(...appended);
    });
    const first = register(stage, key, idempotencyKey);
    await reached.promise;
    return async () => {
      await restore();
      released.resolve();
      await first;
    };
  };

/** More wrong keys than anybody mistypes. */
export const guesses: Mishap = async ({ server }) => {
  for (let guess = 0; guess < 10; guess++) {
    await server.app.inject({ url: '/v1', headers: { authorization: 'Bearer a-guess' } });
  }
  return over;
};

/** Somebody pressed Ctrl-C. */
export const serverStops: Mishap = async ({ server }) => {
  const stopping = server.app.get(Stopping);
  const signal = AbortSignal.abort(new ServerStops());
  Object.defineProperty(stopping, 'signal', { value: signal, configurable: true });
  return async () => {
    Reflect.deleteProperty(stopping, 'signal');
  };
};

export const viewsBreak: Mishap = async ({ server }) => {
  const health = server.views.health.bind(server.views);
  server.views.health = () => {
    throw new Error('nobody is told of this');
  };
  return async () => {
    server.views.health = health;
  };
};
