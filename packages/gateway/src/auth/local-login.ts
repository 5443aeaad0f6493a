import { timingSafeEqual } from 'node:crypto';
import { ignoreAccess, type RecordAccess } from '../audit/access-event.ts';
import type { Authenticator, Login, LoginRoute, Sender, User } from './authenticator.ts';
import { bearerToken } from './bearer.ts';
import { LoginStore } from './login-store.ts';
import { hashSecret, newSecret } from './secret.ts';

export interface LocalLoginOptions {
  /** Tells this gateway's cookie from those of others on the same host: browsers ignore ports there. */
  readonly cookieName: string;
  /** Browsers reach the gateway by https alone. */
  readonly secure?: boolean;
  /** A login ends when nothing was asked for or typed with it for this long. */
  readonly idleMs?: number | undefined;
  /** A login ends this long after it began. */
  readonly lifetimeMs?: number | undefined;
  /** Called when a link is opened that has been used up, with a token for a new one. */
  readonly onStaleLink: (token: string) => void;
  readonly record?: RecordAccess;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

const staleLinkIntervalMs = 10_000;
/** As long as sessions last: whoever comes back to a terminal that is still there needs no new link for it. */
const defaultIdleMs = 86_400_000;
const defaultLifetimeMs = 7 * 86_400_000;

/**
 * Login for the person at this machine: the link printed in their terminal carries a one-use token that begins a browser's
 * login. Only hashes are kept. Everybody who logs in is the same user. Programs may send the cookie's value as a bearer token.
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
  readonly #logins: LoginStore;
  #linkHash: Buffer | undefined;
  #staleLinkAt = Number.NEGATIVE_INFINITY;

  constructor(options: LocalLoginOptions) {
    this.#options = options;
    const { secure = false, record = ignoreAccess } = options;
    const { idleMs = defaultIdleMs, lifetimeMs = defaultLifetimeMs } = options;
    // Nothing of these logins is renewed, so nothing of them can fail.
    this.#logins = new LoginStore({ ...options, secure, record, idleMs, lifetimeMs, onError: () => {} });
  }

  /** A token for a link; the one before is no longer good. */
  newToken(): string {
    const token = newSecret();
    this.#linkHash = hashSecret(token);
    return token;
  }

  /**
   * Exchanges the token of a link, opened from `address`, for a `Set-Cookie` value, or `undefined` where the token is not, or
   * no longer, good. Throws a `RefusalError` (`limit`) where too many links were used lately.
   */
  redeem(token: string, address = ''): string | undefined {
    if (this.#linkHash === undefined || !timingSafeEqual(hashSecret(token), this.#linkHash)) {
      this.#reportStaleLink();
      return undefined;
    }
    this.#linkHash = undefined;
    return this.#logins.open({ way: 'local', createUser }, { address });
  }

  async authenticate(sender: Sender): Promise<Login | undefined> {
    const bearer = bearerToken(sender);
    const login = bearer === undefined ? undefined : this.#logins.findValue(bearer, sender, 'local');
    return login === undefined ? this.#logins.find(sender, 'local') : { ...login, proof: 'explicit' };
  }

  /** Forgets all logins. */
  close(): void {
    this.#logins.close();
  }

  // The token leaves the address with the redirect; a link that is used up leads to the login page.
  async #openLink(request: Request, sender: Sender): Promise<Response | undefined> {
    const token = new URL(request.url).searchParams.get('token') ?? '';
    const known = await this.authenticate(sender);
    const setCookie = known === undefined ? this.redeem(token, sender.address) : undefined;
    if (known === undefined && setCookie === undefined) {
      this.#recordFailure(sender);
      return undefined;
    }
    const headers = new Headers({ Location: '/', 'Cache-Control': 'no-store' });
    if (setCookie !== undefined) headers.set('Set-Cookie', setCookie);
    return new Response(null, { status: 303, headers });
  }

  #recordFailure({ address }: Sender): void {
    const reason = 'the link has been used, or is none';
    this.#options.record?.({ type: 'login-failed', method: 'local', address, reason });
  }

  // Whoever sees the terminal may have the next link; seldom, so that nobody can flood the terminal.
  #reportStaleLink(): void {
    const now = performance.now();
    if (now - this.#staleLinkAt < staleLinkIntervalMs) return;
    this.#staleLinkAt = now;
    this.#options.onStaleLink(this.newToken());
  }
}

function createUser({ ended }: { readonly ended: AbortSignal }): User {
  return { id: 'local', name: 'local', groups: [], identity: { type: 'gateway' }, ended };
}
