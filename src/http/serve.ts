import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { relative } from 'node:path';
import { AppModule } from '../app.module.js';
import { openLedger, type OpenLedger } from '../composition.js';
import { ConfigError, readConfig, type Config } from '../config.js';
import { LogFailed } from '../log/event-log.js';
import { createApp } from './app.js';

/** A clean stop that takes longer than this is cut off: what was acknowledged is durable already. */
const stopWithinMs = 20_000;
/**
 * Requests that are not done by then are cut off, such as a body that does not come; the stop is a clean one still.
 * Docker gives ten seconds.
 */
const requestsWithinMs = 8_000;
const sweepMs = 100;

/** How soon after it was recorded an event stands under a signed checkpoint, where nobody asks for one before. */
const sealEveryMs = 5_000;

/** Why the server did not start, in a sentence for whoever started it. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';
}

/**
 * Starts the server and says so. It answers only once the founding case is in, where that is asked for.
 * @throws StartFailed
 */
export async function serve(environment: Record<string, string | undefined>): Promise<void> {
  let opened: OpenLedger | undefined;
  try {
    const config = readConfig(environment);
    opened = await openLedger(config);
    const app = await createApp(AppModule.on(opened, config), config);
    stopOnSignal(app, opened);
    const address = await listen(app, config);
    const tokenFile = await opened.access.begin();
    opened.announce(address);
    opened.integrity.sealer.start(sealEveryMs, (fault) =>
      process.stderr.write(`incident-ledger: ${fault.message}\n`),
    );
    process.stdout.write(greeting(address, config, opened, tokenFile));
  } catch (error) {
    await opened?.close();
    throw new StartFailed(reason(error), { cause: error });
  }
}

/** Through Fastify itself: Nest would log what goes wrong here before we tell it. */
function listen(app: NestFastifyApplication, { host, port }: Config): Promise<string> {
  return app.getHttpAdapter().getInstance().listen({ host, port });
}

/**
 * Ctrl-C reaches us twice when npm runs us: from the terminal and from npm. The second must not cut the stop short,
 * in which requests are finished and the folder is let go of.
 */
function stopOnSignal(app: NestFastifyApplication, opened: OpenLedger): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => giveUp(`not done within ${stopWithinMs / 1000} s`), stopWithinMs).unref();
    const server = app.getHttpServer();
    // Closing lets go of connections that are idle then; those that become so afterwards would be waited for.
    setInterval(() => server.closeIdleConnections(), sweepMs).unref();
    setTimeout(() => server.closeAllConnections(), requestsWithinMs).unref();
    await app.close();
    await opened.close();
    process.stdout.write('incident-ledger: stopped; all that was acknowledged is kept.\n');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop().catch((error: unknown) => giveUp(String(error))));
  }
}

function giveUp(why: string): never {
  process.stderr.write(
    `incident-ledger: cut off while stopping: ${why}. All that was acknowledged is kept.\n`,
  );
  process.exit(1);
}

function greeting(address: string, config: Config, opened: OpenLedger, tokenFile?: string): string {
  const what = config.demo
    ? 'This is the demo ledger: the founding case, in a folder of its own, to try things out.\n' +
      'For a ledger of your own, empty at first: LEDGER_DATA_DIR=/path/to/folder npm start'
    : opened.views.position() === null
      ? 'This ledger is empty. Fill it: npm run --silent ledger -- import FILE'
      : `This ledger holds ${opened.views.health().events} events.`;
  return `
Incident Ledger is ready.

  address   ${address}
  data      ${config.dataDir}${config.demo ? '  (demo)' : ''}
  API       ${address}/docs
${tokenFile === undefined ? '' : signIn(address, tokenFile)}
${what}
Next:  curl ${address}/v1/incidents
Stop:  Ctrl-C

`;
}

/** The token itself is shown to nobody but who opens the file. */
function signIn(address: string, tokenFile: string): string {
  const path = relative(process.cwd(), tokenFile);
  const file = path.startsWith('..') ? tokenFile : path;
  return `
To change anything, sign in once with the one-time token in ${file} (cat ${file})
  in a browser      ${address}/sign-in
  for an API key    curl -X POST -H "Authorization: Bearer $(cat ${file})" ${address}/v1/admin/keys
`;
}

function reason(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const advice = adviceFor(error) ?? adviceFor(error.cause);
  if (advice) return `${advice} (${error.message})`;
  return error instanceof LogFailed ? error.message : (error.stack ?? error.message);
}

function adviceFor(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return Object.hasOwn(advices, code) ? advices[code] : undefined;
}

const unwritable = 'LEDGER_DATA_DIR: the folder cannot be written; choose one that you may write to';
const advices: Record<string, string> = {
  EADDRINUSE: 'PORT: something listens there already; stop it, or choose another (PORT=0 takes any free one)',
  EADDRNOTAVAIL: 'HOST: this machine has no such address; leave HOST out to listen on 127.0.0.1',
  EACCES: unwritable,
  EPERM: unwritable,
  EROFS: unwritable,
  SQLITE_READONLY: unwritable,
  SQLITE_CANTOPEN: unwritable,
  ENOTDIR: 'LEDGER_DATA_DIR: there is a file where the folder should be',
  EEXIST: 'LEDGER_DATA_DIR: there is a file where the folder should be',
};
