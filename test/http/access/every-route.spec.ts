import { Controller, Get, Module, Post, type DynamicModule } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { nobody } from '../../../src/access/asker.js';
import { mayDo } from '../../../src/access/may-do.js';
import { roles, type Role } from '../../../src/domain/grants.js';
import { WebModule } from '../../../src/web/web.module.js';
import { startServer, type TestServer } from '../support/server.js';
import { person } from './support.js';

@ApiExcludeController()
@Controller('undecided')
class UndecidedController {
  @Get()
  read() {
    return { secret: true };
  }
  @Post()
  write() {
    return { secret: true };
  }
}
@Module({})
class Whole {}

/** API, pages, and routes on which nobody decided. */
const whole = (http: DynamicModule): DynamicModule => ({
  module: Whole,
  imports: [http, WebModule.on(http)],
  controllers: [UndecidedController],
});

const askers: (Role | 'nobody' | 'signed in')[] = ['nobody', 'signed in', ...roles];
/** An answer that goes on for ever (live events) was admitted too. */
const longEnoughMs = 3_000;

describe('every route, for every role', () => {
  let open: TestServer;
  let closed: TestServer;
  const headersOf = new Map<string, Record<string, string>>();
  beforeAll(async () => {
    open = await startServer({ LEDGER_RATE_LIMIT: '0' }, whole);
    closed = await startServer({ LEDGER_RATE_LIMIT: '0', LEDGER_OPEN_READING: '0' }, whole);
    headersOf.set('nobody', {});
    headersOf.set('signed in', (await person(open, 'x', [])).headers);
    for (const role of roles) headersOf.set(role, (await person(open, role, [role])).headers);
  }, 60_000);
  afterAll(async () => {
    await open.close();
    await closed.close();
  });

  const decided = (server: TestServer) =>
    server.table.filter(({ method, url }) => method !== 'OPTIONS' && !url.startsWith('/undecided'));
  const ask = async (server: TestServer, method: string, url: string, headers: Record<string, string>) => {
    const path = url.replaceAll(/:\w+/g, 'x').replace('*', 'x');
    const body = method === 'POST' || method === 'PUT' ? { payload: {} } : {};
    const answer = server.app.inject({ method: method as 'GET', url: path, headers, ...body });
    const late = new Promise<200>((resolve) => setTimeout(resolve, longEnoughMs, 200).unref());
    return Promise.race([answer.then(({ statusCode }) => statusCode), late]);
  };

  it('has a decision on each: add @Needs(...) to a route that stands here', () => {
    const undecided = decided(open).filter(({ needs }) => needs === undefined);
    expect(undecided.map(({ method, url }) => `${method} ${url}`)).toEqual([]);
    expect(decided(open).length).toBeGreaterThan(80);
  });

  it('changes nothing without a capability, but for signing in, out, and what a browser chose', () => {
    const free = decided(open).filter(
      ({ method, needs }) => !['GET', 'HEAD'].includes(method) && (needs === 'anyone' || needs === 'read'),
    );
    expect(free.map(({ method, url }) => `${method} ${url}`).sort()).toEqual([
      'DELETE /session',
      'POST /scheme',
      'POST /seen',
      'POST /session',
      'POST /session/end',
    ]);
  });

  it.each(askers)(
    '%s',
    async (who) => {
      const asker =
        who === 'nobody'
          ? nobody
          : { ...nobody, subject: 'x', roles: new Set(who === 'signed in' ? [] : [who]) };
      const wrong: string[] = [];
      for (const { method, url, needs } of decided(open)) {
        const status = await ask(open, method, url, headersOf.get(who)!);
        const verdict = needs === 'anyone' ? { may: true } : mayDo(asker, needs!, { openReading: true });
        const refusal = who === 'nobody' ? 401 : 403;
        // A session is begun by showing something, and nobody shows nothing.
        const asExpected =
          url === '/session' && method === 'POST' && who === 'nobody'
            ? status === 401
            : verdict.may
              ? status !== 401 && status !== 403 && status < 500
              : status === refusal;
        if (!asExpected) wrong.push(`${method} ${url} (${needs}): ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it('nobody, where reading is closed: only what is for anyone', async () => {
    const wrong: string[] = [];
    for (const { method, url, needs } of decided(closed)) {
      const status = await ask(closed, method, url, {});
      const isOpen = needs === 'anyone' && !(method === 'POST' && url === '/session');
      if (isOpen ? status === 401 || status === 403 : status !== 401)
        wrong.push(`${method} ${url}: ${status}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it.each(askers)('a route on which nobody decided answers to nobody: %s', async (who) => {
    for (const method of ['GET', 'HEAD', 'POST'] as const) {
      const answer = await open.app.inject({ method, url: '/undecided', headers: headersOf.get(who)! });
      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toContain('secret');
    }
  });
});
