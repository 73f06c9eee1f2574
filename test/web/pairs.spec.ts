import { enterTheOfficer, inOrderOfIds } from '../http/support/officer.js';
import { startServer, type TestServer } from '../http/support/server.js';
import { WebModule } from '../../src/web/web.module.js';

describe('the forms that judge two sources', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer({ LEDGER_RATE_LIMIT: '0' }, (http) => ({
      module: class Both {},
      imports: [http, WebModule.on(http)],
    }));
    await enterTheOfficer(server);
  });
  afterEach(() => server.close());

  const stateIn = (html: string) =>
    Object.fromEntries(
      ['revision', 'tag'].map((name) => [
        name,
        new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(html)![1]!,
      ]),
    );

  it.each([0, 1])(
    'show what was said of the two meanwhile, in whose record it may stand (%i)',
    async (place) => {
      const pair = await inOrderOfIds(server, ['agency', 'officer']);
      const [one, other] = [pair[place]!, pair[1 - place]!];
      const opened = async (act: string) => stateIn((await server.inject(`/sources/${one}/${act}`)).body);
      const send = (act: string, state: Record<string, string>) =>
        server.inject({
          method: 'POST',
          url: `/sources/${one}/${act}`,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ other, reason: `they are ${act}`, ...state }).toString(),
        });
      const [mine, theirs] = [await opened('distinct'), await opened('same')];
      expect((await send('same', theirs)).statusCode).toBe(303);
      const shown = await send('distinct', mine);
      expect(shown.statusCode).toBe(409);
      expect(shown.body).toContain('they are same');
      expect((await send('distinct', stateIn(shown.body))).statusCode).toBe(303);
    },
  );
});
