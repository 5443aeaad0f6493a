import type { MiddlewareHandler } from 'hono';
import type { Authenticator, User } from '../../auth/authenticator.ts';
import { RefusalError } from '../../errors.ts';
import { loginPage } from '../login-page.ts';

/** What the routes behind the login find in their context. */
export interface LoggedIn {
  Variables: { user: User };
}

/** Turns the token of a link into a cookie, and takes it out of the address. */
export function redeemLink(authenticator: Authenticator): MiddlewareHandler {
  return async (c, next) => {
    const token = c.req.query('token');
    if (token === undefined || c.req.method !== 'GET') {
      await next();
      return;
    }
    const loggedIn = authenticator.authenticate({ cookie: c.req.header('cookie') }) !== undefined;
    const cookie = loggedIn ? undefined : authenticator.redeem(token);
    if (cookie !== undefined) c.header('Set-Cookie', cookie);
    c.header('Cache-Control', 'no-store');
    if (loggedIn || cookie !== undefined) return c.redirect(c.req.path, 303);
    return c.html(
      loginPage('This link has been used.', 'Open the new one that podbay printed in your terminal.'),
      401,
    );
  };
}

/** Lets nobody pass who is not logged in. */
export function requireLogin(authenticator: Authenticator): MiddlewareHandler<LoggedIn> {
  return async (c, next) => {
    const user = authenticator.authenticate({ cookie: c.req.header('cookie') });
    if (user !== undefined) {
      c.set('user', user);
      await next();
      return;
    }
    if (c.req.header('accept')?.includes('text/html')) {
      return c.html(loginPage('You are not logged in.', authenticator.advice), 401);
    }
    throw new RefusalError({
      code: 'unauthenticated',
      message: 'You are not logged in.',
      hint: authenticator.advice,
    });
  };
}
