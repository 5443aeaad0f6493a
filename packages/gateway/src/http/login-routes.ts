import type { Context } from 'hono';
import { Hono } from 'hono';
import { addressKey } from '../address-key.ts';
import type { Authenticator, LoginRoute } from '../auth/authenticator.ts';
import { RefusalError } from '../errors.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { LoggedIn } from './middleware/login.ts';
import type { SenderOf } from './sender.ts';

export interface LoginRoutesOptions {
  readonly authenticator: Authenticator;
  readonly senderOf: SenderOf;
  /** Of attempts that failed, by address. */
  readonly attempts: RateLimit;
}

/** What somebody may ask for who is not logged in yet: how one logs in, and each way's own routes. */
export function loginRoutes(options: LoginRoutesOptions): Hono<LoggedIn> {
  const { ways, routes } = options.authenticator;
  const app = new Hono<LoggedIn>();
  app.get('/api/v1/login', c => {
    c.header('Cache-Control', 'no-store');
    return c.json({ ways });
  });
  for (const route of routes) {
    app.on(route.method, route.path, async (c, next) => {
      if (route.parameter !== undefined && c.req.query(route.parameter) === undefined) return await next();
      return (await attempt(c, route, options)) ?? (await next());
    });
  }
  return app;
}

/** Only what fails counts: it is failures that guessing consists of. */
async function attempt(
  c: Context<LoggedIn>,
  { handle }: LoginRoute,
  { senderOf, attempts }: LoginRoutesOptions,
): Promise<Response | undefined> {
  const sender = senderOf(c.env.incoming);
  const key = addressKey(sender.address);
  if (!attempts.take(key)) throw tooManyAttempts(attempts.waitMs(key));
  const response = await handle(c.req.raw, sender);
  if (response !== undefined && response.status < 400) attempts.giveBack(key);
  return response;
}

function tooManyAttempts(waitMs: number): RefusalError {
  return new RefusalError({
    code: 'limit',
    message: 'There were too many attempts to log in from this address.',
    hint: `Try again in ${Math.ceil(waitMs / 1000)} s.`,
    details: { retryAfterMs: String(Math.ceil(waitMs)) },
  });
}
