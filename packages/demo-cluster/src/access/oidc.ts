import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { User } from './users.ts';

/** Whose ID tokens are taken, and what is read from them: the API server's `--oidc-…` flags. */
export interface OidcOptions {
  /** The issuer's URL, exactly as its tokens have it in `iss`; its discovery document is below it. */
  readonly issuer: string;
  /** What must be in the tokens' `aud`. */
  readonly clientId: string;
  /** `sub` by default. */
  readonly usernameClaim?: string;
  /** Before the name; by default the issuer and `#`, except for `email`, and for `-` nothing. */
  readonly usernamePrefix?: string;
  /** A string or a list of strings; by default nobody has groups. */
  readonly groupsClaim?: string;
  readonly groupsPrefix?: string;
}

const discoveryTimeoutMs = 5000;
// All that `--oidc-signing-algs` may name; by default a real API server takes RS256 alone.
const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512'];

/** Reads ID tokens as kube-apiserver does. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens */
export class OidcTokens {
  readonly #options: OidcOptions;
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(options: OidcOptions) {
    assertOptions(options);
    this.#options = options;
  }

  /** The token's user; `undefined` where it is not one of the issuer's, not for this cluster, or too old. */
  async authenticate(token: string, now: Date): Promise<User | undefined> {
    const { issuer, clientId } = this.#options;
    if (token.split('.').length !== 3) return undefined;
    try {
      const { payload } = await jwtVerify(token, await this.#issuerKeys(), {
        issuer,
        audience: clientId,
        algorithms,
        currentDate: now,
        requiredClaims: ['exp'],
      });
      return this.#readUser(payload);
    } catch (error) {
      // An issuer that is away makes nobody's token good.
      if (error instanceof errors.JOSEError || error instanceof IssuerError) return undefined;
      throw error;
    }
  }

  #issuerKeys(): Promise<JWTVerifyGetKey> {
    this.#keys ??= discoverKeys(this.#options.issuer).catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  #readUser(claims: JWTPayload): User | undefined {
    const { usernameClaim = 'sub', groupsClaim, groupsPrefix = '' } = this.#options;
    const name = claims[usernameClaim];
    if (typeof name !== 'string' || name === '') return undefined;
    if (usernameClaim === 'email' && (claims.email_verified ?? true) !== true) return undefined;
    const groups = readGroups(groupsClaim === undefined ? undefined : claims[groupsClaim]);
    if (groups === undefined) return undefined;
    return {
      name: `${this.#prefix(usernameClaim)}${name}`,
      groups: groups.map(group => groupsPrefix + group),
    };
  }

  #prefix(claim: string): string {
    const { usernamePrefix, issuer } = this.#options;
    if (usernamePrefix === undefined) return claim === 'email' ? '' : `${issuer}#`;
    return usernamePrefix === '-' ? '' : usernamePrefix;
  }
}

/** The issuer can't be asked for its keys. */
class IssuerError extends Error {
  override readonly name = 'IssuerError';
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer: named, jwks_uri: keys } = await fetchJson(url);
  if (named !== issuer) throw new IssuerError(`${url} is of the issuer ${named}`);
  if (typeof keys !== 'string') throw new IssuerError(`${url} names no keys`);
  // Without a pause: an issuer's new key counts as soon as a token is signed with it.
  return createRemoteJWKSet(new URL(keys), { timeoutDuration: discoveryTimeoutMs, cooldownDuration: 0 });
}

async function fetchJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(discoveryTimeoutMs) });
    if (!response.ok) throw new IssuerError(`${url} answers with ${response.status}`);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new IssuerError(`${url} can't be read`, { cause: error });
  }
}

// `undefined`: not what groups may be.
function readGroups(claim: unknown): readonly string[] | undefined {
  if (claim === undefined || claim === null) return [];
  const groups = Array.isArray(claim) ? claim : [claim];
  return groups.every(group => typeof group === 'string') ? groups : undefined;
}

function assertOptions({ issuer, clientId }: OidcOptions): void {
  if (!URL.canParse(issuer)) throw new TypeError(`oidc.issuer must be a URL, got ${issuer}`);
  if (clientId === '')
    throw new TypeError('oidc.clientId must be what tokens have in aud, got an empty string');
}
