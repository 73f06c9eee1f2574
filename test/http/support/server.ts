import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import { Access } from '../../../src/access/access.js';
import { MemoryRegistry } from '../../../src/access/registry/memory-registry.js';
import { localTokenFile, readTokenFile } from '../../../src/access/token-file.js';
import { createApp } from '../../../src/http/app.js';
import { HttpModule } from '../../../src/http/http.module.js';
import { RouteTable } from '../../../src/http/route-table.js';
import { importTarget } from '../../../src/composition/import-target.js';
import { readConfig, type Config } from '../../../src/config.js';
import type { Command } from '../../../src/domain/commands.js';
import { Integrity } from '../../../src/integrity/integrity.js';
import { MemoryContent } from '../../../src/log/content/memory-content.js';
import { Ledger } from '../../../src/log/handle.js';
import { MemoryLog } from '../../../src/log/memory/memory-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { Views } from '../../../src/read/views.js';

export type TestServer = Awaited<ReturnType<typeof startServer>>;

/** The whole server on a ledger in memory, asked without a network. */
export async function startServer(
  settings: Record<string, string> = {},
  /** what else the server is made of */
  around: (http: DynamicModule) => DynamicModule = (http) => http,
  /** the id of the ledger, from which those of things follow; otherwise a new one */
  id?: string,
) {
  const config: Config = readConfig({ LEDGER_DATA_DIR: 'unused', LEDGER_LOG_LEVEL: 'silent', ...settings });
  const log = new MemoryLog(id === undefined ? {} : { ledger: id });
  const content = new MemoryContent();
  const views = await Views.open(log, ':memory:');
  await views.follow();
  const ledger = new Ledger(log);
  const folder = temporaryFolder();
  const integrity = await Integrity.open({ log, folder: folder.path, sequenced: false });
  const registry = new MemoryRegistry();
  const access = new Access({
    registry,
    ledger,
    id: log.ledger,
    views,
    folder: folder.path,
    ...(config.oidc && { oidc: config.oidc }),
  });
  await access.begin();
  const authorization = `Bearer ${readTokenFile(folder.path, localTokenFile)}`;
  const http = HttpModule.on({
    config,
    log,
    ledger,
    views,
    access,
    content,
    integrity,
    importTarget: (meta) => importTarget({ log, content, views }, meta),
  });
  const routes = new RouteTable();
  const app: NestFastifyApplication = await createApp(around(http), config, routes);
  const server = {
    app,
    log,
    views,
    ledger,
    content,
    integrity,
    /** `GET /v1/incidents/{incident}`, as the API's description writes it; HEAD goes with GET. */
    routes: () =>
      routes
        .described()
        .filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS')
        .map(({ method, path }) => `${method} ${path}`),
    access,
    /** as Fastify has them */
    table: routes.routes,
    registry: access.registry,
    folder: folder.path,
    /** As the owner of the folder, who is an editor; `app.inject` is nobody. */
    inject: (asked: InjectOptions | string) => {
      const options = typeof asked === 'string' ? { url: asked } : asked;
      return app.inject({ ...options, headers: { authorization, ...options.headers } });
    },
    /** A change of the record that must be taken, on things as they are: answers with the receipt. */
    async admin(method: 'POST' | 'PUT', path: string, payload: object) {
      const url = `/v1/admin${path}`;
      const answer = await app.inject({ method, url, payload, headers: { authorization, 'if-match': '*' } });
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
      return answer.json<{
        thing: { id: string; name: string };
        changed: boolean;
        events: { id: string; type: string }[];
        revision: number;
        position: string;
        warnings: { code: string }[];
      }>();
    },
    async get<Answer = Record<string, unknown>>(path: string): Promise<Answer> {
      const answer = await app.inject(path);
      if (answer.statusCode !== 200) throw new Error(`GET ${path}: ${answer.statusCode} ${answer.body}`);
      return answer.json<Answer>();
    },
    /** As an import of another file does, in its own namespace. */
    async enterElsewhere(command: Command) {
      const outcome = await ledger.handle(command, { actor: 'local' });
      if (!outcome.accepted) throw new Error(outcome.rejection.message);
      await views.waitFor(outcome.position, 1_000);
      return outcome;
    },
    async close() {
      await app.close();
      await access.close();
      await views.close();
      await integrity.close();
      await log.close();
      folder.remove();
    },
  };
  return server;
}
