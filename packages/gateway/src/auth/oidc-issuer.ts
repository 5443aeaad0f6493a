import * as client from 'openid-client';

export interface OidcIssuerOptions {
  /** The issuer's address, as its tokens name it. Without TLS only on this machine. */
  readonly issuer: URL;
  readonly clientId: string;
  /** Left out for a public client, which has none. */
  readonly clientSecret?: string | undefined;
  readonly scopes: readonly string[];
}

/** What one login round trip must remember. */
export interface RoundTrip {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUrl: string;
}

/** What the provider has issued. Times in milliseconds since 1970. */
export interface IssuedTokens {
  readonly idToken: string | undefined;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  readonly idTokenExpiresAtMs: number | undefined;
  readonly accessToken: string;
  readonly accessTokenExpiresAtMs: number | undefined;
  readonly refreshToken: string | undefined;
}

const timeoutSeconds = 10;

/** An OpenID Connect provider, which is looked up when it is first needed, and again when that failed. */
export class OidcIssuer {
  readonly #options: OidcIssuerOptions;
  #configuration: Promise<client.Configuration> | undefined;

  constructor(options: OidcIssuerOptions) {
    this.#options = options;
  }

  /** Where the browser goes, with what must be remembered of it. */
  async begin(redirectUrl: string): Promise<{ readonly location: URL; readonly trip: RoundTrip }> {
    const configuration = await this.#configure();
    const verifier = client.randomPKCECodeVerifier();
    const trip = { state: client.randomState(), nonce: client.randomNonce(), verifier, redirectUrl };
    const location = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUrl,
      scope: this.#options.scopes.join(' '),
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: trip.state,
      nonce: trip.nonce,
    });
    return { location, trip };
  }

  /** Exchanges the code that the browser came back with. State, nonce, issuer, audience and signature are checked. */
  async exchange(query: string, trip: RoundTrip): Promise<IssuedTokens> {
    const url = new URL(trip.redirectUrl);
    url.search = query;
    const answer = await client.authorizationCodeGrant(await this.#configure(), url, {
      pkceCodeVerifier: trip.verifier,
      expectedState: trip.state,
      expectedNonce: trip.nonce,
      idTokenExpected: true,
    });
    return issuedTokens(answer);
  }

  /** Rejects with a `client.ResponseBodyError` where the provider says no. */
  async refresh(refreshToken: string): Promise<IssuedTokens> {
    const issued = issuedTokens(await client.refreshTokenGrant(await this.#configure(), refreshToken));
    return { ...issued, refreshToken: issued.refreshToken ?? refreshToken };
  }

  /**
   * Whether the provider still knows the user of an access token, by its UserInfo endpoint; `undefined`: it has none, or does
   * not say. Rejects where it can't be asked.
   */
  async knows(accessToken: string, subject: string): Promise<boolean | undefined> {
    const configuration = await this.#configure();
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return undefined;
    try {
      await client.fetchUserInfo(configuration, accessToken, subject);
      return true;
    } catch (error) {
      if (error instanceof client.WWWAuthenticateChallengeError)
        return error.status === 401 ? false : undefined;
      if (error instanceof client.ResponseBodyError) return error.status === 401 ? false : undefined;
      throw error;
    }
  }

  /** Takes a refresh token back, where the provider has a place for it. */
  async revoke(refreshToken: string): Promise<void> {
    const configuration = await this.#configure();
    if (configuration.serverMetadata().revocation_endpoint !== undefined)
      await client.tokenRevocation(configuration, refreshToken);
  }

  /**
   * Where the browser goes to be logged out there, where there is such a place. It is told no ID token, which has no place in
   * an address: the provider may ask the user whether they mean it.
   */
  async endSessionUrl(redirectUrl: string): Promise<string | undefined> {
    const configuration = await this.#configure();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(configuration, { post_logout_redirect_uri: redirectUrl }).href;
  }

  #configure(): Promise<client.Configuration> {
    this.#configuration ??= this.#discover().catch(error => {
      this.#configuration = undefined;
      throw error;
    });
    return this.#configuration;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const execute = [client.enableNonRepudiationChecks];
    if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
    const authentication = clientSecret === undefined ? client.None() : secretAuthentication(clientSecret);
    const options = { execute, timeout: timeoutSeconds };
    return await client.discovery(issuer, clientId, undefined, authentication, options);
  }
}

// In the header, as everybody must support (RFC 6749, section 2.3.1), but for who says otherwise.
function secretAuthentication(secret: string): client.ClientAuth {
  return (server, metadata, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authenticate = methods.includes('client_secret_basic')
      ? client.ClientSecretBasic
      : client.ClientSecretPost;
    return authenticate(secret)(server, metadata, body, headers);
  };
}

function issuedTokens(
  answer: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
): IssuedTokens {
  const claims = answer.claims();
  const expiresInSeconds = answer.expiresIn();
  return {
    idToken: answer.id_token,
    claims,
    idTokenExpiresAtMs: claims === undefined ? undefined : claims.exp * 1000,
    accessToken: answer.access_token,
    accessTokenExpiresAtMs: expiresInSeconds === undefined ? undefined : Date.now() + expiresInSeconds * 1000,
    refreshToken: answer.refresh_token,
  };
}
