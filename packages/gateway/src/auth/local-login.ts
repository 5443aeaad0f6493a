import { timingSafeEqual } from 'node:crypto';
import { ignoreAccess, type RecordAccess } from '../audit/access-event.ts';
import type { Authenticator, Login, LoginRoute, Sender, User } from './authenticator.ts';
import { bearerToken } from './bearer.ts';
import { Cookie } from './cookie.ts';
import { hashSecret, newSecret } from './secret.ts';

export interface LocalLoginOptions {
  /** Tells this gateway's cookie from those of others on the same host: browsers ignore ports there. */
  readonly cookieName: string;
  /** Browsers reach the gateway by https alone. */
  readonly secure?: boolean;
  /** Called when a link is opened that has been used up, with a token for a new one. */
  readonly onStaleLink: (token: string) => void;
  readonly record?: RecordAccess;
}

const staleLinkIntervalMs = 10_000;
/** A browser that is started again comes back to its terminals. The gateway itself forgets the cookie when it ends. */
const cookieAgeSeconds = 7 * 86_400;

/**
 * Login for the person at this machine: the link printed in their terminal carries a one-use token that becomes
 * an HttpOnly cookie. Only hashes are kept. Everybody who logs in is the same user. Programs may send the cookie's value
 * as a bearer token.
 */
export class LocalLogin implements Authenticator {
  readonly ways = [{ type: 'local' }] as const;
  readonly advice = ['Open the link that podbay printed in your terminal.'];
  readonly routes: readonly LoginRoute[] = [
    {
      method: 'GET',
      path: '/',
      parameter: 'token',
      handle: (request, sender) => this.#openLink(request, sender),
    },
  ];
  readonly #options: LocalLoginOptions;
  readonly #cookie: Cookie;
  readonly #user: User = {
    id: 'local',
    name: 'local',
    groups: [],
    identity: { type: 'gateway' },
    ended: new AbortController().signal,
  };
  #linkHash: Buffer | undefined;
  readonly #cookieHashes: Buffer[] = [];
  #staleLinkAt = Number.NEGATIVE_INFINITY;

  constructor(options: LocalLoginOptions) {
    this.#options = options;
    const { cookieName, secure = false } = options;
    this.#cookie = new Cookie({ name: cookieName, secure, sameSite: 'Strict' });
  }

  /** A token for a link; the one before is no longer good. */
  newToken(): string {
    const token = newSecret();
    this.#linkHash = hashSecret(token);
    return token;
  }

  /** Exchanges the token of a link for a `Set-Cookie` value, or `undefined` where the token is not, or no longer, good. */
  redeem(token: string): string | undefined {
    if (this.#linkHash === undefined || !timingSafeEqual(hashSecret(token), this.#linkHash)) {
      this.#reportStaleLink();
      return undefined;
    }
    this.#linkHash = undefined;
    const secret = newSecret();
    this.#cookieHashes.push(hashSecret(secret));
    return this.#cookie.set(secret, cookieAgeSeconds);
  }

  async authenticate(sender: Sender): Promise<Login | undefined> {
    const user = this.#user;
    const bearer = bearerToken(sender);
    if (bearer !== undefined && this.#isKnown(bearer)) return { user, way: 'local', proof: 'explicit' };
    const secret = this.#cookie.read(sender);
    if (secret === undefined || !this.#isKnown(secret)) return undefined;
    return { user, way: 'local', proof: 'ambient' };
  }

  // The token leaves the address with the redirect; a link that is used up leads to the login page.
  async #openLink(request: Request, sender: Sender): Promise<Response | undefined> {
    const token = new URL(request.url).searchParams.get('token') ?? '';
    const known = await this.authenticate(sender);
    const setCookie = known === undefined ? this.redeem(token) : undefined;
    if (known === undefined) this.#record(sender, setCookie === undefined ? 'failed' : 'worked');
    if (known === undefined && setCookie === undefined) return undefined;
    const headers = new Headers({ Location: '/', 'Cache-Control': 'no-store' });
    if (setCookie !== undefined) headers.set('Set-Cookie', setCookie);
    return new Response(null, { status: 303, headers });
  }

  #record({ address }: Sender, how: 'worked' | 'failed'): void {
    const { record = ignoreAccess } = this.#options;
    const { name, groups } = this.#user;
    if (how === 'worked') record({ type: 'login', method: 'local', user: { name, groups }, address });
    else
      record({
        type: 'login-failed',
        method: 'local',
        address,
        reason: 'the link has been used, or is none',
      });
  }

  #isKnown(secret: string): boolean {
    const given = hashSecret(secret);
    return this.#cookieHashes.some(known => timingSafeEqual(known, given));
  }

  // Whoever sees the terminal may have the next link; seldom, so that nobody can flood the terminal.
  #reportStaleLink(): void {
    const now = performance.now();
    if (now - this.#staleLinkAt < staleLinkIntervalMs) return;
    this.#staleLinkAt = now;
    this.#options.onStaleLink(this.newToken());
  }
}
