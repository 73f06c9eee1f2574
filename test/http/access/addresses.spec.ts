import { startServer, type TestServer } from '../support/server.js';
import { bearer } from './support.js';

const guess = bearer(`ilk_0123456789abcdef_${'A'.repeat(43)}`);
const publicly = { LEDGER_BEHIND_PROXY: '1', LEDGER_PUBLIC_URL: 'https://ledger.example.org' };

/** Failed sign-ins count for an address: ten at once, and what comes after is not looked at. */
async function guesses(
  server: TestServer,
  count: number,
  at: (n: number) => { remoteAddress?: string; forwarded?: string },
) {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const { remoteAddress, forwarded } = at(n);
    const headers = {
      ...guess,
      host: 'ledger.example.org',
      ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
    };
    const answer = await server.app.inject({
      url: '/v1',
      headers,
      ...(remoteAddress !== undefined && { remoteAddress }),
    });
    statuses.push(answer.statusCode);
  }
  return statuses;
}
const refused = (statuses: number[]) => statuses.filter((status) => status === 429).length;

describe('who counts as one address', () => {
  let server: TestServer;
  afterEach(() => server.close());

  it('all IPv6 addresses of a /64, so that ever new ones are of no use', async () => {
    server = await startServer(publicly);
    const within = await guesses(server, 12, (n) => ({
      remoteAddress: '10.0.0.1',
      forwarded: `2001:db8:1:2::${n}`,
    }));
    expect(refused(within)).toBe(2);
    expect(
      await guesses(server, 1, () => ({ remoteAddress: '10.0.0.1', forwarded: '2001:db8:1:3::1' })),
    ).toEqual([401]);
  });

  it('behind a proxy, what the proxy says, and not what a client says before it', async () => {
    server = await startServer(publicly);
    const spoofed = await guesses(server, 12, (n) => ({
      remoteAddress: '10.0.0.1',
      forwarded: `198.51.100.${n}, 203.0.113.9`,
    }));
    expect(refused(spoofed)).toBe(2);
    expect(
      await guesses(server, 1, () => ({ remoteAddress: '10.0.0.1', forwarded: '203.0.113.10' })),
    ).toEqual([401]);
  });

  it('without a proxy, the connection’s, whatever X-Forwarded-For says', async () => {
    server = await startServer();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      const headers = { ...guess, 'x-forwarded-for': `198.51.100.${n}` };
      statuses.push(
        (await server.app.inject({ url: '/v1', headers, remoteAddress: '127.0.0.9' })).statusCode,
      );
    }
    expect(refused(statuses)).toBe(2);
  });
});
