import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

export interface OidcSettings {
  /** as it stands in `iss`; its discovery document is looked for below it */
  issuer: string;
  /** one of these must stand in `aud` */
  audience: string[];
  /** signatures of other kinds are refused, `none` and shared secrets always */
  algorithms: string[];
  clockToleranceSeconds: number;
}

/** Signatures that a key pair makes. With a shared secret, whoever can check a token could make one. */
export const oidcAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** Who the issuer says that it is. */
export interface TokenIdentity {
  issuer: string;
  subject: string;
}

/** The issuer does not answer, or not with what OpenID Connect Discovery asks for: nothing is known of the token. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}

const timeoutMs = 5_000;
const maxTokenLength = 8_192;
/** A token that holds for years is a password that cannot be changed. */
const maxAge = '24h';

/** Verifies JWTs of one issuer: OpenID Connect Core (ID tokens) and RFC 9068 (access tokens) alike. */
export class Oidc {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly settings: OidcSettings) {}

  get issuer(): string {
    return this.settings.issuer;
  }

  /**
   * Undefined for a token that is not good, for whatever reason.
   * @throws IssuerUnreachable
   */
  async identify(token: string): Promise<TokenIdentity | undefined> {
    if (token.length > maxTokenLength) return undefined;
    const { issuer, audience, algorithms, clockToleranceSeconds } = this.settings;
    try {
      const { payload } = await jwtVerify(token, await this.#issuersKeys(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'iat', 'sub'],
        maxTokenAge: maxAge,
      });
      const { sub } = payload;
      return sub === undefined || sub === '' || sub.length > 255 ? undefined : { issuer, subject: sub };
    } catch (error) {
      if (error instanceof IssuerUnreachable) throw error;
      if (isOfTheIssuer(error)) throw new IssuerUnreachable(unreachable(issuer), { cause: error });
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  #issuersKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#discover().catch((error: unknown) => {
      this.#keys = undefined; // asked again with the next token
      throw error;
    });
    return this.#keys;
  }

  async #discover(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.settings;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    let found: unknown;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
      if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
      found = await answer.json();
    } catch (error) {
      throw new IssuerUnreachable(unreachable(issuer), { cause: error });
    }
    const { issuer: named, jwks_uri: keys } = found as { issuer?: unknown; jwks_uri?: unknown };
    // Discovery, 4.3: a document that names another issuer is not this issuer's.
    if (named !== issuer || typeof keys !== 'string' || !URL.canParse(keys)) {
      throw new IssuerUnreachable(`${address} does not describe ${issuer}`);
    }
    if (new URL(issuer).protocol === 'https:' && new URL(keys).protocol !== 'https:') {
      throw new IssuerUnreachable(`${issuer} keeps its keys at an address that anybody could answer for`);
    }
    return createRemoteJWKSet(new URL(keys), { timeoutDuration: timeoutMs });
  }
}

const unreachable = (issuer: string): string =>
  `the issuer ${issuer} could not be asked for its keys: try again, or use an API key`;

/** Its keys could not be fetched, which says nothing of the token. */
function isOfTheIssuer(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return error instanceof TypeError;
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC';
}
