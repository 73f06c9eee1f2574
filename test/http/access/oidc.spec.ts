import { OAuth2Server } from 'oauth2-mock-server';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { startServer, type TestServer } from '../support/server.js';
import { bearer, by } from './support.js';

type Claims = Record<string, unknown>;
const now = () => Math.floor(Date.now() / 1000);

/** (The issuer's own way to make a key does not take the objects of a test's own realm.) */
async function addKey(server: OAuth2Server, alg: string): Promise<void> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  await server.issuer.keys.add({ ...(await exportJWK(privateKey)), alg, kid: `${alg}-${Math.random()}` });
}

/** Tokens of a real issuer, which runs beside the test, and of others that would like to be it. */
describe('tokens of an OpenID Connect issuer', () => {
  const issuer = new OAuth2Server();
  const other = new OAuth2Server();
  let server: TestServer;
  let anna: string;

  beforeAll(async () => {
    await addKey(issuer, 'RS256');
    await addKey(issuer, 'ES256');
    await addKey(other, 'RS256');
    await issuer.start(0, '127.0.0.1');
    await other.start(0, '127.0.0.1');
    server = await startServer({
      LEDGER_OIDC_ISSUER: issuer.issuer.url!,
      LEDGER_OIDC_AUDIENCE: 'ledger,ledger-too',
      LEDGER_OIDC_ALGORITHMS: 'RS256',
    });
    anna = await server.access.users.make('Anna', [{ issuer: issuer.issuer.url!, subject: 'anna@idp' }], by);
    await server.access.grants.give(anna, { kind: 'role', role: 'contributor' }, 'joined', by);
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await issuer.stop();
    await other.stop();
  });

  const kidOf = (algorithm: string, of = issuer): string =>
    of.issuer.keys.toJSON().find(({ alg }) => alg === algorithm)!.kid;
  const token = (claims: Claims = {}, from = issuer, kid = kidOf('RS256', from)) =>
    from.issuer.buildToken({
      kid,
      scopesOrTransform: (_header, payload) =>
        Object.assign(payload, { sub: 'anna@idp', aud: 'ledger' }, claims),
    });
  let attempts = 0;
  /** From ever new addresses: guesses are throttled by address, and this is about tokens. */
  const who = async (text: string) => {
    attempts += 1;
    const remoteAddress = `198.51.100.${attempts}`;
    return server.app.inject({ url: '/session', headers: bearer(text), remoteAddress });
  };

  it('sign in the user who carries the identity, with the roles given here', async () => {
    const answer = await who(await token());
    expect(answer.json()).toMatchObject({ subject: anna, name: 'Anna', roles: ['contributor'] });
    const several = await who(await token({ aud: ['elsewhere', 'ledger-too'] }));
    expect(several.json()).toMatchObject({ subject: anna });
  });

  it('begin a browser session', async () => {
    const headers = bearer(await token());
    const begun = await server.app.inject({ method: 'POST', url: '/session', headers });
    const cookie = String(begun.headers['set-cookie']).split(';', 1)[0]!;
    const asked = await server.app.inject({ url: '/session', headers: { cookie } });
    expect(asked.json()).toMatchObject({ subject: anna });
  });

  it('bring no roles of their own', async () => {
    const answer = await who(await token({ roles: ['admin'], groups: ['admin'], scope: 'admin' }));
    expect(answer.json()).toMatchObject({ roles: ['contributor'] });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['for another audience', () => token({ aud: 'elsewhere' })],
    ['for no audience', () => token({ aud: undefined })],
    ['that name another issuer', () => token({ iss: 'https://elsewhere.example' })],
    ['that another issuer signed', () => token({}, other)],
    ['that another issuer signed in this one’s name', () => token({ iss: issuer.issuer.url }, other)],
    ['that have expired', () => token({ exp: now() - 60 })],
    ['that never expire', () => token({ exp: undefined })],
    ['that hold from tomorrow on', () => token({ nbf: now() + 86_400 })],
    ['that are days old and hold for years', () => token({ iat: now() - 3 * 86_400, exp: now() + 9e7 })],
    ['without a subject', () => token({ sub: undefined })],
    ['of nobody who is known here', () => token({ sub: 'mallory@idp' })],
    ['by an algorithm that is not on the list', () => token({}, issuer, kidOf('ES256'))],
    [
      'with alg none',
      () =>
        new UnsecuredJWT({ sub: 'anna@idp' })
          .setIssuer(issuer.issuer.url!)
          .setAudience('ledger')
          .setIssuedAt()
          .setExpirationTime('5m')
          .encode(),
    ],
    ['signed with the public key as a shared secret', sharedSecret],
    ['signed by a key of their own with the issuer’s key id', forged],
    [
      'whose payload was changed',
      async () => (await token()).replace(/\.([^.]+)\./, (_, body: string) => `.${tampered(body)}.`),
    ],
    ['whose signature is missing', async () => (await token()).replace(/[^.]+$/, '')],
  ])('are not taken %s', async (_what, make) => {
    const answer = await who(await make());
    expect(answer.statusCode).toBe(401);
  });

  it('are not taken from a user who was disabled, or who no longer carries the identity', async () => {
    const text = await token();
    await server.access.users.change(anna, { disabled: true });
    expect((await who(text)).statusCode).toBe(401);
    await server.access.users.change(anna, { disabled: false, identities: [] });
    expect((await who(text)).statusCode).toBe(401);
    await server.access.users.change(anna, {
      identities: [{ issuer: issuer.issuer.url!, subject: 'anna@idp' }],
    });
    expect((await who(text)).statusCode).toBe(200);
  });

  it('belong to one user alone', async () => {
    const identity = { issuer: issuer.issuer.url!, subject: 'anna@idp' };
    await expect(server.access.users.make('Another Anna', [identity], by)).rejects.toThrow(/another user/);
  });

  async function forged(): Promise<string> {
    const { privateKey } = await generateKeyPair('RS256');
    return jwt()
      .setProtectedHeader({ alg: 'RS256', kid: kidOf('RS256') })
      .sign(privateKey);
  }
  async function sharedSecret(): Promise<string> {
    const jwk = issuer.issuer.keys.toJSON().find(({ alg }) => alg === 'RS256')!;
    const secret = new TextEncoder().encode(JSON.stringify(jwk));
    return jwt().setProtectedHeader({ alg: 'HS256', kid: jwk.kid }).sign(secret);
  }
  const jwt = () =>
    new SignJWT({ sub: 'anna@idp' })
      .setIssuer(issuer.issuer.url!)
      .setAudience('ledger')
      .setIssuedAt()
      .setExpirationTime('5m');
});

function tampered(body: string): string {
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  return Buffer.from(JSON.stringify({ ...claims, sub: 'anna@idp', admin: true })).toString('base64url');
}

describe('an issuer that does not answer', () => {
  it('is 503 for its tokens, with when to try again, and keeps nobody else out', async () => {
    const server = await startServer({
      LEDGER_OIDC_ISSUER: 'http://127.0.0.1:9',
      LEDGER_OIDC_AUDIENCE: 'ledger',
    });
    const { privateKey } = await generateKeyPair('RS256');
    const text = await new SignJWT({ sub: 'x' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    const answer = await server.app.inject({ url: '/session', headers: bearer(text) });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect((await server.inject('/session')).json()).toMatchObject({ subject: 'local' });
    await server.close();
  });
});
