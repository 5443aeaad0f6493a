import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Authenticator } from '../auth/authenticator.ts';
import type { LoggedIn } from './middleware/login.ts';
import type { SenderOf } from './sender.ts';

export interface AssetRoutesOptions {
  /** Directory of the built user interface; a compressed copy lies beside a file with `.br` or `.gz` at its end. */
  readonly assetsDir: string;
  readonly authenticator: Authenticator;
  readonly senderOf: SenderOf;
}

/**
 * The files of the user interface, which has the login page in it: whoever is not logged in gets it with status 401.
 * A page that another site links to comes without a `SameSite=Strict` cookie, and finds itself logged in nevertheless.
 */
export function assetRoutes({ assetsDir, authenticator, senderOf }: AssetRoutesOptions): Hono<LoggedIn> {
  const files = serveStatic<LoggedIn>({ root: assetsDir, precompressed: true });
  return new Hono<LoggedIn>()
    .get('/', async (c, next) => {
      const login = await authenticator.authenticate(senderOf(c.env.incoming));
      await next();
      if (login === undefined && c.res.ok)
        c.res = new Response(c.res.body, { status: 401, headers: c.res.headers });
    })
    .get('*', async (c, next) => {
      const found = await files(c, next);
      if (!(found instanceof Response)) return;
      found.headers.set('Cache-Control', cacheControl(c.req.path));
      found.headers.set('Vary', 'Accept-Encoding');
      return found;
    });
}

// Vite names what lies in assets/ by its content. The page itself depends on who asks.
function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}
