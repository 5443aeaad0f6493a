import type { LoginError, LoginWay } from '@podbay/protocol';
import { AuthorizationResponseError } from 'openid-client';
import { z } from 'zod';
import type { RecordAccess } from '../audit/access-event.ts';
import { RefusalError } from '../errors.ts';
import type { Identity } from '../identity.ts';
import { type AssertedUser, impersonable, type Prefixes } from './asserted-user.ts';
import type { Authenticator, Login, LoginRoute, Sender, User } from './authenticator.ts';
import { Cookie } from './cookie.ts';
import type { LoginStore } from './login-store.ts';
import { type ClaimNames, readClaims } from './oidc-claims.ts';
import { type IssuedTokens, OidcIssuer, type OidcIssuerOptions } from './oidc-issuer.ts';
import { OidcTokens } from './oidc-tokens.ts';
import { Seal } from './seal.ts';

export interface OidcLoginOptions extends OidcIssuerOptions {
  /** The provider's name on the login page. */
  readonly name: string;
  /** Where browsers reach the gateway; default: where the request says that it came to. */
  readonly publicOrigin?: string | undefined;
  readonly claims: ClaimNames;
  readonly prefixes: Prefixes;
  /** The user acts by their ID token, or the gateway's account impersonates them. */
  readonly acting: 'token' | 'impersonate';
  /** How often the provider is asked whether it still knows a user, in ms; 0, or left out: only when tokens are renewed. */
  readonly checkMs?: number | undefined;
  /** The contexts that may see the token. */
  readonly contexts: readonly string[] | undefined;
  /** Tells this gateway's cookie from those of others on the same host. */
  readonly cookieName: string;
  readonly secure: boolean;
  readonly logins: LoginStore;
  readonly record: RecordAccess;
  /** Is told why a login failed, where the user can't be. */
  readonly onError: (error: unknown) => void;
}

const path = '/login/oidc';
const callbackPath = '/login/oidc/callback';
const tripMs = 10 * 60_000;
const maxHashLength = 1024;

const tripSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUrl: z.string(),
  hash: z.string(),
  endsAtMs: z.number(),
});

/**
 * Login at an OpenID Connect provider: the authorization code flow with PKCE.
 *
 *   /login/oidc ──► provider ──► /login/oidc/callback?code&state ──► cookie ──► /
 *        └── sealed cookie, SameSite=Lax: state, nonce, verifier ──┘
 *
 * What the round trip needs is in the browser, so that nobody fills the gateway's memory by beginning logins.
 */
export class OidcLogin implements Authenticator {
  readonly ways: readonly LoginWay[];
  readonly advice: readonly string[];
  readonly routes: readonly LoginRoute[] = [
    { method: 'GET', path, handle: request => this.#begin(request) },
    { method: 'GET', path: callbackPath, handle: (request, sender) => this.#finish(request, sender) },
  ];
  readonly #options: OidcLoginOptions;
  readonly #issuer: OidcIssuer;
  readonly #seal = new Seal();
  readonly #trip: Cookie;

  constructor(options: OidcLoginOptions) {
    this.#options = options;
    const { name, cookieName, secure } = options;
    this.ways = [{ type: 'oidc', name, path }];
    this.advice = [`Log in with ${name} in a browser.`];
    this.#issuer = new OidcIssuer(options);
    // The way back begins at another site.
    this.#trip = new Cookie({ name: `${cookieName}-trip`, secure, sameSite: 'Lax' });
  }

  async authenticate(sender: Sender): Promise<Login | undefined> {
    return this.#options.logins.find(sender, 'oidc');
  }

  async #begin(request: Request): Promise<Response> {
    const { origin, searchParams } = new URL(request.url);
    const redirectUrl = `${this.#options.publicOrigin ?? origin}${callbackPath}`;
    const hash = searchParams.get('hash') ?? '';
    try {
      const { location, trip } = await this.#issuer.begin(redirectUrl);
      const sealed = this.#seal.seal({
        ...trip,
        hash: hash.slice(0, maxHashLength),
        endsAtMs: Date.now() + tripMs,
      });
      return redirect(location.href, this.#trip.set(sealed, tripMs / 1000));
    } catch (error) {
      this.#options.onError(error);
      return failed('failed', this.#trip);
    }
  }

  async #finish(request: Request, sender: Sender): Promise<Response> {
    const trip = tripSchema.safeParse(this.#seal.open(this.#trip.read(sender) ?? '')).data;
    if (trip === undefined || trip.endsAtMs < Date.now()) return this.#fail('expired', sender);
    try {
      const tokens = await this.#issuer.exchange(new URL(request.url).search, trip);
      const cookie = this.#open(tokens, sender, new URL(trip.redirectUrl).origin);
      return redirect(isDeepLink(trip.hash) ? `/${trip.hash}` : '/', this.#trip.clear(), cookie);
    } catch (error) {
      if (error instanceof AuthorizationResponseError) return this.#fail('denied', sender);
      this.#options.onError(error);
      return this.#fail(error instanceof RefusalError ? 'denied' : 'failed', sender);
    }
  }

  #open(first: IssuedTokens, sender: Sender, origin: string): string {
    const { logins, acting, claims: names, prefixes, checkMs } = this.#options;
    const needsIdToken = acting === 'token';
    const readUser = (claims: Readonly<Record<string, unknown>>) =>
      impersonable(readClaims(claims, names), prefixes);
    const user = readUser(first.claims ?? {});
    const subject = String(first.claims?.sub);
    const tokens = new OidcTokens({
      issuer: this.#issuer,
      first,
      readUser,
      needsIdToken,
      subject,
      checkMs,
    });
    return logins.open(
      {
        way: 'oidc',
        createUser: of => this.#createUser({ subject, user, tokens }, of),
        renewal: { dueAtMs: () => tokens.dueAtMs(), renew: () => tokens.keepUp() },
        expiresAtMs: needsIdToken && !tokens.isRenewable ? first.idTokenExpiresAtMs : undefined,
        logOut: () => this.#logOut(tokens, origin),
      },
      sender,
    );
  }

  #createUser(
    { subject, user: { name, groups }, tokens }: { subject: string; user: AssertedUser; tokens: OidcTokens },
    { key, ended }: { readonly key: string; readonly ended: AbortSignal },
  ): User {
    const { acting, contexts, issuer } = this.#options;
    const token = async () => {
      if (ended.aborted) throw new RefusalError({ code: 'unauthenticated', message: 'You are logged out.' });
      return await tokens.idToken();
    };
    const identity: Identity =
      acting === 'token'
        ? { type: 'token', key, token, contexts }
        : { type: 'impersonated', user: name, groups, extra: {} };
    return { id: `oidc:${issuer.href}#${subject}`, name, groups, identity, ended };
  }

  async #logOut(tokens: OidcTokens, origin: string): Promise<string | undefined> {
    const { refreshToken } = tokens;
    if (refreshToken !== undefined) await this.#issuer.revoke(refreshToken).catch(this.#options.onError);
    return await this.#issuer.endSessionUrl(`${origin}/`);
  }

  #fail(reason: LoginError, { address }: Sender): Response {
    this.#options.record({ type: 'login-failed', method: 'oidc', address, reason });
    return failed(reason, this.#trip);
  }
}

// The login page says it in words.
function failed(reason: LoginError, trip: Cookie): Response {
  return redirect(`/?login-error=${reason}`, trip.clear());
}

function redirect(location: string, ...cookies: readonly string[]): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}

// It comes from an address: nothing that leads anywhere else.
function isDeepLink(hash: string): boolean {
  return /^#\/[^\s\\]*$/.test(hash);
}
