import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { parse, serialize } from 'hono/utils/cookie';
import type { Authenticator, Credentials, User } from './authenticator.ts';

export interface LocalLoginOptions {
  /** Tells this gateway's cookie from those of others on the same host: browsers ignore ports there. */
  readonly cookieName: string;
  /** Called when a link is opened that has been used up, with a token for a new one. */
  readonly onStaleLink: (token: string) => void;
}

const tokenBytes = 32;
const staleLinkIntervalMs = 10_000;

/**
 * Login for the person at this machine: the link printed in their terminal carries a one-use token that becomes
 * an HttpOnly cookie. Only hashes are kept. Everybody who logs in is the same user.
 */
export class LocalLogin implements Authenticator {
  readonly advice = 'Open the link that podbay printed in your terminal.';
  readonly #options: LocalLoginOptions;
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
  }

  /** A token for a link; the one before is no longer good. */
  newToken(): string {
    const token = randomBytes(tokenBytes).toString('base64url');
    this.#linkHash = hash(token);
    return token;
  }

  redeem(token: string): string | undefined {
    if (this.#linkHash === undefined || !timingSafeEqual(hash(token), this.#linkHash)) {
      this.#reportStaleLink();
      return undefined;
    }
    this.#linkHash = undefined;
    const secret = randomBytes(tokenBytes).toString('base64url');
    this.#cookieHashes.push(hash(secret));
    return serialize(this.#options.cookieName, secret, { httpOnly: true, sameSite: 'Strict', path: '/' });
  }

  authenticate({ cookie }: Credentials): User | undefined {
    const secret =
      cookie === undefined ? undefined : parse(cookie, this.#options.cookieName)[this.#options.cookieName];
    if (secret === undefined) return undefined;
    const given = hash(secret);
    return this.#cookieHashes.some(known => timingSafeEqual(known, given)) ? this.#user : undefined;
  }

  // Whoever sees the terminal may have the next link; seldom, so that nobody can flood the terminal.
  #reportStaleLink(): void {
    const now = performance.now();
    if (now - this.#staleLinkAt < staleLinkIntervalMs) return;
    this.#staleLinkAt = now;
    this.#options.onStaleLink(this.newToken());
  }
}

function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
