import { parse, serialize } from 'hono/utils/cookie';
import type { Sender } from './authenticator.ts';

export interface CookieOptions {
  /** Tells this gateway's cookies from those of others on the same host: browsers ignore ports there. */
  readonly name: string;
  /** Browsers reach the gateway by https alone. */
  readonly secure: boolean;
  readonly sameSite: 'Strict' | 'Lax';
}

/**
 * A cookie that scripts don't see. With https its name has the prefix `__Host-`, so that no neighbour's page and no plain
 * HTTP can set it (RFC 6265bis, section 4.1.3.2).
 */
export class Cookie {
  readonly #options: CookieOptions;
  readonly #name: string;

  constructor(options: CookieOptions) {
    this.#options = options;
    this.#name = options.secure ? `__Host-${options.name}` : options.name;
  }

  read({ headers }: Sender): string | undefined {
    return parse((headers.cookie ?? []).join('; '), this.#name)[this.#name];
  }

  /** A `Set-Cookie` value. Without `maxAgeSeconds` the browser forgets the cookie when it is closed. */
  set(value: string, maxAgeSeconds?: number): string {
    const { secure, sameSite } = this.#options;
    const age = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
    return serialize(this.#name, value, { path: '/', httpOnly: true, sameSite, secure, ...age });
  }

  /** A `Set-Cookie` value that takes it back. */
  clear(): string {
    return this.set('', 0);
  }
}
