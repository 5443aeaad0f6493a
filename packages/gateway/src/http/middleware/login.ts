import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import type { Authenticator, Login, User } from '../../auth/authenticator.ts';
import { RefusalError } from '../../errors.ts';
import type { SenderOf } from '../sender.ts';

/** What the routes behind the login find in their context. */
export interface LoggedIn {
  Bindings: HttpBindings;
  /** `address`: the client's. `secureHeadersNonce`: of the style sheets in a page, see `pageHeaders`. */
  Variables: { login: Login; user: User; address: string; secureHeadersNonce?: string };
}

/** Lets nobody pass who is not logged in. */
export function requireLogin(authenticator: Authenticator, senderOf: SenderOf): MiddlewareHandler<LoggedIn> {
  return async (c, next) => {
    const sender = senderOf(c.env.incoming);
    const login = await authenticator.authenticate(sender);
    if (login === undefined) throw notLoggedIn(authenticator);
    login.touch?.();
    c.set('login', login);
    c.set('user', login.user);
    c.set('address', sender.address);
    await next();
  };
}

/** Tells somebody that they are not logged in, and what to do. */
export function notLoggedIn({ advice }: Authenticator): RefusalError {
  const hint = advice.join(' Or: ');
  return new RefusalError({ code: 'unauthenticated', message: 'You are not logged in.', hint });
}
